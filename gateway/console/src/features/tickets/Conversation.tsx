import type { TimelineEntry } from "../../api/schemas";
import { Badge, When } from "../../ui/Badges";
import { bytes, label } from "../../ui/format";
import { Icon } from "../../ui/Icon";

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

const fieldNames = (field: string) => label(field.replace(/([A-Z])/g, "_$1").toLowerCase());

function happening(entry: TimelineEntry) {
  const text = entry.text ? `: ${entry.text}` : "";
  if (entry.changes?.length)
    return `${entry.actor} changed ${entry.changes
      .map(
        (c) =>
          `${fieldNames(c.field).toLowerCase()} from “${label(c.from) || "nothing"}” to “${label(c.to) || "nothing"}”`,
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
                <Badge tone="fine" shape="tick">
                  Resolved it
                </Badge>
              )}
              {entry.visibility === "internal" && (
                <span className="badge t-warning">
                  <Icon name="lock" size={14} />
                  Internal note
                </span>
              )}
              {entry.actorKind === "partner" && (
                <Badge tone="waiting" shape="diamond">
                  Partner
                </Badge>
              )}
              {entry.actorKind !== "partner" && entry.visibility === "partner" && (
                <Badge tone="waiting" shape="diamond">
                  To the partner
                </Badge>
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
