import { Trans, useLingui } from "@lingui/react/macro";
import { Button, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSlug } from "~/api/meta";
import { monthQuery, type RetentionCount } from "~/api/retention";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import styles from "~/pages/privacy/Privacy.module.css";
import { Items } from "./DueList";
import { monthName, weekdays, weeksOf } from "./month";
import own from "./Retention.module.css";
import { longDay, ruleName, total, useRetentionWords } from "./words";

interface Props {
  month: string;
  counts: RetentionCount[];
  rule: string | undefined;
}

/** One month: what goes by which rule, on which days, and the records themselves. */
export function Month({ month, counts, rule }: Props) {
  const { t } = useLingui();
  const words = useRetentionWords();
  const [day, setDay] = useState<string>();
  const query = useQuery(monthQuery(useSlug(), month, rule));
  const { items = [], more = false } = query.data ?? {};
  const perDay = new Map<string, number>();
  for (const { until } of items) {
    const on = until.slice(0, 10);
    perDay.set(on, (perDay.get(on) ?? 0) + 1);
  }
  const shown = day ? items.filter(({ until }) => until.startsWith(day)) : items;
  return (
    <section aria-label={monthName(month)} className={own.open}>
      <h3 className={styles.heading}>{monthName(month)}</h3>
      {total(counts) === 0 ? (
        <p className={styles.note}>{t`Nothing comes to its end in this month.`}</p>
      ) : (
        <ul className={styles.plain}>
          {counts
            .filter(({ count }) => count > 0)
            .map((one) => (
              <li key={`${one.rule} ${one.entity} ${one.action}`}>
                {words.sentence(one)} <span className={styles.note}>· {ruleName(one.rule)}</span>
              </li>
            ))}
        </ul>
      )}
      <Days month={month} perDay={perDay} chosen={day} onChoose={setDay} />
      {query.isPending && <Waiting lines={4} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {shown.length > 0 && (
        <>
          <div className={styles.head}>
            <h4 className={styles.heading}>{day ? longDay(day) : t`All of this month`}</h4>
            {day && (
              <Button variant="subtle" size="compact-sm" onClick={() => setDay(undefined)}>
                <Trans>Show the whole month</Trans>
              </Button>
            )}
          </div>
          <Items items={shown} />
          {more && (
            <p className={styles.note}>
              <Trans>There are more than are shown here; choose one rule to see fewer.</Trans>
            </p>
          )}
        </>
      )}
    </section>
  );
}

interface DaysProps {
  month: string;
  perDay: Map<string, number>;
  chosen: string | undefined;
  onChoose: (day: string | undefined) => void;
}

function Days({ month, perDay, chosen, onChoose }: DaysProps) {
  const { t } = useLingui();
  const words = useRetentionWords();
  return (
    <table className={own.days}>
      <caption className="visually-hidden">{t`Days of ${monthName(month)}`}</caption>
      <thead>
        <tr>
          {weekdays().map(({ short, long }) => (
            <th key={long} scope="col" abbr={long}>
              {short}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week.find(Boolean)}>
            {week.map((day, place) => {
              const number = day ? (perDay.get(day) ?? 0) : 0;
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: a week has seven places
                <td key={place}>
                  {day && number > 0 ? (
                    <UnstyledButton
                      className={own.day}
                      aria-pressed={day === chosen}
                      onClick={() => onChoose(day === chosen ? undefined : day)}
                    >
                      <span className={own.date} aria-hidden>
                        {Number(day.slice(8))}
                      </span>
                      <span className={own.due} aria-hidden>
                        {number}
                      </span>
                      <span className="visually-hidden">{`${longDay(day)}: ${words.records(number)}`}</span>
                    </UnstyledButton>
                  ) : (
                    <span className={own.date}>{day && Number(day.slice(8))}</span>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
