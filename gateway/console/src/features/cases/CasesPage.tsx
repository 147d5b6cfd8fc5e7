import { Button, Modal, MultiSelect, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { caseActions, caseQueries, caseTypes } from "../../api/caseApi";
import type { Case, CaseType, Severity } from "../../api/schemas";
import { useScope, useSession } from "../../app/session";
import { SeverityBadge, When } from "../../ui/Badges";
import { failed } from "../../ui/feedback";
import { label } from "../../ui/format";
import { LinkButton } from "../../ui/LinkButton";
import { type Column, List } from "../../ui/List";
import { Back, Empty, PageHead } from "../../ui/parts";
import { isDesk } from "../../ui/permissions";
import { FilterSelect } from "../../ui/pickers";
import { SearchField } from "../../ui/SearchField";
import { CaseStatusBadge, schoolsOf } from "./caseBadges";

const route = getRouteApi("/shell/alerts/cases");

const columns: Column<Case>[] = [
  {
    head: "Case",
    cell: (c) => (
      <>
        <Link to="/alerts/cases/$case" params={{ case: c.reference }} className="row-link">
          {c.title}
        </Link>
        <div className="small muted fold">
          {c.reference} · {label(c.type)}
        </div>
        <div className="folded small">
          <span>{c.reference}</span>
          <SeverityBadge severity={c.severity} />
          <CaseStatusBadge status={c.status} />
          <span>{schoolsOf(c)}</span>
        </div>
      </>
    ),
  },
  { head: "Severity", fold: true, cell: (c) => <SeverityBadge severity={c.severity} /> },
  { head: "State", fold: true, cell: (c) => <CaseStatusBadge status={c.status} /> },
  { head: "Schools", fold: true, cell: schoolsOf },
  { head: "Owner", fold: true, cell: (c) => c.ownerName ?? <span className="muted">Unassigned</span> },
  { head: "Opened", fold: true, cell: (c) => <When at={c.openedAt} /> },
];

export default function CasesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const { schoolId } = useScope();
  const [opening, setOpening] = useState(false);
  const query = {
    q: search.q,
    status: search.status === "all" ? undefined : (search.status ?? "active"),
    type: search.type,
    schoolId,
  };
  const cases = useInfiniteQuery(caseQueries.cases(query));
  const set = (change: Partial<typeof search>) =>
    navigate({ to: ".", search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false });
  return (
    <div className="page">
      <PageHead title="Cases" above={<Back to="/alerts">Alerts</Back>}>
        <LinkButton to="/alerts/vulnerabilities" size="sm" variant="default">
          Vulnerabilities
        </LinkButton>
        <LinkButton to="/alerts/playbooks" size="sm" variant="default">
          Playbooks
        </LinkButton>
        <LinkButton to="/alerts/readiness" size="sm" variant="default">
          Readiness
        </LinkButton>
        {isDesk(session) && (
          <Button size="sm" onClick={() => setOpening(true)}>
            Open a case
          </Button>
        )}
      </PageHead>
      <search className="filters">
        <SearchField label="Search cases" value={search.q ?? ""} onChange={(text) => set({ q: text })} />
        <FilterSelect
          label="State"
          value={search.status ?? "active"}
          onChange={(status) => set({ status: status === "active" ? undefined : status })}
          data={[
            { value: "active", label: "Open and contained" },
            { value: "open", label: "Open" },
            { value: "contained", label: "Contained" },
            { value: "resolved", label: "Resolved" },
            { value: "closed", label: "Closed" },
            { value: "all", label: "All" },
          ]}
        />
        <FilterSelect
          label="Type"
          value={search.type}
          onChange={(type) => set({ type })}
          data={[{ value: "", label: "Any type" }, ...caseTypes.map((t) => ({ value: t, label: label(t) }))]}
        />
      </search>
      <List
        name="Cases"
        columns={columns}
        query={cases}
        listKey={JSON.stringify(query)}
        rowNoun="new case"
        empty={
          <Empty
            title="No cases"
            text="A case holds everything about one incident: alerts, tasks, evidence and the notifications that are due."
          />
        }
      />
      {opening && <NewCase onClose={() => setOpening(false)} />}
    </div>
  );
}

function NewCase({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const client = useQueryClient();
  const navigate = route.useNavigate();
  const [title, setTitle] = useState("");
  const [summary, setSummary] = useState("");
  const [type, setType] = useState<CaseType>("phishing");
  const [severity, setSeverity] = useState<Severity>("medium");
  const [schoolIds, setSchoolIds] = useState<string[]>([]);
  const open = useMutation({
    mutationFn: () => caseActions.open({ title, summary: summary || undefined, type, severity, schoolIds }),
    onError: failed,
    onSuccess: (made) => {
      client.invalidateQueries({ queryKey: ["case"] });
      navigate({ to: "/alerts/cases/$case", params: { case: made.reference } });
    },
  });
  return (
    <Modal opened onClose={onClose} title="Open a case" closeButtonProps={{ "aria-label": "Close" }}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          open.mutate();
        }}
      >
        <NativeSelect
          label="What happened?"
          value={type}
          onChange={(event) => setType(event.currentTarget.value as CaseType)}
          data={caseTypes.map((t) => ({ value: t, label: label(t) }))}
        />
        <TextInput
          label="Title"
          description="Every school involved can read it, so do not name schools or people."
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          required
          withAsterisk={false}
          minLength={3}
          maxLength={200}
        />
        <MultiSelect
          label="Schools"
          searchable
          value={schoolIds}
          onChange={setSchoolIds}
          data={session.schools.map((s) => ({ value: s.id, label: s.name }))}
        />
        <NativeSelect
          label="Severity"
          value={severity}
          onChange={(event) => setSeverity(event.currentTarget.value as Severity)}
          data={["low", "medium", "high", "critical"].map((s) => ({ value: s, label: label(s) }))}
        />
        <Textarea
          label="Known so far"
          autosize
          minRows={3}
          maxLength={4000}
          value={summary}
          onChange={(event) => setSummary(event.currentTarget.value)}
        />
        <div className="actions">
          <Button type="submit" loading={open.isPending}>
            Open case
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
