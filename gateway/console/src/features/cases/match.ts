import type { VulnerabilityMatch } from "../../api/schemas";

/** What a vulnerability looks for, in words. */
export function matchWords(m: VulnerabilityMatch): string {
  const words: string[] = [];
  const program = m.software ?? m.cpe;
  if (program) {
    const range = [m.softwareFrom && `from ${m.softwareFrom}`, m.softwareFixedIn && `below ${m.softwareFixedIn}`];
    const versions = range.filter(Boolean).join(" and ");
    words.push(`devices with ${m.software ? `“${program}”` : program}${versions && ` ${versions}`}`);
  } else words.push("devices");
  if (m.publisher) words.push(`published by “${m.publisher}”`);
  if (m.operatingSystem) words.push(`on “${m.operatingSystem}”`);
  if (m.versionBelow) words.push(`below its version ${m.versionBelow}`);
  if (m.manufacturer) words.push(`made by “${m.manufacturer}”`);
  if (m.model) words.push(`of the model “${m.model}”`);
  if (m.kind) words.push(`of the kind ${m.kind.replaceAll("_", " ")}`);
  if (m.tags?.length)
    words.push(m.tags.length > 3 ? `with one of ${m.tags.length} tags` : `tagged ${m.tags.join(", ")}`);
  return words.join(" ");
}
