import type { Entity, Field } from "~/api/meta";
import { fieldOf } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { FieldValue } from "~/components/FieldValue";
import { isEmpty } from "~/fields";
import styles from "./RecordPage.module.css";

const most = 5;
/** Types whose value is too long for a line, or says nothing without its label. */
const unsuited = new Set<Field["type"]>(["long_text", "json", "boolean", "file", "links", "address"]);

/** What somebody wants to know at a glance: the first filled columns of the entity's list. */
export function Facts({ entity, record }: { entity: Entity; record: RecordData }) {
  const fields = entity.layout.list
    .filter((name) => !entity.title.includes(name) && !isEmpty(record[name]))
    .flatMap((name) => fieldOf(entity, name) ?? [])
    .filter(({ type }) => !unsuited.has(type))
    .slice(0, most);
  if (fields.length === 0) return null;
  return (
    <div className={styles.facts}>
      {fields.map((field) => (
        <span key={field.name} title={field.label}>
          <FieldValue field={field} record={record} />
        </span>
      ))}
    </div>
  );
}
