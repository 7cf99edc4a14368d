import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMeta } from "~/api/meta";
import { type RestrictionKind, restrictionsQuery } from "~/api/people";
import { relativeTime } from "~/fields/locale";
import { Card } from "./Card";
import { Impose } from "./Impose";
import { Lift } from "./Lift";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

const useKinds = (): Partial<Record<RestrictionKind, string>> => {
  const { t } = useLingui();
  return {
    restriction: t`Restricted: kept, and used for nothing`,
    objection: t`Objects to one use`,
    minor: t`A minor: kept, and used for nothing`,
  };
};

/** What stands against the use of a person's data, and what ends it. */
export function Restrictions(person: PersonProps) {
  const { t } = useLingui();
  const { slug, entity, id } = person;
  const client = useQueryClient();
  const { purposes } = useMeta();
  const kinds = useKinds();
  const query = useQuery(restrictionsQuery(slug, entity.plural, id));
  const [imposing, setImposing] = useState(false);
  const [lifting, setLifting] = useState<string>();
  const changed = () => void client.invalidateQueries({ queryKey: ["person", slug, entity.plural, id] });
  const labelOf = (purpose: unknown) => purposes.find(({ name }) => name === purpose)?.label ?? String(purpose);
  return (
    <Card
      title={t`What stands against its use`}
      query={query}
      action={
        <Button variant="default" size="compact-sm" onClick={() => setImposing(true)}>
          <Trans>Add</Trans>
        </Button>
      }
    >
      {(found) => {
        const items = found.items.filter(({ kind }) => kind !== "hold");
        return (
          <>
            {items.length === 0 && <p className={styles.note}>{t`Nothing.`}</p>}
            <ul className={styles.list}>
              {items.map((item) => (
                <li key={item.id} className={styles.item}>
                  <div>
                    <p>
                      {kinds[item.kind as RestrictionKind]}
                      {item.purpose ? `: ${labelOf(item.purpose)}` : ""}
                    </p>
                    <p className={styles.note}>
                      {String(item.reason ?? "")} {t`Since ${relativeTime(String(item.since))}.`}{" "}
                      {item.lifted_at ? t`Lifted ${relativeTime(String(item.lifted_at))}.` : ""}
                    </p>
                  </div>
                  {!item.lifted_at && (
                    <Button variant="default" size="compact-sm" onClick={() => setLifting(item.id)}>
                      <Trans>Lift</Trans>
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {imposing && <Impose person={person} kinds={kinds} onClose={() => setImposing(false)} onDone={changed} />}
            {lifting && (
              <Lift person={person} restriction={lifting} onClose={() => setLifting(undefined)} onDone={changed} />
            )}
          </>
        );
      }}
    </Card>
  );
}
