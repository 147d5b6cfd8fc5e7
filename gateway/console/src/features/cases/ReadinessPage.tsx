import { Button, Modal, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { address } from "../../api/client";
import { readinessQuery, recordReadiness } from "../../api/readinessApi";
import type { ReadinessItem, SchoolReadiness } from "../../api/schemas";
import { useScope, useSession } from "../../app/session";
import { Badge, When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { Back, Empty, Loaded, PageHead } from "../../ui/parts";
import { has } from "../../ui/permissions";
import { ReadinessBadge } from "./caseBadges";

type Asked = { school: SchoolReadiness; item: ReadinessItem };

/** What each school has ready: the insurer's conditions and the clocks of the DfE standard. */
export default function ReadinessPage() {
  const { schoolId } = useScope();
  const board = useQuery(readinessQuery);
  const [asked, setAsked] = useState<Asked | null>(null);
  return (
    <div className="page">
      <PageHead title="Readiness" above={<Back to="/alerts/cases">Cases</Back>}>
        <Button size="sm" variant="default" component="a" href={address("/api/standards/readiness/export")} download>
          Export as CSV
        </Button>
      </PageHead>
      <Loaded query={board} rows={10}>
        {(data) => {
          const schools = data.items.filter((s) => !schoolId || s.schoolId === schoolId);
          if (!schools.length)
            return <Empty title="No schools to show" text="Schools appear once they have joined the trust." />;
          return schools.length > 1 ? (
            <Board schools={schools} onAsk={setAsked} />
          ) : (
            <OneSchool school={schools[0] as SchoolReadiness} onAsk={setAsked} />
          );
        }}
      </Loaded>
      {asked && <Record asked={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

function Board({ schools, onAsk }: { schools: SchoolReadiness[]; onAsk: (asked: Asked) => void }) {
  return (
    <div className="stack">
      {schools.map((school) => (
        <details key={school.schoolId} className="card">
          <summary style={{ cursor: "pointer", minHeight: 28 }}>
            <strong>{school.schoolName}</strong>{" "}
            {school.overdue > 0 && (
              <Badge tone="breach" shape="triangle">
                {school.overdue} overdue
              </Badge>
            )}{" "}
            <span className="small muted">
              {school.met + school.dueSoon} of {school.items.length} in place
              {school.dueSoon > 0 && `, ${school.dueSoon} of them due soon`}
              {school.missing > 0 && ` · ${school.missing} without evidence`} · term ends{" "}
              <When at={school.termEndsOn} dayOnly />
            </span>
          </summary>
          <Items school={school} onAsk={onAsk} />
        </details>
      ))}
    </div>
  );
}

function OneSchool({ school, onAsk }: { school: SchoolReadiness; onAsk: (asked: Asked) => void }) {
  return (
    <section className="card" aria-label={school.schoolName}>
      <h2>{school.schoolName}</h2>
      <p className="small muted">
        This term ends <When at={school.termEndsOn} dayOnly />.
      </p>
      <Items school={school} onAsk={onAsk} />
    </section>
  );
}

function Items({ school, onAsk }: { school: SchoolReadiness; onAsk: (asked: Asked) => void }) {
  const session = useSession();
  const may = has(session, "school_lead", "technician", "manager", "admin");
  return (
    <ul className="plain lines" style={{ marginTop: 12 }}>
      {school.items.map((item) => (
        <li key={item.kind}>
          <div className="spread">
            <strong>{item.name}</strong>
            <span className="actions">
              <ReadinessBadge status={item.status} />
              {may && (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => onAsk({ school, item })}
                  aria-label={`Record ${item.name} at ${school.schoolName}`}
                >
                  Record
                </Button>
              )}
            </span>
          </div>
          <div className="small muted">
            {item.source}, {item.cadence}.{!item.confirmed && " Could not be confirmed as still required."}{" "}
            {item.doneOn ? (
              <>
                Done <When at={item.doneOn} dayOnly />, due again <When at={item.nextDue} dayOnly />
                {item.recordedBy && `, recorded by ${item.recordedBy}`}.
              </>
            ) : (
              `Evidence: ${item.evidence}.`
            )}
            {item.note && ` ${item.note}`}
            {item.link && (
              <>
                {" "}
                <a href={item.link} target="_blank" rel="noreferrer">
                  Evidence (new tab)
                </a>
              </>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Record({ asked: { school, item }, onClose }: { asked: Asked; onClose: () => void }) {
  const client = useQueryClient();
  const [doneOn, setDoneOn] = useState(() => new Date().toISOString().slice(0, 10));
  const [note, setNote] = useState("");
  const [link, setLink] = useState("");
  const save = useMutation({
    mutationFn: () =>
      recordReadiness(school.schoolId, {
        kind: item.kind,
        doneOn: doneOn || null,
        note: note || undefined,
        link: link || undefined,
      }),
    onError: failed,
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["readiness"] });
      done("Recorded.");
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={item.name} closeButtonProps={{ "aria-label": "Close" }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <p className="small muted">
          {school.schoolName}. To show: {item.evidence}.
        </p>
        <TextInput
          type="date"
          label="Done on"
          description="Leave empty if it is not in place."
          value={doneOn}
          onChange={(e) => setDoneOn(e.currentTarget.value)}
        />
        <Textarea
          label="Note"
          autosize
          minRows={2}
          maxLength={2000}
          value={note}
          onChange={(e) => setNote(e.currentTarget.value)}
        />
        <TextInput
          type="url"
          label="Link to the evidence"
          placeholder="https://"
          maxLength={500}
          value={link}
          onChange={(e) => setLink(e.currentTarget.value)}
        />
        <div className="actions">
          <Button type="submit" loading={save.isPending}>
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
