import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { Column } from "./columns";
import styles from "./Grid.module.css";
import { nextSort, sortOf } from "./listState";

interface Props {
  column: Column;
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
  onResize: (event: unknown) => void;
}

export function HeaderCell({ column, sort, onSort, onResize }: Props) {
  const sorted = sortOf(sort);
  const direction = sorted && sorted.field === column.sortField ? sorted.direction : undefined;
  const Arrow = direction === "descending" ? IconArrowDown : IconArrowUp;
  return (
    <div role="columnheader" tabIndex={-1} aria-sort={direction ?? "none"} className={styles.headerCell}>
      <button
        type="button"
        className={styles.sort}
        data-numeric={column.numeric || undefined}
        onClick={() => column.sortField && onSort(nextSort(sort, column.sortField))}
      >
        <span className={styles.ellipsis}>{column.label}</span>
        {direction && <Arrow size={13} stroke={2} aria-hidden />}
      </button>
      {/* Only for the mouse: a width is comfort, not content. */}
      <span className={styles.resizer} aria-hidden onMouseDown={onResize} onTouchStart={onResize} />
    </div>
  );
}
