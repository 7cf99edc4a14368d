import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { findEntity, useMeta, useSlug } from "~/api/meta";
import type { Story } from "~/api/requests";
import styles from "~/pages/privacy/Privacy.module.css";
import { longDay } from "~/pages/retention/words";
import own from "./Requests.module.css";
import { useRequestWords } from "./words";

/** Who asked for what, how it came, and whether it is known who they are. */
export function RequestFacts({ story }: { story: Story }) {
  const { t } = useLingui();
  const slug = useSlug();
  const meta = useMeta();
  const words = useRequestWords();
  const { person, clock } = story;
  const entity = person && findEntity(meta, person.entity);
  const identities = {
    not_needed: t`No proof is needed for this`,
    unproven: t`Not proven yet`,
    proven: story.proven_by === "code" ? t`Proven by a code sent to the address on file` : t`Confirmed by a colleague`,
  };
  const purpose = meta.purposes.find(({ name }) => name === story.purpose)?.label ?? story.purpose;
  const names: Record<string, string> = {
    month: t`a month (GDPR)`,
    "28_days": t`28 days`,
    ccpa: t`45 days (CCPA)`,
  };
  const rows: [string, React.ReactNode][] = [
    [t`From`, [story.name, story.email].filter(Boolean).join(", ") || t`Nobody is named`],
    [
      t`On record as`,
      person && entity ? (
        <Link key="person" to="/w/$slug/$plural/$id/privacy" params={{ slug, plural: entity.plural, id: person.id }}>
          {person.display || entity.label.one}
        </Link>
      ) : (
        t`Not found yet, or erased`
      ),
    ],
    [t`Identity`, identities[story.identity]],
    [t`Received`, `${longDay(story.received_at)}, ${words.sources[story.source] ?? story.source}`],
    [t`To be answered within`, names[clock.name] ?? clock.name],
    [t`Due`, longDay(clock.due_on)],
    ...(clock.acknowledge_by && !story.acknowledged_at
      ? [[t`To be acknowledged by`, longDay(clock.acknowledge_by)] as [string, React.ReactNode]]
      : []),
    [t`Looked after by`, story.assignee?.name ?? t`Nobody yet`],
    ...(purpose ? [[t`Which use`, purpose] as [string, React.ReactNode]] : []),
    ...(story.reason && words.denials[story.reason]
      ? [[t`Denied because`, words.denials[story.reason]] as [string, React.ReactNode]]
      : []),
  ];
  return (
    <aside aria-label={t`About the request`} className={own.about}>
      <dl className={styles.facts}>
        {rows.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {story.message && (
        <>
          <h2 className={styles.heading}>{t`What they wrote`}</h2>
          <p className={styles.letter}>{story.message}</p>
        </>
      )}
      {story.answer && (
        <>
          <h2 className={styles.heading}>{t`What was answered`}</h2>
          <p className={styles.letter}>{story.answer}</p>
        </>
      )}
      {story.erasure && (
        <p>
          <Link to="/w/$slug/privacy/erasures/$id" params={{ slug, id: story.erasure }}>
            <Trans>Certificate of the erasure</Trans>
          </Link>
        </p>
      )}
      {clock.pauses.length > 0 && (
        <>
          <h2 className={styles.heading}>{t`When the clock stood still`}</h2>
          <ul className={styles.plain}>
            {clock.pauses.map(({ why, from, until }) => (
              <li key={`${why} ${from}`}>
                {until ? t`${longDay(from)} to ${longDay(until)}` : t`Since ${longDay(from)}`}:{" "}
                {words.awaited[why] ?? why}
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}
