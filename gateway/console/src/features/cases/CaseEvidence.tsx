import { Button, FileButton, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { caseActions, caseQueries } from "../../api/caseApi";
import type { Case, IndicatorType } from "../../api/schemas";
import { When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { bytes, label } from "../../ui/format";
import { Loaded } from "../../ui/parts";
import { Withdrawal } from "./Withdrawal";

const types: IndicatorType[] = ["ip", "domain", "url", "email", "hash", "host", "user", "other"];

function useAct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onError: failed,
    onSuccess: () => done("Saved."),
    onSettled: () => client.invalidateQueries({ queryKey: ["case"] }),
  });
}

/** Findings, marks and files, each with who and when. */
export function CaseEvidence({ currentCase, mayAct }: { currentCase: Case; mayAct: boolean }) {
  return (
    <div className="two">
      <Findings currentCase={currentCase} mayAct={mayAct} />
      <Indicators currentCase={currentCase} mayAct={mayAct} />
      <Files currentCase={currentCase} mayAct={mayAct} />
    </div>
  );
}

function Findings({ currentCase, mayAct }: { currentCase: Case; mayAct: boolean }) {
  const findings = useQuery(caseQueries.findings(currentCase.reference));
  const act = useAct();
  const [text, setText] = useState("");
  return (
    <section className="card stack tight" aria-label="Findings">
      <h2>Findings</h2>
      <Loaded query={findings} rows={2}>
        {(page) => (
          <>
            {page.items.length === 0 && <p className="muted">None yet.</p>}
            <ul className="plain lines">
              {page.items.map((f) => (
                <li key={f.id}>
                  <div className="pre">{f.withdrawnAt ? <s className="muted">{f.text}</s> : f.text}</div>
                  <div className="small muted">
                    {f.foundBy} · <When at={f.createdAt} />
                  </div>
                  <Withdrawal
                    item={f}
                    what={f.text}
                    mayAct={mayAct}
                    onWithdraw={(why) =>
                      act.mutate(() => caseActions.withdrawFinding(currentCase.reference, f.id, why))
                    }
                  />
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      {mayAct && (
        <form
          className="stack tight"
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate(() => caseActions.finding(currentCase.reference, text), { onSuccess: () => setText("") });
          }}
        >
          <Textarea
            label="Finding"
            autosize
            minRows={2}
            value={text}
            required
            withAsterisk={false}
            minLength={2}
            maxLength={4000}
            onChange={(e) => setText(e.currentTarget.value)}
          />
          <div>
            <Button type="submit" size="sm" variant="light">
              Add finding
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}

function Indicators({ currentCase, mayAct }: { currentCase: Case; mayAct: boolean }) {
  const indicators = useQuery(caseQueries.indicators(currentCase.reference));
  const act = useAct();
  const [type, setType] = useState<IndicatorType>("domain");
  const [value, setValue] = useState("");
  return (
    <section className="card stack tight" aria-label="Indicators">
      <h2>Indicators</h2>
      <Loaded query={indicators} rows={2}>
        {(page) => (
          <>
            {page.items.length === 0 && <p className="muted">None yet.</p>}
            <ul className="plain lines">
              {page.items.map((i) => (
                <li key={i.id} style={{ overflowWrap: "anywhere" }}>
                  <span className="small muted">{i.type === "ip" ? "IP address" : label(i.type)}</span>{" "}
                  <code>{i.withdrawnAt ? <s className="muted">{i.value}</s> : i.value}</code>{" "}
                  <Withdrawal
                    item={i}
                    what={i.value}
                    mayAct={mayAct}
                    onWithdraw={(why) =>
                      act.mutate(() => caseActions.withdrawIndicator(currentCase.reference, i.id, why))
                    }
                  />
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      {mayAct && (
        <form
          className="row"
          style={{ alignItems: "end" }}
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate(() => caseActions.indicator(currentCase.reference, type, value), {
              onSuccess: () => setValue(""),
            });
          }}
        >
          <NativeSelect
            label="Kind"
            value={type}
            onChange={(e) => setType(e.currentTarget.value as IndicatorType)}
            data={types.map((t) => ({ value: t, label: t === "ip" ? "IP address" : label(t) }))}
          />
          <TextInput
            label="Value"
            value={value}
            required
            withAsterisk={false}
            minLength={2}
            maxLength={500}
            onChange={(e) => setValue(e.currentTarget.value)}
            style={{ flex: 1, minWidth: 140 }}
          />
          <Button type="submit" variant="default">
            Add
          </Button>
        </form>
      )}
    </section>
  );
}

function Files({ currentCase, mayAct }: { currentCase: Case; mayAct: boolean }) {
  const evidence = useQuery(caseQueries.evidence(currentCase.reference));
  const act = useAct();
  return (
    <section className="card stack tight" aria-label="Evidence">
      <div className="spread">
        <h2>Evidence</h2>
        {mayAct && (
          <FileButton
            onChange={(file) => file && act.mutate(() => caseActions.evidence(currentCase.reference, file))}
            inputProps={{ "aria-label": "Add a file" }}
          >
            {(props) => (
              <Button {...props} size="xs" variant="default" loading={act.isPending}>
                Add a file
              </Button>
            )}
          </FileButton>
        )}
      </div>
      <Loaded query={evidence} rows={2}>
        {(page) => (
          <>
            {page.items.length === 0 && (
              <p className="muted">No files yet. Each file is stored with its hash and a record of every download.</p>
            )}
            <ul className="plain lines">
              {page.items.map((f) => (
                <li key={f.id} style={{ overflowWrap: "anywhere" }}>
                  {mayAct ? (
                    <a href={`/api/cases/${currentCase.reference}/evidence/${f.id}`}>{f.fileName}</a>
                  ) : (
                    f.fileName
                  )}{" "}
                  <span className="small muted">{bytes(f.size)}</span>
                  <div className="small muted">
                    SHA-256 <code>{f.sha256}</code>
                  </div>
                  <ul className="plain small muted">
                    {f.custody.map((step) => (
                      <li key={`${step.at}${step.step}`}>
                        {label(step.step)} by {step.actorName}, <When at={step.at} />
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </section>
  );
}
