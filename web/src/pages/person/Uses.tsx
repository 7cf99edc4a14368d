import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { usesQuery } from "~/api/people";
import { StateBadge } from "~/pages/privacy/StateBadge";
import { Card } from "./Card";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

/** What this person's data is used for, and what stands in the way of the rest. */
export function Uses({ slug, entity, id }: PersonProps) {
  const { t } = useLingui();
  const query = useQuery(usesQuery(slug, entity.plural, id));
  return (
    <Card title={t`What it is used for`} query={query}>
      {({ purposes }) => (
        <ul className={styles.list}>
          {purposes.map(({ name, label, used, because, categories }) => {
            const kept = categories.filter((category) => used && !category.used);
            return (
              <li key={name} className={styles.item}>
                <div>
                  <p>{label}</p>
                  {because.map((reason) => (
                    <p key={reason} className={styles.note}>
                      {reason}
                    </p>
                  ))}
                  {kept.length > 0 && (
                    <details>
                      <summary className={styles.note}>{t`Not for this: ${kept.length} kinds of data`}</summary>
                      <ul className={styles.chain}>
                        {kept.map((category) => (
                          <li key={category.name}>
                            {category.label}: {category.because}
                          </li>
                        ))}
                      </ul>
                    </details>
                  )}
                </div>
                <StateBadge standing={used ? "good" : "waiting"}>{used ? t`Used` : t`Not used`}</StateBadge>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
