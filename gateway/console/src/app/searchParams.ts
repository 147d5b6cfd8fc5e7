// Addresses people can read and send: plain ?name=value, no JSON in them.

export type Search = Record<string, string | undefined>;

export function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}

export function stringifySearch(search: Record<string, unknown>): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    if (value !== undefined && value !== null && value !== "" && value !== false) out.set(name, String(value));
  const result = out.toString();
  return result ? `?${result}` : "";
}

/** Takes only the named members, as text. */
export function only<K extends string>(...names: K[]) {
  return (search: Record<string, unknown>): Partial<Record<K, string>> => {
    const out: Partial<Record<K, string>> = {};
    for (const name of names) {
      const value = search[name];
      if (value !== undefined && value !== null && value !== "") out[name] = String(value);
    }
    return out;
  };
}
