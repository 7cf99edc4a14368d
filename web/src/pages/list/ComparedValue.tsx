import type { Field } from "~/api/meta";
import { FieldValue } from "~/components/FieldValue";
import { LinkedRecord } from "~/fields/LinkedRecord";
import { comparisonField } from "./filter";

/** The value of a condition as people read it. */
export function ComparedValue({ field, value }: { field: Field | undefined; value: unknown }) {
  if (!field) return <b>{String(value)}</b>;
  if (Array.isArray(value)) return <b>{value.join(", ")}</b>;
  const compared = comparisonField(field);
  if (compared.type === "link") return <LinkedRecord field={field} id={String(value)} nameOnly />;
  return (
    <b>
      <FieldValue field={compared} record={{ [field.name]: value }} />
    </b>
  );
}
