import { t } from "@lingui/core/macro";
import { Checkbox } from "@mantine/core";
import type { EditorProps, FieldKind } from "./kind";

function Editor({ label, bare, field, value, onChange, error, autoFocus }: EditorProps<boolean>) {
  return (
    <Checkbox
      {...(bare ? { "aria-label": label } : { label })}
      description={bare ? undefined : field.help}
      error={error}
      autoFocus={autoFocus}
      checked={value ?? false}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

export const boolean: FieldKind<boolean> = {
  format: (value) => (value ? t`Yes` : t`No`),
  Editor,
  shape: "instant",
};
