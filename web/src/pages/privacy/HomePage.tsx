import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { fieldOf, findEntity, type Meta, useMeta, useSlug } from "~/api/meta";
import { type PrivacyHome, privacyHomeQuery } from "~/api/privacy";
import { queueQuery, type RequestKind, toAnswer } from "~/api/requests";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import { dateFormat, relativeTime } from "~/fields/locale";
import { clockOf, personOf, pressing, standingOf } from "~/pages/requests/clock";
import { useRequestWords } from "~/pages/requests/words";
import styles from "./Privacy.module.css";
import { PrivacyPage } from "./PrivacyPage";
import { StateBadge } from "./StateBadge";

/** So many requests are named before the rest is counted. */
const mostUrgent = 10;

const day = (iso: string) => dateFormat({ dateStyle: "long" }).format(Date.parse(iso));

/** "contact.fax" as people call it. */
function inWords(meta: Meta, path: string): string {
  const [of = "", name = ""] = path.split(".");
  const entity = findEntity(meta, of);
  const field = entity && fieldOf(entity, name);
  return field ? `${entity.label.one}: ${field.label}` : path;
}

/** What is broken, what is due, what waits: the things somebody has to look after. */
export function HomePage() {
  const { t } = useLingui();
  const query = useQuery(privacyHomeQuery(useSlug()));
  return (
    <PrivacyPage title={t`Privacy`}>
      {query.isPending && <Waiting lines={8} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Overview home={query.data} />}
    </PrivacyPage>
  );
}

function Overview({ home }: { home: PrivacyHome }) {
  const { t } = useLingui();
  const slug = useSlug();
  const meta = useMeta();
  const { promises, messages, notices } = home;
  const unsent = messages.failed + messages.refused + messages.not_configured;
  const waiting = useInfiniteQuery(queueQuery(slug, { filter: toAnswer, sort: "due_at" }));
  const urgent = pressing(waiting.data?.pages.flatMap((page) => page.items) ?? []);
  const words = useRequestWords();
  const tiles = [
    { to: "/w/$slug/privacy/requests", number: waiting.data?.pages[0]?.count ?? "–", text: t`requests to answer` },
    { to: "/w/$slug/privacy/promises", number: promises.broken, text: t`promises broken` },
    { to: "/w/$slug/privacy/promises", number: promises.kept, text: t`promises kept` },
    { to: "/w/$slug/privacy/promises", number: promises.waiting, text: t`not in use yet` },
    { to: "/w/$slug/privacy/messages", number: unsent, text: t`messages not sent` },
  ] as const;
  return (
    <>
      <p className={styles.intro}>
        {promises.checked_at
          ? t`The program looks at every promise each hour. Last look: ${relativeTime(promises.checked_at)}.`
          : t`The program has not looked at the promises yet; it does so every hour.`}
      </p>
      <div className={styles.tiles}>
        {tiles.map(({ to, number, text }) => (
          <Link key={text} to={to} params={{ slug }} className={styles.tile}>
            <div className={styles.number}>{number}</div>
            <div className={styles.note}>{text}</div>
          </Link>
        ))}
      </div>
      <Needs title={t`Broken`} calm={t`Nothing is broken.`} empty={promises.list.length === 0}>
        {promises.list.map(({ id, text, evidence, since }) => (
          <li key={id} className={styles.item}>
            <StateBadge standing="bad">{t`Broken`}</StateBadge>
            <div>
              <p>{text}</p>
              <p className={styles.note}>{evidence}</p>
            </div>
            <span className={styles.note}>{since ? t`since ${relativeTime(since)}` : id}</span>
          </li>
        ))}
      </Needs>
      <Needs
        title={t`Due`}
        calm={t`Nothing is due in the next weeks.`}
        empty={urgent.length === 0 && home.due.length === 0 && home.processors.length === 0}
      >
        {urgent.slice(0, mostUrgent).map((request) => (
          <li key={request.id} className={styles.item}>
            <StateBadge standing={standingOf(clockOf(request))}>{words.clock(clockOf(request))}</StateBadge>
            <p>
              <Link to="/w/$slug/privacy/requests/$id" params={{ slug, id: request.id }}>
                {words.kinds[request.kind as RequestKind] ?? String(request.kind)}
              </Link>
              {personOf(request) ? `, ${personOf(request)}` : ""}
            </p>
          </li>
        ))}
        {urgent.length > mostUrgent && (
          <li className={styles.item}>
            <Link to="/w/$slug/privacy/requests" params={{ slug }}>
              <Plural value={urgent.length - mostUrgent} one="and # more request" other="and # more requests" />
            </Link>
          </li>
        )}
        {home.due.map(({ what, name, on }) => (
          <li key={`${what} ${name}`} className={styles.item}>
            <StateBadge standing="waiting">{day(on)}</StateBadge>
            <p>{what === "safeguard" ? t`The safeguard of ${name} ends.` : t`The policy ${name} takes effect.`}</p>
          </li>
        ))}
        {home.processors.map(({ id, name, notice_date: from }) => (
          <li key={id} className={styles.item}>
            <StateBadge standing="waiting">{day(from)}</StateBadge>
            <p>{t`${name} may receive data; until then nothing goes to it.`}</p>
          </li>
        ))}
      </Needs>
      <Needs
        title={t`Notices and messages`}
        calm={t`Nobody waits for a notice, and no message is held up.`}
        empty={notices.on_its_way + notices.not_told + unsent + messages.queued + messages.waiting === 0}
      >
        <Count number={notices.on_its_way} text={t`notices of a change are on their way`} />
        <Count number={notices.not_told} text={t`people could not be told of a change`} bad />
        <Count number={messages.queued + messages.waiting} text={t`messages are about to be sent`} />
        <Count number={messages.failed} text={t`messages failed`} bad />
        <Count number={messages.refused} text={t`messages were refused by the policy`} bad />
        <Count number={messages.not_configured} text={t`messages wait for a mail server`} />
      </Needs>
      <section className={styles.section} aria-label={t`For whoever finds a weakness`}>
        <h2 className={styles.heading}>{t`For whoever finds a weakness`}</h2>
        <p className={styles.note}>{home.security_txt.evidence}</p>
      </section>
      {home.unused_fields.length > 0 && (
        <section className={styles.section} aria-label={t`Fields that nobody fills`}>
          <h2 className={styles.heading}>{t`Fields that nobody fills`}</h2>
          <p className={styles.note}>
            <Trans>What is not needed should not be asked for.</Trans>
          </p>
          <details className={styles.version}>
            <summary>
              <Plural value={home.unused_fields.length} one="# field" other="# fields" />
            </summary>
            <p className={styles.note}>{home.unused_fields.map((name) => inWords(meta, name)).join(", ")}</p>
          </details>
        </section>
      )}
    </>
  );
}

interface NeedsProps {
  title: string;
  calm: string;
  empty: boolean;
  children: ReactNode;
}

const Needs = ({ title, calm, empty, children }: NeedsProps) => (
  <section className={styles.section} aria-label={title}>
    <h2 className={styles.heading}>{title}</h2>
    {empty ? <p className={styles.note}>{calm}</p> : <ul className={styles.list}>{children}</ul>}
  </section>
);

function Count({ number, text, bad = false }: { number: number; text: string; bad?: boolean }) {
  if (number === 0) return null;
  return (
    <li className={styles.item}>
      <StateBadge standing={bad ? "bad" : "waiting"}>{String(number)}</StateBadge>
      <p>{text}</p>
    </li>
  );
}
