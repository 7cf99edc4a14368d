import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useSlug } from "~/api/meta";
import { type RetentionTally, runsQuery } from "~/api/retention";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import styles from "~/pages/privacy/Privacy.module.css";
import own from "./Retention.module.css";
import { moment, ruleName, total, useRetentionWords } from "./words";

const keptBack = (rules: RetentionTally[]) => rules.reduce((sum, rule) => sum + rule.kept_back, 0);

/** What went in the runs there were. Their summaries are signed and name nobody. */
export function Runs() {
  const { t } = useLingui();
  const words = useRetentionWords();
  const query = useQuery(runsQuery(useSlug()));
  const items = query.data ?? [];
  return (
    <section className={styles.section} aria-label={t`Past runs`}>
      <h2 className={styles.heading}>{t`Past runs`}</h2>
      <p className={styles.note}>
        <Trans>Each leaves a signed summary in figures. It names nobody, so that it can be kept.</Trans>
      </p>
      {query.isPending && <Waiting lines={3} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <p className={styles.note}>{t`There was none yet.`}</p>}
      {items.map((run) => {
        const done = run.rules.filter(({ count }) => count > 0);
        return (
          <details key={run.id} className={styles.version}>
            <summary>
              {moment(run.started_at)}{" "}
              <span className={styles.note}>
                {total(done) === 0 ? t`nothing was over its time` : words.records(total(done))}
              </span>
            </summary>
            <ul className={styles.plain}>
              {done.map((one) => (
                <li key={`${one.rule} ${one.entity} ${one.action}`}>
                  {ruleName(one.rule)}: {words.sentence(one)}
                </li>
              ))}
            </ul>
            {keptBack(run.rules) > 0 && (
              <p
                className={styles.note}
              >{t`${words.records(keptBack(run.rules))} were kept back by the law or a hold.`}</p>
            )}
            <p className={`${styles.note} ${own.seal}`}>{t`Run ${run.number}, signature ${run.signature}`}</p>
          </details>
        );
      })}
    </section>
  );
}
