import { afterEach, describe, expect, test, vi } from "vitest";
import type { Field, FieldType } from "~/api/meta";
import { fromLocalInput, toLocalInput } from "./date_time";
import { formatDuration, parseDuration } from "./duration";
import { formatBytes } from "./file";
import { kindOf } from "./index";
import { primaryOf, tidy } from "./labelled";
import { parseNumber, relativeTime, typedNumber } from "./locale";

const field = (type: FieldType, more: Partial<Field> = {}): Field => ({
  name: "field",
  id: 1,
  label: "Field",
  type,
  many: false,
  required: false,
  indexed: false,
  read_only: false,
  custom: false,
  category: "none",
  purposes: ["service"],
  ...more,
});
const format = (type: FieldType, value: unknown, more?: Partial<Field>) =>
  kindOf(type).format(value, field(type, more), {});

const inLanguage = (language: string) => vi.spyOn(navigator, "language", "get").mockReturnValue(language);
afterEach(() => vi.restoreAllMocks());

describe("how values are shown", () => {
  test.each<[FieldType, unknown, string, Partial<Field>?]>([
    ["text", "Ada", "Ada"],
    ["long_text", "one\n two", "one two"],
    ["number", 1234.5, "1,234.5"],
    ["number", 1234.567, "1,234.57", { precision: 2 }],
    ["money", { amount: 1234.5, currency: "EUR" }, "€1,234.50"],
    ["money", { amount: 1234, currency: "JPY" }, "¥1,234"],
    ["date", "2026-01-31", "Jan 31, 2026"],
    ["duration", 5400, "1:30"],
    ["email", [{ value: "a@b.c" }, { value: "d@e.f", primary: true }], "d@e.f"],
    ["phone", [{ value: "+12025551234", typed: "202-555-1234" }], "202-555-1234"],
    ["url", "https://www.example.org/", "example.org"],
    [
      "address",
      { street: "1 Main St", city: "Bonn", postal_code: "53111", country: "DE" },
      "1 Main St, 53111 Bonn, Germany",
    ],
    ["choice", "won", "Won", { choices: [{ value: "won", label: "Won" }] }],
    ["choice", "gone", "gone", { choices: [] }],
    ["multi_choice", ["a", "b"], "A, b", { choices: [{ value: "a", label: "A" }] }],
    ["tags", ["x", "y"], "x, y"],
    ["rating", 4, "4/5"],
    ["json", { a: 1 }, '{"a":1}'],
    ["file", { name: "offer.pdf" }, "offer.pdf"],
  ])("%s %j is %s", (type, value, text, more) => {
    inLanguage("en-US");
    expect(format(type, value, more)).toBe(text);
  });

  test("a type that the app does not know is shown as JSON", () => {
    expect(format("galaxy" as FieldType, { arms: 2 })).toBe('{"arms":2}');
  });

  test("a linked record is shown by its name", () => {
    const expanded = { field: { id: "1", entity: "company", display: "Northwind" } };
    expect(kindOf("link").format("1", field("link"), { expanded })).toBe("Northwind");
    expect(kindOf("links").format(["1"], field("links"), { expanded: { field: [expanded.field] } })).toBe("Northwind");
  });
});

describe("numbers as people type them", () => {
  test.each([
    ["en-US", "1,234.5", 1234.5],
    ["de-DE", "1.234,5", 1234.5],
    ["fr-FR", "1 234,5", 1234.5],
    ["de-CH", "1’234.5", 1234.5],
    ["en-US", "-7", -7],
    ["en-US", ".5", 0.5],
    ["en-US", "seven", undefined],
    ["en-US", "1.2.3", undefined],
    ["en-US", "", undefined],
  ])("%s %j", (language, typed, value) => {
    inLanguage(language);
    expect(parseNumber(typed)).toBe(value);
  });

  test.each(["en-US", "de-DE", "fr-FR", "de-CH"])("what %s shows for editing can be read again", (language) => {
    inLanguage(language);
    for (const value of [0, 1, -1, 0.1, 1234567.89, -0.005]) expect(parseNumber(typedNumber(value))).toBe(value);
  });
});

describe("durations", () => {
  test.each([
    ["1:30", 5400],
    ["0:05:30", 330],
    ["1h 30m", 5400],
    ["90m", 5400],
    ["45", 2700],
    ["2 h", 7200],
    ["soon", undefined],
    ["1:75", undefined],
    ["", undefined],
  ])("%j is %s seconds", (typed, seconds) => {
    expect(parseDuration(typed)).toBe(seconds);
  });

  test("what is shown can be read again", () => {
    for (const seconds of [0, 59, 60, 3599, 3600, 86_461]) expect(parseDuration(formatDuration(seconds))).toBe(seconds);
  });
});

describe("times", () => {
  test("a time survives the input of the browser", () => {
    expect(fromLocalInput(toLocalInput("2026-03-29T01:30:00Z"))).toBe("2026-03-29T01:30:00Z");
  });

  test.each([
    [-30, "now"],
    [-300, "5 minutes ago"],
    [-7200, "2 hours ago"],
    [-86_400, "yesterday"],
    [-30 * 86_400, "Oct 23, 2026"],
  ])("%s seconds from now", (seconds, text) => {
    inLanguage("en-US");
    const now = Date.parse("2026-11-22T12:00:00Z");
    expect(relativeTime(new Date(now + seconds * 1000).toISOString(), now)).toBe(text);
  });
});

describe("several values with one primary", () => {
  test("empty rows go, and exactly one stays primary", () => {
    expect(
      tidy([{ value: " " }, { value: " a " }, { value: "b", primary: true }, { value: "c", primary: true }]),
    ).toEqual([
      { value: "a", primary: false },
      { value: "b", primary: true },
      { value: "c", primary: false },
    ]);
    expect(tidy([{ value: "a" }])).toEqual([{ value: "a", primary: true }]);
    expect(tidy([{ value: "" }])).toEqual([]);
  });

  test("the first stands in for a missing primary", () => {
    expect(primaryOf([{ value: "a" }, { value: "b" }])?.value).toBe("a");
    expect(primaryOf([])).toBeUndefined();
  });
});

test("sizes of files", () => {
  inLanguage("en-US");
  expect([0, 999, 1500, 2_500_000].map(formatBytes)).toEqual(["0 byte", "999 byte", "1.5 kB", "2.5 MB"]);
});
