import { expect, it } from "vitest";
import { settle } from "./stableRows";

const row = (id: string, text = "") => ({ id, text });

it("updates rows where they stand, whatever the new order is", () => {
  const { rows, fresh } = settle([row("a"), row("b")], [row("b", "changed"), row("a")]);
  expect(rows).toEqual([row("a"), row("b", "changed")]);
  expect(fresh).toBe(0);
});

it("counts new rows at the top instead of pushing them in", () => {
  const { rows, fresh } = settle([row("a"), row("b")], [row("n"), row("a"), row("b")]);
  expect(rows.map((r) => r.id)).toEqual(["a", "b"]);
  expect(fresh).toBe(1);
});

it("keeps rows that have left the filter until the list is queried again", () => {
  expect(settle([row("a"), row("b")], [row("b")]).rows.map((r) => r.id)).toEqual(["a", "b"]);
});

it("adds pages loaded further down at the end", () => {
  const { rows, fresh } = settle([row("a"), row("b")], [row("a"), row("b"), row("c"), row("d")]);
  expect(rows.map((r) => r.id)).toEqual(["a", "b", "c", "d"]);
  expect(fresh).toBe(0);
});
