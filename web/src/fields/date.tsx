import { TextInput } from "@mantine/core";
import { type EditorProps, type FieldKind, inputProps } from "./kind";
import { dateFormat } from "./locale";

/** The browser's own date input: it knows the reader's notation, keyboard and phone. */
function Editor(props: EditorProps<string>) {
  return (
    <TextInput
      {...inputProps(props)}
      type="date"
      value={props.value ?? ""}
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
    />
  );
}

export const date: FieldKind<string> = {
  format: (value) => dateFormat({ dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(`${value}T00:00:00Z`)),
  Editor,
  shape: "line",
};
