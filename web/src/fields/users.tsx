import { Trans } from "@lingui/react/macro";
import { MultiSelect } from "@mantine/core";
import styles from "./fields.module.css";
import { type EditorProps, type FieldKind, inputProps, listPlace, type ViewProps } from "./kind";
import { memberName, useMembers } from "./members";

function View({ value }: ViewProps<string[]>) {
  const members = useMembers();
  const names = value.flatMap((id) => members.find((member) => member.id === id) ?? []).map(memberName);
  const former = value.length - names.length;
  return (
    <span className={styles.stack}>
      {names.map((name) => (
        <span key={name}>{name}</span>
      ))}
      {members.length > 0 && former > 0 && (
        <span className={styles.faint}>
          <Trans>{former} no longer here</Trans>
        </span>
      )}
    </span>
  );
}

function Editor(props: EditorProps<string[]>) {
  const members = useMembers();
  return (
    <MultiSelect
      {...inputProps(props)}
      data={members.map((member) => ({ value: member.id, label: memberName(member) }))}
      value={props.value ?? []}
      searchable
      comboboxProps={listPlace(props)}
      onChange={(value) => props.onChange(value.length ? value : null)}
    />
  );
}

export const users: FieldKind<string[]> = { format: () => "", View, Editor, shape: "panel" };
