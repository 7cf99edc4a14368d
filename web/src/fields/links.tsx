import styles from "./fields.module.css";
import type { Expanded, FieldKind, Surroundings, ViewProps } from "./kind";
import { LinkedRecord } from "./LinkedRecord";
import { RecordPicker } from "./RecordPicker";

const knownOf = (name: string, { expanded }: Surroundings): Expanded[] => {
  const known = expanded?.[name];
  return Array.isArray(known) ? known : known ? [known] : [];
};

const View = ({ field, value, surroundings }: ViewProps<string[]>) => {
  const known = knownOf(field.name, surroundings);
  return (
    <span className={styles.stack}>
      {value.map((id) => (
        <LinkedRecord key={id} field={field} id={id} known={known.find((record) => record.id === id)} />
      ))}
    </span>
  );
};

export const links: FieldKind<string[]> = {
  format: (_value, field, surroundings) =>
    knownOf(field.name, surroundings)
      .map((record) => record.display)
      .join(", "),
  View,
  Editor: ({ value, onChange, ...rest }) => (
    <RecordPicker {...rest} value={value ?? []} onChange={(ids) => onChange(ids.length ? ids : null)} />
  ),
  shape: "panel",
};
