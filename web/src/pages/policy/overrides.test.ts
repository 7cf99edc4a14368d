import { describe, expect, it } from "vitest";
import { at, put, readPeriod, readTree, textAt, writePeriod } from "./overrides";

describe("overrides", () => {
  it("finds values by their path", () => {
    expect(textAt({ controller: { name: "Acme" } }, ["controller", "name"])).toBe("Acme");
    expect(textAt({ controller: null }, ["controller", "name"])).toBe("");
    expect(at({ age: { years: 16 } }, ["age", "years"])).toBe(16);
  });

  it("changes one value and leaves the rest", () => {
    const before = { controller: { name: "Acme" }, age: { years: 16 } };
    expect(put(before, ["controller", "email"], "a@example.org")).toEqual({
      controller: { name: "Acme", email: "a@example.org" },
      age: { years: 16 },
    });
    expect(before.controller).toEqual({ name: "Acme" });
  });

  it("takes out what is set no more, and the empty places it leaves", () => {
    expect(put({ retention: { people: { keep: "P1Y" } } }, ["retention", "people", "keep"], undefined)).toEqual({});
    expect(put({ age: { years: 16 }, label: "x" }, ["age", "years"], undefined)).toEqual({ label: "x" });
  });

  it("reads periods of one unit", () => {
    expect(readPeriod("P90D")).toEqual({ count: 90, unit: "D" });
    expect(writePeriod({ count: 2, unit: "Y" })).toBe("P2Y");
    expect(readPeriod("P1Y6M")).toBeUndefined();
    expect(readPeriod("")).toBeUndefined();
  });

  it("says what is wrong with a text that is no tree", () => {
    expect(readTree('{"age":{"years":16}}')).toEqual({ age: { years: 16 } });
    expect(readTree("  ")).toEqual({});
    expect(typeof readTree("{")).toBe("string");
    expect(typeof readTree("[1]")).toBe("string");
  });
});
