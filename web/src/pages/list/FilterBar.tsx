import { Trans, useLingui } from "@lingui/react/macro";
import { Button, CloseButton, NativeSelect, Popover, Stack } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { type Entity, type Field, fieldOf, operatorsOf, useMeta } from "~/api/meta";
import type { Filter } from "~/api/records";
import { isEmpty, kindOf } from "~/fields";
import { ComparedValue } from "./ComparedValue";
import styles from "./FilterBar.module.css";
import {
  type Condition,
  comparisonField,
  conditionsOf,
  filterOf,
  needsValue,
  type Operator,
  operatorsFor,
} from "./filter";
import { useOperatorLabel } from "./operatorLabel";

interface Props {
  entity: Entity;
  filter: Filter | undefined;
  onChange: (filter: Filter | undefined) => void;
}

/** The conditions of a list as chips, each of which can be changed or taken away. */
export function FilterBar({ entity, filter, onChange }: Props) {
  const { t } = useLingui();
  const labelOf = useOperatorLabel();
  const conditions = conditionsOf(filter);
  if (!conditions) {
    return (
      <span className={styles.chip}>
        <Trans>A filter with several parts</Trans>
        <CloseButton size="sm" aria-label={t`Remove the filter`} onClick={() => onChange(undefined)} />
      </span>
    );
  }
  return (
    <>
      {conditions.map((condition, at) => {
        const field = fieldOf(entity, condition.field);
        const label = field?.label ?? condition.field;
        return (
          <span key={JSON.stringify(condition)} className={styles.chip}>
            <ConditionPopover
              entity={entity}
              condition={condition}
              className={styles.inner}
              onDone={(changed) => onChange(filterOf(conditions.map((one, index) => (index === at ? changed : one))))}
            >
              <span className={styles.field}>{label}</span> {labelOf(condition.op, field?.type)}{" "}
              {needsValue(condition.op) && <ComparedValue field={field} value={condition.value} />}
            </ConditionPopover>
            <CloseButton
              size="sm"
              aria-label={t`Remove the filter on ${label}`}
              onClick={() => onChange(filterOf(conditions.filter((_, index) => index !== at)))}
            />
          </span>
        );
      })}
      <ConditionPopover entity={entity} onDone={(added) => onChange(filterOf([...conditions, added]))}>
        <IconFilter size={14} stroke={1.6} aria-hidden /> <Trans>Filter</Trans>
      </ConditionPopover>
    </>
  );
}

interface PopoverProps {
  entity: Entity;
  condition?: Condition;
  className?: string | undefined;
  onDone: (condition: Condition) => void;
  children: ReactNode;
}

function ConditionPopover({ entity, condition, className, onDone, children }: PopoverProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus withRoles={false} width={280}>
      <Popover.Target>
        <button type="button" className={className ?? styles.add} aria-expanded={open} onClick={() => setOpen(!open)}>
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t`Filter`}>
        <ConditionForm
          entity={entity}
          condition={condition}
          onDone={(done) => {
            setOpen(false);
            onDone(done);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function ConditionForm({
  entity,
  condition,
  onDone,
}: Pick<PopoverProps, "entity" | "onDone"> & { condition: Condition | undefined }) {
  const { t } = useLingui();
  const meta = useMeta();
  const labelOf = useOperatorLabel();
  const fields = entity.fields.filter((field) => operatorsFor(operatorsOf(meta, field.type)).length > 0);
  const [name, setName] = useState(condition?.field ?? fields[0]?.name ?? "");
  const field = fieldOf(entity, name);
  const operators = field ? operatorsFor(operatorsOf(meta, field.type)) : [];
  const [op, setOp] = useState<Operator>(condition?.op ?? operators[0] ?? "eq");
  const [value, setValue] = useState<unknown>(condition?.value ?? null);
  const [complaint, setComplaint] = useState<string>();
  if (!field) return null;

  const chooseField = (next: Field | undefined) => {
    if (!next) return;
    setName(next.name);
    setOp(operatorsFor(operatorsOf(meta, next.type))[0] ?? "eq");
    setValue(next.type === "boolean" ? true : null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (needsValue(op) && isEmpty(value)) return setComplaint(t`Please give a value.`);
    if (!complaint) onDone({ field: name, op, ...(needsValue(op) ? { value } : {}) });
  };
  const compared = comparisonField(field);
  const kind = kindOf(compared.type);
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap={8}>
        <NativeSelect
          aria-label={t`Field`}
          data={fields.map((one) => ({ value: one.name, label: one.label }))}
          value={name}
          onChange={(event) => chooseField(fieldOf(entity, event.currentTarget.value))}
        />
        <NativeSelect
          aria-label={t`Comparison`}
          data={operators.map((one) => ({ value: one, label: labelOf(one, field.type) }))}
          value={op}
          onChange={(event) => setOp(event.currentTarget.value as Operator)}
        />
        {needsValue(op) && (
          <kind.Editor
            key={name}
            field={compared}
            value={value}
            surroundings={{}}
            label={t`Value`}
            bare
            error={complaint}
            onChange={(next, problem) => {
              setValue(next);
              setComplaint(problem);
            }}
          />
        )}
        <Button type="submit">
          <Trans>Apply</Trans>
        </Button>
      </Stack>
    </form>
  );
}
