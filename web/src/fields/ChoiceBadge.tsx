import type { Field } from "~/api/meta";
import styles from "./fields.module.css";

/** A choice as text with a dot of its colour; the colour never says anything alone. */
export function ChoiceBadge({ field, value }: { field: Field; value: string }) {
  const known = field.choices?.find((choice) => choice.value === value);
  return (
    <span className={styles.choice}>
      {known?.color && <span className={styles.dot} style={{ background: known.color }} aria-hidden />}
      {known?.label ?? value}
    </span>
  );
}
