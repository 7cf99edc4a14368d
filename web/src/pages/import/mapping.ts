import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ColumnFormat, Import, Mapping } from "~/api/imports";
import { type Entity, entityByName, fieldOf, type Meta } from "~/api/meta";
import { isEmpty, kindOf } from "~/fields";

export interface Target {
  value: string;
  label: string;
}

/** Where a column can go: what the server takes, and whatever else it proposed ("phone:mobile"). */
export function targetsOf(
  meta: Meta,
  entity: Entity,
  { targets, columns }: Pick<Import, "targets" | "columns">,
): Target[] {
  const proposed = columns.flatMap(({ field }) => (field ? [field] : []));
  return [...new Set([...targets, ...proposed])].map((value) => ({ value, label: labelOfTarget(meta, entity, value) }));
}

/** "address.city" is the city of the address, "company.name" a company found by its name. */
export function labelOfTarget(meta: Meta, entity: Entity, target: string): string {
  if (target === "full_name" && !fieldOf(entity, target)) return i18n._(msg`Full name, taken apart`);
  const [, name = "", mark, part = ""] = /^([^.:]*)([.:]?)(.*)$/.exec(target) ?? [];
  const field = fieldOf(entity, name);
  const label = field?.label ?? name;
  if (mark === ":") return `${label} (${part})`;
  if (mark !== ".") return label;
  const linked = field?.to ? entityByName(meta, field.to) : undefined;
  if (!linked) return `${label}: ${addressPart(part)}`;
  const by = (fieldOf(linked, part)?.label ?? part).toLowerCase();
  return i18n._(msg`${label}, by ${by}`);
}

const addressParts: Record<string, MessageDescriptor> = {
  street: msg`street`,
  street2: msg`building, floor`,
  city: msg`city`,
  region: msg`state or region`,
  postal_code: msg`postal code`,
  country: msg`country`,
};

function addressPart(part: string): string {
  const known = addressParts[part];
  return known ? i18n._(known) : part;
}

export const mappingOf = (columns: Import["columns"]): Mapping => columns.map(({ name, field }) => ({ name, field }));

const formats: ColumnFormat[][] = [
  ["day/month/year", "month/day/year"],
  ["1.234,56", "1,234.56"],
];

/** The ways to read a column of dates or numbers, with the one that was found; none for other columns. */
export const formatsFor = ({ format }: Import["columns"][number]): ColumnFormat[] =>
  formats.find((ways) => ways.some((way) => way === format)) ?? [];

/** The mapping with one column sent elsewhere. */
export const redirect = (mapping: Mapping, column: number, field: string | null): Mapping =>
  mapping.map((one, at) => (at === column ? { ...one, field } : one));

const keyTypes = ["email", "phone", "text", "url"];

/** The fields that the file fills and by which records can be found; the likeliest first. */
export function keysOf(entity: Entity, { columns }: Pick<Import, "columns">): string[] {
  const names = new Set(columns.flatMap(({ field }) => (field ? [field.replace(/:.*/, "")] : [])));
  const rank = (name: string) => keyTypes.indexOf(fieldOf(entity, name)?.type ?? "");
  const isOwn = (name: string) => (name === "reference" || name === "uid" ? -1 : rank(name));
  return [...names].filter((name) => rank(name) >= 0).sort((one, other) => isOwn(one) - isOwn(other));
}

export const keyOf = (entity: Entity, data: Pick<Import, "columns">): string | null => keysOf(entity, data)[0] ?? null;

/** Targets that more than one column goes to: of a field with one value, only one of them would stay. */
export function crowded(entity: Entity, mapping: Mapping): string[] {
  const used = mapping.map(({ field }) => field);
  const twice = used.filter((target, at) => target && used.indexOf(target) !== at);
  return [...new Set(twice)].flatMap((target) => {
    const field = fieldOf(entity, target ?? "");
    return field && !field.many && field.type !== "long_text" ? [field.label] : [];
  });
}

export const unmapped = (columns: Import["columns"]): string[] =>
  columns.filter(({ field }) => !field).map(({ name }) => name);

/** A value of the preview as text; links still hold the name they will be found or created by. */
export function previewText(entity: Entity, name: string, value: unknown): string {
  if (isEmpty(value)) return "";
  const field = fieldOf(entity, name);
  if (!field || field.type === "link" || field.type === "links" || field.type === "user" || field.type === "users")
    return plain(value);
  try {
    return kindOf(field.type).format(value, field, {}) || plain(value);
  } catch {
    return plain(value);
  }
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  if (value && typeof value === "object") {
    const named = value as { display?: unknown; name?: unknown };
    return String(named.display ?? named.name ?? JSON.stringify(value));
  }
  return String(value);
}
