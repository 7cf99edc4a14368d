import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type CSSProperties, memo } from "react";
import { type Entity, type Field, useSlug } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { FieldValue } from "~/components/FieldValue";
import { CellEditor } from "./CellEditor";
import type { Column } from "./columns";
import { confirmPurge } from "./confirmPurge";
import styles from "./Grid.module.css";

export interface EditedCell {
  id: string;
  field: Field;
  value: unknown;
  refusal?: string;
}

interface Props {
  entity: Entity;
  columns: Column[];
  record: RecordData;
  index: number;
  style: CSSProperties;
  /** -1 when the active cell is in another row. */
  activeColumn: number;
  edited: EditedCell | undefined;
  onFocusCell: (column: number) => void;
  onEdit: (column: number) => void;
  onSave: (record: RecordData, edited: EditedCell, value: unknown) => void;
  onCancel: () => void;
  onRestore?: (record: RecordData) => void;
  onPurge?: (record: RecordData) => void;
}

function PlainRow(props: Props) {
  const { entity, columns, record, index, style, activeColumn, edited, onFocusCell, onEdit, onRestore, onPurge } =
    props;
  const slug = useSlug();
  return (
    <div role="row" tabIndex={-1} aria-rowindex={index + 2} className={`${styles.row} ${styles.cells}`} style={style}>
      {columns.map((column, at) => {
        const editing = edited && column.field?.name === edited.field.name;
        return (
          <div
            key={column.id}
            role="gridcell"
            data-cell={`${index}:${at}`}
            data-numeric={column.numeric || undefined}
            className={styles.cell}
            tabIndex={activeColumn === at || (index === 0 && at === 0 && activeColumn === -1) ? 0 : -1}
            onFocus={() => activeColumn !== at && onFocusCell(at)}
            onDoubleClick={() => onEdit(at)}
          >
            {column.title ? (
              <Link
                to="/w/$slug/$plural/$id"
                params={{ slug, plural: entity.plural, id: record.id }}
                preload="intent"
                tabIndex={-1}
                className={styles.title}
              >
                {record.display}
              </Link>
            ) : (
              column.field && (
                <span className={styles.ellipsis}>
                  <CellValue field={column.field} record={record} />
                </span>
              )
            )}
            {editing && (
              <CellEditor
                edited={edited}
                record={record}
                onSave={(value) => props.onSave(record, edited, value)}
                onCancel={props.onCancel}
              />
            )}
          </div>
        );
      })}
      {onRestore && onPurge && (
        <div role="gridcell" tabIndex={-1} className={styles.actions}>
          <Button size="compact-xs" variant="default" onClick={() => onRestore(record)}>
            <Trans>Restore</Trans>
          </Button>
          <Button size="compact-xs" variant="subtle" color="red" onClick={() => confirmPurge(record, onPurge)}>
            <Trans>Delete for good</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}

// These show more than text, and stay on one line.
const rich = new Set<Field["type"]>(["choice", "multi_choice", "tags", "rating", "user", "users"]);

const CellValue = ({ field, record }: { field: Field; record: RecordData }) => (
  <FieldValue field={field} record={record} plain={!rich.has(field.type)} />
);

export const Row = memo(PlainRow, (before, after) =>
  (Object.keys(after) as (keyof Props)[]).every(
    (key) => key.startsWith("on") || before[key] === after[key] || (key === "style" && sameStyle(before, after)),
  ),
);

const sameStyle = (before: Props, after: Props) =>
  before.style.transform === after.style.transform &&
  before.style.gridTemplateColumns === after.style.gridTemplateColumns;
