import { describe, expect, it } from "vitest";
import type { Clock } from "../api/schemas";
import { bytes, clockShort, clockText, clockTone, day, label, span, when } from "./format";

const now = new Date("2026-03-04T12:00:00Z");
const clock = (remaining: number, state: Clock["state"] = "running", target = 480): Clock => ({
  targetMinutes: target,
  elapsedMinutes: target - remaining,
  remainingMinutes: remaining,
  dueAt: null,
  state,
});

describe("when", () => {
  it("says today, yesterday and tomorrow", () => {
    expect(when("2026-03-04T14:05:00Z", now)).toBe("today 14:05");
    expect(when("2026-03-03T23:59:00Z", now)).toBe("yesterday 23:59");
    expect(when("2026-03-05T08:00:00Z", now)).toBe("tomorrow 08:00");
  });
  it("names the day of this year and the year of another", () => {
    expect(when("2026-03-02T09:30:00Z", now)).toBe("Mon 2 Mar 09:30");
    expect(when("2024-03-02T09:30:00Z", now)).toBe("2 Mar 2024");
    expect(when("2026-09-14T09:30:00Z", now)).toBe("Mon 14 Sep 10:30");
  });
  it("uses London time, so that summer evenings belong to the right day", () => {
    expect(when("2026-06-30T23:30:00Z", new Date("2026-07-01T08:00:00Z"))).toBe("today 00:30");
  });
  it("says nothing for nothing", () => {
    expect(when(null, now)).toBe("");
    expect(when("rubbish", now)).toBe("");
  });
  it("takes a day without time", () => {
    expect(day("2026-03-04", now)).toBe("today");
    expect(day("2026-03-02", now)).toBe("Mon 2 Mar");
    expect(day("2029-08-31", now)).toBe("31 Aug 2029");
  });
});

describe("school time", () => {
  it("reads as spans", () => {
    expect([0, 45, 60, 135, 1440].map(span)).toEqual(["0 min", "45 min", "1 h", "2 h 15 min", "24 h"]);
  });
  it("says what is left", () => {
    expect(clockText(clock(120))).toBe("2 h of school time left");
    expect(clockShort(clock(45))).toBe("45 min left");
    expect(clockText(clock(0))).toBe("due now");
  });
  it("says how late it is", () => {
    expect(clockText(clock(-75, "breached"))).toBe("late by 1 h 15 min of school time");
    expect(clockText({ ...clock(0, "breached"), elapsedMinutes: 500 })).toBe("late by 20 min of school time");
    expect(clockShort(clock(0, "breached"))).toBe("late");
  });
  it("stands still while it waits and is done when met", () => {
    expect(clockText(clock(180, "paused"))).toBe("paused with 3 h left");
    expect(clockText(clock(100, "met"))).toBe("done in time");
    expect(clockText(clock(-30, "met"))).toBe("done, 30 min late");
  });
  it("warns in the last quarter, but never earlier than two hours before", () => {
    expect(clockTone(clock(121))).toBe("fine");
    expect(clockTone(clock(119))).toBe("warning");
    expect(clockTone(clock(10, "running", 30))).toBe("fine");
    expect(clockTone(clock(7, "running", 30))).toBe("warning");
    expect(clockTone(clock(-1))).toBe("breach");
  });
});

describe("words", () => {
  it("turns names of the server into plain English", () => {
    expect(label("waiting_partner")).toBe("With partner");
    expect(label("interactive_display")).toBe("Interactive display");
    expect(bytes(1_500_000)).toBe("1.5 MB");
  });
});
