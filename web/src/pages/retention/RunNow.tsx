import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group, Modal, Progress } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { jobEnded, jobQuery } from "~/api/jobs";
import { useSlug } from "~/api/meta";
import { type RetentionRun, retentionQuery, runRetention } from "~/api/retention";
import { notifyError } from "~/components/notify";
import { usePhone } from "~/components/usePhone";
import styles from "~/pages/privacy/Privacy.module.css";
import { DueList } from "./DueList";
import { total, useRetentionWords } from "./words";

/** What would go now, record by record; and, once that was looked at, the button that does it. */
export function RunNow({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const slug = useSlug();
  const phone = usePhone();
  const client = useQueryClient();
  const words = useRetentionWords();
  const [run, setRun] = useState<string>();
  const [busy, setBusy] = useState(false);
  const job = useQuery(jobQuery(slug, run)).data;
  const number = total(useQuery(retentionQuery(slug)).data?.rules ?? []);
  const ended = job !== undefined && jobEnded(job.state);
  // Whoever has the summary knows that the run was finished.
  const summary = job?.result as RetentionRun | null | undefined;
  const went = summary?.rules.filter(({ count }) => count > 0) ?? [];

  const begin = async () => {
    setBusy(true);
    try {
      setRun((await runRetention()).id);
    } catch (error) {
      notifyError(error, t`Nothing was deleted`);
    } finally {
      setBusy(false);
    }
  };
  const close = () => {
    if (run) void client.invalidateQueries({ queryKey: ["privacy", slug] });
    if (run) void client.invalidateQueries({ queryKey: ["list", slug] });
    onClose();
  };

  return (
    <Modal
      opened
      onClose={close}
      size="xl"
      fullScreen={phone}
      title={t`What the next run does`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {!run && (
        <>
          <p className={styles.intro}>
            <Trans>
              This is exactly what goes if it runs now. What is deleted cannot be brought back, not from the bin and not
              by undo; people are erased with everything that concerns them.
            </Trans>
          </p>
          <DueList wish={{}} empty={t`Nothing is over its time, so nothing would go.`} />
        </>
      )}
      {run && !ended && (
        <div role="status">
          <p>{t`It runs. You may close this; it goes on by itself.`}</p>
          <Progress
            aria-label={t`Progress`}
            value={job && job.total > 0 ? (100 * job.done) / job.total : 100}
            animated
            striped
          />
        </div>
      )}
      {ended && (
        <Alert
          role="status"
          variant="light"
          {...(summary ? {} : { color: "red" })}
          title={summary ? t`Done` : t`It did not finish`}
        >
          {summary ? (
            <ul className={styles.tight}>
              {went.map((one) => (
                <li key={`${one.rule} ${one.entity} ${one.action}`}>{words.sentence(one)}</li>
              ))}
              {went.length === 0 && <li>{t`Nothing was over its time.`}</li>}
            </ul>
          ) : (
            (job.message ?? t`It is tried again by itself.`)
          )}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" onClick={close}>
          {run ? <Trans>Close</Trans> : <Trans>Cancel</Trans>}
        </Button>
        {!run && (
          <Button color={number > 0 ? "red" : undefined} loading={busy} onClick={() => void begin()}>
            {number > 0 ? t`Delete ${words.records(number)} now` : t`Run now`}
          </Button>
        )}
      </Group>
    </Modal>
  );
}
