/** The levels of a skill as a choice; the words stand wherever the number does. */
export const levels = [
  { value: "1", label: "Learns it" },
  { value: "2", label: "Works alone" },
  { value: "3", label: "Teaches others" },
];

export const levelWords = (level: number) => levels[level - 1]?.label ?? String(level);
