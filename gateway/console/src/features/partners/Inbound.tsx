import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { partnerActions, partnerQueries } from "../../api/partnerApi";
import { When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { Copy, Loaded, Secret } from "../../ui/parts";

/** Answers of their system as signed webhooks: the address and the secret. */
export function Inbound({ partnerId }: { partnerId: string }) {
  const inbound = useQuery(partnerQueries.inbound(partnerId));
  const client = useQueryClient();
  const [shown, setShown] = useState<string | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ["partner", "inbound"] });
  const rotate = useMutation({
    mutationFn: () => partnerActions.rotateInbound(partnerId),
    onSuccess: (made) => setShown(made.secret),
    onError: failed,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => partnerActions.removeInbound(partnerId),
    onSuccess: () => done("Signed replies from this partner are no longer accepted."),
    onError: failed,
    onSettled: refresh,
  });
  return (
    <section className="card stack" aria-label="Signed replies">
      <h2>Signed replies</h2>
      {shown && (
        <Secret
          title="Secret for signing"
          value={shown}
          text="Their system signs its replies with it (Standard Webhooks). It is shown only once; the previous secret stays valid for one day."
          onDone={() => setShown(null)}
        />
      )}
      <Loaded query={inbound} rows={2}>
        {(data) => (
          <>
            <p className="small">
              They post to <code>{data.path}</code> <Copy value={`${globalThis.location.origin}${data.path}`} />
            </p>
            {data.secrets.length === 0 ? (
              <p className="muted small">No secret yet: signed replies are rejected.</p>
            ) : (
              <ul className="plain lines small">
                {data.secrets.map((secret) => (
                  <li key={secret.createdAt}>
                    <code>{secret.hint}</code> since <When at={secret.createdAt} />
                    {secret.expiresAt && (
                      <>
                        {" "}
                        until <When at={secret.expiresAt} />
                      </>
                    )}
                  </li>
                ))}
              </ul>
            )}
            <div className="actions">
              <Button size="xs" variant="default" loading={rotate.isPending} onClick={() => rotate.mutate()}>
                {data.secrets.length === 0 ? "Create secret" : "New secret"}
              </Button>
              {data.secrets.length > 0 && (
                <Button size="xs" variant="default" onClick={() => remove.mutate()}>
                  Revoke secrets
                </Button>
              )}
            </div>
          </>
        )}
      </Loaded>
    </section>
  );
}
