import { useLingui } from "@lingui/react/macro";
import { IconPencil } from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { Field } from "~/api/meta";
import { isProblem } from "~/api/problem";
import type { RecordData } from "~/api/records";
import { isEmpty, kindOf } from "~/fields";
import { FieldForm } from "./FieldForm";
import { FieldValue } from "./FieldValue";
import styles from "./InlineField.module.css";

interface Props {
  field: Field;
  record: RecordData;
  onSave: (patch: Record<string, unknown>) => Promise<unknown>;
  /** Opens with the editor, for a field that was empty until now. */
  editAtOnce?: boolean;
  /** The editor was left without a value. */
  onLeft?: () => void;
}

type Editing = { value: unknown; refusal?: string };

/** A labelled value that becomes its own editor. What the server refuses comes back with the reason. */
export function InlineField({ field, record, onSave, editAtOnce = false, onLeft }: Props) {
  const { t } = useLingui();
  const [editing, setEditing] = useState<Editing | undefined>(editAtOnce ? { value: record[field.name] } : undefined);
  const trigger = useRef<HTMLButtonElement>(null);
  const value = record[field.name];
  const editable = !field.read_only && !record.deleted_at;

  const close = () => {
    setEditing(undefined);
    setTimeout(() => {
      if (document.activeElement === document.body) trigger.current?.focus();
    });
  };
  const leave = () => {
    close();
    if (isEmpty(value)) onLeft?.();
  };
  const save = (next: unknown) => {
    close();
    onSave({ [field.name]: next }).catch((error: unknown) =>
      setEditing({
        value: next,
        refusal: (isProblem(error) && error.byField[field.name]) || (error instanceof Error ? error.message : ""),
      }),
    );
  };

  return (
    <div className={styles.field} data-wide={editing && kindOf(field.type).shape === "panel" ? true : undefined}>
      <dt className={styles.label}>{field.label}</dt>
      <dd className={styles.value}>
        {editing ? (
          <FieldForm
            field={field}
            {...editing}
            {...(record.expanded ? { expanded: record.expanded } : {})}
            onSave={save}
            onCancel={leave}
          />
        ) : (
          // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same for the keyboard
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            className={editable ? styles.editable : styles.fixed}
            onClick={(event) => {
              const onLink = (event.target as Element).closest("a, button");
              if (editable && !onLink && !window.getSelection()?.toString()) setEditing({ value });
            }}
          >
            <div className={styles.shown}>
              {isEmpty(value) ? <span className={styles.empty}>—</span> : <FieldValue field={field} record={record} />}
            </div>
            {editable && (
              <button
                ref={trigger}
                type="button"
                className={styles.pencil}
                aria-label={t`Edit ${field.label}`}
                onClick={() => setEditing({ value })}
              >
                <IconPencil size={14} stroke={1.6} aria-hidden />
              </button>
            )}
          </div>
        )}
      </dd>
    </div>
  );
}
