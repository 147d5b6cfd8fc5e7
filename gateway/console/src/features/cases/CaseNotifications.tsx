import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { caseActions, caseQueries } from "../../api/caseApi";
import type { Case, CaseFact, Obligation } from "../../api/schemas";
import { When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { Loaded } from "../../ui/parts";
import { ObligationBadge, timeLeft } from "./caseBadges";

const factLabels: [string, string][] = [
  ["personal_data", "Personal data may be involved"],
  ["high_risk", "The risk for people is high"],
  ["ransom", "A ransom is demanded"],
  ["serious_loss", "Data or money is seriously lost"],
  ["school_closed", "A school is closed"],
  ["long_closure", "A school stays closed for long"],
  ["payment_fraud", "A payment was obtained by fraud"],
  ["rpa_member", "A school is a member of the RPA"],
];

type Ask = { obligation: Obligation; answer: "done" | "not_needed" } | { fact: CaseFact } | "fact";

/** Notifications due with their deadlines, and the facts that make them due. */
export function CaseNotifications({ currentCase, mayAct }: { currentCase: Case; mayAct: boolean }) {
  const obligations = useQuery({ ...caseQueries.obligations(currentCase.reference), refetchInterval: 60_000 });
  const client = useQueryClient();
  const [ask, setAsk] = useState<Ask | null>(null);
  const act = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onError: failed,
    onSuccess: () => {
      done("Saved.");
      setAsk(null);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["case"] }),
  });
  return (
    <section className="card" aria-label="Notifications due">
      <div className="spread">
        <h2>Notifications due</h2>
        {mayAct && (
          <Button size="xs" variant="default" onClick={() => setAsk("fact")}>
            Add fact
          </Button>
        )}
      </div>
      <Loaded query={obligations} rows={4}>
        {(data) => (
          <>
            {data.obligations.length === 0 ? (
              <p className="muted">
                No notifications are due from the facts so far. Adding a fact starts the deadlines it triggers.
              </p>
            ) : (
              <ul className="plain lines">
                {data.obligations.map((obligation) => (
                  <ObligationLine
                    key={obligation.kind}
                    currentCase={currentCase}
                    obligation={obligation}
                    mayAct={mayAct}
                    onAsk={setAsk}
                  />
                ))}
              </ul>
            )}
            {data.facts.length > 0 && (
              <>
                <h3 className="small" style={{ margin: "16px 0 4px" }}>
                  Facts
                </h3>
                <ul className="plain stack tight small">
                  {data.facts.map((fact) => (
                    <li key={fact.id} className="row">
                      <span className={fact.withdrawnAt ? "muted" : undefined}>
                        {fact.withdrawnAt && "Withdrawn: "}
                        {fact.words}
                        {fact.schoolId &&
                          ` (${currentCase.schools.find((s) => s.id === fact.schoolId)?.name ?? "a school"})`}
                        {", since "}
                        <When at={fact.at} />
                        {fact.withdrawnWhy && `. ${fact.withdrawnWhy}`}
                      </span>
                      {mayAct && !fact.withdrawnAt && (
                        <Button
                          size="compact-xs"
                          variant="subtle"
                          onClick={() => setAsk({ fact })}
                          aria-label={`Withdraw: ${fact.words}`}
                        >
                          Withdraw
                        </Button>
                      )}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      </Loaded>
      {ask && (
        <AskModal
          currentCase={currentCase}
          ask={ask}
          busy={act.isPending}
          onClose={() => setAsk(null)}
          onRun={act.mutate}
        />
      )}
    </section>
  );
}

function ObligationLine({
  currentCase,
  obligation,
  mayAct,
  onAsk,
}: {
  currentCase: Case;
  obligation: Obligation;
  mayAct: boolean;
  onAsk: (ask: Ask) => void;
}) {
  const open = obligation.state === "running" || obligation.state === "overdue";
  return (
    <li>
      <div className="spread">
        <strong>{obligation.name}</strong>
        <ObligationBadge state={obligation.state} text={open ? timeLeft(obligation.dueAt) : undefined} />
      </div>
      <div className="small muted">
        {open ? (
          <>
            By <When at={obligation.dueAt} />
            {obligation.statutory ? " (law)" : " (our own limit; the source says “promptly”)"}, because{" "}
            {obligation.because.join(", ")}. {obligation.how}
          </>
        ) : (
          <>
            {obligation.reference}
            {obligation.doneAt && (
              <>
                {" · "}
                <When at={obligation.doneAt} />
              </>
            )}
            {obligation.answeredBy && ` · ${obligation.answeredBy}`}
          </>
        )}
      </div>
      <div className="small muted">{obligation.source}</div>
      <div className="actions" style={{ marginTop: 6 }}>
        {mayAct && open && (
          <>
            <Button
              size="xs"
              variant="light"
              onClick={() => onAsk({ obligation, answer: "done" })}
              aria-label={`Done: ${obligation.name}`}
            >
              Done
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => onAsk({ obligation, answer: "not_needed" })}
              aria-label={`Not needed: ${obligation.name}`}
            >
              Not needed
            </Button>
          </>
        )}
        <Button
          size="xs"
          variant="default"
          component="a"
          href={`/api/cases/${currentCase.reference}/obligations/${obligation.kind}/pack`}
          target="_blank"
          rel="noreferrer"
          aria-label={`Evidence pack: ${obligation.name} (new tab)`}
        >
          Evidence pack
        </Button>
      </div>
    </li>
  );
}

function AskModal({
  currentCase,
  ask,
  busy,
  onClose,
  onRun,
}: {
  currentCase: Case;
  ask: Ask;
  busy: boolean;
  onClose: () => void;
  onRun: (run: () => Promise<unknown>) => void;
}) {
  const [text, setText] = useState("");
  const [kind, setKind] = useState<CaseFact["kind"]>("personal_data");
  const [school, setSchool] = useState("");
  const stating = ask === "fact";
  const title = stating
    ? "Add fact"
    : "fact" in ask
      ? "Withdraw fact"
      : ask.answer === "done"
        ? ask.obligation.name
        : "Not needed";
  const run = () =>
    stating
      ? caseActions.state(currentCase.reference, kind, school)
      : "fact" in ask
        ? caseActions.withdraw(currentCase.reference, ask.fact.id, text)
        : caseActions.answer(currentCase.reference, ask.obligation.kind, ask.answer, text);
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          onRun(run);
        }}
      >
        {stating ? (
          <>
            <NativeSelect
              label="Fact"
              value={kind}
              onChange={(e) => setKind(e.currentTarget.value as CaseFact["kind"])}
              data={factLabels.map(([value, words]) => ({ value, label: words }))}
            />
            <NativeSelect
              label="School"
              value={school}
              required={kind === "school_closed"}
              withAsterisk={false}
              onChange={(e) => setSchool(e.currentTarget.value)}
              data={[
                { value: "", label: kind === "school_closed" ? "Choose…" : "The whole case" },
                ...currentCase.schools.map((s) => ({ value: s.id, label: s.name ?? "A school" })),
              ]}
            />
          </>
        ) : (
          <TextInput
            label={
              "fact" in ask ? "Why was it wrong?" : ask.answer === "done" ? "Their reference" : "Why is it not needed?"
            }
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
            required={"fact" in ask || ask.answer === "not_needed"}
            withAsterisk={false}
            minLength={"fact" in ask ? 3 : undefined}
            maxLength={1000}
          />
        )}
        <div className="actions">
          <Button type="submit" loading={busy}>
            Save
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
