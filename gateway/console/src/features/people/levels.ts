/** The levels of a skill as a choice; the words stand wherever the number does. */
export const levels = [
  { value: "1", label: "Learning" },
  { value: "2", label: "Independent" },
  { value: "3", label: "Can teach others" },
];

export const levelLabel = (level: number) => levels[level - 1]?.label ?? String(level);
