import type { Field, FieldType } from "~/api/meta";
import type { Filter } from "~/api/records";

type Comparison = Extract<Filter, { field: string }>;
export type Operator = Comparison["op"];
export interface Condition {
  field: string;
  op: Operator;
  value?: unknown;
}

const operators: readonly Operator[] = [
  "eq",
  "ne",
  "lt",
  "lte",
  "gt",
  "gte",
  "in",
  "not_in",
  "contains",
  "starts_with",
  "empty",
  "not_empty",
];

/** Operators that the filter bar offers, in its order; lists of values are for the API. */
const offered: readonly Operator[] = [
  "contains",
  "eq",
  "ne",
  "starts_with",
  "gte",
  "lte",
  "gt",
  "lt",
  "not_empty",
  "empty",
];

export const needsValue = (op: Operator) => op !== "empty" && op !== "not_empty";

export function isFilter(value: unknown): value is Filter {
  if (!value || typeof value !== "object") return false;
  if ("all" in value) return Array.isArray(value.all) && value.all.every(isFilter);
  if ("any" in value) return Array.isArray(value.any) && value.any.every(isFilter);
  if ("not" in value) return isFilter(value.not);
  return (
    "field" in value && typeof value.field === "string" && "op" in value && operators.includes(value.op as Operator)
  );
}

/** The filter as conditions that all hold; undefined when it is more than the filter bar can show. */
export function conditionsOf(filter: Filter | undefined): Condition[] | undefined {
  if (!filter) return [];
  if ("field" in filter) return [filter];
  if (!("all" in filter)) return undefined;
  const flat = filter.all.filter((part): part is Comparison => "field" in part);
  return flat.length === filter.all.length ? flat : undefined;
}

export function filterOf(conditions: readonly Condition[]): Filter | undefined {
  if (conditions.length === 0) return undefined;
  return { all: conditions.map(({ field, op, value }) => (needsValue(op) ? { field, op, value } : { field, op })) };
}

export const operatorsFor = (known: readonly string[]): Operator[] => offered.filter((op) => known.includes(op));

/** With what a value to compare with is typed: a simpler field than the one it is compared to. */
export function comparisonField(field: Field): Field {
  const simpler: Partial<Record<FieldType, FieldType>> = {
    long_text: "text",
    email: "text",
    phone: "text",
    url: "text",
    address: "text",
    tags: "text",
    json: "text",
    file: "text",
    multi_choice: "choice",
    links: "link",
    users: "user",
    money: "number",
  };
  const { min: _min, max: _max, ...rest } = field;
  return { ...rest, type: simpler[field.type] ?? field.type, required: false, many: false };
}
