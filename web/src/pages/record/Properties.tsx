import { useLingui } from "@lingui/react/macro";
import { type Entity, type Field, fieldOf } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { InlineField } from "~/components/InlineField";
import { dateFormat } from "~/fields/locale";
import styles from "./Properties.module.css";

interface Props {
  entity: Entity;
  record: RecordData;
  onSave: (patch: Record<string, unknown>) => Promise<unknown>;
}

/** All fields in the order of the layout; fields that no layout names come last, so that none is hidden. */
export function Properties({ entity, record, onSave }: Props) {
  const { t } = useLingui();
  const placed = new Set(entity.layout.form.flatMap(({ fields }) => fields));
  const rest = entity.fields.filter((field) => !placed.has(field.name)).map((field) => field.name);
  const sections = [...entity.layout.form, ...(rest.length ? [{ section: t`More`, fields: rest }] : [])];
  const when = (iso: string) => dateFormat({ dateStyle: "medium", timeStyle: "short" }).format(Date.parse(iso));
  return (
    <div className={styles.properties}>
      {sections.map(({ section, fields }) => (
        <section key={section} aria-label={section}>
          {sections.length > 1 && <h2 className={styles.heading}>{section}</h2>}
          <dl className={styles.list}>
            {fields
              .map((name) => fieldOf(entity, name))
              .filter((field): field is Field => field !== undefined)
              .map((field) => (
                <InlineField key={field.name} field={field} record={record} onSave={onSave} />
              ))}
          </dl>
        </section>
      ))}
      <p className={styles.stamp}>
        {t`Created ${when(record.created_at)}`}
        <br />
        {t`Changed ${when(record.updated_at)}`}
      </p>
    </div>
  );
}
