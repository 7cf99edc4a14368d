import { Plural, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { findEntity, useMeta } from "~/api/meta";
import { looksQuery } from "~/api/people";
import { dateFormat } from "~/fields/locale";
import { Card } from "./Card";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

const firstShown = 8;

/** Who opened, edited or wrote to this person, on which days. */
export function Looks({ slug, entity, id }: PersonProps) {
  const { t } = useLingui();
  const query = useQuery(looksQuery(slug, entity.plural, id));
  const [all, setAll] = useState(false);
  const meta = useMeta();
  const labelOf = (name: string) => findEntity(meta, name)?.label.one ?? name;
  const day = (iso: string) => dateFormat({ dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(iso));
  return (
    <Card title={t`Who looked`} query={query}>
      {({ items }) => (
        <>
          <p
            className={styles.note}
          >{t`Who opened or changed this record, by day. Lists and searches do not count.`}</p>
          {items.length === 0 && <p>{t`Nobody yet.`}</p>}
          <ul className={styles.list}>
            {(all ? items : items.slice(0, firstShown)).map((look) => (
              <li key={`${look.member.id} ${look.id} ${look.day}`} className={styles.item}>
                <div>
                  <p>{look.member.name || t`A former member`}</p>
                  {look.id !== id && (
                    <p className={styles.note}>{t`A record that concerns them: ${labelOf(look.entity)}`}</p>
                  )}
                </div>
                <span className={styles.note}>
                  {day(look.day)} · <Plural value={look.times} one="once" other="# times" />
                </span>
              </li>
            ))}
          </ul>
          {!all && items.length > firstShown && (
            <Button variant="default" size="compact-sm" onClick={() => setAll(true)}>
              {t`Show all ${items.length}`}
            </Button>
          )}
        </>
      )}
    </Card>
  );
}
