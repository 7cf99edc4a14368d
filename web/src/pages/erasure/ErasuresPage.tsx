import { Trans, useLingui } from "@lingui/react/macro";
import { IconEraser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { erasuresQuery } from "~/api/erasures";
import { findEntity, useMeta, useSlug } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { EmptyState } from "~/components/EmptyState";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import styles from "~/pages/privacy/Privacy.module.css";
import { PrivacyPage } from "~/pages/privacy/PrivacyPage";
import { StateBadge } from "~/pages/privacy/StateBadge";
import { moment } from "~/pages/retention/words";
import { Orders } from "./Orders";
import { useErasureWords } from "./words";

/** Every erasure there was, by its certificate, and what was asked of others because of it. */
export function ErasuresPage() {
  const { t } = useLingui();
  const query = useQuery(erasuresQuery(useSlug()));
  const items = query.data?.items ?? [];
  return (
    <PrivacyPage title={t`Erasures`}>
      <p className={styles.intro}>
        <Trans>
          People who were erased, without anything that says who they were. Each has a certificate, written after every
          place was searched once more. To erase somebody, open their record and choose Privacy.
        </Trans>
      </p>
      {query.isPending && <Waiting lines={6} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <EmptyState icon={<IconEraser size={28} stroke={1.5} aria-hidden />} title={t`Nobody was erased yet`} />
      )}
      {items.length > 0 && (
        <ul className={styles.list}>
          {items.map((erasure) => (
            <Line key={erasure.id} erasure={erasure} />
          ))}
        </ul>
      )}
      <Orders />
    </PrivacyPage>
  );
}

function Line({ erasure }: { erasure: RecordData }) {
  const { t } = useLingui();
  const slug = useSlug();
  const entity = findEntity(useMeta(), String(erasure.person_entity));
  const words = useErasureWords();
  const certified = erasure.state === "certified";
  const who = entity?.label.one ?? String(erasure.person_entity);
  return (
    <li className={styles.item}>
      <StateBadge standing={certified ? "good" : "waiting"}>{certified ? t`Certified` : t`Under way`}</StateBadge>
      <div>
        <p>
          <Link to="/w/$slug/privacy/erasures/$id" params={{ slug, id: erasure.id }}>
            {t`${who}, invisible since ${moment(String(erasure.begun_at))}`}
          </Link>
        </p>
        <p className={styles.note}>
          {words.grounds[String(erasure.ground)] ?? String(erasure.ground)}
          {typeof erasure.problem === "string" && ` · ${erasure.problem}`}
        </p>
      </div>
      <span className={styles.note}>{certified && moment(String(erasure.certified_at))}</span>
    </li>
  );
}
