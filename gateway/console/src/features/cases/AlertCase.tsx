import { Button, NativeSelect } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { caseActions, caseQueries, caseTypes } from "../../api/caseApi";
import type { Alert, CaseType } from "../../api/schemas";
import { useSession } from "../../app/session";
import { done, failed } from "../../ui/feedback";
import { label } from "../../ui/format";
import { isDesk } from "../../ui/permissions";
import { CaseStatusBadge } from "./caseBadges";

/** The case that an alert is in, or the way into one. */
export function AlertCase({ alert }: { alert: Alert }) {
  const session = useSession();
  const client = useQueryClient();
  const mine = useInfiniteQuery(caseQueries.cases({ alertId: alert.id, limit: 1 }));
  const open = useInfiniteQuery({ ...caseQueries.cases({ status: "active", limit: 50 }), enabled: isDesk(session) });
  const [into, setInto] = useState("new:other");
  const act = useMutation({
    mutationFn: () =>
      into.startsWith("new:")
        ? caseActions.open({ title: alert.title.slice(0, 200), type: into.slice(4) as CaseType, alertIds: [alert.id] })
        : caseActions.link(into, [alert.id]),
    onError: failed,
    onSuccess: (c) => done(`Added to ${c.reference}.`),
    onSettled: () => client.invalidateQueries({ queryKey: ["case"] }),
  });
  const found = mine.data?.pages[0]?.items[0];
  return (
    <section className="card" aria-label="Case">
      <h2>Case</h2>
      {found ? (
        <p className="row">
          <Link to="/alerts/cases/$case" params={{ case: found.reference }}>
            {found.reference} · {found.title}
          </Link>
          <CaseStatusBadge status={found.status} />
        </p>
      ) : (
        <p className="muted">Not part of a case.</p>
      )}
      {!found && mine.data && isDesk(session) && (
        <form
          className="row"
          style={{ alignItems: "end", marginTop: 8 }}
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate();
          }}
        >
          <NativeSelect
            label="Add to"
            value={into}
            onChange={(event) => setInto(event.currentTarget.value)}
            style={{ flex: 1, minWidth: 0 }}
            data={[
              {
                group: "A new case",
                items: caseTypes.map((t) => ({ value: `new:${t}`, label: `New case: ${label(t).toLowerCase()}` })),
              },
              {
                group: "Open cases",
                items: (open.data?.pages[0]?.items ?? []).map((c) => ({
                  value: c.reference,
                  label: `${c.reference} · ${c.title}`,
                })),
              },
            ]}
          />
          <Button type="submit" variant="default" loading={act.isPending}>
            Put
          </Button>
        </form>
      )}
    </section>
  );
}
