import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Group } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Audit, auditQuery, makeCheckpoint, type Verification, verifyAudit } from "~/api/audit";
import { useSlug } from "~/api/meta";
import { ErrorState } from "~/components/ErrorState";
import { notifyDone, notifyError, notifyWarning } from "~/components/notify";
import { Waiting } from "~/components/Waiting";
import { numberFormat } from "~/fields/locale";
import styles from "~/pages/privacy/Privacy.module.css";
import { PrivacyPage } from "~/pages/privacy/PrivacyPage";
import { moment } from "~/pages/retention/words";
import own from "./Audit.module.css";
import { Checkpoints } from "./Checkpoints";
import { Elsewhere } from "./Elsewhere";

/** Whether anybody changed what was written down about who did what; and how to find out without this program. */
export function AuditPage() {
  const { t } = useLingui();
  const query = useQuery(auditQuery(useSlug()));
  return (
    <PrivacyPage title={t`Audit log`}>
      <p className={styles.intro}>
        <Trans>
          Every change of a record adds an entry here: when, which record, what was done and by whom, never a value. The
          entries hang together so that none can be changed, taken out or put in later without it being found, also
          after people were erased.
        </Trans>
      </p>
      {query.isPending && <Waiting lines={8} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <>
          <Head audit={query.data} />
          <Checkpoints audit={query.data} />
          <Elsewhere audit={query.data} />
        </>
      )}
    </PrivacyPage>
  );
}

function Head({ audit }: { audit: Audit }) {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const [busy, setBusy] = useState<"verify" | "sign">();
  const [found, setFound] = useState<Verification>();
  const number = numberFormat();

  const verify = async () => {
    setBusy("verify");
    try {
      setFound(await verifyAudit());
    } catch (error) {
      notifyError(error, t`The log was not verified`);
    } finally {
      setBusy(undefined);
    }
  };
  const sign = async () => {
    setBusy("sign");
    try {
      const { outside_problem: problem } = await makeCheckpoint();
      void client.invalidateQueries({ queryKey: auditQuery(slug).queryKey });
      if (problem) notifyWarning(problem, t`Signed, but not put outside`);
      else notifyDone(t`Signed. Keep a copy where nobody here can reach it.`);
    } catch (error) {
      notifyError(error, t`Nothing was signed`);
    } finally {
      setBusy(undefined);
    }
  };

  return (
    <section className={styles.panel} aria-label={t`As it stands`}>
      <div className={styles.head}>
        <p className={styles.answer}>{t`${number.format(audit.size)} entries`}</p>
        <Group gap="xs">
          <Button loading={busy === "verify"} onClick={() => void verify()}>
            <Trans>Verify now</Trans>
          </Button>
          <Button variant="default" loading={busy === "sign"} onClick={() => void sign()}>
            <Trans>Sign a checkpoint now</Trans>
          </Button>
        </Group>
      </div>
      <div aria-live="polite">{found && <Found found={found} />}</div>
      {audit.problems.map((problem) => (
        <Alert key={problem} color="red" variant="light" mb="sm" title={t`Something is wrong with a checkpoint`}>
          {problem}
        </Alert>
      ))}
      <dl className={styles.facts}>
        <dt>{t`Fingerprint of the whole`}</dt>
        <dd className={own.code}>{audit.root}</dd>
        <dt>{t`Next checkpoint`}</dt>
        <dd>
          {audit.next_checkpoint
            ? t`By itself, ${moment(audit.next_checkpoint)} at the latest`
            : t`Every entry is under one already`}
        </dd>
        <dt>{t`Kept outside`}</dt>
        <dd>
          {audit.leaves_the_machine
            ? (audit.outside_problem ?? t`Yes: each checkpoint is also written to a folder outside the data.`)
            : t`No. Whoever runs this machine could rewrite the log and its checkpoints; set a folder outside with --checkpoints, or download them below.`}
        </dd>
      </dl>
    </section>
  );
}

/** What a look at every entry found, whole or not. */
export function Found({ found }: { found: Verification }) {
  const { t } = useLingui();
  const number = numberFormat();
  if (!found.ok)
    return (
      <Alert color="red" variant="light" mb="sm" title={t`The log is not whole`}>
        {found.problem}
      </Alert>
    );
  return (
    <Alert variant="light" mb="sm" title={t`The log is whole`}>
      {found.checkpoints === 0
        ? t`All ${number.format(found.size)} entries were looked at, and none was changed since. There is no signed checkpoint yet to hold them against: sign one, so that it can be proved later.`
        : t`All ${number.format(found.size)} entries were looked at and held against ${found.checkpoints} checkpoints.`}{" "}
      {found.checkpoints === 0
        ? ""
        : found.proved < found.size
          ? t`The newest checkpoint speaks for ${number.format(found.proved)} of them; the rest is under the next.`
          : t`The newest checkpoint speaks for all of them.`}
    </Alert>
  );
}
