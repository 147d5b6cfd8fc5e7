import { Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { alertActions } from "../../api/alertApi";
import type { Schemas } from "../../api/schemas";
import { label } from "../../ui/format";
import { ErrorPanel } from "../../ui/parts";

/** A pasted sample as Mat would read it, while the mapping is being written. */
export function SourcePreview({ body }: { body: Omit<Schemas["PreviewSource"], "sample"> }) {
  const [sample, setSample] = useState("");
  const [asked] = useDebouncedValue(JSON.stringify({ ...body, sample }), 400);
  const preview = useQuery({
    queryKey: ["source", "preview", asked],
    queryFn: () => alertActions.previewSource(JSON.parse(asked) as Schemas["PreviewSource"]),
    enabled: JSON.parse(asked).sample.trim().length > 1,
    retry: false,
    placeholderData: (before) => before,
  });
  return (
    <fieldset className="group">
      <legend>Try it on a sample</legend>
      <Textarea
        label="Paste a sample message"
        rows={4}
        value={sample}
        onChange={(event) => setSample(event.currentTarget.value)}
        styles={{ input: { fontFamily: "monospace" } }}
      />
      {sample && preview.error && <ErrorPanel error={preview.error} />}
      {sample && preview.data && !preview.error && (
        <ul className="plain small" aria-live="polite" aria-label="Parsed result">
          {preview.data.items.slice(0, 5).map((item) => (
            <li key={item.index}>
              {item.code ? (
                `${item.index + 1}: rejected, ${item.message}`
              ) : (
                <>
                  <strong>{item.title}</strong> · {label(item.severity)} · {item.hosts.join(", ") || "no computer"}
                  {item.ip && ` · ${item.ip}`}
                  {item.user && ` · ${item.user}`}
                  {item.resolves && " · resolved"} · known by <code>{item.identity?.slice(0, 8)}</code>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}
