import { describe, expect, test } from "vitest";
import type { Entity, Field, FieldType } from "~/api/meta";
import { columnsOf } from "./columns";
import { comparisonField, conditionsOf, filterOf, isFilter, operatorsFor } from "./filter";
import { nextSort, readListState, sortOf } from "./listState";

const field = (name: string, type: FieldType = "text"): Field => ({
  name,
  id: 1,
  label: name,
  type,
  many: false,
  required: true,
  indexed: false,
  read_only: false,
  custom: false,
  category: "none",
  purposes: [],
  min: 3,
});

describe("the address of a list", () => {
  const filter = { all: [{ field: "last_name", op: "eq" as const, value: "Ada" }] };

  test("says everything about it", () => {
    expect(readListState({ q: "ada", sort: "-last_name", filter, bin: true })).toEqual({
      q: "ada",
      sort: "-last_name",
      filter,
      bin: true,
    });
  });

  test("a search for digits stays text", () => {
    expect(readListState({ q: 2025550 }).q).toBe("2025550");
  });

  test.each([
    { sort: "name;drop" },
    { sort: 7 },
    { filter: "x" },
    { filter: { field: "a", op: "explode" } },
    { filter: { all: [{ any: 1 }] } },
    { bin: "yes" },
    { q: "" },
    { unknown: 1 },
  ])("leaves out what makes no sense: %j", (search) => {
    expect(readListState(search)).toEqual({});
  });
});

describe("sorting", () => {
  test("goes up, down and away", () => {
    expect(nextSort(undefined, "name")).toBe("name");
    expect(nextSort("name", "name")).toBe("-name");
    expect(nextSort("-name", "name")).toBeUndefined();
    expect(nextSort("-name", "city")).toBe("city");
  });

  test("is read from the address", () => {
    expect(sortOf("-name")).toEqual({ field: "name", direction: "descending" });
    expect(sortOf(undefined)).toBeUndefined();
  });
});

describe("filters", () => {
  test("conditions and filter are each other's reverse", () => {
    const conditions = [
      { field: "a", op: "contains" as const, value: "x" },
      { field: "b", op: "empty" as const },
    ];
    expect(conditionsOf(filterOf(conditions))).toEqual(conditions);
    expect(filterOf([])).toBeUndefined();
    expect(conditionsOf(undefined)).toEqual([]);
  });

  test("a comparison without a value carries none", () => {
    expect(filterOf([{ field: "a", op: "empty", value: "left over" }])).toEqual({ all: [{ field: "a", op: "empty" }] });
  });

  test("what the filter bar cannot show is not taken apart", () => {
    const one = { field: "a", op: "eq" as const, value: 1 };
    expect(conditionsOf({ any: [one] })).toBeUndefined();
    expect(conditionsOf({ all: [{ not: one }] })).toBeUndefined();
    expect(isFilter({ any: [one, { not: one }] })).toBe(true);
  });

  test("only known operators are offered, in a fixed order", () => {
    expect(operatorsFor(["empty", "eq", "contains", "in", "new_one"])).toEqual(["contains", "eq", "empty"]);
  });

  test("a value is typed simpler than the field it is compared to", () => {
    expect(comparisonField(field("email", "email"))).toMatchObject({ type: "text", required: false });
    expect(comparisonField(field("amount", "money")).type).toBe("number");
    expect(comparisonField(field("size", "number"))).not.toHaveProperty("min");
    expect(comparisonField(field("due", "date")).type).toBe("date");
  });
});

describe("columns", () => {
  const entity = (title: string[], list: string[]): Entity => ({
    name: "contact",
    plural: "contacts",
    label: { one: "Contact", many: "Contacts" },
    icon: "user",
    title,
    subject: "self",
    timeline: null,
    custom: false,
    duplicates: true,
    fields: [field("first"), field("last"), field("amount", "money")],
    layout: { form: [], list },
  });

  test("a name of two fields is one column, sorted by the last", () => {
    const [name, amount, ...none] = columnsOf(entity(["first", "last"], ["first", "last", "amount", "gone"]));
    expect(name).toMatchObject({ id: "display", label: "Contact", title: true, sortField: "last" });
    expect(name).not.toHaveProperty("field");
    expect(amount).toMatchObject({ id: "amount", numeric: true });
    expect(none).toEqual([]);
  });

  test("a name of one field can be edited", () => {
    expect(columnsOf(entity(["last"], ["last", "first"]))[0]).toMatchObject({ id: "last", field: { name: "last" } });
  });
});
