import { Trans } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import styles from "./fields.module.css";
import type { EditorProps, FieldKind, ViewProps } from "./kind";
import { type Labelled, LabelledEditor, primaryOf } from "./labelled";

export interface Phone extends Labelled {
  typed?: string;
  valid?: boolean;
}

/** What the person typed, which they recognise; the normalised number is for dialling. */
const shown = (phone: Phone) => phone.typed || phone.value;

function View({ value }: ViewProps<Phone[]>) {
  return (
    <span className={styles.stack}>
      {value.map((phone) => (
        <span key={phone.value}>
          {phone.valid === false ? (
            shown(phone)
          ) : (
            <Anchor href={`tel:${phone.value}`} inherit>
              {shown(phone)}
            </Anchor>
          )}
          {phone.label && <span className={styles.aside}>{phone.label}</span>}
          {phone.valid === false && (
            <span className={styles.aside}>
              <Trans>not a known number</Trans>
            </span>
          )}
        </span>
      ))}
    </span>
  );
}

/** Edits what was typed; the server normalises it again. */
function Editor({ value, onChange, ...rest }: EditorProps<Phone[]>) {
  const typed = value?.map((phone) => ({
    value: shown(phone),
    label: phone.label ?? "",
    primary: phone.primary ?? false,
  }));
  return <LabelledEditor {...rest} value={typed ?? null} onChange={onChange} type="tel" />;
}

export const phone: FieldKind<Phone[]> = {
  format: (value) => {
    const first = primaryOf(value);
    return first ? shown(first) : "";
  },
  View,
  Editor,
  shape: "panel",
};
