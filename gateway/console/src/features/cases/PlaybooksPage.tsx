import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { caseActions, caseQueries } from "../../api/caseApi";
import type { CaseType, Playbook, PlaybookStep } from "../../api/schemas";
import { useSession } from "../../app/session";
import { done, failed } from "../../ui/feedback";
import { count } from "../../ui/format";
import { Back, Loaded, PageHead } from "../../ui/parts";
import { isManager } from "../../ui/permissions";
import { lasting } from "./caseBadges";
import { PlaybookForm } from "./PlaybookForm";

/** What to do when it happens, for every case of the trust from now on. */
export default function PlaybooksPage() {
  const session = useSession();
  const may = session.allSchools && isManager(session);
  const playbooks = useQuery(caseQueries.playbooks());
  const [editing, setEditing] = useState<CaseType | null>(null);
  return (
    <div className="page narrow">
      <PageHead title="Playbooks" above={<Back to="/alerts/cases">Cases</Back>} />
      <div className="stack">
        <p className="small muted">
          A case gets a copy of the steps when its playbook starts. Changes here apply to later cases.
          {!may && " Only trust-wide managers can change them."}
        </p>
        <Loaded query={playbooks} rows={7}>
          {(all) =>
            all.map((playbook) =>
              editing === playbook.type ? (
                <PlaybookForm key={playbook.type} playbook={playbook} onClose={() => setEditing(null)} />
              ) : (
                <Steps
                  key={playbook.type}
                  playbook={playbook}
                  onEdit={may ? () => setEditing(playbook.type) : undefined}
                />
              ),
            )
          }
        </Loaded>
      </div>
    </div>
  );
}

function Steps({ playbook, onEdit }: { playbook: Playbook; onEdit?: () => void }) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["playbook"] });
  const reset = useMutation({
    mutationFn: () => caseActions.resetPlaybook(playbook.type),
    onSuccess: () =>
      done(`“${playbook.name}” uses Mat's default steps again.`, () =>
        caseActions
          .writePlaybook({ type: playbook.type, version: playbook.version + 1 }, playbook.steps)
          .then(refresh, failed),
      ),
    onError: failed,
    onSettled: refresh,
  });
  const edit = playbook.steps.length === 0 ? "Write steps" : "Edit steps";
  return (
    <details className="card">
      <summary style={{ cursor: "pointer", minHeight: 28 }}>
        <strong>{playbook.name}</strong>{" "}
        <span className="small muted">
          {playbook.steps.length === 0 ? "No steps" : count(playbook.steps.length, "step")}
          {playbook.own && ", customised"}
        </span>
      </summary>
      <ol className="lines" style={{ margin: "12px 0", paddingInlineStart: 24 }}>
        {playbook.steps.map((step) => (
          <Step key={step.title} step={step} />
        ))}
      </ol>
      {onEdit && (
        <div className="actions">
          <Button size="xs" variant="default" aria-label={`${edit}: ${playbook.name}`} onClick={onEdit}>
            {edit}
          </Button>
          {playbook.own && (
            <Button
              size="xs"
              variant="default"
              loading={reset.isPending}
              aria-label={`Restore default steps: ${playbook.name}`}
              onClick={() => reset.mutate()}
            >
              Restore default steps
            </Button>
          )}
        </div>
      )}
    </details>
  );
}

function Step({ step }: { step: PlaybookStep }) {
  return (
    <li>
      <span className="spread" style={{ flexWrap: "nowrap", alignItems: "baseline" }}>
        <strong>{step.title}</strong>
        <span className="small muted" style={{ whiteSpace: "nowrap" }}>
          within {lasting(step.dueHours * 3600)}
        </span>
      </span>
      {step.detail && <span className="small muted">{step.detail}</span>}
    </li>
  );
}
