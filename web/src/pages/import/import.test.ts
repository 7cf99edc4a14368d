import { describe, expect, test } from "vitest";
import type { Import } from "~/api/imports";
import type { Entity, Field, FieldType, Meta } from "~/api/meta";
import { formatOf } from "./ChooseFile";
import {
  crowded,
  formatsFor,
  keysOf,
  labelOfTarget,
  mappingOf,
  previewText,
  redirect,
  targetsOf,
  unmapped,
} from "./mapping";

const field = (name: string, type: FieldType, more: Partial<Field> = {}): Field => ({
  name,
  id: 1,
  label: name.toUpperCase(),
  type,
  many: false,
  required: false,
  indexed: false,
  read_only: false,
  custom: false,
  category: "none",
  purposes: [],
  ...more,
});
const entity: Entity = {
  name: "contact",
  plural: "contacts",
  label: { one: "Contact", many: "Contacts" },
  icon: "user",
  title: ["name"],
  subject: "self",
  timeline: null,
  custom: false,
  duplicates: true,
  fields: [
    field("name", "text"),
    field("email", "email", { many: true }),
    field("company", "link", { to: "company" }),
    field("address", "address"),
    field("score", "number", { read_only: true }),
    field("photo", "file"),
  ],
  layout: { form: [], list: [] },
};
const company: Entity = { ...entity, name: "company", plural: "companies", fields: [field("name", "text")] };
const meta = { entities: [entity, company] } as unknown as Meta;
const column = (name: string, to: string | null): Import["columns"][number] => ({ name, samples: [], field: to });

describe("where a column can go", () => {
  test("to what the server takes, and to what it proposed", () => {
    const targets = ["name", "email", "company.name"];
    expect(targetsOf(meta, entity, { targets, columns: [column("A", "email:work"), column("B", "name")] })).toEqual([
      { value: "name", label: "NAME" },
      { value: "email", label: "EMAIL" },
      { value: "company.name", label: "COMPANY, by name" },
      { value: "email:work", label: "EMAIL (work)" },
    ]);
  });

  test.each([
    ["address", "ADDRESS"],
    ["address.postal_code", "ADDRESS: postal code"],
    ["full_name", "Full name, taken apart"],
    ["gone", "gone"],
  ])("%s is called %s", (target, label) => {
    expect(labelOfTarget(meta, entity, target)).toBe(label);
  });
});

describe("the mapping", () => {
  const columns = [column("A", "name"), column("B", "name"), column("C", null), column("C", "email")];

  test("is changed by position, because headers may repeat", () => {
    expect(redirect(mappingOf(columns), 2, "email")).toEqual([
      { name: "A", field: "name" },
      { name: "B", field: "name" },
      { name: "C", field: "email" },
      { name: "C", field: "email" },
    ]);
  });

  test("warns when columns crowd a field of one value", () => {
    expect(crowded(entity, mappingOf(columns))).toEqual(["NAME"]);
    expect(crowded(entity, redirect(mappingOf(columns), 2, "email"))).toEqual(["NAME"]);
    expect(crowded(entity, redirect(mappingOf(columns), 1, null))).toEqual([]);
  });

  test("names what goes to no field", () => {
    expect(unmapped(columns)).toEqual(["C"]);
  });
});

test.each([
  ["month/day/year", ["day/month/year", "month/day/year"]],
  ["1,234.56", ["1.234,56", "1,234.56"]],
  [null, []],
] as const)("a column written as %s can be read in other ways", (format, ways) => {
  expect(formatsFor({ ...column("A", "name"), format })).toEqual(ways);
});

test("records are found by what the file says and can be compared, an address before a name", () => {
  const columns = [column("A", "name"), column("B", "address.city"), column("C", "email:work"), column("D", null)];
  expect(keysOf(entity, { columns })).toEqual(["email", "name"]);
  expect(keysOf(entity, { columns: [column("B", "company.name")] })).toEqual([]);
});

describe("the preview", () => {
  test.each([
    ["name", "Ada", "Ada"],
    ["email", [{ value: "a@b.c", primary: true }], "a@b.c"],
    ["company", "United States Senate", "United States Senate"],
    ["company", { display: "United States Senate" }, "United States Senate"],
    ["email", "not yet a list", "not yet a list"],
    ["gone", ["a", "b"], "a, b"],
    ["name", null, ""],
  ])("%s %j is %j", (name, value, text) => {
    expect(previewText(entity, name, value)).toBe(text);
  });
});

test("the format follows from the name of the file", () => {
  expect(["a.csv", "b.VCF", "c.ics", "d", "e.tsv"].map(formatOf)).toEqual(["csv", "vcard", "icalendar", "csv", "csv"]);
});
