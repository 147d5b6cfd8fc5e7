import { NativeSelect, Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { assetQueries } from "../api/assetApi";
import { partnerQueries } from "../api/partnerApi";
import { trustQueries } from "../api/trustApi";
import { useSession } from "../app/session";
import { label } from "./format";

/** One of the schools that the person sees. */
export function SchoolSelect({
  label: name = "School",
  value,
  onChange,
  anyLabel,
  required,
  error,
  description,
  size,
}: {
  label?: string;
  size?: string;
  value: string;
  onChange: (id: string) => void;
  /** Text of the empty choice; without it one must be chosen. */
  anyLabel?: string;
  required?: boolean;
  error?: string;
  description?: string;
}) {
  const session = useSession();
  const known = session.schools.some((school) => school.id === value);
  return (
    <NativeSelect
      label={name}
      description={description}
      value={known ? value : ""}
      required={required}
      withAsterisk={false}
      size={size}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        ...(anyLabel !== undefined || !known ? [{ value: "", label: anyLabel ?? "Choose…" }] : []),
        ...session.schools.map((school) => ({ value: school.id, label: school.name })),
      ]}
    />
  );
}

const asIs = ({ options }: { options: unknown[] }) => options as never;

/** A device, found by tag, name or serial number. */
export function AssetPicker({
  label: name,
  description,
  schoolId,
  value,
  chosenLabel,
  onChange,
  size,
}: {
  label: string;
  size?: string;
  description?: string;
  schoolId?: string;
  value: string | null;
  chosenLabel?: string;
  onChange: (id: string | null, text?: string) => void;
}) {
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text, 200);
  const search = asked === chosenLabel ? "" : asked;
  const found = useInfiniteQuery(assetQueries.assets({ q: search, schoolId, limit: 20 }));
  const options = (found.data?.pages[0]?.items ?? []).map((asset) => ({
    value: asset.id,
    label: `${asset.tag} · ${asset.name}${asset.location ? ` · ${asset.location}` : ""}`,
  }));
  if (value && !options.some((option) => option.value === value))
    options.unshift({ value, label: chosenLabel ?? "Selected device" });
  return (
    <Select
      label={name}
      description={description}
      size={size}
      placeholder="Type the number on its label, its name or its room"
      searchable
      clearable
      clearButtonProps={{ "aria-label": "No device", tabIndex: 0 }}
      value={value}
      onChange={(id, option) => onChange(id, option?.label)}
      searchValue={text}
      onSearchChange={setText}
      data={options}
      filter={asIs}
      nothingFoundMessage={found.isFetching ? "Looking…" : "No device like that. Leave it empty and describe it."}
    />
  );
}

/** Picks any person of the trust by name or email. */
export function PersonPicker({
  label: name,
  value,
  onChange,
  description,
}: {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
  description?: string;
}) {
  const [text, setText] = useState("");
  const [asked] = useDebouncedValue(text, 200);
  const found = useInfiniteQuery(trustQueries.people({ q: asked, limit: 20 }));
  return (
    <Select
      label={name}
      description={description}
      searchable
      clearable
      clearButtonProps={{ "aria-label": "Clear", tabIndex: 0 }}
      value={value}
      onChange={onChange}
      searchValue={text}
      onSearchChange={setText}
      data={(found.data?.pages[0]?.items ?? []).map((person) => ({
        value: person.id,
        label: `${person.name} · ${person.email}`,
      }))}
      filter={asIs}
      nothingFoundMessage={found.isFetching ? "Looking…" : "No one found"}
    />
  );
}

export function useAreas() {
  const areas = useQuery(partnerQueries.areas());
  return areas.data ?? [];
}

export function AreaSelect(props: {
  label: string;
  value: string;
  onChange: (area: string) => void;
  empty?: string;
  description?: string;
}) {
  const areas = useAreas();
  return (
    <NativeSelect
      label={props.label}
      description={props.description}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      data={[
        { value: "", label: props.empty ?? "Choose…" },
        ...areas.map((area) => ({ value: area.area, label: area.label || label(area.area) })),
      ]}
    />
  );
}

export function FilterSelect(props: {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  data: { value: string; label: string }[];
}) {
  return (
    <NativeSelect
      className="pick"
      size="sm"
      label={props.label}
      value={props.value ?? ""}
      onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
      data={props.data}
    />
  );
}
