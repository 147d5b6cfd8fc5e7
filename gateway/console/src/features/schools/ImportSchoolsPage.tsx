import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { trustActions } from "../../api/trustApi";
import { StateBadge } from "../../ui/Badges";
import { done } from "../../ui/feedback";
import { bytes, count, number } from "../../ui/format";
import { Back, ErrorPanel, PageHead } from "../../ui/parts";

export default function ImportSchools() {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [trustUid, setTrustUid] = useState("");
  const [urns, setUrns] = useState("");
  const run = useMutation({
    mutationFn: (dryRun: boolean) =>
      trustActions.importSchools(file as File, {
        dryRun,
        trustUid: trustUid.trim() || undefined,
        urns:
          urns
            .split(/[\s,;]+/)
            .filter(Boolean)
            .join(",") || undefined,
      }),
    onSuccess: (report) => {
      if (report.dryRun) return;
      client.invalidateQueries({ queryKey: ["school"] });
      client.invalidateQueries({ queryKey: ["session"] });
      done(`${count(report.created, "school")} added, ${report.updated} updated.`);
    },
  });
  const applying = run.variables === false;
  const report = run.data;
  return (
    <div className="page narrow">
      <PageHead title="Import schools from GIAS" above={<Back to="/schools">Schools</Back>} />
      <div className="stack">
        <form
          className="card form"
          onSubmit={(event) => {
            event.preventDefault();
            run.mutate(true);
          }}
        >
          {run.error && <ErrorPanel error={run.error} />}
          <p className="small muted">
            Get “All establishment data” (CSV) from the government's register “Get information about schools”. The file
            stays a plain copy; only your schools are read from it.
          </p>
          <div>
            <label htmlFor="gias">
              <strong>The file</strong>
            </label>
            <input
              id="gias"
              type="file"
              accept=".csv,text/csv"
              required
              style={{ display: "block", marginTop: 6, maxWidth: "100%" }}
              onChange={(event) => {
                setFile(event.currentTarget.files?.[0] ?? null);
                run.reset();
              }}
            />
            {file && <p className="small muted">{bytes(file.size)}</p>}
          </div>
          <TextInput
            label="Number of the trust (UID)"
            description="All open schools of this trust are imported."
            value={trustUid}
            onChange={(e) => setTrustUid(e.currentTarget.value)}
          />
          <TextInput
            label="Or single schools by URN"
            description="Several with commas, for example schools that are about to join."
            value={urns}
            onChange={(e) => setUrns(e.currentTarget.value)}
          />
          <div className="actions">
            <Button
              type="submit"
              variant={report ? "default" : "filled"}
              loading={run.isPending && !applying}
              disabled={!file || !(trustUid.trim() || urns.trim())}
            >
              Show what would happen
            </Button>
            {report?.dryRun && (
              <Button
                onClick={() => run.mutate(false)}
                loading={run.isPending && applying}
                disabled={report.created + report.updated === 0}
              >
                Import {count(report.created + report.updated, "school")}
              </Button>
            )}
          </div>
        </form>
        {report && (
          <section className="card stack" aria-label="Report" role="status">
            <h2>{report.dryRun ? "What would happen" : "What happened"}</h2>
            <p>
              {count(report.rows, "row")} read, {count(report.matched, "school")} of yours: {number(report.created)}{" "}
              new, {number(report.updated)} changed, {number(report.unchanged)} the same.
            </p>
            {report.errors.length > 0 && (
              <div>
                <h3>Rows with problems</h3>
                <ul className="plain lines small">
                  {report.errors.map((e) => (
                    <li key={`${e.row}${e.column}${e.code}`}>
                      Row {e.row}
                      {e.column && `, ${e.column}`}: {e.message}
                    </li>
                  ))}
                </ul>
              </div>
            )}
            <ul className="plain lines">
              {report.schools.map((s) => (
                <li key={s.urn} className="spread">
                  <span>
                    {s.name} <span className="muted small">URN {s.urn}</span>
                  </span>
                  <StateBadge state={s.result} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}
