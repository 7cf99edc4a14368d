import { Trans } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import styles from "./fields.module.css";
import { type EditorProps, type FieldKind, inputProps, type ViewProps } from "./kind";
import { memberName, useMembers } from "./members";

function View({ value }: ViewProps<string>) {
  const members = useMembers();
  const member = members.find((one) => one.id === value);
  if (member) return memberName(member);
  return (
    <span className={styles.faint}>
      <Trans>a former member</Trans>
    </span>
  );
}

function Editor(props: EditorProps<string>) {
  const members = useMembers();
  return (
    <Select
      {...inputProps(props)}
      data={members.map((member) => ({ value: member.id, label: memberName(member) }))}
      value={props.value}
      searchable
      clearable={!props.field.required}
      onChange={(value) => props.onChange(value)}
    />
  );
}

export const user: FieldKind<string> = { format: () => "", View, Editor, shape: "instant" };
