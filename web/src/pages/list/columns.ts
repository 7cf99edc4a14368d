import type { Entity, Field } from "~/api/meta";
import { fieldOf } from "~/api/meta";
import { kindOf } from "~/fields";

export interface Column {
  id: string;
  label: string;
  /** Absent for the column that shows the name of a record made of several fields. */
  field?: Field;
  /** Leads to the record. */
  title: boolean;
  sortField?: string;
  width: number;
  numeric: boolean;
}

const widths: Partial<Record<Field["type"], number>> = {
  boolean: 90,
  rating: 110,
  date: 120,
  date_time: 170,
  number: 110,
  money: 130,
  duration: 100,
  email: 230,
  address: 280,
  long_text: 280,
  url: 200,
};

/**
 * The columns of an entity's list: its name first, as the way to the record, then the fields of the layout.
 * A name of several fields (first and last) is one column, sorted by the last of them.
 */
export function columnsOf(entity: Entity): Column[] {
  const single = entity.title.length === 1 ? fieldOf(entity, entity.title[0] ?? "") : undefined;
  const sortField = entity.title.at(-1);
  const first: Column = {
    id: single?.name ?? "display",
    label: single?.label ?? entity.label.one,
    ...(single ? { field: single } : {}),
    ...(sortField ? { sortField } : {}),
    title: true,
    width: 240,
    numeric: false,
  };
  const rest = entity.layout.list
    .filter((name) => !entity.title.includes(name))
    .map((name) => fieldOf(entity, name))
    .filter((field): field is Field => field !== undefined)
    .map((field) => ({
      id: field.name,
      label: field.label,
      field,
      sortField: field.name,
      title: false,
      width: widths[field.type] ?? 170,
      numeric: kindOf(field.type).numeric ?? false,
    }));
  return [first, ...rest];
}
