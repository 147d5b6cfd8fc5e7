import { describe, expect, it } from "vitest";
import { guessFormat, guessMapping, mappingProblems, readCsv } from "./csv";

describe("readCsv", () => {
  it("reads quotes, doubled quotes and line ends inside", () => {
    expect(readCsv('\uFEFFa,b\r\n"x, y","he said ""no""\nagain"\r\n')).toEqual([
      ["a", "b"],
      ["x, y", 'he said "no"\nagain'],
    ]);
  });
  it("guesses semicolons and tabs, and stops at the limit", () => {
    expect(readCsv("a;b\n1;2\n3;4", 2)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
    expect(readCsv("a\tb\n1\t2")).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });
});

describe("guessMapping", () => {
  it("finds columns by their usual names, each once", () => {
    expect(guessMapping(["Asset No.", "Make", "Model", "Serial Number", "Room", "School Name"])).toEqual({
      tag: "Asset No.",
      manufacturer: "Make",
      model: "Model",
      serial: "Serial Number",
      location: "Room",
      school: "School Name",
    });
  });
  it("does not take the model number for the model", () => {
    const mapping = guessMapping(["Model number", "Model"]);
    expect(mapping).toEqual({ model: "Model", modelNumber: "Model number" });
  });
  it("asks for what identifies a device", () => {
    expect(mappingProblems({ name: "Name" })).toHaveLength(1);
    expect(mappingProblems({ tag: "A", name: "A" })).toEqual(["The column “A” is used twice."]);
    expect(mappingProblems({ serial: "S", model: "M" })).toEqual([]);
  });
});

describe("guessFormat", () => {
  it("knows exports by their columns", () => {
    expect(guessFormat("a.csv", "Asset Name,Asset Tag,Serial,Checkout Date\n")).toBe("snipe_it");
    expect(guessFormat("a.csv", "deviceId,serialNumber,orgUnitPath\n")).toBe("chromebook");
    expect(guessFormat("a.json", '[{"id":1}]')).toBe("glpi");
    expect(guessFormat("a.xlsx", "PK")).toBe("xlsx");
    expect(guessFormat("a.csv", "tag,name\n1,2")).toBe("csv");
    expect(guessFormat("a.txt", "hello")).toBeNull();
  });
});
