import { Trans, useLingui } from "@lingui/react/macro";
import { Select, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSlug } from "~/api/meta";
import { calendarQuery, type RetentionMonth } from "~/api/retention";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import styles from "~/pages/privacy/Privacy.module.css";
import { Month } from "./Month";
import { monthName } from "./month";
import own from "./Retention.module.css";
import { ruleName, total, useRetentionWords } from "./words";

/** What goes in the coming months, as things stand: a month at a time, and the days and records behind it. */
export function Calendar() {
  const { t } = useLingui();
  const query = useQuery(calendarQuery(useSlug()));
  const months = query.data?.months ?? [];
  const [rule, setRule] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string>();
  const rules = [...new Set(months.flatMap((month) => month.rules.map((one) => one.rule)))];
  const shown = months.map((month) => ({
    ...month,
    rules: month.rules.filter((one) => !rule || one.rule === rule),
  }));
  const open = shown.find(({ month }) => month === chosen) ?? shown.find(({ rules: of }) => total(of) > 0);
  const most = Math.max(1, ...shown.map((month) => total(month.rules)));
  return (
    <section className={styles.section} aria-label={t`Next deletions`}>
      <div className={styles.head}>
        <h2 className={styles.heading}>{t`Next deletions`}</h2>
        {rules.length > 1 && (
          <Select
            aria-label={t`Which rule`}
            placeholder={t`Every rule`}
            clearable
            value={rule}
            onChange={setRule}
            data={rules.map((value) => ({ value, label: ruleName(value) }))}
          />
        )}
      </div>
      {query.isPending && <Waiting lines={6} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && !open && (
        <p className={styles.note}>
          <Trans>Nothing comes to its end in the next twelve months, as things stand today.</Trans>
        </p>
      )}
      {open && (
        <div className={own.calendar}>
          <ul className={own.months} aria-label={t`Months`}>
            {shown.map((month) => (
              <MonthLine
                key={month.month}
                month={month}
                most={most}
                open={month.month === open.month}
                onOpen={() => setChosen(month.month)}
              />
            ))}
          </ul>
          <Month key={`${open.month} ${rule}`} month={open.month} counts={open.rules} rule={rule ?? undefined} />
        </div>
      )}
    </section>
  );
}

interface LineProps {
  month: RetentionMonth;
  most: number;
  open: boolean;
  onOpen: () => void;
}

function MonthLine({ month, most, open, onOpen }: LineProps) {
  const words = useRetentionWords();
  const number = total(month.rules);
  return (
    <li>
      <UnstyledButton className={own.month} aria-pressed={open} onClick={onOpen}>
        <span>{monthName(month.month)}</span>
        <span className={own.bar} aria-hidden>
          {number > 0 && <span style={{ width: `${Math.max(4, (100 * number) / most)}%` }} />}
        </span>
        <span className={own.count}>
          <span aria-hidden>{number}</span>
          <span className="visually-hidden">{words.records(number)}</span>
        </span>
      </UnstyledButton>
    </li>
  );
}
