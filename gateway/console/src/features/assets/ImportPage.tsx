import { Button, NativeSelect } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { assetActions, assetQueries } from "../../api/assetApi";
import { useScope, useSession } from "../../app/session";
import { StateBadge, When } from "../../ui/Badges";
import {
  assetFields,
  type Format,
  guessFormat,
  guessMapping,
  type Mapping,
  mappingProblems,
  readCsv,
} from "../../ui/csv";
import { bytes, count, label } from "../../ui/format";
import { Icon } from "../../ui/Icon";
import { Back, Empty, ErrorPanel, Loaded, PageHead } from "../../ui/parts";
import { SchoolSelect } from "../../ui/pickers";

const formats: { value: string; label: string }[] = [
  { value: "auto", label: "Detect automatically" },
  { value: "snipe_it", label: "Snipe-IT export (CSV)" },
  { value: "intune", label: "Microsoft Intune devices (CSV)" },
  { value: "chromebook", label: "Google Admin Chromebooks (CSV)" },
  { value: "glpi", label: "GLPI inventory (JSON)" },
  { value: "csv", label: "Any other CSV or Excel file" },
];

const most = 50 * 1024 * 1024;

export default function ImportPage() {
  const session = useSession();
  const { schoolId: scoped } = useScope();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [guess, setGuess] = useState<Format | "xlsx" | null>(null);
  const [format, setFormat] = useState("auto");
  const [sample, setSample] = useState<string[][]>([]);
  const [mapping, setMapping] = useState<Mapping>({});
  const [schoolId, setSchoolId] = useState(scoped ?? session.person.schoolId ?? "");
  const earlier = useInfiniteQuery(assetQueries.imports());

  const choose = async (next: File | null) => {
    setFile(next);
    setSample([]);
    setMapping({});
    if (!next) return;
    const head = await next.slice(0, 64 * 1024).text();
    const found = guessFormat(next.name, head);
    setGuess(found);
    setFormat(found === "xlsx" || found === null ? "auto" : found);
    if (found && found !== "glpi" && found !== "xlsx") {
      const rows = readCsv(head, 6);
      setSample(rows);
      setMapping(guessMapping(rows[0] ?? []));
    }
  };
  const mapped = format === "csv" && sample.length > 0;
  const problems = mapped ? mappingProblems(mapping) : [];
  const start = useMutation({
    mutationFn: () =>
      assetActions.import(file as File, {
        format,
        dryRun: true,
        schoolId: schoolId || undefined,
        fileName: file?.name,
        mapping: mapped
          ? JSON.stringify(Object.fromEntries(Object.entries(mapping).filter(([, column]) => column)))
          : undefined,
      }),
    onSuccess: (job) => {
      client.invalidateQueries({ queryKey: ["import", "list"] });
      navigate({ to: "/assets/imports/$import", params: { import: job.id } });
    },
  });
  const columns = sample[0] ?? [];
  const tooBig = file && file.size > most;

  return (
    <div className="page narrow">
      <PageHead title="Import assets" above={<Back to="/assets">Assets</Back>} />
      <div className="stack">
        <form
          className="card form"
          onSubmit={(event) => {
            event.preventDefault();
            start.mutate();
          }}
        >
          {start.error && <ErrorPanel error={start.error} />}
          <div>
            <label htmlFor="file">
              <strong>1. Choose the file</strong>
              <span className="small muted" style={{ display: "block" }}>
                CSV, Excel (xlsx) or GLPI JSON, up to 50 MB and 200,000 rows. Nothing is changed before you have seen a
                trial run.
              </span>
            </label>
            <input
              id="file"
              type="file"
              accept=".csv,.txt,.json,.xlsx,text/csv,application/json"
              onChange={(event) => choose(event.currentTarget.files?.[0] ?? null)}
              style={{ marginTop: 8, maxWidth: "100%" }}
            />
            {file && (
              <p className="small muted">
                {file.name}, {bytes(file.size)}
              </p>
            )}
            {tooBig && (
              <p className="t-breach small">
                This file is larger than 50 MB. Split it and import the parts one after the other.
              </p>
            )}
          </div>
          {file && (
            <>
              <NativeSelect
                label="2. Which system exported it?"
                description={
                  guess && guess !== "xlsx"
                    ? `It looks like: ${formats.find((f) => f.value === guess)?.label ?? label(guess)}`
                    : "Mat detects the format from the columns unless you choose one."
                }
                value={format}
                onChange={(event) => setFormat(event.currentTarget.value)}
                data={formats}
              />
              <SchoolSelect
                label="3. School for rows without one"
                value={schoolId}
                onChange={setSchoolId}
                anyLabel="None: reject rows without a school"
              />
              {mapped && (
                <fieldset className="group">
                  <legend>4. Match the columns</legend>
                  {problems.map((problem) => (
                    <p key={problem} className="t-breach small" role="alert">
                      {problem}
                    </p>
                  ))}
                  <div className="two">
                    {assetFields.map(({ field, label: name }) => {
                      const column = mapping[field] ?? "";
                      const example = column ? sample[1]?.[columns.indexOf(column)] : "";
                      return (
                        <NativeSelect
                          key={field}
                          label={name}
                          description={example ? `for example “${example.slice(0, 40)}”` : undefined}
                          value={column}
                          onChange={(event) => setMapping({ ...mapping, [field]: event.currentTarget.value })}
                          data={[
                            { value: "", label: "Not in the file" },
                            ...[...new Set(columns)].filter(Boolean).map((c) => ({ value: c, label: c })),
                          ]}
                        />
                      );
                    })}
                  </div>
                </fieldset>
              )}
              <div className="actions">
                <Button type="submit" loading={start.isPending} disabled={problems.length > 0 || !!tooBig}>
                  Start the trial run
                </Button>
                <span className="small muted">Reads the whole file and shows what would change.</span>
              </div>
            </>
          )}
        </form>
        <section className="card" aria-labelledby="earlier">
          <h2 id="earlier">Previous imports</h2>
          <Loaded query={earlier} rows={3}>
            {(data) => {
              const jobs = data.pages.flatMap((page) => page.items);
              return jobs.length === 0 ? (
                <Empty title="None yet" text="Imports continue in the background and are listed here." />
              ) : (
                <ul className="plain lines">
                  {jobs.map((job) => (
                    <li key={job.id} className="spread">
                      <span>
                        <Link to="/assets/imports/$import" params={{ import: job.id }}>
                          {job.fileName || label(job.format)}
                        </Link>
                        <span className="small muted" style={{ display: "block" }}>
                          {job.dryRun ? "Trial run" : "Import"} · {count(job.rows, "row")} · <When at={job.createdAt} />
                        </span>
                      </span>
                      <StateBadge state={job.status} soft />
                    </li>
                  ))}
                </ul>
              );
            }}
          </Loaded>
          <p className="small muted row" style={{ marginTop: 8 }}>
            <Icon name="clock" size={16} /> You may close this page at any time.
          </p>
        </section>
      </div>
    </div>
  );
}
