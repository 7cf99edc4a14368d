import type { Import, Mapping } from "~/api/imports";
import { type Entity, fieldOf } from "~/api/meta";
import { isEmpty, kindOf } from "~/fields";

export interface Target {
  value: string;
  label: string;
}

/** Where a column can go: the fields that can be written, and whatever else the server proposed. */
export function targetsOf(entity: Entity, columns: Import["columns"]): Target[] {
  const writable = entity.fields
    .filter((field) => !field.read_only && field.type !== "file")
    .map(({ name, label }) => ({ value: name, label }));
  const known = new Set(writable.map(({ value }) => value));
  const proposed = columns.flatMap(({ field }) => (field && !known.has(field) ? [field] : []));
  return [...writable, ...[...new Set(proposed)].map((value) => ({ value, label: labelOfTarget(entity, value) }))];
}

/** "address.city" is the city of the address. */
export function labelOfTarget(entity: Entity, target: string): string {
  const [name = "", part] = target.split(".");
  const label = fieldOf(entity, name)?.label ?? name;
  return part ? `${label}: ${part.replaceAll("_", " ")}` : label;
}

export const mappingOf = (columns: Import["columns"]): Mapping => columns.map(({ name, field }) => ({ name, field }));

/** The mapping with one column sent elsewhere. */
export const redirect = (mapping: Mapping, column: number, field: string | null): Mapping =>
  mapping.map((one, at) => (at === column ? { ...one, field } : one));

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
  if (!field || field.type === "link" || field.type === "links" || field.type === "user") return plain(value);
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
