import { expect, it } from "vitest";
import { only, parseSearch, stringifySearch } from "./searchParams";

it("keeps numbers as they are written and leaves out what is empty", () => {
  expect(parseSearch("?school=100001&q=a+b")).toEqual({ school: "100001", q: "a b" });
  expect(stringifySearch({ school: "100001", q: "a b", status: undefined, breached: false })).toBe(
    "?school=100001&q=a+b",
  );
  expect(stringifySearch({})).toBe("");
});

it("takes only what the page knows", () => {
  expect(only("q", "status")({ q: 5, status: "", evil: "x" })).toEqual({ q: "5" });
});
