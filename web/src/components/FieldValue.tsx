import type { Field } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { isEmpty, kindOf } from "~/fields";

interface Props {
  field: Field;
  record: { [name: string]: unknown; expanded?: RecordData["expanded"] };
  /** Plain text, on one line. */
  plain?: boolean;
}

/** The value of a field as people read it; nothing when empty. */
export function FieldValue({ field, record, plain = false }: Props) {
  const value = record[field.name];
  if (isEmpty(value)) return null;
  const kind = kindOf(field.type);
  const surroundings = record.expanded ? { expanded: record.expanded } : {};
  if (kind.View && !plain) return <kind.View field={field} value={value} surroundings={surroundings} />;
  return kind.format(value, field, surroundings);
}
