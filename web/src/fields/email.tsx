import { Anchor } from "@mantine/core";
import styles from "./fields.module.css";
import type { FieldKind, ViewProps } from "./kind";
import { type Labelled, LabelledEditor, primaryOf } from "./labelled";

function View({ value }: ViewProps<Labelled[]>) {
  return (
    <span className={styles.stack}>
      {value.map((email) => (
        <span key={email.value}>
          <Anchor href={`mailto:${encodeURIComponent(email.value)}`} inherit>
            {email.value}
          </Anchor>
          {email.label && <span className={styles.aside}>{email.label}</span>}
        </span>
      ))}
    </span>
  );
}

export const email: FieldKind<Labelled[]> = {
  format: (value) => primaryOf(value)?.value ?? "",
  View,
  Editor: (props) => <LabelledEditor {...props} type="email" />,
  shape: "panel",
};
