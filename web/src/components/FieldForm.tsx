import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Group } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Field } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { kindOf } from "~/fields";
import styles from "./FieldForm.module.css";

export interface FieldFormProps {
  field: Field;
  /** What the editor opens with: the stored value, or what was refused a moment ago. */
  value: unknown;
  expanded?: RecordData["expanded"];
  refusal?: string | undefined;
  onSave: (value: unknown) => void;
  onCancel: () => void;
}

/** Edits one value: Enter (Ctrl-Enter in panels) or leaving it saves, Escape gives it back. */
export function FieldForm({ field, value, expanded, refusal, onSave, onCancel }: FieldFormProps) {
  const { t } = useLingui();
  const kind = kindOf(field.type);
  const root = useRef<HTMLDivElement>(null);
  const [draft, setDraft] = useState<{ value: unknown; complaint: string | undefined }>({
    value: value ?? null,
    complaint: refusal,
  });
  const [touched, setTouched] = useState(Boolean(refusal));
  const over = useRef(false);

  const finish = (next = draft) => {
    if (over.current) return;
    if (next.complaint && touched) return;
    if (field.required && (next.value === null || next.value === "")) {
      setDraft({ ...next, complaint: t`${field.label} is needed.` });
      return;
    }
    over.current = true;
    if (JSON.stringify(next.value) === JSON.stringify(value ?? null) && !refusal) onCancel();
    else onSave(next.value);
  };
  const cancel = () => {
    over.current = true;
    onCancel();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      cancel();
    } else if (event.key === "Enter" && (kind.shape === "line" || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      finish();
    } else {
      event.stopPropagation();
    }
  };

  // Focus may go to a dropdown outside this element, or the window may lose it: only a focus
  // that has come to rest elsewhere means that the person has left.
  const onBlur = () =>
    setTimeout(() => {
      const now = document.activeElement;
      if (!root.current || root.current.contains(now) || now?.closest("[role=listbox]")) return;
      finish();
    });

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it listens to keys of the inputs inside
    <div ref={root} tabIndex={-1} className={styles.form} onKeyDown={onKeyDown} onBlur={onBlur}>
      <kind.Editor
        field={field}
        value={draft.value}
        surroundings={expanded ? { expanded } : {}}
        label={field.label}
        bare
        autoFocus
        error={touched || !draft.complaint ? draft.complaint : undefined}
        onChange={(next, complaint) => {
          const changed = { value: next, complaint };
          setDraft(changed);
          setTouched(true);
          if (kind.shape === "instant" && !complaint) finish(changed);
        }}
      />
      {kind.shape === "panel" && (
        <Group gap={6} justify="flex-end" mt={8}>
          <Button variant="subtle" color="gray" onClick={cancel}>
            <Trans>Cancel</Trans>
          </Button>
          <Button onClick={() => finish()}>
            <Trans>Save</Trans>
          </Button>
        </Group>
      )}
    </div>
  );
}
