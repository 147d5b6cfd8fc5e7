import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { trustQueries } from "../../api/trustApi";
import { useScope, useSession } from "../../app/session";
import { StateBadge, When } from "../../ui/Badges";
import { label, number } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { Back, Facts, Loaded, PageHead } from "../../ui/parts";
import { isManager } from "../../ui/permissions";

const route = getRouteApi("/shell/schools/$school");

export default function SchoolPage() {
  const { school: id } = route.useParams();
  const session = useSession();
  const { choose } = useScope();
  const school = useQuery(trustQueries.school(id));
  const calendar = useQuery(trustQueries.calendar(id));
  const manager = isManager(session);
  const s = school.data;
  return (
    <div className="page">
      <PageHead
        title={s?.name ?? "School"}
        above={<Back to="/schools">Schools</Back>}
        beside={s && <StateBadge state={s.status} soft />}
      >
        {s && (
          <Button size="sm" variant="light" onClick={() => choose(String(s.urn))}>
            Show only this school
          </Button>
        )}
        {manager && s && (
          <LinkButton to="/schools/$school/edit" params={{ school: s.id }} size="sm" variant="default">
            Edit
          </LinkButton>
        )}
      </PageHead>
      <Loaded query={school}>
        {(data) => (
          <div className="two">
            <section className="card" aria-label="The school">
              <h2>The school</h2>
              <Facts
                items={[
                  ["Phase", label(data.phase)],
                  ["Type", data.type],
                  ["Head", data.head],
                  ["Pupils", data.pupils ? number(data.pupils) : null],
                  [
                    "Ages",
                    data.lowAge !== null && data.lowAge !== undefined ? `${data.lowAge} to ${data.highAge}` : null,
                  ],
                  [
                    "Address",
                    data.address &&
                      [
                        data.address.street,
                        data.address.locality,
                        data.address.town,
                        data.address.county,
                        data.address.postcode,
                      ]
                        .filter(Boolean)
                        .join(", "),
                  ],
                  [
                    "Telephone",
                    data.telephone && <a href={`tel:${data.telephone.replace(/\s/g, "")}`}>{data.telephone}</a>,
                  ],
                  [
                    "Website",
                    data.website && (
                      <a
                        href={/^https?:\/\//i.test(data.website) ? data.website : `https://${data.website}`}
                        rel="noreferrer"
                        target="_blank"
                      >
                        {data.website}
                      </a>
                    ),
                  ],
                  ["Opened", data.openedOn && <When key="o" at={data.openedOn} dayOnly />],
                  ["Closed", data.closedOn && <When key="c" at={data.closedOn} dayOnly />],
                ]}
              />
            </section>
            <section className="card" aria-label="Numbers">
              <h2>Numbers</h2>
              <Facts
                items={[
                  ["URN", String(data.urn)],
                  ["LAESTAB", data.laestab],
                  ["UKPRN", data.ukprn ? String(data.ukprn) : null],
                  ["Local authority", data.localAuthority?.name],
                  ["Trust", data.trustName],
                  ["Source", data.source === "gias" ? "GIAS" : "entered by hand"],
                  ["Changed", <When key="u" at={data.updatedAt} />],
                ]}
              />
              <h2 style={{ margin: "16px 0 12px" }}>How alerts are matched</h2>
              <Facts
                items={[
                  ["Domains", data.domains.join(", ")],
                  ["IP ranges", data.ipRanges.length > 0 && <code>{data.ipRanges.join(", ")}</code>],
                ]}
              />
            </section>
            <section className="card" aria-label="School time">
              <div className="spread">
                <h2>School time</h2>
                {manager && (
                  <LinkButton to="/schools/$school/calendar" params={{ school: id }} size="xs" variant="default">
                    Edit calendar
                  </LinkButton>
                )}
              </div>
              <p className="small muted" style={{ margin: "4px 0 12px" }}>
                Ticket clocks run only while the school is open.
              </p>
              <Loaded query={calendar} rows={4}>
                {(data) => (
                  <div className="stack">
                    <Facts
                      items={data.weekly.map((d) => [
                        label(d.day),
                        `${d.opens.slice(0, 5)} to ${d.closes.slice(0, 5)}`,
                      ])}
                    />
                    {data.closed.length > 0 && (
                      <div>
                        <h3 style={{ marginBottom: 6 }}>Closed</h3>
                        <Facts
                          items={data.closed.map((c) => [
                            c.name,
                            <span key="d">
                              <When at={c.from} dayOnly />{" "}
                              {c.to !== c.from && (
                                <>
                                  to <When at={c.to} dayOnly />
                                </>
                              )}
                            </span>,
                          ])}
                        />
                      </div>
                    )}
                  </div>
                )}
              </Loaded>
            </section>
          </div>
        )}
      </Loaded>
    </div>
  );
}
