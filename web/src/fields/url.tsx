import { Anchor, TextInput } from "@mantine/core";
import { type EditorProps, type FieldKind, inputProps, type ViewProps } from "./kind";

const shorten = (value: string) => value.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "");

function View({ value }: ViewProps<string>) {
  // Anything but http(s) stays text: a javascript: address must never become a link.
  if (!/^https?:\/\//i.test(value)) return value;
  return (
    <Anchor href={value} target="_blank" rel="noopener noreferrer" inherit>
      {shorten(value)}
    </Anchor>
  );
}

function Editor(props: EditorProps<string>) {
  return (
    <TextInput
      {...inputProps(props)}
      type="url"
      inputMode="url"
      placeholder="https://"
      value={props.value ?? ""}
      onChange={(event) => props.onChange(event.currentTarget.value.trim() || null)}
    />
  );
}

export const url: FieldKind<string> = { format: shorten, View, Editor, shape: "line" };
