import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { restrictionsQuery } from "~/api/people";
import { dateFormat, relativeTime } from "~/fields/locale";
import { memberName, useMembers } from "~/fields/members";
import { Card } from "./Card";
import { Impose } from "./Impose";
import { Lift } from "./Lift";
import styles from "./Person.module.css";
import type { PersonProps } from "./PersonPage";

/** What keeps a person's data from being deleted: a court, a claim, a dispute. Who answers for it, and until when. */
export function Holds(person: PersonProps) {
  const { t } = useLingui();
  const { slug, entity, id } = person;
  const client = useQueryClient();
  const members = useMembers();
  const query = useQuery(restrictionsQuery(slug, entity.plural, id));
  const [placing, setPlacing] = useState(false);
  const [ending, setEnding] = useState<string>();
  const changed = () => void client.invalidateQueries({ queryKey: ["person", slug, entity.plural, id] });
  const kinds: Record<string, string> = { legal: t`A legal matter`, dispute: t`A dispute` };
  const day = (iso: unknown) => dateFormat({ dateStyle: "long" }).format(Date.parse(String(iso)));
  const nameOf = (owner: unknown) => {
    const member = members.find((one) => one.id === owner);
    return member && memberName(member);
  };
  return (
    <Card
      title={t`Holds`}
      query={query}
      action={
        <Button variant="default" size="compact-sm" onClick={() => setPlacing(true)}>
          <Trans>Put on hold</Trans>
        </Button>
      }
    >
      {(found) => {
        const items = found.items.filter(({ kind }) => kind === "hold");
        return (
          <>
            {items.length === 0 && (
              <p className={styles.note}>
                {t`None: nothing keeps this record from being deleted or erased when its time comes.`}
              </p>
            )}
            <ul className={styles.list}>
              {items.map((item) => (
                <li key={item.id} className={styles.item}>
                  <div>
                    <p>
                      {kinds[String(item.hold_kind)] ?? t`On hold`}
                      {": "}
                      {String(item.reason ?? "")}
                    </p>
                    <p className={styles.note}>
                      {item.lifted_at
                        ? t`Ended ${relativeTime(String(item.lifted_at))}.`
                        : item.until
                          ? t`Nothing may be deleted until ${day(item.until)}.`
                          : t`Nothing may be deleted until somebody ends it.`}{" "}
                      {t`Since ${relativeTime(String(item.since))}.`}
                      {nameOf(item.owner) && ` ${t`${nameOf(item.owner)} looks after it.`}`}
                    </p>
                  </div>
                  {!item.lifted_at && (
                    <Button variant="default" size="compact-sm" onClick={() => setEnding(item.id)}>
                      <Trans>End it</Trans>
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {placing && (
              <Impose person={person} kinds={{ hold: "" }} onClose={() => setPlacing(false)} onDone={changed} />
            )}
            {ending && (
              <Lift person={person} restriction={ending} onClose={() => setEnding(undefined)} onDone={changed} />
            )}
          </>
        );
      }}
    </Card>
  );
}
