import { expect, test } from "vitest";
import { matchWords } from "./match";

test("a match says what it looks for", () => {
  expect(matchWords({ software: "Google Chrome", softwareFrom: "100", softwareFixedIn: "120.0.6" })).toBe(
    "devices with “Google Chrome” from 100 and below 120.0.6",
  );
  expect(matchWords({ operatingSystem: "Windows 11", versionBelow: "10.0.26100" })).toBe(
    "devices on “Windows 11” below its version 10.0.26100",
  );
  expect(matchWords({ cpe: "cpe:2.3:a:google:chrome:*", tags: ["A-1", "A-2"] })).toBe(
    "devices with cpe:2.3:a:google:chrome:* tagged A-1, A-2",
  );
});
