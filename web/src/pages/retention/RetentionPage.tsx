import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSlug } from "~/api/meta";
import { type RetentionOverview, retentionQuery } from "~/api/retention";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import { relativeTime } from "~/fields/locale";
import styles from "~/pages/privacy/Privacy.module.css";
import { PrivacyPage } from "~/pages/privacy/PrivacyPage";
import { Calendar } from "./Calendar";
import { Rules } from "./Rules";
import { RunNow } from "./RunNow";
import { Runs } from "./Runs";
import { moment, total, useRetentionWords } from "./words";

/** How long things are kept, what goes when, and what went. */
export function RetentionPage() {
  const { t } = useLingui();
  const query = useQuery(retentionQuery(useSlug()));
  return (
    <PrivacyPage title={t`Retention`}>
      <p className={styles.intro}>
        <Trans>
          The policy says how long each kind of record is kept. When its time is over it goes by itself, unless the law
          or a hold keeps it. Here is what goes next, and what went.
        </Trans>
      </p>
      {query.isPending && <Waiting lines={10} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <>
          <Next overview={query.data} />
          <Calendar />
          <Rules rules={query.data.rules} />
          <Runs />
        </>
      )}
    </PrivacyPage>
  );
}

/** What the next run does, in one sentence each, and the way to have it done now. */
function Next({ overview }: { overview: RetentionOverview }) {
  const { t } = useLingui();
  const words = useRetentionWords();
  const [asking, setAsking] = useState(false);
  const due = overview.rules.filter(({ count }) => count > 0);
  const number = total(due);
  return (
    <section aria-label={t`Next run`} className={styles.panel}>
      <div className={styles.head}>
        <h2 className={styles.heading}>{t`Next run`}</h2>
        <Button variant="default" onClick={() => setAsking(true)}>
          {number > 0 ? <Trans>Preview and run now</Trans> : <Trans>Run now</Trans>}
        </Button>
      </div>
      <p className={styles.answer}>
        {number === 0 ? t`Nothing is over its time.` : t`${words.records(number)} are over their time and go with it.`}
      </p>
      {due.length > 0 && (
        <ul className={styles.plain}>
          {due.map((one) => (
            <li key={`${one.rule} ${one.entity} ${one.action}`}>{words.sentence(one)}</li>
          ))}
        </ul>
      )}
      <p className={styles.note}>
        {overview.next_run
          ? t`It begins by itself on ${moment(overview.next_run)}.`
          : t`It begins by itself once a day.`}{" "}
        {overview.last_run
          ? t`The last one was ${relativeTime(overview.last_run.finished_at)}.`
          : t`There was none yet.`}
      </p>
      {asking && <RunNow onClose={() => setAsking(false)} />}
    </section>
  );
}
