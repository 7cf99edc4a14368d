import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type Entity, type Field, fieldOf, useSlug } from "~/api/meta";
import { isProblem, type Problem } from "~/api/problem";
import { checkDuplicates, createRecord, type RecordData, type RecordInput, refresh } from "~/api/records";
import { delay } from "~/design/tokens";
import { isEmpty, kindOf } from "~/fields";
import { DuplicateList } from "./DuplicateList";
import { useDraft } from "./drafts";
import styles from "./RecordForm.module.css";
import { usePhone } from "./usePhone";
import { showWarnings } from "./warnings";

interface Props {
  entity: Entity;
  /** Values to begin with, such as the link to the record this is made from. */
  initial?: RecordInput;
  onClose: () => void;
  onCreated: (record: RecordData) => void;
}

/** Creates a record of any entity. What is typed survives closing the dialog by mistake. */
export function RecordForm({ entity, initial = {}, onClose, onCreated }: Props) {
  const { t } = useLingui();
  const slug = useSlug();
  const phone = usePhone();
  const client = useQueryClient();
  const draft = useDraft(`${slug}.${entity.name}`, initial);
  const [complaints, setComplaints] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const [all, setAll] = useState(false);
  const lookalikes = useLookalikes(entity, draft.values);

  const sections = entity.layout.form
    .map(({ section, fields }) => ({
      section,
      fields: fields.map((name) => fieldOf(entity, name)).filter((field) => field && !field.read_only),
    }))
    .filter(({ fields }) => fields.length > 0);
  const shown = sections.flatMap(({ fields }) => fields);
  const refused = refusal?.byField ?? {};
  const hidden = all
    ? []
    : rarelyNeeded(
        entity,
        shown.flatMap((field) => field ?? []),
        { ...draft.values, ...refused },
      );
  const open = sections.filter(({ fields }) => fields.some((field) => field && !hidden.includes(field)));
  const first = shown.find((field) => field && entity.title.includes(field.name)) ?? shown[0];

  const send = async (allowDuplicate: boolean) => {
    if (busy || Object.values(complaints).some(Boolean)) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      const filled = Object.fromEntries(Object.entries(draft.values).filter(([, value]) => !isEmpty(value)));
      const record = await createRecord(entity.plural, filled, allowDuplicate);
      draft.forget();
      showWarnings(record);
      refresh(client, slug, entity, record.id);
      onCreated(record);
    } catch (error) {
      if (!isProblem(error)) throw error;
      setRefusal(error);
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(false);
  };

  const duplicate = refusal?.code === "duplicate";
  return (
    <Modal
      opened
      onClose={onClose}
      fullScreen={phone}
      closeButtonProps={{ "aria-label": t`Close` }}
      title={t`New ${entity.label.one.toLowerCase()}`}
      size="lg"
    >
      <form
        onSubmit={submit}
        noValidate
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit(event);
        }}
      >
        <Stack gap="md">
          {open.map(({ section, fields }) => (
            <fieldset key={section} className={styles.section}>
              {open.length > 1 && <legend>{section}</legend>}
              <div className={styles.fields}>
                {fields.map((field) => {
                  if (!field || hidden.includes(field)) return null;
                  const kind = kindOf(field.type);
                  return (
                    <div key={field.name} className={kind.shape === "panel" ? styles.wide : undefined}>
                      <kind.Editor
                        field={field}
                        value={draft.values[field.name] ?? null}
                        surroundings={{}}
                        label={field.label}
                        bare={false}
                        autoFocus={field === first}
                        error={complaints[field.name] ?? refused[field.name]}
                        onChange={(value, complaint) => {
                          draft.set(field.name, value);
                          setComplaints((known) => ({ ...known, [field.name]: complaint ?? "" }));
                        }}
                      />
                    </div>
                  );
                })}
              </div>
            </fieldset>
          ))}
          {hidden.length > 0 && (
            <Button
              variant="subtle"
              color="gray"
              className={styles.more}
              leftSection={<IconChevronDown size={14} aria-hidden />}
              onClick={() => setAll(true)}
            >
              {t`Show all fields (${hidden.length} more)`}
            </Button>
          )}
        </Stack>
        <div className={styles.footer}>
          {!duplicate && lookalikes.length > 0 && (
            <Alert color="yellow" variant="light" title={t`Is it one of these?`} role="status">
              <DuplicateList entity={entity} candidates={lookalikes} />
            </Alert>
          )}
          {refusal && (
            <Alert
              color={duplicate ? "yellow" : "red"}
              variant="light"
              title={duplicate ? t`This looks like a duplicate` : undefined}
              role="alert"
            >
              <Text size="sm">{refusal.message}</Text>
              {duplicate && <DuplicateList entity={entity} candidates={refusal.body.candidates ?? []} />}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            {draft.restored && (
              <Button variant="subtle" color="gray" onClick={draft.reset} className={styles.startOver}>
                <Trans>Start over</Trans>
              </Button>
            )}
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            {duplicate ? (
              <Button loading={busy} onClick={() => void send(true)}>
                <Trans>Create anyway</Trans>
              </Button>
            ) : (
              <Button type="submit" loading={busy}>
                <Trans>Create</Trans>
              </Button>
            )}
          </Group>
        </div>
      </form>
    </Modal>
  );
}

const fewEnough = 4;

/** Fields that a new record seldom has: neither required nor in its name nor in the list, and empty so far. */
function rarelyNeeded(entity: Entity, fields: Field[], values: RecordInput): Field[] {
  const usual = new Set([...entity.title, ...entity.layout.list]);
  const rare = fields.filter(({ name, required }) => !required && !usual.has(name) && isEmpty(values[name]));
  return rare.length > fewEnough && rare.length < fields.length ? rare : [];
}

/** Existing records that look like what is being typed. */
function useLookalikes(entity: Entity, values: RecordInput) {
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
  const [settled] = useDebouncedValue(JSON.stringify(filled), delay.typing * 2);
  const { data } = useQuery({
    queryKey: ["lookalikes", useSlug(), entity.plural, settled],
    queryFn: ({ signal }) => checkDuplicates(entity.plural, JSON.parse(settled) as RecordInput, signal),
    enabled: entity.duplicates && settled !== "{}",
    retry: false,
    placeholderData: (previous) => previous,
  });
  return (settled !== "{}" && data?.candidates) || [];
}
