import { t } from "@lingui/core/macro";
import { Group, NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useMeta } from "~/api/meta";
import styles from "./fields.module.css";
import { type EditorProps, type FieldKind, inputProps } from "./kind";
import { numberFormat, parseNumber, typedNumber } from "./locale";

export interface Money {
  amount: number;
  currency: string;
}

export const currencies = (): string[] => Intl.supportedValuesOf("currency");

function Editor(props: EditorProps<Money>) {
  const { workspace } = useMeta();
  const [typed, setTyped] = useState(props.value ? typedNumber(props.value.amount) : "");
  const [currency, setCurrency] = useState(props.value?.currency ?? workspace.currency);
  const change = (amountTyped: string, nextCurrency: string) => {
    setTyped(amountTyped);
    setCurrency(nextCurrency);
    const amount = parseNumber(amountTyped);
    if (!amountTyped.trim()) props.onChange(null);
    else if (amount === undefined) props.onChange(props.value, t`Please enter an amount.`);
    else props.onChange({ amount, currency: nextCurrency });
  };
  return (
    <Group gap={6} wrap="nowrap" align="end">
      <TextInput
        {...inputProps(props)}
        className={styles.grow}
        inputMode="decimal"
        value={typed}
        onChange={(event) => change(event.currentTarget.value, currency)}
      />
      <NativeSelect
        aria-label={t`Currency`}
        className={styles.currency}
        data={currencies()}
        value={currency}
        onChange={(event) => change(typed, event.currentTarget.value)}
      />
    </Group>
  );
}

export const money: FieldKind<Money> = {
  format: ({ amount, currency }) => numberFormat({ style: "currency", currency }).format(amount),
  Editor,
  shape: "line",
  numeric: true,
};
