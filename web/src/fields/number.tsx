import { t } from "@lingui/core/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { Field } from "~/api/meta";
import { type EditorProps, type FieldKind, inputProps } from "./kind";
import { numberFormat, parseNumber, typedNumber } from "./locale";

function complaintAbout(value: number, { min, max }: Field): string | undefined {
  if (min !== undefined && value < min) return t`At least ${min}.`;
  if (max !== undefined && value > max) return t`At most ${max}.`;
  return undefined;
}

function Editor(props: EditorProps<number>) {
  const [typed, setTyped] = useState(props.value === null ? "" : typedNumber(props.value));
  const change = (next: string) => {
    setTyped(next);
    const value = parseNumber(next);
    if (!next.trim()) props.onChange(null);
    else if (value === undefined) props.onChange(props.value, t`Please enter a number.`);
    else props.onChange(value, complaintAbout(value, props.field));
  };
  return (
    <TextInput
      {...inputProps(props)}
      inputMode="decimal"
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

export const number: FieldKind<number> = {
  format: (value, field) => numberFormat({ maximumFractionDigits: field.precision ?? 6 }).format(value),
  Editor,
  shape: "line",
  numeric: true,
};
