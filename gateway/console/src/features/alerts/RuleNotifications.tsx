import { MultiSelect, NativeSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { trustQueries } from "../../api/trustApi";
import { label } from "../../ui/format";
import { roles } from "../../ui/permissions";

const cases = ["ransomware", "account_takeover", "data_breach", "lost_device", "phishing", "other"];

export interface Notifications {
  openCase: string;
  mailRoles: string[];
  mailPeople: string[];
}

/** What a rule does besides a ticket: a case, and emails to people by role or by name. */
export function RuleNotifications({
  value,
  onChange,
  errors,
}: {
  value: Notifications;
  onChange: (change: Partial<Notifications>) => void;
  errors: Record<string, string | undefined>;
}) {
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text, 200);
  const found = useInfiniteQuery(trustQueries.people({ q: asked, limit: 20 })).data?.pages[0]?.items ?? [];
  // People chosen before may not be among those found now; they keep a name as soon as one was seen.
  const [names, setNames] = useState<Record<string, string>>({});
  const nameOf = (id: string) => found.find((p) => p.id === id)?.name ?? names[id] ?? "Person selected earlier";
  const choices = [...new Set([...value.mailPeople, ...found.map((p) => p.id)])];
  return (
    <>
      <NativeSelect
        label="Open a case"
        description="Its playbook starts immediately. Repeats are added to the same case."
        value={value.openCase}
        onChange={(e) => onChange({ openCase: e.currentTarget.value })}
        data={[{ value: "", label: "No case" }, ...cases.map((type) => ({ value: type, label: label(type) }))]}
      />
      <MultiSelect
        label="Email everyone with the role"
        description="At the alert's school or trust-wide. Each person receives one email per alert."
        value={value.mailRoles}
        onChange={(mailRoles) => onChange({ mailRoles })}
        data={roles.filter((role) => role !== "staff").map((role) => ({ value: role, label: label(role) }))}
        error={errors["action.mailRoles"]}
      />
      <MultiSelect
        label="Email these people"
        description="Only about alerts they have access to."
        searchable
        value={value.mailPeople}
        onChange={(mailPeople) => {
          setNames({ ...names, ...Object.fromEntries(mailPeople.map((id) => [id, nameOf(id)])) });
          onChange({ mailPeople });
        }}
        searchValue={text}
        onSearchChange={setText}
        data={choices.map((id) => ({ value: id, label: nameOf(id) }))}
        filter={({ options }) => options}
        error={errors["action.mailPeople"]}
      />
    </>
  );
}
