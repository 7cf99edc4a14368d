import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { useSlug } from "~/api/meta";
import type { RetentionRule } from "~/api/retention";
import styles from "~/pages/privacy/Privacy.module.css";
import { ruleName, useRetentionWords } from "./words";

/** Every rule in force: what it is about, how long that is kept from when on, and what happens then. */
export function Rules({ rules }: { rules: RetentionRule[] }) {
  const { t } = useLingui();
  const slug = useSlug();
  const words = useRetentionWords();
  return (
    <section className={styles.section} aria-label={t`Rules`}>
      <div className={styles.head}>
        <h2 className={styles.heading}>{t`Rules`}</h2>
        <Link to="/w/$slug/privacy/policy" params={{ slug }} className={styles.note}>
          <Trans>Change them in the policy</Trans>
        </Link>
      </div>
      {rules.length === 0 && <p className={styles.note}>{t`The policy sets no time for anything.`}</p>}
      {rules.length > 0 && (
        <ul className={styles.list}>
          {rules.map((rule) => (
            <li key={`${rule.rule} ${rule.entity} ${rule.action}`} className={styles.entry}>
              <div>
                <p>{ruleName(rule.rule)}</p>
                <p className={styles.note}>
                  {words.many(rule.entity)}
                  {rule.categories.length > 0 && ` (${rule.categories.map(words.category).join(", ")})`}
                  {rule.reason && ` · ${rule.reason}`}
                </p>
              </div>
              <div>
                <p>{rule.keep_in_words ? t`Kept ${rule.keep_in_words}` : t`Kept as long as needed`}</p>
                <p className={styles.note}>
                  {rule.keep_in_words && rule.counted_from && `${t`counted from ${rule.counted_from}`}; `}
                  {rule.keep_in_words && t`then ${words.done(rule.action)}`}
                </p>
              </div>
              <div>
                <p>
                  {rule.count > 0
                    ? t`${rule.count} over their time`
                    : rule.keep_in_words
                      ? t`Nothing over its time`
                      : t`No end set`}
                </p>
                <p className={styles.note}>
                  {rule.waiting
                    ? t`No record has come to that moment yet.`
                    : rule.last_count > 0
                      ? t`${rule.last_count} went with the last run`
                      : ""}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
