import { useLingui } from "@lingui/react/macro";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { type ColumnDef, getCoreRowModel, useReactTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Entity } from "~/api/meta";
import { isProblem } from "~/api/problem";
import type { RecordData } from "~/api/records";
import { usePhone } from "~/components/usePhone";
import { useWrites } from "~/components/useWrites";
import { rowHeight } from "~/design/tokens";
import { isEmpty } from "~/fields";
import { Card } from "./Card";
import type { Column } from "./columns";
import { columnWidths, rememberWidths } from "./columnWidths";
import styles from "./Grid.module.css";
import { HeaderCell } from "./HeaderCell";
import { type EditedCell, Row } from "./Row";

interface Props {
  entity: Entity;
  columns: Column[];
  records: RecordData[];
  /** All there are, when the server said. */
  count: number | undefined;
  sort: string | undefined;
  bin: boolean;
  onSort: (sort: string | undefined) => void;
  hasMore: boolean;
  onMore: () => void;
}

const ahead = 30;
/** A column in which nothing stands yet; as wide as its heading needs. */
const narrow = 110;

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);

/** The columns in which something stands, in any record that was read. */
function useFilled(columns: Column[], records: RecordData[]): Set<string> {
  const names = columns
    .filter(({ field, title }) => title || (field && records.some((record) => !isEmpty(record[field.name]))))
    .map(({ id }) => id)
    .join();
  return useMemo(() => new Set(names.split(",")), [names]);
}

/** The list as a grid: only visible rows exist; arrow keys move, Enter opens, F2 or typing edits. */
export function Grid({ entity, columns, records, count, sort, bin, onSort, hasMore, onMore }: Props) {
  const { t } = useLingui();
  const phone = usePhone();
  const { save, restore, purge } = useWrites(entity);
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: measured, width } = useElementSize();
  const container = useMergedRef(scroller, measured);
  const [active, setActive] = useState({ row: 0, column: 0 });
  const [edited, setEdited] = useState<EditedCell>();
  const focusWanted = useRef(false);

  const filled = useFilled(columns, records);
  const definitions = useMemo<ColumnDef<RecordData>[]>(
    () =>
      columns.map((column) => ({
        id: column.id,
        size: filled.has(column.id) ? column.width : Math.min(column.width, narrow),
        minSize: 70,
        maxSize: 700,
      })),
    [columns, filled],
  );
  const table = useReactTable({
    data: records,
    columns: definitions,
    getRowId: (record) => record.id,
    getCoreRowModel: getCoreRowModel(),
    columnResizeMode: "onChange",
    initialState: { columnSizing: columnWidths(entity.plural) },
  });
  const sizing = table.getState().columnSizing;
  useEffect(() => rememberWidths(entity.plural, sizing), [entity.plural, sizing]);
  const sizes = table.getAllLeafColumns().map((column) => column.getSize());
  // What is left of the width goes to the columns that somebody may want to read more of.
  const grows = columns.map(({ id, numeric }) => !numeric && filled.has(id) && sizing[id] === undefined);
  const actions = bin ? 190 : 0;
  const spare = Math.max(0, width - actions - sum(sizes));
  const growing = sum(sizes.filter((_, at) => grows[at]));
  const widths = sizes.map((size, at) => (grows[at] ? size + Math.floor((spare * size) / growing) : size));
  const template = `${widths.map((wide) => `${wide}px`).join(" ")} ${bin ? `${actions}px` : ""} minmax(0, 1fr)`;

  const rows = useVirtualizer({
    count: records.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => (phone ? rowHeight.touch : rowHeight.dense),
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height of rows needs new measures
  useEffect(() => rows.measure(), [phone]);
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= records.length - ahead) onMore();
  }, [hasMore, last, records.length, onMore]);

  useEffect(() => {
    if (!focusWanted.current || edited) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-cell="${active.row}:${active.column}"]`);
    if (!cell) return;
    focusWanted.current = false;
    cell.focus({ preventScroll: true });
  });

  const move = (row: number, column: number) => {
    const next = {
      row: Math.max(0, Math.min(records.length - 1, row)),
      column: Math.max(0, Math.min(columns.length - 1, column)),
    };
    focusWanted.current = true;
    setActive(next);
    rows.scrollToIndex(next.row);
    scroller.current
      ?.querySelector(`[data-cell="${next.row}:${next.column}"]`)
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight.dense) - 2);
  const onKeyDown = (event: KeyboardEvent) => {
    if (edited || event.altKey || !(event.target as Element).closest("[data-cell]")) return;
    const steps: Record<string, [number, number]> = {
      ArrowDown: [active.row + 1, active.column],
      ArrowUp: [active.row - 1, active.column],
      ArrowRight: [active.row, active.column + 1],
      ArrowLeft: [active.row, active.column - 1],
      PageDown: [active.row + page, active.column],
      PageUp: [active.row - page, active.column],
      Home: [event.ctrlKey ? 0 : active.row, 0],
      End: [event.ctrlKey ? records.length - 1 : active.row, columns.length - 1],
    };
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      move(...step);
    } else if (event.key === "F2" || (event.key === "Enter" && !columns[active.column]?.title)) {
      event.preventDefault();
      edit(active.row, active.column);
    } else if (event.key === "Enter") {
      event.preventDefault();
      (event.target as Element).querySelector("a")?.click();
    }
  };

  const edit = (row: number, column: number) => {
    const record = records[row];
    const field = columns[column]?.field;
    setActive({ row, column });
    if (record && field && !field.read_only && !bin) setEdited({ id: record.id, field, value: record[field.name] });
  };
  const closeEdit = () => {
    focusWanted.current = true;
    setEdited(undefined);
  };
  const saveEdit = (record: RecordData, { field }: EditedCell, value: unknown) => {
    closeEdit();
    save(record, { [field.name]: value }).catch((error: unknown) =>
      setEdited({
        id: record.id,
        field,
        value,
        refusal: (isProblem(error) && error.byField[field.name]) || (error instanceof Error ? error.message : ""),
      }),
    );
  };

  const height = rows.getTotalSize();
  if (phone) {
    return (
      <div ref={container} className={styles.scroller}>
        <ul className={styles.body} style={{ height }} aria-label={entity.label.many}>
          {visible.map(({ index, start, size }) => {
            const record = records[index];
            return (
              <li
                key={record?.id ?? "more"}
                className={styles.row}
                style={{ height: size, transform: `translateY(${start}px)` }}
              >
                {record && (
                  <Card entity={entity} columns={columns} record={record} {...(bin ? { onRestore: restore } : {})} />
                )}
              </li>
            );
          })}
        </ul>
      </div>
    );
  }
  return (
    <div
      ref={container}
      className={styles.scroller}
      role="grid"
      aria-label={entity.label.many}
      aria-rowcount={count !== undefined ? count + 1 : -1}
      aria-colcount={columns.length + (bin ? 1 : 0)}
      onKeyDown={onKeyDown}
    >
      <div className={styles.header} role="rowgroup">
        <div
          className={styles.cells}
          role="row"
          tabIndex={-1}
          aria-rowindex={1}
          style={{ gridTemplateColumns: template }}
        >
          {table.getFlatHeaders().map((header, index) => {
            const column = columns[index];
            if (!column) return null;
            return (
              <HeaderCell
                key={header.id}
                column={column}
                sort={sort}
                onSort={onSort}
                onResize={header.getResizeHandler()}
              />
            );
          })}
          {bin && (
            <span role="columnheader" tabIndex={-1} className={styles.actionsHead}>
              {t`Actions`}
            </span>
          )}
        </div>
      </div>
      <div className={styles.body} role="rowgroup" style={{ height }}>
        {visible.map(({ index, start, size }) => {
          const record = records[index];
          const style = { height: size, transform: `translateY(${start}px)`, gridTemplateColumns: template };
          if (!record) return null;
          return (
            <Row
              key={record.id}
              entity={entity}
              columns={columns}
              record={record}
              index={index}
              style={style}
              activeColumn={active.row === index ? active.column : -1}
              edited={edited?.id === record.id ? edited : undefined}
              onFocusCell={(column) => setActive({ row: index, column })}
              onEdit={(column) => edit(index, column)}
              onSave={saveEdit}
              onCancel={closeEdit}
              {...(bin ? { onRestore: restore, onPurge: purge } : {})}
            />
          );
        })}
      </div>
    </div>
  );
}
