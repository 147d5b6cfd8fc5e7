import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { assetQueries } from "../../api/assetApi";
import { When } from "../../ui/Badges";
import { count, label } from "../../ui/format";
import { Loaded } from "../../ui/parts";

const first = 10;

/** What is installed on a device, as its last inventory found it. */
export function AssetSoftware({ reference }: { reference: string }) {
  const software = useQuery(assetQueries.software(reference));
  const [all, setAll] = useState(false);
  const [text, setText] = useState("");
  return (
    <section className="card" aria-label="Software">
      <div className="spread">
        <h2>Software</h2>
        {(software.data?.items.length ?? 0) > 0 && (
          <Button
            size="xs"
            variant="default"
            component="a"
            href={`/api/assets/${encodeURIComponent(reference)}/software/export`}
            download
          >
            Export software as CSV
          </Button>
        )}
      </div>
      <Loaded query={software} rows={3}>
        {({ seenAt, source, items }) => {
          if (!seenAt)
            return (
              <p className="muted small">
                No inventory data yet. It comes from a GLPI inventory, or from a script through the API.
              </p>
            );
          const word = text.trim().toLowerCase();
          const fits = items.filter((i) => `${i.name} ${i.publisher ?? ""}`.toLowerCase().includes(word));
          const shown = all ? fits : fits.slice(0, first);
          return (
            <div className="stack tight">
              <p className="muted small">
                {count(items.length, "program")}, seen <When at={seenAt} />
                {source && ` (${label(source)})`}
              </p>
              {items.length > first && (
                <TextInput
                  type="search"
                  size="sm"
                  label="Search software"
                  value={text}
                  onChange={(event) => setText(event.currentTarget.value)}
                />
              )}
              {shown.length > 0 && (
                <div className="list-box">
                  <table className="list" aria-label="Installed software">
                    <thead>
                      <tr>
                        <th scope="col">Program</th>
                        <th scope="col">Version</th>
                        <th scope="col" className="fold">
                          First seen
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {shown.map((item) => (
                        <tr key={`${item.name}\n${item.publisher}\n${item.version}`}>
                          <td>
                            {item.name}
                            {item.publisher && <div className="small muted">{item.publisher}</div>}
                          </td>
                          <td className={(item.version?.length ?? 0) > 24 ? "num" : "num nowrap"}>
                            {item.version ?? <span className="muted">unknown</span>}
                          </td>
                          <td className="fold">
                            <When at={item.seenAt} dayOnly />
                          </td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
              {word && fits.length === 0 && <p className="muted small">No program like that.</p>}
              {fits.length > first && (
                <div>
                  <Button size="xs" variant="default" aria-expanded={all} onClick={() => setAll(!all)}>
                    {all ? "Show fewer" : `Show all ${fits.length}`}
                  </Button>
                </div>
              )}
            </div>
          );
        }}
      </Loaded>
    </section>
  );
}
