import type { TimelineEntry } from "../../api/schemas";
import { Icon } from "../../ui/Icon";
import { Mark, When } from "../../ui/Marks";
import { bytes, label } from "../../ui/words";

const verbs: Record<TimelineEntry["kind"], string> = {
  opened: "reported this",
  comment: "wrote",
  assigned: "assigned it",
  changed: "changed it",
  waiting: "changed the waiting state",
  escalation: "escalation",
  clock: "clock",
  resolved: "resolved it",
  reopened: "reopened it",
  closed: "closed it",
  attachment: "added a file",
  alert: "noticed",
};

const fieldWords = (field: string) => label(field.replace(/([A-Z])/g, "_$1").toLowerCase());

function happening(entry: TimelineEntry) {
  const text = entry.text ? `: ${entry.text}` : "";
  if (entry.changes?.length)
    return `${entry.actor} changed ${entry.changes
      .map(
        (c) =>
          `${fieldWords(c.field).toLowerCase()} from “${label(c.from) || "nothing"}” to “${label(c.to) || "nothing"}”`,
      )
      .join(", ")}`;
  return `${entry.actor} ${verbs[entry.kind] ?? entry.kind}${text}`;
}

export function Conversation({
  ticket,
  entries,
  sending,
}: {
  ticket: string;
  entries: TimelineEntry[];
  sending?: { text: string; visibility: string; by: string };
}) {
  return (
    <ol className="talk">
      {entries.map((entry) =>
        entry.kind === "comment" || entry.kind === "resolved" || (entry.kind === "opened" && entry.text) ? (
          <li
            key={entry.id}
            className={`said ${entry.visibility === "internal" ? "internal" : entry.actorKind === "partner" || entry.visibility === "partner" ? "partner" : ""}`}
          >
            <div className="said-head">
              <strong>{entry.actor}</strong>
              {entry.kind === "resolved" && (
                <Mark tone="fine" shape="tick">
                  Resolved it
                </Mark>
              )}
              {entry.visibility === "internal" && (
                <span className="mark t-warning">
                  <Icon name="lock" size={14} />
                  Internal note
                </span>
              )}
              {entry.actorKind === "partner" && (
                <Mark tone="waiting" shape="diamond">
                  Partner
                </Mark>
              )}
              {entry.actorKind !== "partner" && entry.visibility === "partner" && (
                <Mark tone="waiting" shape="diamond">
                  To the partner
                </Mark>
              )}
              <span className="muted">
                <When at={entry.at} />
              </span>
            </div>
            <div className="pre">{entry.text}</div>
          </li>
        ) : (
          <li key={entry.id} className="happened">
            <span>
              {entry.kind === "attachment" && entry.attachment ? (
                <>
                  {entry.actor} added{" "}
                  <a
                    href={`/api/tickets/${encodeURIComponent(ticket)}/attachments/${entry.attachment.id}`}
                    download={entry.attachment.fileName}
                  >
                    {entry.attachment.fileName}
                  </a>{" "}
                  {bytes(entry.attachment.size)}
                </>
              ) : (
                happening(entry)
              )}{" "}
              · <When at={entry.at} />
            </span>
          </li>
        ),
      )}
      {sending && (
        <li className={`said sending ${sending.visibility}`}>
          <div className="said-head">
            <strong>{sending.by}</strong>
            <span className="muted">sending…</span>
          </div>
          <div className="pre">{sending.text}</div>
        </li>
      )}
    </ol>
  );
}
