import { Button, Checkbox, Modal, Textarea, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { assetActions, assetQueries } from "../../api/assetApi";
import type { Asset } from "../../api/schemas";
import { ticketQueries } from "../../api/ticketApi";
import { useSession } from "../../app/session";
import { StateBadge, StatusBadge, When } from "../../ui/Badges";
import { done } from "../../ui/feedback";
import { label, pounds } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { Back, Empty, ErrorPanel, Facts, Lines, Loaded, PageHead } from "../../ui/parts";
import { isDesk, isOnlyStaff } from "../../ui/permissions";
import { AssetSoftware } from "./AssetSoftware";

const route = getRouteApi("/shell/assets/$asset");

export default function AssetPage() {
  const { asset: ref } = route.useParams();
  const asset = useQuery(assetQueries.asset(ref));
  if (asset.data) return <AssetView key={ref} asset={asset.data} reference={ref} />;
  return (
    <div className="page">
      <PageHead title={`Asset ${ref}`} above={<Back to="/assets">Assets</Back>} />
      {asset.error ? <ErrorPanel error={asset.error} onRetry={() => asset.refetch()} /> : <Lines rows={10} />}
    </div>
  );
}

function AssetView({ asset, reference }: { asset: Asset; reference: string }) {
  const session = useSession();
  const desk = isDesk(session);
  const kinds = useQuery(assetQueries.kinds()).data ?? [];
  const kind = kinds.find((k) => k.kind === asset.kind);
  const history = useInfiniteQuery(assetQueries.history(reference));
  const tickets = useInfiniteQuery(ticketQueries.tickets({ assetId: asset.id, sort: "-createdAt", limit: 10 }));
  const [retiring, setRetiring] = useState(false);
  const changes = history.data?.pages.flatMap((page) => page.items) ?? [];
  const gone = asset.status === "retired" || asset.status === "disposed";
  return (
    <div className="page">
      <PageHead
        title={asset.name}
        above={<Back to="/assets">Assets</Back>}
        beside={
          <>
            <span className="muted num">{asset.tag}</span>
            <StateBadge state={asset.status} soft />
          </>
        }
      >
        <LinkButton to="/tickets/new" search={{ asset: asset.tag || asset.id } as never} size="sm" variant="light">
          Report a problem with it
        </LinkButton>
        {desk && (
          <LinkButton to="/assets/$asset/edit" params={{ asset: reference }} size="sm" variant="default">
            Edit
          </LinkButton>
        )}
        {desk && !gone && (
          <Button size="sm" variant="default" onClick={() => setRetiring(true)}>
            Retire
          </Button>
        )}
      </PageHead>
      <div className="two">
        <section className="card" aria-label="About">
          <h2>About</h2>
          <Facts
            items={[
              ["Kind", kind?.label ?? label(asset.kind)],
              ["Manufacturer", asset.manufacturer],
              ["Model", asset.model],
              ["Model number", asset.modelNumber],
              ["Serial number", asset.serial && <code>{asset.serial}</code>],
              ["Computer name", asset.hostName && <code>{asset.hostName}</code>],
              ["MAC addresses", asset.macs.length > 0 && <code>{asset.macs.join(", ")}</code>],
              ["IP addresses", asset.ips.length > 0 && <code>{asset.ips.join(", ")}</code>],
              ["System", [asset.operatingSystem, asset.osVersion].filter(Boolean).join(" ")],
              ...Object.entries(asset.attributes ?? {}).map(
                ([name, value]) =>
                  [
                    kind?.attributes.find((a) => a.name === name)?.label ?? name,
                    value === "true" ? "Yes" : value === "false" ? "No" : value,
                  ] as [string, string],
              ),
              ["Notes", asset.notes],
            ]}
          />
        </section>
        <section className="card" aria-label="Where it is">
          <h2>Where it is</h2>
          <Facts
            items={[
              ["School", session.schools.find((s) => s.id === asset.schoolId)?.name],
              ["Location", asset.location],
              ["Assigned user", asset.holderName],
              ["Email", asset.holderEmail],
              ["Last seen", asset.lastSeenAt && <When key="l" at={asset.lastSeenAt} />],
              ["Source", label(asset.source)],
            ]}
          />
          <h2 style={{ margin: "16px 0 12px" }}>Purchase and lifecycle</h2>
          <Facts
            items={[
              ["Bought", asset.purchasedOn && <When key="p" at={asset.purchasedOn} dayOnly />],
              ["Price", pounds(asset.purchaseCost)],
              ["Supplier", asset.supplier],
              ["Order number", asset.orderNumber],
              ["Warranty ends", asset.warrantyEndsOn && <When key="w" at={asset.warrantyEndsOn} dayOnly />],
              ["End of life", asset.endOfLifeOn && <When key="e" at={asset.endOfLifeOn} dayOnly />],
            ]}
          />
        </section>
        <section className="card" aria-label="Tickets about it">
          <h2>Tickets about it</h2>
          <Loaded query={tickets} rows={3}>
            {(data) => {
              const items = data.pages[0]?.items ?? [];
              return items.length === 0 ? (
                <p className="muted small">No problems reported.</p>
              ) : (
                <ul className="plain lines">
                  {items.map((t) => (
                    <li key={t.id} className="spread">
                      <Link to="/tickets/$ticket" params={{ ticket: t.reference }}>
                        {t.title}
                      </Link>
                      <StatusBadge status={t.status} />
                    </li>
                  ))}
                </ul>
              );
            }}
          </Loaded>
        </section>
        {!isOnlyStaff(session) && <AssetSoftware reference={reference} />}
        <section className="card" aria-label="History">
          <h2>History</h2>
          {history.error && !history.data ? (
            <ErrorPanel error={history.error} />
          ) : !history.data ? (
            <Lines rows={3} />
          ) : changes.length === 0 ? (
            <Empty title="No change yet" />
          ) : (
            <ol className="steps small">
              {changes.map((change, i) => (
                <li key={`${change.at}${i}`}>
                  <strong>{label(change.action)}</strong> · {change.actor} · <When at={change.at} />
                  {(change.changes ?? []).map((c, at) => (
                    <div key={`${c.field}${at}`}>
                      {label(c.field.replace(/([A-Z])/g, "_$1").toLowerCase())}:{" "}
                      <span className="muted">{c.from || "empty"}</span> → {c.to || "empty"}
                    </div>
                  ))}
                </li>
              ))}
            </ol>
          )}
          {history.hasNextPage && (
            <Button size="xs" variant="default" mt={12} onClick={() => history.fetchNextPage()}>
              Load more
            </Button>
          )}
        </section>
      </div>
      {retiring && <Retire asset={asset} reference={reference} onClose={() => setRetiring(false)} />}
    </div>
  );
}

function Retire({ asset, reference, onClose }: { asset: Asset; reference: string; onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [disposed, setDisposed] = useState(false);
  const [certificate, setCertificate] = useState("");
  const retire = useMutation({
    mutationFn: () =>
      assetActions.retire(asset.id, { reason: reason.trim(), disposed, certificate: certificate.trim() || undefined }),
    onSuccess: (next) => {
      client.setQueryData(["asset", "one", reference], next);
      client.invalidateQueries({ queryKey: ["asset"] });
      done(`${asset.tag} is ${disposed ? "disposed of" : "retired"}.`);
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Retire ${asset.tag}`} closeButtonProps={{ "aria-label": "Close" }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          retire.mutate();
        }}
      >
        {retire.error && <ErrorPanel error={retire.error} />}
        <Textarea
          label="Why?"
          required
          withAsterisk={false}
          rows={2}
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        <Checkbox
          label="It has left the school (sold, recycled, destroyed)"
          checked={disposed}
          onChange={(e) => setDisposed(e.currentTarget.checked)}
        />
        {disposed && (
          <TextInput
            label="Number of the disposal or erasure certificate"
            value={certificate}
            onChange={(e) => setCertificate(e.currentTarget.value)}
          />
        )}
        <div className="actions">
          <Button type="submit" loading={retire.isPending}>
            Retire
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
