import { Button, CopyButton, Skeleton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { messageOf } from "../api/problem";
import { Icon } from "./Icon";

/** Heading, what it belongs to, and what can be done; also the title of the tab. */
export function PageHead({
  title,
  above,
  beside,
  children,
  level = 1,
}: {
  title: string;
  /** 2 for a list that stands beside its detail, whose title then is the page's. */
  level?: 1 | 2;
  above?: React.ReactNode;
  beside?: React.ReactNode;
  children?: React.ReactNode;
}) {
  useEffect(() => {
    if (level === 1) document.title = `${title} – Mat`;
  }, [title, level]);
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div className="page-head">
      <div className="grow">
        {above}
        <div className="row">
          <Heading>{title}</Heading>
          {beside}
        </div>
      </div>
      {children && <div className="actions">{children}</div>}
    </div>
  );
}

export function Back({ to, children }: { to: string; children: React.ReactNode }) {
  return (
    <Link to={to} className="crumb" search={true as never}>
      <Icon name="back" size={16} />
      {children}
    </Link>
  );
}

/** Nothing here yet: says why, and what the first step is. */
export function Empty({ title, text, children }: { title: string; text?: string; children?: React.ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}

export function ErrorPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, text, traceId } = messageOf(error);
  return (
    <div className="problem" role="alert">
      <strong>{title}</strong>
      <span>{text}</span>
      {traceId && (
        <span className="small">
          Number for the ICT team: <code>{traceId}</code>
        </span>
      )}
      {onRetry && (
        <div>
          <Button size="xs" variant="default" onClick={onRetry} mt={4}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}

export function Lines({ rows = 6, height = 20 }: { rows?: number; height?: number }) {
  return (
    <div className="stack tight" role="status">
      <span className="hide">Loading…</span>
      {Array.from({ length: rows }, (_, i) => (
        <Skeleton key={i} height={height} width={`${92 - ((i * 17) % 40)}%`} radius="sm" />
      ))}
    </div>
  );
}

/** Skeleton, problem or content of one query. */
export function Loaded<T>({
  query,
  children,
  rows,
}: {
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  children: (data: T) => React.ReactNode;
  rows?: number;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorPanel error={query.error} onRetry={() => query.refetch()} />;
  return <Lines rows={rows} />;
}

export function Facts({ items }: { items: [string, React.ReactNode][] }) {
  const shown = items.filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false);
  if (!shown.length) return <p className="muted small">Nothing recorded.</p>;
  return (
    <dl className="facts">
      {shown.map(([name, value]) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Copy({ value, name = "Copy" }: { value: string; name?: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          variant="default"
          onClick={copy}
          leftSection={<Icon name={copied ? "check" : "copy"} size={16} />}
        >
          {copied ? "Copied" : name}
        </Button>
      )}
    </CopyButton>
  );
}

/** Something secret that is shown this once. */
export function Secret({
  title,
  value,
  text,
  onDone,
  children,
}: {
  title: string;
  value: string;
  text: string;
  onDone: () => void;
  children?: React.ReactNode;
}) {
  return (
    <section className="secret" aria-label={title}>
      <strong>{title}</strong>
      <p className="small">{text}</p>
      <code>{value}</code>
      {children}
      <div className="row">
        <Copy value={value} />
        <Button size="xs" onClick={onDone}>
          I have saved it
        </Button>
      </div>
    </section>
  );
}
