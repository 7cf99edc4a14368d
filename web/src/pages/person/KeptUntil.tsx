import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useMeta } from "~/api/meta";
import { keptUntilQuery } from "~/api/people";
import { dateFormat } from "~/fields/locale";
import { Card } from "./Card";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

/** How long this record stays, and what decides it. */
export function KeptUntil({ slug, entity, id }: PersonProps) {
  const { t } = useLingui();
  const { categories } = useMeta();
  const query = useQuery(keptUntilQuery(slug, entity.plural, id));
  const day = (iso: string) => dateFormat({ dateStyle: "long" }).format(Date.parse(iso));
  const labelOf = (category: string) => categories.find(({ name }) => name === category)?.label ?? category;
  return (
    <Card title={t`How long it is kept`} query={query}>
      {({ until, because, grounds, parts }) => {
        const others = grounds.filter(({ decides }) => !decides);
        return (
          <>
            <p className={styles.answer}>{until ? t`Until ${day(until)}` : t`No end is known yet`}</p>
            <p className={styles.note}>{because}</p>
            {others.length > 0 && (
              <>
                <h3 className={styles.subheading}>{t`What gives way to it`}</h3>
                <ul className={styles.chain}>
                  {others.map((ground) => (
                    <li key={`${ground.kind} ${ground.rule} ${ground.because}`}>{ground.because}</li>
                  ))}
                </ul>
              </>
            )}
            {parts.length > 0 && (
              <>
                <h3 className={styles.subheading}>{t`Parts of it go at a time of their own`}</h3>
                <ul className={styles.chain}>
                  {parts.map((part) => (
                    <li key={part.categories.join()}>
                      {part.categories.map(labelOf).join(", ")}:{" "}
                      {part.until ? t`until ${day(part.until)}` : part.because}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        );
      }}
    </Card>
  );
}
