import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { Icon } from "./Icon";

/** Search of a list: asks a moment after the last letter, and follows the address. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (text: string | undefined) => void;
}) {
  const [text, setText] = useState(value);
  const later = useDebouncedCallback((next: string) => onChange(next.trim() || undefined), 250);
  useEffect(() => setText((old) => (old.trim() === value ? old : value)), [value]);
  return (
    <TextInput
      className="search"
      type="search"
      size="sm"
      label={label}
      value={text}
      leftSection={<Icon name="search" size={16} />}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}
