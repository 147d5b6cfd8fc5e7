import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { partnerQueries } from "../../api/partnerApi";
import type { PartnerPromise } from "../../api/schemas";
import { span } from "../../ui/format";
import { Facts, Loaded } from "../../ui/parts";
import { money } from "./ComplianceDocuments";

const spans = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "A year" },
];

/** How the partner met its agreement, for contract reviews. */
export function Scorecard({ partnerId }: { partnerId: string }) {
  const [days, setDays] = useState("90");
  const card = useQuery(partnerQueries.scorecard(partnerId, Number(days)));
  return (
    <section className="card" aria-label="Scorecard">
      <div className="spread">
        <h2>Scorecard</h2>
        <SegmentedControl aria-label="Period" size="xs" data={spans} value={days} onChange={setDays} />
      </div>
      <Loaded query={card} rows={4}>
        {(score) =>
          score.escalations === 0 ? (
            <p className="muted small">No escalations yet in that period.</p>
          ) : (
            <Facts
              items={[
                ["Escalations", `${score.escalations}, ${score.open} open`],
                ["First reply", <Kept key="a" promise={score.answer} />],
                ["Resolution", <Kept key="r" promise={score.resolution} />],
                ["Resolved", String(score.resolved)],
                ["Declined", score.rejected > 0 && String(score.rejected)],
                ["Cancelled by us", score.cancelled > 0 && String(score.cancelled)],
                ["Reopened", score.reopened > 0 && String(score.reopened)],
                ["Cost", score.costPence > 0 && money(score.costPence)],
                ["Time spent", score.minutesSpent > 0 && span(score.minutesSpent)],
              ]}
            />
          )
        }
      </Loaded>
    </section>
  );
}

function Kept({ promise }: { promise: PartnerPromise }) {
  const median = promise.medianMinutes == null ? "none yet" : `median ${span(promise.medianMinutes)}`;
  if (promise.limitMinutes == null) return <>{median}</>;
  return (
    <>
      {median}, agreed {span(promise.limitMinutes)}
      {promise.late > 0 && <span className="t-breach"> · {promise.late} late</span>}
    </>
  );
}
