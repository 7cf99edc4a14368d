import { Select } from "@mantine/core";
import type { Field } from "~/api/meta";
import { ChoiceBadge } from "./ChoiceBadge";
import { type EditorProps, type FieldKind, inputProps, type ViewProps } from "./kind";

export const choiceLabel = (field: Field, value: string) =>
  field.choices?.find((choice) => choice.value === value)?.label ?? value;

function Editor(props: EditorProps<string>) {
  const choices = props.field.choices ?? [];
  return (
    <Select
      {...inputProps(props)}
      data={choices.map(({ value, label }) => ({ value, label }))}
      value={props.value}
      clearable={!props.field.required}
      searchable={choices.length > 8}
      defaultDropdownOpened={props.bare && Boolean(props.autoFocus)}
      onChange={(value) => props.onChange(value)}
    />
  );
}

const View = ({ field, value }: ViewProps<string>) => <ChoiceBadge field={field} value={value} />;

export const choice: FieldKind<string> = {
  format: (value, field) => choiceLabel(field, value),
  View,
  Editor,
  shape: "instant",
};
