import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Checkbox, Group, Modal, Progress, Radio, Stack } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { createExport, downloadExport, type ExportFormat, type ExportWish, formatsOf } from "~/api/exports";
import { cancelJob, jobQuery } from "~/api/jobs";
import { type Entity, useSlug } from "~/api/meta";
import { notifyError } from "~/components/notify";
import { numberFormat } from "~/fields/locale";
import type { ListState } from "./listState";

interface Props {
  entity: Entity;
  state: ListState;
  /** How many records the list shows, when the server said. */
  count: number | undefined;
  onClose: () => void;
}

/** Which records, in which form; then how far it is, and the file. */
export function ExportDialog({ entity, state, count, onClose }: Props) {
  const { t } = useLingui();
  const [running, setRunning] = useState<{ id: string; wish: ExportWish }>();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Export ${entity.label.many.toLowerCase()}`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {running ? (
        <Running {...running} onClose={onClose} />
      ) : (
        <Wish
          entity={entity}
          state={state}
          count={count}
          onClose={onClose}
          onStarted={(id, wish) => setRunning({ id, wish })}
        />
      )}
    </Modal>
  );
}

function Wish({
  entity,
  state,
  count,
  onClose,
  onStarted,
}: Props & { onStarted: (id: string, wish: ExportWish) => void }) {
  const { t } = useLingui();
  const [which, setWhich] = useState(state.filter ? "view" : "all");
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [columnsOnly, setColumnsOnly] = useState(false);
  const [busy, setBusy] = useState(false);
  const tabular = format === "csv" || format === "json";
  const labels: Record<ExportFormat, { label: string; description: string }> = {
    csv: { label: "CSV", description: t`For spreadsheets; formulas in it are made harmless` },
    json: { label: "JSON", description: t`For programs; every value as it is stored` },
    vcard: { label: "vCard 4.0", description: t`For address books and phones` },
    icalendar: { label: "iCalendar", description: t`For calendars` },
  };
  const shown = count !== undefined && !state.q ? ` (${numberFormat().format(count)})` : "";

  const start = async () => {
    setBusy(true);
    const fields = [...new Set([...entity.title, ...entity.layout.list])];
    const wish: ExportWish = {
      entity: entity.plural,
      format,
      ...(which === "view" && state.filter ? { filter: state.filter } : {}),
      ...(tabular && columnsOnly ? { fields } : {}),
    };
    try {
      onStarted((await createExport(wish)).id, wish);
    } catch (error) {
      notifyError(error, t`The export did not start`);
      setBusy(false);
    }
  };
  return (
    <Stack gap="md">
      {state.filter && (
        <Radio.Group label={t`Which ${entity.label.many.toLowerCase()}`} value={which} onChange={setWhich}>
          <Stack gap={8} mt={6}>
            <Radio value="view" label={t`This view, with its filters${shown}`} />
            <Radio value="all" label={t`Everything`} />
          </Stack>
        </Radio.Group>
      )}
      <Radio.Group label={t`Format`} value={format} onChange={(value) => setFormat(value as ExportFormat)}>
        <Stack gap={8} mt={6}>
          {formatsOf(entity).map((one) => (
            <Radio key={one} value={one} {...labels[one]} />
          ))}
        </Stack>
      </Radio.Group>
      {tabular && (
        <Checkbox
          label={t`Only the columns of the list`}
          checked={columnsOnly}
          onChange={(event) => setColumnsOnly(event.currentTarget.checked)}
        />
      )}
      {state.q && (
        <Alert color="yellow" variant="light" role="status">
          <Trans>What is typed in “Find” does not narrow the export; filters do.</Trans>
        </Alert>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button loading={busy} onClick={() => void start()}>
          <Trans>Export</Trans>
        </Button>
      </Group>
    </Stack>
  );
}

/** The file is saved as soon as it is there; the button is for whoever wants it again. */
function Running({ id, wish, onClose }: { id: string; wish: ExportWish; onClose: () => void }) {
  const { t } = useLingui();
  const { data: job, error } = useQuery(jobQuery(useSlug(), id));
  const saved = useRef(false);
  const state = job?.state ?? "queued";
  const format = numberFormat();
  const done = format.format(job?.done ?? 0);
  const total = format.format(job?.total ?? 0);
  const save = () => downloadExport(id, wish).catch((failed: unknown) => notifyError(failed));

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is done
  useEffect(() => {
    if (state !== "done" || saved.current) return;
    saved.current = true;
    void save();
  }, [state]);

  if (error || state === "failed" || state === "cancelled") {
    return (
      <Stack gap="md">
        <Alert color="red" variant="light" role="alert">
          {error?.message ?? job?.message ?? t`The export was cancelled.`}
        </Alert>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
        </Group>
      </Stack>
    );
  }
  const over = state === "done";
  return (
    <Stack gap="md">
      <div role="status">
        {over ? (
          <Trans>The file is ready and was saved by your browser. It is kept here for a day.</Trans>
        ) : job?.total ? (
          <Trans>
            {done} of {total} written
          </Trans>
        ) : (
          <Trans>Writing the file…</Trans>
        )}
      </div>
      {!over && (
        <Progress value={((job?.done ?? 0) / Math.max(1, job?.total ?? 1)) * 100} aria-label={t`Progress`} animated />
      )}
      <Group justify="flex-end" gap="xs">
        {over ? (
          <>
            <Button variant="default" leftSection={<IconDownload size={15} aria-hidden />} onClick={() => void save()}>
              <Trans>Save it again</Trans>
            </Button>
            <Button onClick={onClose}>
              <Trans>Done</Trans>
            </Button>
          </>
        ) : (
          <Button
            variant="default"
            onClick={() => {
              cancelJob(id).catch((failed: unknown) => notifyError(failed));
              onClose();
            }}
          >
            <Trans>Cancel the export</Trans>
          </Button>
        )}
      </Group>
    </Stack>
  );
}
