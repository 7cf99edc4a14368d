import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, Radio, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Merge, type MergeWish, mergeRecords } from "~/api/duplicates";
import { type Entity, fieldOf, useSlug } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { usePhone } from "~/components/usePhone";
import { Waiting } from "~/components/Waiting";
import { dateFormat } from "~/fields/locale";
import { ComparedField } from "./ComparedField";
import styles from "./Merge.module.css";
import { isUnited, likelyWinner } from "./mergeFacts";

interface Props {
  entity: Entity;
  records: RecordData[];
  onClose: () => void;
  onMerged: (merge: Merge) => void;
}

/** Which record stays, and for each field in which they differ, whose value wins. */
export function MergeDialog({ entity, records, onClose, onMerged }: Props) {
  const { t } = useLingui();
  const slug = useSlug();
  const phone = usePhone();
  const [winner, setWinner] = useState(() => likelyWinner(entity, records));
  const [fields, setFields] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const wish: MergeWish = { winner, losers: records.flatMap(({ id }) => (id === winner ? [] : [id])), fields };
  const preview = useQuery({
    queryKey: ["merge", slug, entity.plural, wish],
    queryFn: () => mergeRecords(entity.plural, wish, true),
    placeholderData: (before) => before,
    staleTime: 0,
    retry: false,
  });
  const conflicts = preview.data?.conflicts.filter(({ field }) => fieldOf(entity, field)) ?? [];
  const since = (record: RecordData) => dateFormat({ dateStyle: "medium" }).format(Date.parse(record.created_at));

  const merge = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      onMerged(await mergeRecords(entity.plural, wish, false));
    } catch (error) {
      setFailure(error as Error);
      setBusy(false);
    }
  };
  const problem = failure ?? preview.error;
  return (
    <Modal
      opened
      onClose={onClose}
      fullScreen={phone}
      size={Math.min(1100, 260 + records.length * 230)}
      title={t`Merge ${records.length} ${entity.label.many.toLowerCase()}`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      <Text size="sm" mb="sm">
        <Trans>
          One record stays and takes over every link, file, note and the history of the others, which go to the bin. All
          of it can be undone.
        </Trans>
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={t`What wins`}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Stays</Trans>
              </th>
              {records.map((record) => (
                <th key={record.id} scope="col" data-taken={record.id === winner || undefined}>
                  <Radio
                    name="winner"
                    size="xs"
                    checked={record.id === winner}
                    label={record.display}
                    description={t`created ${since(record)}`}
                    onChange={() => {
                      setWinner(record.id);
                      setFields({});
                    }}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {conflicts.map((conflict) => {
              const field = fieldOf(entity, conflict.field);
              if (!field) return null;
              const taken = fields[field.name] ?? conflict.taken;
              return (
                <tr key={field.name}>
                  <th scope="row">
                    {field.label}
                    {isUnited(field) && (
                      <span className={styles.aside}>
                        <Trans>all kept, chosen first</Trans>
                      </span>
                    )}
                  </th>
                  {records.map(({ id }) => {
                    const given = conflict.values.find((value) => value.id === id);
                    return (
                      <td key={id} data-taken={id === taken || undefined}>
                        {given ? (
                          <Radio
                            name={field.name}
                            size="xs"
                            checked={id === taken}
                            label={<ComparedField field={field} record={{ [field.name]: given.value }} />}
                            onChange={() => setFields({ ...fields, [field.name]: id })}
                          />
                        ) : (
                          <span className={styles.empty}>—</span>
                        )}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
      {preview.isPending && <Waiting lines={3} />}
      {preview.data && conflicts.length === 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          <Trans>They differ in no field; what only one of them knows is kept.</Trans>
        </Text>
      )}
      {problem && (
        <Alert color="red" variant="light" role="alert" mt="md">
          {problem.message}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg" gap="xs" className={styles.footer}>
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button loading={busy} disabled={!preview.data} onClick={() => void merge()}>
          <Trans>Merge</Trans>
        </Button>
      </Group>
    </Modal>
  );
}
