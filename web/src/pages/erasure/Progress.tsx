import { Trans, useLingui } from "@lingui/react/macro";
import { Loader } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { erasureQuery } from "~/api/erasures";
import { useSlug } from "~/api/meta";
import { ErrorState } from "~/components/ErrorState";
import styles from "~/pages/privacy/Privacy.module.css";
import { moment } from "~/pages/retention/words";
import own from "./Erasure.module.css";

/** The two stages of an erasure: nobody sees the person; nothing of them is left. */
export function Progress({ id }: { id: string }) {
  const { t } = useLingui();
  const slug = useSlug();
  const query = useQuery(erasureQuery(slug, id));
  const erasure = query.data;
  const certified = erasure?.state === "certified";
  const problem = typeof erasure?.problem === "string" ? erasure.problem : undefined;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <ol className={own.stages} aria-live="polite">
        <li className={own.stage}>
          <IconCheck size={18} stroke={2.2} className={own.done} aria-hidden />
          <div>
            <p>{t`Nobody sees this person any more`}</p>
            <p className={styles.note}>
              {erasure
                ? t`Since ${moment(String(erasure.begun_at))}: gone from lists, search, exports and every page.`
                : t`Gone from lists, search, exports and every page.`}
            </p>
          </div>
        </li>
        <li className={own.stage}>
          {certified ? (
            <IconCheck size={18} stroke={2.2} className={own.done} aria-hidden />
          ) : (
            <Loader size={16} aria-hidden />
          )}
          <div>
            <p>
              {certified
                ? t`Nothing of them is left, and that was looked for`
                : t`Their data is being removed from every place`}
            </p>
            <p className={styles.note}>
              {certified
                ? t`Certified ${moment(String(erasure.certified_at))}.`
                : (problem ??
                  t`Records, history, search index, files and freed space; then everything is searched again. You may leave: it goes on by itself.`)}
            </p>
          </div>
        </li>
      </ol>
      {certified && (
        <p>
          <Link to="/w/$slug/privacy/erasures/$id" params={{ slug, id }}>
            <Trans>Open the certificate</Trans>
          </Link>
        </p>
      )}
    </>
  );
}
