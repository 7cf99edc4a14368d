// What email and phone share: several values, each with a label, one of them the primary one.
import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Group, Input, NativeSelect, Radio, Stack, TextInput, Tooltip } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useId, useState } from "react";
import styles from "./fields.module.css";
import type { EditorProps } from "./kind";

export interface Labelled {
  value: string;
  label?: string | null;
  primary?: boolean;
}

export const primaryOf = <Item extends Labelled>(items: readonly Item[]): Item | undefined =>
  items.find((item) => item.primary) ?? items[0];

/** Only rows with a value, exactly one of them primary. */
export function tidy<Item extends Labelled>(rows: readonly Item[]): Item[] {
  const filled = rows.map((row) => ({ ...row, value: row.value.trim() })).filter((row) => row.value);
  const primary = Math.max(
    0,
    filled.findIndex((row) => row.primary),
  );
  return filled.map((row, index) => ({ ...row, primary: index === primary }));
}

interface Props extends EditorProps<Labelled[]> {
  type: "email" | "tel";
}

export function LabelledEditor({ field, value, onChange, label, bare, autoFocus, error, type }: Props) {
  const { t } = useLingui();
  const name = useId();
  const [rows, setRows] = useState<Labelled[]>(value?.length ? value : [{ value: "", primary: true }]);
  const change = (next: Labelled[]) => {
    setRows(next);
    const tidied = tidy(next);
    onChange(tidied.length ? tidied : null);
  };
  const edit = (at: number, part: Partial<Labelled>) =>
    change(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const labels = [
    { value: "", label: t`No label` },
    { value: "work", label: t`Work` },
    { value: "home", label: t`Home` },
    { value: "mobile", label: t`Mobile` },
    { value: "other", label: t`Other` },
  ];
  const several = rows.length > 1;
  return (
    <Input.Wrapper
      {...(bare ? {} : { label, withAsterisk: field.required })}
      labelElement="div"
      error={error}
      role="group"
      aria-label={label}
    >
      <Stack gap={6}>
        {rows.map((row, index) => (
          // Rows have no identity of their own: their place is their key.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Group key={index} gap={6} wrap="nowrap">
            <TextInput
              className={styles.grow}
              type={type}
              inputMode={type}
              aria-label={several ? t`${label} ${index + 1}` : label}
              value={row.value}
              autoFocus={Boolean(autoFocus) && index === 0}
              onChange={(event) => edit(index, { value: event.currentTarget.value })}
            />
            <NativeSelect
              className={styles.label}
              aria-label={t`Label`}
              data={labels.some((known) => known.value === (row.label ?? "")) ? labels : [...labels, row.label ?? ""]}
              value={row.label ?? ""}
              onChange={(event) => edit(index, { label: event.currentTarget.value })}
            />
            {several && (
              <>
                <Tooltip label={t`Primary`}>
                  <Radio
                    size="xs"
                    name={name}
                    aria-label={t`Primary`}
                    checked={row.primary ?? false}
                    onChange={() => change(rows.map((other, at) => ({ ...other, primary: at === index })))}
                  />
                </Tooltip>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t`Remove ${row.value || label}`}
                  onClick={() => change(rows.filter((_, at) => at !== index))}
                >
                  <IconX size={14} />
                </ActionIcon>
              </>
            )}
          </Group>
        ))}
        <Button
          variant="subtle"
          size="compact-xs"
          className={styles.start}
          leftSection={<IconPlus size={12} />}
          onClick={() => setRows([...rows, { value: "" }])}
        >
          <Trans>Add another</Trans>
        </Button>
      </Stack>
    </Input.Wrapper>
  );
}
