import { Trans, useLingui } from "@lingui/react/macro";
import { IconBuilding, IconExternalLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSlug } from "~/api/meta";
import { type Processor, processorsQuery } from "~/api/privacy";
import { EmptyState } from "~/components/EmptyState";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import { dateFormat, relativeTime } from "~/fields/locale";
import styles from "./Privacy.module.css";
import { PrivacyPage } from "./PrivacyPage";
import { type Standing, StateBadge } from "./StateBadge";

const day = (iso: string) => dateFormat({ dateStyle: "long" }).format(Date.parse(iso));

/** Everybody whom the policy lets have data, beside what they really got. */
export function ProcessorsPage() {
  const { t } = useLingui();
  const query = useQuery(processorsQuery(useSlug()));
  const { items = [], not_listed: notListed = [] } = query.data ?? {};
  return (
    <PrivacyPage title={t`Processors`}>
      <p className={styles.intro}>
        <Trans>
          Services that work with people's data for you. Nothing leaves for anybody who is not on this list, and a
          service that is taken off it gets nothing from that moment.
        </Trans>
      </p>
      {query.isPending && <Waiting lines={8} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {notListed.length > 0 && (
        <section className={styles.section} aria-label={t`Not listed any more`}>
          <h2 className={styles.heading}>{t`Not listed any more`}</h2>
          <ul className={styles.list}>
            {notListed.map(({ id, hand_overs: handOvers, last_hand_over: last }) => (
              <li key={id} className={styles.item}>
                <StateBadge standing="waiting">{t`Gone`}</StateBadge>
                <div>
                  <p>{id}</p>
                  <p className={styles.note}>
                    {last
                      ? t`${handOvers} hand-overs in the last 30 days, the last ${relativeTime(last)}`
                      : t`Nothing in the last 30 days`}
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {query.isSuccess && items.length === 0 && (
        <EmptyState
          icon={<IconBuilding size={28} stroke={1.5} aria-hidden />}
          title={t`Nobody else gets data`}
          hint={t`The policy lists no service. Nothing can leave this installation.`}
        />
      )}
      {items.map((processor) => (
        <One key={processor.id} processor={processor} />
      ))}
    </PrivacyPage>
  );
}

function standing({ configured, integration, notice_until: notice, safeguard }: Processor): Standing {
  if (!safeguard.valid) return "bad";
  return notice || (integration && !configured) ? "waiting" : "good";
}

function One({ processor }: { processor: Processor }) {
  const { t } = useLingui();
  const { categories, country, keep, last_hand_over: last, purposes, region, safeguard, statement } = processor;
  const how = standing(processor);
  const words = { good: t`May receive`, waiting: t`Receives nothing`, bad: t`No safeguard` };
  const named = (list: { label: string }[]) => list.map(({ label }) => label).join(", ");
  return (
    <section className={styles.section} aria-label={processor.name}>
      <div className={styles.head}>
        <h2 className={styles.heading}>{processor.name}</h2>
        <StateBadge standing={how}>{words[how]}</StateBadge>
      </div>
      <p className={styles.intro}>
        {processor.task} {processor.state}
      </p>
      <dl className={styles.facts}>
        <dt>{t`For`}</dt>
        <dd>{named(purposes)}</dd>
        <dt>{t`Receives`}</dt>
        <dd>{named(categories)}</dd>
        <dt>{t`Where`}</dt>
        <dd>{[region, country].filter(Boolean).join(", ") || t`Not stated`}</dd>
        <dt>{t`Safeguard`}</dt>
        <dd>
          {safeguard.label}
          {safeguard.until && ` · ${t`until ${day(safeguard.until)}`}`}
        </dd>
        <dt>{t`Keeps it`}</dt>
        <dd>{keep ?? t`Not stated`}</dd>
        <dt>{t`Its statement`}</dt>
        <dd>
          {statement.label}
          {statement.url && (
            <>
              {" · "}
              <a href={statement.url} target="_blank" rel="noreferrer">
                <Trans>Open</Trans> <IconExternalLink size={12} aria-hidden />
              </a>
            </>
          )}
        </dd>
        {processor.notice_until && (
          <>
            <dt>{t`Gets nothing before`}</dt>
            <dd>{day(processor.notice_until)}</dd>
          </>
        )}
        {processor.may_refuse && (
          <>
            <dt>{t`People may refuse it`}</dt>
            <dd>{processor.without_it ?? t`Nothing stops working for them.`}</dd>
          </>
        )}
        <dt>{t`Last 30 days`}</dt>
        <dd>
          {t`${processor.hand_overs} hand-overs about ${processor.people} people`}
          {processor.refused > 0 && ` · ${t`${processor.refused} refused`}`}
          {last && ` · ${t`last ${relativeTime(last)}`}`}
        </dd>
      </dl>
    </section>
  );
}
