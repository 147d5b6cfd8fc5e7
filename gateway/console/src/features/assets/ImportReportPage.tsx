import { Button, Progress } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { assetActions, assetQueries } from "../../api/assetApi";
import type { AssetImport, AssetImportRow } from "../../api/schemas";
import { StateBadge, When } from "../../ui/Badges";
import { failed } from "../../ui/feedback";
import { count, label, number } from "../../ui/format";
import { type Column, List } from "../../ui/List";
import { Back, Empty, ErrorPanel, Loaded, PageHead } from "../../ui/parts";
import { FilterSelect } from "../../ui/pickers";

const route = getRouteApi("/shell/assets/imports/$import");
const busy = (job: AssetImport | undefined) => job?.status === "queued" || job?.status === "running";

const columns: Column<AssetImportRow & { id: string }>[] = [
  {
    head: "Row",
    cell: (row) => (
      <>
        {row.row}
        <div className="folded small">
          <StateBadge state={row.result} />
          <span>{row.tag ?? row.serial}</span>
          <span>{row.reason}</span>
        </div>
      </>
    ),
  },
  { head: "Result", fold: true, cell: (row) => <StateBadge state={row.result} /> },
  { head: "Tag", fold: true, cell: (row) => row.tag },
  { head: "Serial number", fold: true, cell: (row) => row.serial },
  { head: "Why", fold: true, cell: (row) => row.reason },
];

export default function ImportReport() {
  const { import: id } = route.useParams();
  const { result } = route.useSearch();
  const navigate = useNavigate();
  const client = useQueryClient();
  const job = useQuery({
    ...assetQueries.import(id),
    refetchInterval: (query) => (busy(query.state.data as AssetImport | undefined) ? 1000 : false),
  });
  const wanted = result === "all" ? undefined : (result ?? (job.data && job.data.failed > 0 ? "failed" : undefined));
  const rows = useInfiniteQuery({
    ...assetQueries.importRows(id, wanted),
    enabled: !!job.data && !busy(job.data),
    select: (data) => ({
      ...data,
      pages: data.pages.map((page) => ({ ...page, items: page.items.map((row) => ({ ...row, id: String(row.row) })) })),
    }),
  });
  const finished = job.data?.status === "finished";
  const real = finished && job.data?.dryRun === false;
  useEffect(() => {
    if (real) client.invalidateQueries({ queryKey: ["asset"] });
  }, [real, client]);
  const apply = useMutation({
    mutationFn: () => assetActions.applyImport(id),
    onSuccess: (next) => {
      client.invalidateQueries({ queryKey: ["import", "list"] });
      navigate({ to: "/assets/imports/$import", params: { import: next.id }, search: {} as never });
    },
  });
  const cancel = useMutation({
    mutationFn: () => assetActions.cancelImport(id),
    onError: failed,
    onSettled: () => job.refetch(),
  });
  return (
    <div className="page">
      <PageHead
        title={
          job.data
            ? `${job.data.dryRun ? "Trial run" : "Import"} of ${job.data.fileName || label(job.data.format)}`
            : "Import"
        }
        above={<Back to="/assets/import">Import assets</Back>}
        beside={job.data && <StateBadge state={job.data.status} soft />}
      />
      <Loaded query={job}>
        {(data) => (
          <div className="stack">
            {busy(data) && (
              <section className="card stack tight" aria-label="Progress">
                <div role="status">
                  {data.status === "queued" ? "Queued" : `${number(data.processed)} of ${number(data.rows)} rows`}
                </div>
                <Progress
                  value={data.rows ? (data.processed / data.rows) * 100 : 0}
                  aria-label="Progress of the import"
                  size="lg"
                />
                <div>
                  <Button size="xs" variant="default" onClick={() => cancel.mutate()} loading={cancel.isPending}>
                    Cancel import
                  </Button>
                </div>
                <p className="small muted">
                  You may leave this page; the import carries on, and stands under “Imports so far”.
                </p>
              </section>
            )}
            {data.status === "failed" && (
              <div className="problem" role="alert">
                <strong>The file could not be read</strong>
                <span>Nothing was changed. {data.problems[0]?.message}</span>
              </div>
            )}
            <div className="tiles">
              {(["created", "updated", "unchanged", "skipped", "failed"] as const).map((name) => (
                <div key={name} className="tile">
                  <span className="small muted">
                    {data.dryRun && name === "created"
                      ? "Would be created"
                      : data.dryRun && name === "updated"
                        ? "Would be updated"
                        : label(name)}
                  </span>
                  <b className={name === "failed" && data.failed ? "t-breach" : ""}>{number(data[name])}</b>
                </div>
              ))}
            </div>
            {data.problems.length > 0 && (
              <section className="card" aria-label="About the file">
                <h2>About the file</h2>
                <ul className="plain lines small">
                  {data.problems.map((problem) => (
                    <li key={`${problem.code}${problem.column}`}>{problem.message}</li>
                  ))}
                </ul>
              </section>
            )}
            {finished && data.dryRun && (
              <section className="card stack tight" aria-label="Next step">
                {apply.error && <ErrorPanel error={apply.error} />}
                <p>
                  {data.failed + data.skipped > 0
                    ? `${count(data.failed + data.skipped, "row")} would be skipped; the others are imported. Correct the file and start again, or continue without them.`
                    : "Every row can be imported."}{" "}
                  Nothing has been changed yet.
                </p>
                <div className="actions">
                  <Button
                    onClick={() => apply.mutate()}
                    loading={apply.isPending}
                    disabled={data.created + data.updated === 0}
                  >
                    Import {count(data.created + data.updated, "asset")}
                  </Button>
                </div>
              </section>
            )}
            {!busy(data) && (
              <section aria-labelledby="rows">
                <div className="spread" style={{ marginBottom: 8 }}>
                  <h2 id="rows">Rows</h2>
                  <FilterSelect
                    label="Show"
                    value={result ?? wanted ?? "all"}
                    onChange={(next) =>
                      navigate({ to: ".", search: { result: next } as never, replace: true, resetScroll: false })
                    }
                    data={["all", "failed", "skipped", "created", "updated", "unchanged"].map((r) => ({
                      value: r,
                      label: r === "all" ? "All rows" : label(r),
                    }))}
                  />
                </div>
                <List
                  name="Rows of the file"
                  columns={columns}
                  query={rows as never}
                  listKey={wanted ?? ""}
                  empty={<Empty title="No rows" />}
                />
              </section>
            )}
            {data.finishedAt && (
              <p className="small muted">
                Finished <When at={data.finishedAt} />
              </p>
            )}
          </div>
        )}
      </Loaded>
    </div>
  );
}
