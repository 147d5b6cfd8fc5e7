import { Button, NumberInput, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { answerActions } from "../../api/partnerApi";
import type { AnswerKind, AnswerPage as Page } from "../../api/schemas";
import { EscalationBadge, When } from "../../ui/Badges";
import { bytes, label } from "../../ui/format";
import { ErrorPanel, Facts, Lines } from "../../ui/parts";

const kinds: Record<AnswerKind, { name: string; text: string; button: string }> = {
  acknowledge: { name: "Accept", text: "Comment (optional)", button: "Accept" },
  question: { name: "Ask", text: "What do you need to know?", button: "Ask the school" },
  comment: { name: "Comment", text: "Your comment", button: "Send" },
  resolve: { name: "Solved", text: "What solved it?", button: "Mark as solved" },
  reject: { name: "Decline", text: "Why are you declining?", button: "Decline" },
};

/** For partners without software of their own: one escalation, opened by a link, without an account. */
export default function AnswerPage() {
  // Behind the #, so that no server and no scanner of links ever gets it.
  const token = useMemo(() => globalThis.location.hash.slice(1), []);
  const page = useQuery({
    queryKey: ["answer", token],
    queryFn: () => answerActions.view(token),
    retry: false,
    enabled: !!token,
  });
  const [said, setSaid] = useState<Page>();
  useEffect(() => {
    document.title = "Your answer – Mat";
  }, []);
  const seen = said ?? page.data;
  return (
    <main className="answer stack">
      {seen ? (
        <>
          <Asked page={seen} />
          <Files token={token} page={seen} />
          <Answer token={token} page={seen} onSaid={setSaid} />
        </>
      ) : page.isFetching ? (
        <Lines rows={8} />
      ) : (
        <div className="card stack">
          <h1>This link does not work</h1>
          <p>It has expired, was not copied completely, or the work was reassigned. Ask the trust for a new link.</p>
        </div>
      )}
    </main>
  );
}

function Asked({ page }: { page: Page }) {
  const { escalation } = page;
  const pack = escalation.pack;
  return (
    <>
      <div className="row">
        <img src="/mat.svg" alt="" width={32} height={32} />
        <h1 className="grow">{pack.title}</h1>
        {escalation.status !== "requested" && escalation.status !== "sent" && (
          <EscalationBadge status={escalation.status} soft />
        )}
      </div>
      <section className="card stack" aria-label="Request">
        <h2>What is asked of {page.partnerName}</h2>
        <p className="pre">{escalation.reason}</p>
        <Facts
          items={[
            ["School", escalation.schoolName],
            ["Number", `${escalation.reference} (${escalation.ticketReference})`],
            ["Priority", label(escalation.priority)],
            ["Contact", pack.contactWindow],
            [
              "Device",
              pack.asset && [pack.asset.name, pack.asset.model, pack.asset.serial].filter(Boolean).join(" · "),
            ],
            ["Your reference", escalation.partnerReference],
            ["Expected by", escalation.expectedAt && <When key="e" at={escalation.expectedAt} />],
            ["Link works until", <When key="x" at={page.expiresAt} />],
          ]}
        />
        {pack.description && <p className="pre">{pack.description}</p>}
        {pack.stepsTried.length > 0 && (
          <>
            <h3>What was tried</h3>
            <ul className="small">
              {pack.stepsTried.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ul>
          </>
        )}
      </section>
      {escalation.steps.length > 0 && (
        <section className="card" aria-label="Messages">
          <h2>Messages</h2>
          <ol className="steps small">
            {escalation.steps.map((step) => (
              <li key={step.id}>
                <strong>{label(step.kind)}</strong> · {step.by} · <When at={step.at} />
                {step.text && <div className="pre">{step.text}</div>}
              </li>
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

function Files({ token, page }: { token: string; page: Page }) {
  const files = page.escalation.pack.files ?? [];
  const fetch = useMutation({
    mutationFn: async (file: (typeof files)[number]) => save(await answerActions.file(token, file.id), file.fileName),
  });
  if (files.length === 0) return null;
  return (
    <section className="card stack tight" aria-label="Files">
      <h2>Files</h2>
      {fetch.error && <ErrorPanel error={fetch.error} />}
      <ul className="plain lines">
        {files.map((file) => (
          <li key={file.id} className="spread">
            <span>
              {file.fileName} <span className="small muted">{bytes(file.size)}</span>
            </span>
            <Button
              size="xs"
              variant="default"
              onClick={() => fetch.mutate(file)}
              loading={fetch.isPending && fetch.variables?.id === file.id}
              aria-label={`Download ${file.fileName}`}
            >
              Download
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The token stays in the body of the request, so the browser gets the file from memory. */
function save(file: Blob, name: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Answer({ token, page, onSaid }: { token: string; page: Page; onSaid: (page: Page) => void }) {
  const [chosen, setChosen] = useState<AnswerKind>();
  const kind = chosen && page.may.includes(chosen) ? chosen : page.may[0];
  const [text, setText] = useState("");
  const [reference, setReference] = useState("");
  const [expected, setExpected] = useState("");
  const [cause, setCause] = useState("");
  const [minutes, setMinutes] = useState<string | number>("");
  const send = useMutation({
    mutationFn: () =>
      answerActions.send({
        token,
        kind: kind as AnswerKind,
        text: text.trim() || undefined,
        reference: kind === "acknowledge" ? reference.trim() || undefined : undefined,
        expectedAt: kind === "acknowledge" && expected ? new Date(expected).toISOString() : undefined,
        cause: kind === "resolve" ? cause.trim() || undefined : undefined,
        timeSpentMinutes: kind === "resolve" && minutes !== "" ? Number(minutes) : undefined,
      }),
    onSuccess: (next) => {
      setText("");
      setChosen(undefined);
      onSaid(next);
    },
  });
  if (!kind) return <p className="muted">There is nothing more to answer with this link. Thank you.</p>;
  const words = kinds[kind];
  return (
    <section className="card" aria-label="Your answer">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        <h2>Your answer</h2>
        {send.isSuccess && <p role="status">Your answer has been sent to the trust.</p>}
        {send.error && <ErrorPanel error={send.error} />}
        <SegmentedControl
          aria-label="What do you want to do?"
          orientation={globalThis.innerWidth < 560 ? "vertical" : "horizontal"}
          fullWidth
          size="md"
          data={page.may.map((k) => ({ value: k, label: kinds[k].name }))}
          value={kind}
          onChange={(next) => setChosen(next as AnswerKind)}
        />
        <Textarea
          label={words.text}
          rows={4}
          required={kind !== "acknowledge"}
          withAsterisk={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {kind === "acknowledge" && (
          <>
            <TextInput
              label="When do you expect to have it done?"
              type="datetime-local"
              value={expected}
              onChange={(event) => setExpected(event.currentTarget.value)}
            />
            <TextInput label="Your reference" value={reference} onChange={(e) => setReference(e.currentTarget.value)} />
          </>
        )}
        {kind === "resolve" && (
          <>
            <TextInput label="Cause" value={cause} onChange={(event) => setCause(event.currentTarget.value)} />
            <NumberInput label="Minutes spent" min={0} max={525600} value={minutes} onChange={setMinutes} />
          </>
        )}
        <div>
          <Button type="submit" loading={send.isPending}>
            {words.button}
          </Button>
        </div>
      </form>
    </section>
  );
}
