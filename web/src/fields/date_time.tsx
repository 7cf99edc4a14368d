import { TextInput } from "@mantine/core";
import { type EditorProps, type FieldKind, inputProps } from "./kind";
import { dateFormat } from "./locale";

/** UTC to what a datetime-local input holds, in the reader's time zone. */
export function toLocalInput(iso: string): string {
  const time = new Date(iso);
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** The reverse. */
export const fromLocalInput = (local: string) => new Date(local).toISOString().replace(".000Z", "Z");

function Editor(props: EditorProps<string>) {
  return (
    <TextInput
      {...inputProps(props)}
      type="datetime-local"
      value={props.value ? toLocalInput(props.value) : ""}
      onChange={(event) => props.onChange(event.currentTarget.value ? fromLocalInput(event.currentTarget.value) : null)}
    />
  );
}

export const date_time: FieldKind<string> = {
  format: (value) => dateFormat({ dateStyle: "medium", timeStyle: "short" }).format(Date.parse(value)),
  Editor,
  shape: "line",
};
