import type { Field } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { FieldValue } from "~/components/FieldValue";
import { isEmpty } from "~/fields";
import { LinkedRecord } from "~/fields/LinkedRecord";

/** A value to compare, as text: nothing in it can be clicked. */
export function ComparedField({ field, record }: { field: Field; record: Pick<RecordData, string> }) {
  const value = record[field.name];
  if (isEmpty(value)) return "—";
  if (field.type === "link" || field.type === "links") {
    const ids = Array.isArray(value) ? (value as string[]) : [String(value)];
    return ids.map((id) => <LinkedRecord key={id} field={field} id={id} nameOnly />);
  }
  return <FieldValue field={field} record={record} plain={field.type !== "user" && field.type !== "users"} />;
}
