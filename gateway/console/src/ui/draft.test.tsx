// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { dropAllDrafts, readDraft, useDraft } from "./draft";

const empty = { title: "", more: "" };
beforeEach(() => localStorage.clear());

it("survives a page that goes away and comes back", () => {
  const first = renderHook(() => useDraft("t", empty));
  act(() => first.result.current[1]({ title: "No sound", more: "" }));
  first.unmount();
  const second = renderHook(() => useDraft("t", empty));
  expect(second.result.current[0]).toEqual({ title: "No sound", more: "" });
  expect(second.result.current[3]).toBe(true);
});

it("is forgotten after sending, and nothing writes it again", () => {
  const { result, unmount } = renderHook(() => useDraft("t", empty));
  act(() => result.current[1]({ title: "x", more: "" }));
  act(() => result.current[2]());
  unmount();
  expect(readDraft("t")).toBeUndefined();
  expect(result.current[0]).toEqual(empty);
});

it("goes with the person who signs out, and leaves other things", () => {
  localStorage.setItem("other", "1");
  localStorage.setItem("mat.draft.a", '"x"');
  dropAllDrafts();
  expect(readDraft("a")).toBeUndefined();
  expect(localStorage.getItem("other")).toBe("1");
});
