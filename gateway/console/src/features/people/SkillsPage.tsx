import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { SkillMatrix } from "../../api/schemas";
import { trustQueries } from "../../api/trustApi";
import { useSession } from "../../app/session";
import { Badge } from "../../ui/Badges";
import { count, label } from "../../ui/format";
import { Back, Empty, Loaded, PageHead } from "../../ui/parts";
import { isManager } from "../../ui/permissions";
import { useAreas } from "../../ui/pickers";
import { levelLabel } from "./levels";

interface Row {
  area: string;
  name: string;
  holders: number;
  atWork: number;
  lone: boolean;
}

/** Who can do what: every area of expertise against the people, and what hangs on one of them. */
export default function SkillsPage() {
  const skills = useQuery(trustQueries.skills());
  const known = useAreas();
  const session = useSession();
  return (
    <div className="page">
      <PageHead
        title="Skills"
        above={
          isManager(session) ? <Back to="/people">People</Back> : <Back to="/partners/areas">Areas of expertise</Back>
        }
      />
      <Loaded query={skills} rows={10}>
        {(matrix) => {
          const names = new Map<string, string>(known.map((a) => [a.area, a.label]));
          for (const { area } of matrix.areas) if (!names.has(area)) names.set(area, label(area));
          const rows = [...names].map(([area, name]) => {
            const of = matrix.areas.find((a) => a.area === area);
            return {
              area,
              name,
              holders: of?.holders ?? 0,
              atWork: of?.atWork ?? 0,
              lone: of?.loneHolder ?? false,
            };
          });
          return matrix.areas.length === 0 ? (
            <div className="card">
              <Empty title="No skills yet" text="Open a person and record the areas they have skills in." />
            </div>
          ) : (
            <div className="stack">
              <Lone rows={rows} />
              <Matrix rows={rows} people={matrix.people} />
            </div>
          );
        }}
      </Loaded>
    </div>
  );
}

function Lone({ rows }: { rows: Row[] }) {
  const lone = rows.filter((r) => r.lone);
  const none = rows.filter((r) => r.holders === 0);
  const text = (some: Row[]) => some.map((r) => r.name).join(", ");
  return (
    <section className="card stack tight" aria-label="At risk">
      <h2>At risk</h2>
      {lone.length === 0 && none.length === 0 && <p>Every area has at least two people with the skill.</p>}
      {lone.length > 0 && (
        <div className="stack" style={{ gap: 2 }}>
          <Badge tone="warning" shape="triangle">
            Only one person
          </Badge>
          <span className="small">{text(lone)}</span>
        </div>
      )}
      {none.length > 0 && (
        <div className="stack" style={{ gap: 2 }}>
          <Badge tone="breach" shape="cross">
            Nobody
          </Badge>
          <span className="small">{text(none)}</span>
        </div>
      )}
    </section>
  );
}

function Matrix({ rows, people }: { rows: Row[]; people: SkillMatrix["people"] }) {
  return (
    <section className="list-box" aria-label="Skills by area">
      <div className="scroll-x">
        <table className="list matrix" aria-label="Skills by area and person">
          <thead>
            <tr>
              <th scope="col">Area</th>
              <th scope="col">Holders</th>
              {people.map((person) => (
                <th key={person.id} scope="col" className="fold">
                  <Name person={person} />
                  {!person.atWork && <div style={{ fontWeight: 400 }}>not at work</div>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.area}>
                <th scope="row">
                  {row.name}
                  <div className="folded small">
                    {people
                      .filter((p) => p.skills.some((s) => s.area === row.area))
                      .map((p) => (
                        <span key={p.id}>
                          <Name person={p} />{" "}
                          <span className="muted">
                            {levelLabel(p.skills.find((s) => s.area === row.area)?.level ?? 0).toLowerCase()}
                            {!p.atWork && ", not at work"}
                          </span>
                        </span>
                      ))}
                  </div>
                </th>
                <td>
                  <Holders row={row} />
                </td>
                {people.map((person) => {
                  const level = person.skills.find((s) => s.area === row.area)?.level;
                  return (
                    <td key={person.id} className="fold">
                      {level && <span className={level === 1 ? "muted" : undefined}>{levelLabel(level)}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Holders({ row }: { row: Row }) {
  if (row.holders === 0)
    return (
      <Badge tone="breach" shape="cross">
        nobody
      </Badge>
    );
  const here = <span className="small muted">{row.atWork} at work</span>;
  return row.lone ? (
    <span className="row" style={{ gap: 6 }}>
      <Badge tone="warning" shape="triangle">
        only one
      </Badge>
      {here}
    </span>
  ) : (
    <span>
      {count(row.holders, "person", "people")} {here}
    </span>
  );
}

function Name({ person }: { person: SkillMatrix["people"][0] }) {
  const session = useSession();
  return isManager(session) ? (
    <Link to="/people/$person" params={{ person: person.id }}>
      {person.name}
    </Link>
  ) : (
    person.name
  );
}
