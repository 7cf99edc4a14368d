import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { type Audit, checkpointPath } from "~/api/audit";
import { download } from "~/api/download";
import { notifyError } from "~/components/notify";
import { numberFormat } from "~/fields/locale";
import styles from "~/pages/privacy/Privacy.module.css";
import { moment } from "~/pages/retention/words";
import own from "./Audit.module.css";

const firstShown = 10;

/** The signed heads of the log. Who has one can tell whether anything before it was changed. */
export function Checkpoints({ audit }: { audit: Audit }) {
  const { t } = useLingui();
  const [all, setAll] = useState(false);
  const shown = all ? audit.checkpoints : audit.checkpoints.slice(0, firstShown);
  const number = numberFormat();
  const save = (size: number) =>
    download(checkpointPath(size), `checkpoint-${size}.note`).catch((error: unknown) => notifyError(error));
  return (
    <section className={styles.section} aria-label={t`Checkpoints`}>
      <h2 className={styles.heading}>{t`Checkpoints`}</h2>
      {shown.length === 0 ? (
        <p className={styles.note}>{t`There is none yet; the first is signed within a day.`}</p>
      ) : (
        <ul className={styles.list}>
          {shown.map((checkpoint) => (
            <li key={checkpoint.size} className={styles.entry}>
              <div>
                <p>{t`${number.format(checkpoint.size)} entries`}</p>
                <p className={styles.note}>{moment(checkpoint.at)}</p>
              </div>
              <p className={`${styles.note} ${own.code}`}>{checkpoint.root.slice(0, 16)}…</p>
              <div>
                <Button
                  variant="default"
                  size="compact-sm"
                  leftSection={<IconDownload size={14} aria-hidden />}
                  aria-label={t`Download the checkpoint of ${checkpoint.size} entries`}
                  onClick={() => void save(checkpoint.size)}
                >
                  <Trans>Download</Trans>
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {!all && audit.checkpoints.length > firstShown && (
        <Button variant="default" mt="sm" onClick={() => setAll(true)}>
          {t`Show all ${audit.checkpoints.length}`}
        </Button>
      )}
    </section>
  );
}
