import { useLingui } from "@lingui/react/macro";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { type Entity, type Field, fieldOf } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { InlineField } from "~/components/InlineField";
import { isEmpty } from "~/fields";
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
          <Section fields={fields.flatMap((name) => fieldOf(entity, name) ?? [])} record={record} onSave={onSave} />
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

/** Filled fields with their values, then the empty ones by name alone: a wall of dashes says nothing. */
function Section({ fields, record, onSave }: Pick<Props, "record" | "onSave"> & { fields: Field[] }) {
  const { t } = useLingui();
  const [begun, setBegun] = useState<ReadonlySet<string>>(new Set());
  const shown = fields.filter(({ name }) => !isEmpty(record[name]) || begun.has(name));
  const empty = fields.filter((field) => !shown.includes(field) && !field.read_only && !record.deleted_at);
  return (
    <>
      {shown.length > 0 && (
        <dl className={styles.list}>
          {shown.map((field) => (
            <InlineField
              key={field.name}
              field={field}
              record={record}
              onSave={onSave}
              editAtOnce={begun.has(field.name) && isEmpty(record[field.name])}
              onLeft={() => setBegun((before) => new Set([...before].filter((name) => name !== field.name)))}
            />
          ))}
        </dl>
      )}
      {empty.length > 0 && (
        <div className={styles.empty}>
          {empty.map((field) => (
            <button
              key={field.name}
              type="button"
              className={styles.add}
              aria-label={t`Edit ${field.label}`}
              onClick={() => setBegun(new Set([...begun, field.name]))}
            >
              <IconPlus size={12} stroke={2} aria-hidden />
              {field.label}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
