import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Stack } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { downloadFailedRows, type Import, importQuery, undoImport } from "~/api/imports";
import { jobQuery } from "~/api/jobs";
import { type Entity, useSlug } from "~/api/meta";
import { confirm } from "~/components/Confirm";
import { notifyError } from "~/components/notify";
import { numberFormat } from "~/fields/locale";
import styles from "./Import.module.css";
import { forgetImport } from "./runningImports";

/** Last step: what became of the rows, the ones that failed, and the way back. */
export function Result({ entity, data }: { entity: Entity; data: Import }) {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const [undoJob, setUndoJob] = useState<string>();
  const job = useQuery(jobQuery(slug, undoJob)).data;
  const undone = job?.state === "done";
  const { created, updated, skipped, failed } = data.progress;
  const format = numberFormat();

  // biome-ignore lint/correctness/useExhaustiveDependencies: an end of either kind changes the lists
  useEffect(() => {
    forgetImport(slug, data.id);
    void client.invalidateQueries({ queryKey: ["list", slug] });
  }, [client, slug, data.id, undone]);

  const undo = () =>
    confirm({
      title: t`Undo the whole import?`,
      body: t`What it created goes to the bin and what it changed gets its earlier values back. Changes made by hand since then stay.`,
      action: t`Undo import`,
      onYes: () =>
        void undoImport(data.id).then(
          ({ id }) => {
            setUndoJob(id);
            void client.invalidateQueries({ queryKey: importQuery(slug, data.id).queryKey, exact: true });
          },
          (error: unknown) => notifyError(error),
        ),
    });

  const figures = [
    { label: t`created`, value: created },
    { label: t`updated`, value: updated },
    { label: t`skipped`, value: skipped },
    { label: t`failed`, value: failed },
  ];
  return (
    <Stack gap="md" className={styles.card}>
      <p role="status" className={styles.lead}>
        {undone
          ? t`The import was undone.`
          : data.state === "done"
            ? t`The import is finished.`
            : data.state === "cancelled"
              ? t`The import was cancelled. What was stored until then is kept and can be undone.`
              : t`The import stopped.`}
      </p>
      {data.message && (
        <Alert color={data.state === "failed" ? "red" : "gray"} variant="light">
          {data.message}
        </Alert>
      )}
      <dl className={styles.figures}>
        {figures.map(({ label, value }) => (
          <div key={label}>
            <dd>{format.format(value)}</dd>
            <dt>{label}</dt>
          </div>
        ))}
      </dl>
      {(data.possible_duplicates ?? 0) > 0 && (
        <p className={styles.intro}>
          {t`${format.format(data.possible_duplicates ?? 0)} rows look like records that were already here. They were created; nothing was merged.`}
        </p>
      )}
      {job && !undone && (
        <p role="status" className={styles.intro}>
          {job.state === "failed"
            ? (job.message ?? t`Undoing stopped.`)
            : t`Undoing: ${format.format(job.done)} of ${format.format(job.total)}`}
        </p>
      )}
      <Group gap="xs">
        <Button
          renderRoot={(props) => (
            <Link {...props} to="/w/$slug/$plural" params={{ slug, plural: entity.plural }} search={{}} />
          )}
        >
          <Trans>See {entity.label.many.toLowerCase()}</Trans>
        </Button>
        {failed > 0 && (
          <Button
            variant="default"
            leftSection={<IconDownload size={15} aria-hidden />}
            onClick={() => void downloadFailedRows(data.id).catch(notifyError)}
          >
            <Trans>Download the failed rows</Trans>
          </Button>
        )}
        {!undoJob && created + updated > 0 && (
          <Button variant="default" onClick={undo}>
            <Trans>Undo import</Trans>
          </Button>
        )}
        <Button
          variant="subtle"
          color="gray"
          renderRoot={(props) => <Link {...props} to="/w/$slug/import" params={{ slug }} search={{}} />}
        >
          <Trans>Import another file</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
