import type { Field } from "~/api/meta";
import styles from "./fields.module.css";

// Names of the palette get its shades, which suit both schemes; anything else is a CSS colour.
const palette = new Set([
  "gray",
  "red",
  "pink",
  "grape",
  "violet",
  "indigo",
  "blue",
  "cyan",
  "teal",
  "green",
  "lime",
  "yellow",
  "orange",
]);

const colorOf = (color: string) => (palette.has(color) ? `var(--mantine-color-${color}-6)` : color);

/** A choice as text with a dot of its colour; the colour never says anything alone. */
export function ChoiceBadge({ field, value }: { field: Field; value: string }) {
  const known = field.choices?.find((choice) => choice.value === value);
  return (
    <span className={styles.choice}>
      {known?.color && <span className={styles.dot} style={{ background: colorOf(known.color) }} aria-hidden />}
      {known?.label ?? value}
    </span>
  );
}
