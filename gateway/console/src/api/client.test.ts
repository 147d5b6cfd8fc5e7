// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import { address, anonymous, api, body, idempotency, ifMatch, setCsrfToken, upload, whenSignedOut } from "./client";
import { stubFetch } from "./fetchStub";
import { Problem } from "./problem";
import type { Schemas } from "./schemas";

const settings = {
  version: 8,
  critical: { firstResponseMinutes: 30, resolutionMinutes: 240 },
  high: { firstResponseMinutes: 60, resolutionMinutes: 480 },
  medium: { firstResponseMinutes: 240, resolutionMinutes: 1440 },
  low: { firstResponseMinutes: 480, resolutionMinutes: 2880 },
} satisfies Schemas["TicketSettingsView"];
const areas = [{ area: "network", label: "Network" }] satisfies Schemas["PartnerAreaView"][];
const none = { items: [], next: null } satisfies Schemas["PageOfTicketView"];
const { version: _, ...targets } = settings;

describe("requests", () => {
  it("reads with a filter, without what is empty, and without keys of changes", async () => {
    setCsrfToken("c");
    const request = stubFetch({ body: none });
    await body(
      api.GET("/api/tickets", {
        params: { query: { q: "wi-fi & more", status: "", schoolId: undefined, breached: true } },
      }),
    );
    expect(new URL(request[0]!.url).pathname + new URL(request[0]!.url).search).toBe(
      "/api/tickets?q=wi-fi+%26+more&breached=true",
    );
    expect(request[0]!.headers.get("Accept")).toBe("application/json");
    expect(request[0]!.headers.get("X-CSRF-Token")).toBeNull();
    expect(request[0]!.headers.get("Idempotency-Key")).toBeNull();
  });

  it("escapes what stands in a path", async () => {
    const requests = stubFetch({ body: {} });
    await body(api.GET("/api/tickets/{id}", { params: { path: { id: "T-1/../x" } } }));
    expect(new URL(requests[0]!.url).pathname).toBe("/api/tickets/T-1%2F..%2Fx");
  });

  it("creates with the anti-forgery value and one key for all tries of an intention", async () => {
    setCsrfToken("c");
    const requests = stubFetch({ status: 201, body: {} });
    const open = (key?: string) =>
      api.POST("/api/tickets", { body: { title: "No wi-fi" }, ...(key ? idempotency(key) : {}) });
    await open("k1");
    await open("k1");
    await open();
    expect(requests.map((r) => r.headers.get("X-CSRF-Token"))).toEqual(["c", "c", "c"]);
    expect(requests[0]!.headers.get("Idempotency-Key")).toBe("k1");
    expect(requests[1]!.headers.get("Idempotency-Key")).toBe("k1");
    expect(requests[2]!.headers.get("Idempotency-Key")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await requests[0]!.json()).toEqual({ title: "No wi-fi" });
  });

  it("changes the version that was read, and nothing is idempotent but a POST", async () => {
    const requests = stubFetch({ body: settings });
    const saved = await body(api.PUT("/api/tickets/settings", { params: { header: ifMatch(7) }, body: targets }));
    expect(saved.version).toBe(8);
    expect(requests[0]!.headers.get("If-Match")).toBe('"7"');
    expect(requests[0]!.headers.get("Idempotency-Key")).toBeNull();
  });

  it("keeps null in a PATCH, which clears, and leaves out what is undefined, which keeps", async () => {
    const requests = stubFetch({ body: {} });
    await body(
      api.PATCH("/api/trust/people/{id}", {
        params: { path: { id: "p" }, header: ifMatch(1) },
        body: { phone: null, name: undefined, jobTitle: "Head" },
      }),
    );
    expect(await requests[0]!.json()).toEqual({ phone: null, jobTitle: "Head" });
  });

  it("sends an answer by link without the session", async () => {
    setCsrfToken("c");
    const requests = stubFetch({ body: {} });
    await body(api.POST("/api/partners/answer/view", { body: { token: "t" }, ...anonymous }));
    expect(requests[0]!.credentials).toBe("omit");
    expect(requests[0]!.headers.get("X-CSRF-Token")).toBeNull();
    expect(requests[0]!.headers.get("Idempotency-Key")).toBeNull();
  });

  it("sends the bytes of a file under its own type", async () => {
    const requests = stubFetch({ status: 202, body: {} });
    await body(
      api.POST("/api/assets/imports", {
        params: { query: { format: "csv", dryRun: true, fileName: "a.csv" } },
        ...upload(new Blob(["tag,name"], { type: "text/csv" })),
      }),
    );
    expect(requests[0]!.headers.get("Content-Type")).toBe("text/csv");
    expect(requests[0]!.url).toContain("?format=csv&dryRun=true&fileName=a.csv");
  });

  it("names the address of a download", () => {
    expect(address("/api/partners/areas/scorecard/export", { days: 90, q: "" })).toBe(
      "/api/partners/areas/scorecard/export?days=90",
    );
    expect(address("/api/assets/{id}/software/export", {}, { id: "A 1" })).toBe("/api/assets/A%201/software/export");
  });
});

describe("answers", () => {
  it("gives the body, and nothing for 204", async () => {
    stubFetch({ body: areas }, { status: 204 });
    expect(await body(api.GET("/api/partners/areas"))).toEqual(areas);
    expect(await body(api.DELETE("/api/session"))).toBeUndefined();
  });

  it("throws the problem of the server with its fields and when to try again", async () => {
    stubFetch({
      status: 429,
      body: {
        status: 429,
        code: "rate.limited",
        detail: "Slow down.",
        traceId: "abc",
        errors: { title: ["Too long."] },
      },
      headers: { "Retry-After": "7" },
    });
    const problem = await body(api.GET("/api/partners/areas")).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({
      status: 429,
      code: "rate.limited",
      detail: "Slow down.",
      traceId: "abc",
      retryAfter: 7,
      errors: { title: ["Too long."] },
    });
  });

  it("throws the bare status when a proxy answers with a page", async () => {
    vi.stubGlobal("fetch", async () => new Response("<html>", { status: 502 }));
    await expect(body(api.GET("/api/partners/areas"))).rejects.toMatchObject({
      name: "Problem",
      status: 502,
      code: "",
    });
  });

  it("says that there is no connection, and lets an abort be an abort", async () => {
    stubFetch(new TypeError("Failed to fetch"));
    await expect(body(api.GET("/api/partners/areas"))).rejects.toMatchObject({ name: "Problem", status: 0 });
    stubFetch(new DOMException("aborted", "AbortError"));
    await expect(body(api.GET("/api/partners/areas"))).rejects.toMatchObject({ name: "AbortError" });
  });

  it("ends the session on 401, but not while signing in", async () => {
    const signedOut = vi.fn();
    whenSignedOut(signedOut);
    stubFetch({ status: 401, body: { status: 401, code: "session.invalid" } });
    await expect(body(api.POST("/api/session", { body: { email: "a", password: "b" } }))).rejects.toMatchObject({
      status: 401,
    });
    expect(signedOut).not.toHaveBeenCalled();
    await expect(body(api.GET("/api/tickets"))).rejects.toMatchObject({ status: 401 });
    expect(signedOut).toHaveBeenCalledOnce();
  });
});
