import { TextInput } from "@mantine/core";
import { type EditorProps, type FieldKind, inputProps } from "./kind";

function Editor(props: EditorProps<string>) {
  return (
    <TextInput
      {...inputProps(props)}
      value={props.value ?? ""}
      maxLength={props.field.max}
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
    />
  );
}

export const text: FieldKind<string> = { format: (value) => value, Editor, shape: "line" };
