import { expect, it } from "vitest";
import { isFiltered, ticketQuery } from "./ticketSearch";

it("asks for what needs work unless the address says otherwise", () => {
  expect(ticketQuery({}, undefined, false)).toMatchObject({
    status: "active",
    sort: "-createdAt",
    requesterId: undefined,
  });
  expect(ticketQuery({ status: "all" }, undefined, false).status).toBeUndefined();
  expect(ticketQuery({ status: "resolved" }, "s1", false)).toMatchObject({ status: "resolved", schoolId: "s1" });
});

it("asks only for own tickets of staff, in whatever state", () => {
  expect(ticketQuery({ requester: "someone" }, undefined, true)).toMatchObject({
    requesterId: "me",
    status: undefined,
  });
});

it("does not take the order for a filter", () => {
  expect(isFiltered({ sort: "priority" })).toBe(false);
  expect(isFiltered({ q: "wifi" })).toBe(true);
});
