import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { keptUntilQuery } from "~/api/people";
import { dateFormat } from "~/fields/locale";
import { Card } from "./Card";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

/** How long this record stays, and what decides it. */
export function KeptUntil({ slug, entity, id }: PersonProps) {
  const { t } = useLingui();
  const query = useQuery(keptUntilQuery(slug, entity.plural, id));
  const day = (iso: string) => dateFormat({ dateStyle: "long" }).format(Date.parse(iso));
  return (
    <Card title={t`How long it is kept`} query={query}>
      {({ until, because, grounds, parts }) => (
        <>
          <p>{until ? t`Until ${day(until)}` : t`No end is known yet`}</p>
          <p className={styles.note}>{because}</p>
          {(grounds.length > 1 || parts.length > 0) && (
            <ul className={styles.chain}>
              {grounds
                .filter(({ decides }) => !decides)
                .map((ground) => (
                  <li key={`${ground.kind} ${ground.rule} ${ground.because}`}>{ground.because}</li>
                ))}
              {parts.map((part) => (
                <li key={part.categories.join()}>
                  {part.categories.join(", ")}: {part.until ? t`until ${day(part.until)}` : part.because}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Card>
  );
}
