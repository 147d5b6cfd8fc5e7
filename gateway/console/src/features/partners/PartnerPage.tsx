import { Button, Tabs, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { escalationQueries, partnerActions, partnerQueries } from "../../api/partnerApi";
import type { Partner } from "../../api/schemas";
import { useSession } from "../../app/session";
import { StateBadge, When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { label, span } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { List } from "../../ui/List";
import { Back, Empty, ErrorPanel, Facts, Lines, Loaded, PageHead, Secret } from "../../ui/parts";
import { isDesk, isManager } from "../../ui/permissions";
import { useAreas } from "../../ui/pickers";
import { ComplianceDocuments, Terms } from "./ComplianceDocuments";
import { Endpoints } from "./Endpoints";
import { deliveryColumns, escalationColumns } from "./escalationColumns";
import { Inbound } from "./Inbound";
import { Scorecard } from "./Scorecard";

const route = getRouteApi("/shell/partners/$partner");

export default function PartnerPage() {
  const { partner: id } = route.useParams();
  const partner = useQuery(partnerQueries.partner(id));
  if (partner.data) return <PartnerView key={id} partner={partner.data} />;
  return (
    <div className="page">
      <PageHead title="Partner" above={<Back to="/partners">Partners</Back>} />
      {partner.error ? <ErrorPanel error={partner.error} onRetry={() => partner.refetch()} /> : <Lines rows={8} />}
    </div>
  );
}

function PartnerView({ partner }: { partner: Partner }) {
  const session = useSession();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const areas = useAreas();
  const manager = isManager(session);
  const agreement = partner.agreement;
  return (
    <div className="page">
      <PageHead
        title={partner.name}
        above={<Back to="/partners">Partners</Back>}
        beside={<StateBadge state={partner.status} soft />}
      >
        {manager && (
          <LinkButton to="/partners/$partner/edit" params={{ partner: partner.id }} size="sm" variant="default">
            Edit
          </LinkButton>
        )}
      </PageHead>
      <Tabs
        value={tab ?? "about"}
        onChange={(next) =>
          navigate({
            to: ".",
            search: (old) => ({ ...old, tab: next && next !== "about" ? next : undefined }),
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List aria-label="Parts of the partner">
          <Tabs.Tab value="about">Agreement</Tabs.Tab>
          <Tabs.Tab value="escalations">Escalations</Tabs.Tab>
          {manager && <Tabs.Tab value="endpoints">Endpoints</Tabs.Tab>}
          {manager && <Tabs.Tab value="tokens">Tokens</Tabs.Tab>}
          {manager && <Tabs.Tab value="deliveries">Deliveries</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="about" pt={16}>
          <div className="two">
            <section className="card" aria-label="Contact details">
              <h2>Contact details</h2>
              <Facts
                items={[
                  ["Areas", partner.areas.map((a) => areas.find((x) => x.area === a)?.label ?? label(a)).join(", ")],
                  [
                    "Schools",
                    partner.schoolIds === null
                      ? "All schools"
                      : partner.schoolIds
                          .map((id) => session.schools.find((s) => s.id === id)?.name ?? "another school")
                          .join(", "),
                  ],
                  ["Contact", partner.contactName],
                  [
                    "Email",
                    partner.contactEmail && <a href={`mailto:${partner.contactEmail}`}>{partner.contactEmail}</a>,
                  ],
                  [
                    "Telephone",
                    partner.contactPhone && (
                      <a href={`tel:${partner.contactPhone.replace(/\s/g, "")}`}>{partner.contactPhone}</a>
                    ),
                  ],
                ]}
              />
            </section>
            <section className="card" aria-label="Agreement">
              <h2>Agreement</h2>
              {agreement ? (
                <Facts
                  items={[
                    ["Contract", agreement.reference],
                    ["From", <When key="s" at={agreement.startsOn} dayOnly />],
                    ["Until", agreement.endsOn ? <When key="e" at={agreement.endsOn} dayOnly /> : "no expiry"],
                    ["Acknowledges within", agreement.acknowledgeMinutes && span(agreement.acknowledgeMinutes)],
                    ["Solves within", agreement.resolveMinutes && span(agreement.resolveMinutes)],
                    ["Notes", agreement.notes],
                  ]}
                />
              ) : (
                <p className="muted small">No agreement is recorded.</p>
              )}
            </section>
            <Terms partner={partner} />
            {isDesk(session) && <ComplianceDocuments partner={partner} manager={manager} />}
            <Scorecard partnerId={partner.id} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="escalations" pt={16}>
          <Escalations partnerId={partner.id} />
        </Tabs.Panel>
        <Tabs.Panel value="endpoints" pt={16}>
          <Endpoints partner={partner} />
        </Tabs.Panel>
        <Tabs.Panel value="tokens" pt={16}>
          <div className="stack">
            <Tokens partner={partner} />
            <Inbound partnerId={partner.id} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="deliveries" pt={16}>
          <Deliveries partnerId={partner.id} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

function Escalations({ partnerId }: { partnerId: string }) {
  const query = { partnerId };
  const escalations = useInfiniteQuery(escalationQueries.escalations(query));
  return (
    <List
      name="Escalations"
      columns={escalationColumns}
      query={escalations}
      listKey={partnerId}
      empty={<Empty title="No escalations yet" text="Escalations begin on a ticket." />}
    />
  );
}

function Deliveries({ partnerId }: { partnerId: string }) {
  const query = { partnerId };
  const deliveries = useInfiniteQuery(escalationQueries.deliveries(query));
  return (
    <List
      name="Deliveries"
      columns={deliveryColumns}
      query={deliveries}
      listKey={partnerId}
      empty={
        <Empty
          title="No deliveries yet"
          text="Every message to their system is listed here with its attempts and responses."
        />
      }
    />
  );
}

function Tokens({ partner }: { partner: Partner }) {
  const tokens = useQuery(partnerQueries.tokens(partner.id));
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [shown, setShown] = useState<string | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ["partner", "tokens"] });
  const create = useMutation({
    mutationFn: () => partnerActions.addToken(partner.id, { name: name.trim() }),
    onSuccess: (made) => {
      setShown(made.token);
      setName("");
    },
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (id: string) => partnerActions.deleteToken(partner.id, id),
    onSuccess: () => done("Token revoked."),
    onError: failed,
    onSettled: refresh,
  });
  return (
    <div className="stack">
      {shown && (
        <Secret
          title="Token for the partner"
          value={shown}
          text="With it their system reads and answers its escalations, and nothing else. It is shown only once."
          onDone={() => setShown(null)}
        />
      )}
      <section className="card stack" aria-label="Tokens">
        <h2>Tokens for their system</h2>
        {create.error && <ErrorPanel error={create.error} />}
        <form
          className="row"
          style={{ alignItems: "end" }}
          onSubmit={(event) => {
            event.preventDefault();
            create.mutate();
          }}
        >
          <TextInput
            label="Name of the new token"
            required
            withAsterisk={false}
            value={name}
            onChange={(e) => setName(e.currentTarget.value)}
          />
          <Button type="submit" loading={create.isPending}>
            Create token
          </Button>
        </form>
        <Loaded query={tokens} rows={2}>
          {(data) =>
            data.items.length === 0 ? (
              <p className="muted small">None yet. A partner without a system of its own does not need one.</p>
            ) : (
              <ul className="plain lines">
                {data.items.map((token) => (
                  <li key={token.id} className="spread">
                    <span>
                      <strong>{token.name}</strong>
                      <span className="small muted" style={{ display: "block" }}>
                        {token.prefix}… · created <When at={token.createdAt} /> ·{" "}
                        {token.lastUsedAt ? (
                          <>
                            used <When at={token.lastUsedAt} />
                          </>
                        ) : (
                          "never used"
                        )}
                      </span>
                    </span>
                    <Button
                      size="xs"
                      variant="default"
                      onClick={() => remove.mutate(token.id)}
                      aria-label={`Revoke ${token.name}`}
                    >
                      Revoke
                    </Button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
    </div>
  );
}
