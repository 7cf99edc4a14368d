import { Plural, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { recipientsQuery } from "~/api/people";
import { relativeTime } from "~/fields/locale";
import { Card } from "./Card";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

/** Who got something about this person, and what the gate kept back. */
export function Recipients({ slug, entity, id }: PersonProps) {
  const { t } = useLingui();
  const query = useQuery(recipientsQuery(slug, entity.plural, id));
  return (
    <Card title={t`Who received data`} query={query}>
      {({ items, withheld, in_words: inWords }) => (
        <>
          <p className={styles.note}>{inWords}</p>
          <ul className={styles.list}>
            {items.map((recipient) => (
              <li key={`${recipient.kind} ${recipient.processor} ${recipient.recipient}`} className={styles.item}>
                <div>
                  <p>{recipient.recipient}</p>
                  <p className={styles.note}>{recipient.in_words}</p>
                </div>
                <span className={styles.note}>{relativeTime(recipient.last)}</span>
              </li>
            ))}
            {withheld.map(({ recipient, why, last, times }) => (
              <li key={`${recipient} ${why}`} className={styles.item}>
                <div>
                  <p>{t`${recipient}: nothing went out`}</p>
                  <p className={styles.note}>{why}</p>
                </div>
                <span className={styles.note}>
                  <Plural value={times} one="once" other="# times" />, {t`last ${relativeTime(last)}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
