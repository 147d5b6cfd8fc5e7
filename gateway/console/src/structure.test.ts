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
