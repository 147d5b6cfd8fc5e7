import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { address } from "../../api/client";
import { partnerQueries } from "../../api/partnerApi";
import type { AreaScore } from "../../api/schemas";
import { useSession } from "../../app/session";
import { Badge } from "../../ui/Badges";
import { count, number, span } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { Back, Loaded, PageHead } from "../../ui/parts";
import { has } from "../../ui/permissions";
import { money } from "./ComplianceDocuments";

const route = getRouteApi("/shell/partners/areas");

/** Per area of expertise: who could be asked, and whether asking saved time. */
export default function AreasPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const days = ["30", "365"].includes(search.days ?? "") ? (search.days as string) : "90";
  const scores = useQuery(partnerQueries.areaScores(Number(days)));
  return (
    <div className="page">
      <PageHead title="Areas of expertise" above={<Back to="/partners">Partners</Back>}>
        <SegmentedControl
          aria-label="Period"
          size="xs"
          data={[
            { value: "30", label: "30 days" },
            { value: "90", label: "90 days" },
            { value: "365", label: "A year" },
          ]}
          value={days}
          onChange={(next) =>
            navigate({ to: ".", search: (old) => ({ ...old, days: next === "90" ? undefined : next }), replace: true })
          }
          transitionDuration={0}
        />
        {has(session, "technician", "manager", "executive", "admin") && (
          <LinkButton to="/people/skills" variant="default" size="sm">
            Skills
          </LinkButton>
        )}
        <Button
          size="sm"
          variant="default"
          component="a"
          href={address("/api/partners/areas/scorecard/export", { days })}
          download
        >
          Export as CSV
        </Button>
      </PageHead>
      <Loaded query={scores} rows={10}>
        {({ items }) => (
          <div className="stack">
            <Uncovered areas={items.filter((a) => a.uncovered)} />
            <Board areas={items.filter((a) => !a.uncovered || a.escalations > 0 || a.withoutPartner.tickets > 0)} />
          </div>
        )}
      </Loaded>
    </div>
  );
}

function Uncovered({ areas }: { areas: AreaScore[] }) {
  if (areas.length === 0) return null;
  return (
    <section className="card stack tight" aria-label="No skill and no partner">
      <h2>No skill and no partner</h2>
      <Badge tone="breach" shape="cross">
        No one available
      </Badge>
      <span className="small">{areas.map((a) => a.label).join(", ")}</span>
    </section>
  );
}

function Board({ areas }: { areas: AreaScore[] }) {
  return (
    <section className="list-box" aria-label="By area">
      <table className="list" aria-label="Areas of expertise">
        <thead>
          <tr>
            <th scope="col">Area</th>
            <th scope="col" className="fold">
              Available
            </th>
            <th scope="col" className="right fold">
              Escalated
            </th>
            <th scope="col" className="right fold">
              With a partner
            </th>
            <th scope="col" className="right fold">
              Without
            </th>
            <th scope="col" className="fold">
              Difference
            </th>
            <th scope="col" className="right fold">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {areas.map((a) => (
            <tr key={a.area}>
              <th scope="row">
                {a.label}
                <div className="folded small">
                  <Who area={a} />
                  {a.escalations > 0 && (
                    <span>
                      escalated: <Escalated area={a} />
                    </span>
                  )}
                  <Difference area={a} />
                  {a.costPence > 0 && <span>{money(a.costPence)}</span>}
                </div>
              </th>
              <td className="fold">
                <Who area={a} />
              </td>
              <td className="right num fold">
                <Escalated area={a} />
              </td>
              <td className="right num fold">
                <Time of={a.withPartner} />
              </td>
              <td className="right num fold">
                <Time of={a.withoutPartner} />
              </td>
              <td className="fold">
                <Difference area={a} />
              </td>
              <td className="right num nowrap fold">{a.costPence > 0 ? money(a.costPence) : ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small muted" style={{ padding: "10px 16px" }}>
        Median time from opening to resolution of tickets resolved in the period. A ticket belongs to the area of its
        escalation, or of the policy that matches it.
      </p>
    </section>
  );
}

function Who({ area }: { area: AreaScore }) {
  if (area.uncovered)
    return (
      <Badge tone="breach" shape="cross">
        none
      </Badge>
    );
  const skills = area.skillHolders === 0 ? "none" : number(area.skillHolders);
  return (
    <span>
      {skills} of our own, {area.partners === 0 ? "no partner" : count(area.partners, "partner")}
    </span>
  );
}

function Escalated({ area }: { area: AreaScore }) {
  if (area.escalations === 0) return null;
  return (
    <>
      {number(area.escalations)}
      {area.nobody > 0 && <span className="t-breach"> · {area.nobody} unroutable</span>}
      {area.reopened > 0 && <span className="t-warning"> · {area.reopened} reopened</span>}
    </>
  );
}

function Time({ of }: { of: AreaScore["withPartner"] }) {
  if (of.medianMinutes === null || of.medianMinutes === undefined) return null;
  return (
    <>
      {span(of.medianMinutes)}
      <span className="small muted"> · {count(of.tickets, "ticket")}</span>
    </>
  );
}

function Difference({ area }: { area: AreaScore }) {
  const saved = area.minutesSaved;
  if (saved === null || saved === undefined) return null;
  if (Math.abs(saved) < 1) return <span>no difference</span>;
  return saved > 0 ? (
    <Badge tone="fine" shape="tick">
      {span(saved)} sooner
    </Badge>
  ) : (
    <Badge tone="warning" shape="triangle">
      {span(-saved)} later
    </Badge>
  );
}
