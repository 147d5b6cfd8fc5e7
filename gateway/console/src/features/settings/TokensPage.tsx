import { Button, Checkbox, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldErrors } from "../../api/problem";
import type { Grant } from "../../api/schemas";
import { trustActions, trustQueries } from "../../api/trustApi";
import { useSession } from "../../app/session";
import { When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { label } from "../../ui/format";
import { GrantsEditor, grantsComplete, grantText } from "../../ui/Grants";
import { Empty, ErrorPanel, Loaded, PageHead, Secret } from "../../ui/parts";
import { SettingsNav } from "./SettingsNav";

const services = ["tickets", "assets", "alerts", "cases", "partners", "trust", "standards", "insights"];

export default function TokensPage() {
  const session = useSession();
  const tokens = useQuery(trustQueries.tokens());
  const client = useQueryClient();
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<string | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ["token"] });
  const remove = useMutation({
    mutationFn: (id: string) => trustActions.deleteToken(id),
    onSuccess: () => done("Token revoked."),
    onError: failed,
    onSettled: refresh,
  });
  return (
    <div className="page narrow">
      <PageHead title="API tokens">{!adding && <Button onClick={() => setAdding(true)}>New token</Button>}</PageHead>
      <SettingsNav />
      <div className="stack">
        {shown && (
          <Secret
            title="Your new token"
            value={shown}
            text="Programs send it as “Authorization: Bearer …”. It is shown only once."
            onDone={() => setShown(null)}
          />
        )}
        {adding && (
          <NewToken
            onClose={() => setAdding(false)}
            onDone={(token) => {
              setShown(token);
              setAdding(false);
              refresh();
            }}
          />
        )}
        <section className="card" aria-label="Tokens">
          <Loaded query={tokens} rows={3}>
            {(data) =>
              data.items.length === 0 ? (
                <Empty
                  title="No tokens"
                  text="A token lets a program do what you allow: read tickets for an office screen, or import assets at night."
                />
              ) : (
                <ul className="plain lines">
                  {data.items.map((token) => (
                    <li key={token.id} className="spread">
                      <span>
                        <strong>{token.name}</strong>
                        <span className="small muted" style={{ display: "block" }}>
                          {token.prefix}… · {token.scopes.join(", ")} ·{" "}
                          {token.grants.map((g) => grantText(g, session.schools)).join("; ")}
                        </span>
                        <span className="small muted" style={{ display: "block" }}>
                          {token.lastUsedAt ? (
                            <>
                              used <When at={token.lastUsedAt} />
                            </>
                          ) : (
                            "never used"
                          )}
                          {token.expiresAt && (
                            <>
                              {" "}
                              · ends <When at={token.expiresAt} />
                            </>
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
    </div>
  );
}

function NewToken({ onClose, onDone }: { onClose: () => void; onDone: (token: string) => void }) {
  const [name, setName] = useState("");
  const [expiresOn, setExpiresOn] = useState("");
  const [scopes, setScopes] = useState<string[]>(["tickets.read"]);
  const [grants, setGrants] = useState<Grant[]>([{ role: "technician", schools: null }]);
  const create = useMutation({
    mutationFn: () =>
      trustActions.createToken({
        name: name.trim(),
        scopes,
        grants,
        expiresAt: expiresOn ? `${expiresOn}T23:59:59Z` : undefined,
      }),
    onSuccess: (made) => onDone(made.token ?? ""),
  });
  const errors = fieldErrors(create.error);
  const toggle = (scope: string, on: boolean) => setScopes(on ? [...scopes, scope] : scopes.filter((s) => s !== scope));
  return (
    <form
      className="card form"
      aria-label="New token"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <h2>New token</h2>
      {create.error && <ErrorPanel error={create.error} />}
      <div className="two">
        <TextInput
          label="Name"
          description="Used by"
          required
          withAsterisk={false}
          value={name}
          error={errors.name}
          onChange={(e) => setName(e.currentTarget.value)}
        />
        <TextInput
          label="Ends on"
          description="Empty: never"
          type="date"
          value={expiresOn}
          error={errors.expiresAt}
          onChange={(e) => setExpiresOn(e.currentTarget.value)}
        />
      </div>
      <fieldset className="group">
        <legend>Permissions</legend>
        {errors.scopes && <p className="t-breach small">{errors.scopes}</p>}
        <div className="two" style={{ gap: 10 }}>
          {services.flatMap((service) =>
            ["read", "write"].map((right) => (
              <Checkbox
                key={service + right}
                label={`${label(service)}: ${right}`}
                checked={scopes.includes(`${service}.${right}`)}
                onChange={(e) => toggle(`${service}.${right}`, e.currentTarget.checked)}
              />
            )),
          )}
        </div>
      </fieldset>
      <GrantsEditor value={grants} onChange={setGrants} error={errors.grants} />
      <div className="actions">
        <Button
          type="submit"
          loading={create.isPending}
          disabled={scopes.length === 0 || grants.length === 0 || !grantsComplete(grants)}
        >
          Create and show the token
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
