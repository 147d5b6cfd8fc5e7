import { describe, expect, it } from "vitest";
import { fieldErrors, messageOf, Problem } from "./problem";

describe("messageOf", () => {
  it("says who changed it and what was kept on 412", () => {
    expect(messageOf(new Problem(412, { code: "precondition.stale" })).title).toBe("Changed by someone else");
  });
  it("knows codes before statuses", () => {
    expect(messageOf(new Problem(401, { code: "session.invalid" })).text).toContain("do not match");
    expect(messageOf(new Problem(401)).title).toBe("You are signed out");
  });
  it("shows the server's sentence for a refused action and the number for a mistake of the server", () => {
    expect(messageOf(new Problem(409, { code: "ticket.closed", detail: "The ticket is closed." })).text).toBe(
      "The ticket is closed.",
    );
    expect(messageOf(new Problem(500, { traceId: "abc" })).traceId).toBe("abc");
  });
  it("says how long to wait", () => {
    expect(messageOf(new Problem(429, {}, 12)).text).toContain("12 seconds");
    expect(messageOf(new Problem(0)).title).toBe("No connection");
    expect(new Problem(503).isPassing).toBe(true);
    expect(new Problem(422).isPassing).toBe(false);
  });
});

it("finds the field of an error however the path is written", () => {
  expect(
    fieldErrors(
      new Problem(400, {
        errors: { Title: ["Needed."], "Grants[0].Role": ["Unknown."], "$.address.postcode": ["Bad."] },
      }),
    ),
  ).toEqual({ title: "Needed.", grants: "Unknown.", address: "Bad." });
});
