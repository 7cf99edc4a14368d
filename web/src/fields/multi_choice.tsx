import { MultiSelect } from "@mantine/core";
import { ChoiceBadge } from "./ChoiceBadge";
import { choiceLabel } from "./choice";
import styles from "./fields.module.css";
import { type EditorProps, type FieldKind, inputProps, listPlace, type ViewProps } from "./kind";

function Editor(props: EditorProps<string[]>) {
  return (
    <MultiSelect
      {...inputProps(props)}
      data={(props.field.choices ?? []).map(({ value, label }) => ({ value, label }))}
      value={props.value ?? []}
      searchable
      comboboxProps={listPlace(props)}
      onChange={(value) => props.onChange(value.length ? value : null)}
    />
  );
}

const View = ({ field, value }: ViewProps<string[]>) => (
  <span className={styles.wrap}>
    {value.map((one) => (
      <ChoiceBadge key={one} field={field} value={one} />
    ))}
  </span>
);

export const multi_choice: FieldKind<string[]> = {
  format: (value, field) => value.map((one) => choiceLabel(field, one)).join(", "),
  View,
  Editor,
  shape: "panel",
};
