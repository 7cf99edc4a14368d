import { Textarea } from "@mantine/core";
import styles from "./fields.module.css";
import { type EditorProps, type FieldKind, inputProps, type ViewProps } from "./kind";

function Editor(props: EditorProps<string>) {
  return (
    <Textarea
      {...inputProps(props)}
      autosize
      minRows={props.bare ? 3 : 2}
      maxRows={14}
      value={props.value ?? ""}
      onChange={(event) => props.onChange(event.currentTarget.value || null)}
    />
  );
}

const View = ({ value }: ViewProps<string>) => <span className={styles.paragraphs}>{value}</span>;

export const long_text: FieldKind<string> = {
  format: (value) => value.replace(/\s+/g, " "),
  View,
  Editor,
  shape: "panel",
};
