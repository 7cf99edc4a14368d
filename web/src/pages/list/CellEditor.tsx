import { useLingui } from "@lingui/react/macro";
import { Popover } from "@mantine/core";
import type { RecordData } from "~/api/records";
import { FieldForm } from "~/components/FieldForm";
import styles from "./Grid.module.css";
import type { EditedCell } from "./Row";

interface Props {
  edited: EditedCell;
  record: RecordData;
  onSave: (value: unknown) => void;
  onCancel: () => void;
}

/** The editor of a cell, laid over it, with room for what does not fit into a row. */
export function CellEditor({ edited: { field, value, refusal }, record, onSave, onCancel }: Props) {
  const { t } = useLingui();
  return (
    <Popover
      opened
      position="bottom-start"
      offset={-38}
      withRoles={false}
      withinPortal
      closeOnClickOutside={false}
      middlewares={{ flip: true, shift: true }}
    >
      <Popover.Target>
        <span className={styles.anchor} />
      </Popover.Target>
      <Popover.Dropdown className={styles.editor} role="dialog" aria-label={t`${field.label} of ${record.display}`}>
        <FieldForm
          field={field}
          value={value}
          refusal={refusal}
          {...(record.expanded ? { expanded: record.expanded } : {})}
          onSave={onSave}
          onCancel={onCancel}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
