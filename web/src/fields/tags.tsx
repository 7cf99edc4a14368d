import { TagsInput } from "@mantine/core";
import styles from "./fields.module.css";
import { type EditorProps, type FieldKind, inputProps, type ViewProps } from "./kind";

function Editor(props: EditorProps<string[]>) {
  return (
    <TagsInput
      {...inputProps(props)}
      value={props.value ?? []}
      onChange={(value) => props.onChange(value.length ? value : null)}
    />
  );
}

const View = ({ value }: ViewProps<string[]>) => (
  <span className={styles.wrap}>
    {value.map((tag) => (
      <span key={tag} className={styles.tag}>
        {tag}
      </span>
    ))}
  </span>
);

export const tags: FieldKind<string[]> = { format: (value) => value.join(", "), View, Editor, shape: "panel" };
