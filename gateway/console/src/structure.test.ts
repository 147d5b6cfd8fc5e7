import { expect, test } from "vitest";

// Path below src → text.
const sources = Object.fromEntries(
  Object.entries(
    import.meta.glob(["./**/*.ts", "./**/*.tsx", "!./**/*.d.ts"], { query: "?raw", import: "default", eager: true }),
  ).map(([path, text]) => [path.slice(2), text as string]),
);
const files = Object.keys(sources);

/** Paths below src that a file imports, without ending. */
const importsOf = (file: string) =>
  [...(sources[file] ?? "").matchAll(/(?:from |import\()"(\.[^"]+)"/g)].map((match) =>
    new URL(match[1] as string, `file:///${file}`).pathname.slice(1),
  );
const featureOf = (path: string) => /^features\/([^/]+)/.exec(path)?.[1];

test("no file name occurs twice", () => {
  const names = files
    .map((file) => (file.split("/").at(-1) ?? "").replace(/\.tsx?$/, ""))
    .filter((name) => name !== "index");
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test("a feature is entered through its pages or its index", () => {
  const inside = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => featureOf(target) && featureOf(target) !== featureOf(file))
      .filter((target) => !target.endsWith("Page") && target !== `features/${featureOf(target)}`)
      .map((target) => `${file} → ${target}`),
  );
  expect(inside).toEqual([]);
});

test("only api/client calls fetch", () => {
  const callers = files
    .filter((file) => !file.endsWith(".test.ts") && !file.endsWith(".test.tsx") && file !== "api/fetchStub.ts")
    .filter((file) => /(?<![\w.])fetch\(|globalThis\.fetch/.test(sources[file] ?? ""));
  expect(callers).toEqual(["api/client.ts"]);
});

// Words of an earlier, private vocabulary; docs/glossary.md has the terms to use.
const retired = [
  /\b(Pane|Aside|Trouble|Judge|WhatLeaves|CaseClocks|AlertSense|SensePage)\b/,
  /"Kept\."|Open(ed)? again|nobody has|How fast|Whom to tell|State a fact|take in hand/,
  /\b[Ss]omebody\b|\b[Aa]nybody\b|\banew\b|\b[Ee]-mails?\b|\bby itself\b|\bCarry on\b|\bwhat became of\b/i,
];

test("retired words stay out of names, labels and comments", () => {
  const found = files
    .filter((file) => file !== "structure.test.ts")
    .flatMap((file) =>
      (sources[file] ?? "")
        .split("\n")
        .filter((line) => retired.some((words) => words.test(line)))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});
