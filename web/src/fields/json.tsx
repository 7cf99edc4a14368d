import { t } from "@lingui/core/macro";
import { Textarea } from "@mantine/core";
import { useState } from "react";
import styles from "./fields.module.css";
import { type EditorProps, type FieldKind, inputProps, type ViewProps } from "./kind";

function Editor(props: EditorProps<unknown>) {
  const [typed, setTyped] = useState(props.value === null ? "" : JSON.stringify(props.value, null, 2));
  const change = (next: string) => {
    setTyped(next);
    if (!next.trim()) return props.onChange(null);
    try {
      props.onChange(JSON.parse(next));
    } catch {
      props.onChange(props.value, t`This is not JSON yet.`);
    }
  };
  return (
    <Textarea
      {...inputProps(props)}
      autosize
      minRows={3}
      maxRows={16}
      className={styles.code}
      spellCheck={false}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

const View = ({ value }: ViewProps<unknown>) => <code className={styles.code}>{JSON.stringify(value, null, 1)}</code>;

export const json: FieldKind<unknown> = { format: (value) => JSON.stringify(value), View, Editor, shape: "panel" };
