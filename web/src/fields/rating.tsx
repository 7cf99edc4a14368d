import { useLingui } from "@lingui/react/macro";
import { Input, Rating } from "@mantine/core";
import type { EditorProps, FieldKind, ViewProps } from "./kind";

function View({ value }: ViewProps<number>) {
  const { t } = useLingui();
  return (
    <span role="img" aria-label={t`${value} of 5`}>
      <Rating value={value} readOnly size="xs" aria-hidden color="accent" />
    </span>
  );
}

function Editor({ field, label, bare, value, onChange, error }: EditorProps<number>) {
  const { t } = useLingui();
  return (
    <Input.Wrapper {...(bare ? {} : { label, withAsterisk: field.required })} labelElement="div" error={error}>
      <Rating
        aria-label={label}
        color="accent"
        allowClear
        getSymbolLabel={(stars) => t`${stars} of 5`}
        value={value ?? 0}
        onChange={(stars) => onChange(stars || null)}
      />
    </Input.Wrapper>
  );
}

export const rating: FieldKind<number> = { format: (value) => `${value}/5`, View, Editor, shape: "instant" };
