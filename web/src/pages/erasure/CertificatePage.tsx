import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type Certificate, certificateQuery, erasureQuery } from "~/api/erasures";
import { findEntity, useMeta, useSlug } from "~/api/meta";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import styles from "~/pages/privacy/Privacy.module.css";
import { PrivacyPage } from "~/pages/privacy/PrivacyPage";
import { longDay, moment } from "~/pages/retention/words";
import own from "./Erasure.module.css";
import { Progress } from "./Progress";
import { useErasureWords } from "./words";

/** What shows that a person was erased, to be read, printed and kept. */
export function CertificatePage() {
  const { t } = useLingui();
  const slug = useSlug();
  const { id } = useParams({ from: "/w/$slug/privacy/erasures/$id" });
  const erasure = useQuery(erasureQuery(slug, id));
  const certified = erasure.data?.state === "certified";
  const query = useQuery({ ...certificateQuery(slug, id), enabled: certified });
  return (
    <PrivacyPage
      title={t`Certificate of erasure`}
      action={
        query.data && (
          <Button
            variant="default"
            leftSection={<IconPrinter size={15} aria-hidden />}
            className={own.onScreen}
            onClick={() => window.print()}
          >
            <Trans>Print</Trans>
          </Button>
        )
      }
    >
      <p className={`${styles.crumb} ${own.onScreen}`}>
        <Link to="/w/$slug/privacy/erasures" params={{ slug }}>
          <Trans>All erasures</Trans>
        </Link>
      </p>
      {erasure.isPending && <Waiting lines={8} />}
      {erasure.isError && <ErrorState error={erasure.error} onRetry={() => void erasure.refetch()} />}
      {erasure.data && !certified && <Progress id={id} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Paper certificate={query.data} />}
    </PrivacyPage>
  );
}

function Paper({ certificate }: { certificate: Certificate }) {
  const { t } = useLingui();
  const words = useErasureWords();
  const entity = findEntity(useMeta(), certificate.entity);
  const { rescan } = certificate;
  const rows: [string, string][] = [
    [t`Erasure`, certificate.erasure],
    [t`Who`, t`A person recorded as ${entity?.label.one.toLowerCase() ?? certificate.entity}; nothing here says who`],
    [t`Because`, words.grounds[certificate.ground] ?? certificate.ground],
    [t`Invisible to everybody since`, moment(certificate.invisible_at)],
    [t`Certified`, moment(certificate.certified_at)],
  ];
  return (
    <article className={own.paper}>
      <dl className={styles.facts}>
        {rows.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h2 className={styles.heading}>{t`What was done`}</h2>
      <ul className={styles.plain}>
        {certificate.records.map((one) => (
          <li key={`${one.entity} ${one.effect}`}>
            {words.named(one.entity, one.count)}: {words.effects[one.effect] ?? one.effect}
          </li>
        ))}
      </ul>
      <h2 className={styles.heading}>{t`What was kept, and why`}</h2>
      {certificate.kept.length === 0 ? (
        <p>{t`Nothing.`}</p>
      ) : (
        <ul className={styles.plain}>
          {certificate.kept.map((kept) => (
            <li key={`${kept.entity} ${kept.because} ${kept.until}`}>
              {words.named(kept.entity, kept.count)}
              {kept.until && ` ${t`until ${longDay(kept.until)}`}`}: {kept.because}
            </li>
          ))}
        </ul>
      )}
      <h2 className={styles.heading}>{t`Where else it was looked for`}</h2>
      <ul className={styles.plain}>
        {certificate.places.map((place) => (
          <li key={place.name}>
            {words.place(place.name)}:{" "}
            {place.found.length === 0
              ? t`nothing was there`
              : place.found.map(({ what, count }) => `${count} ${what}`).join(", ")}
          </li>
        ))}
      </ul>
      <h2 className={styles.heading}>{t`Looked for again afterwards`}</h2>
      <p>
        {t`${rescan.rows} rows in ${rescan.columns} columns of ${rescan.tables} tables, and ${rescan.places} other places, were searched.`}{" "}
        {rescan.left === 0
          ? t`Nothing of this person was found.`
          : t`${rescan.left} things were found that ought to have gone.`}{" "}
        {rescan.scrubbed_at && t`The space that was freed was overwritten on ${moment(rescan.scrubbed_at)}.`}
      </p>
      <h2 className={styles.heading}>{t`Signature of this installation`}</h2>
      <p className={own.signature}>{certificate.signature}</p>
    </article>
  );
}
