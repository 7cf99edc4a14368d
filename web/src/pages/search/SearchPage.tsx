import { useLingui } from "@lingui/react/macro";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { findEntity, useMeta, useSlug } from "~/api/meta";
import { searchQuery } from "~/api/search";
import { EmptyState } from "~/components/EmptyState";
import { EntityIcon } from "~/components/EntityIcon";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import styles from "./SearchPage.module.css";

/** Everything that a search found, by entity. */
export function SearchPage() {
  const { t } = useLingui();
  const slug = useSlug();
  const meta = useMeta();
  const { q = "" } = useSearch({ from: "/w/$slug/search" });
  const query = useQuery(searchQuery(slug, q, 100));
  useDocumentTitle(t`Search: ${q} · Probity`);

  if (!q)
    return <EmptyState title={t`Search`} hint={t`Press / and type a name, a part of an email or of a phone number.`} />;
  if (query.isPending) return <Waiting />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const names = [...new Set(query.data.map((hit) => hit.entity))];
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{t`Results for “${q}”`}</h1>
      {query.data.length === 0 && (
        <EmptyState
          title={t`Nothing found`}
          hint={t`Part of a name, an email or a phone number is enough; accents do not matter.`}
        />
      )}
      {names.map((name) => {
        const entity = findEntity(meta, name);
        const hits = query.data.filter((hit) => hit.entity === name);
        if (!entity) return null;
        return (
          <section key={name} aria-label={entity.label.many}>
            <h2 className={styles.heading}>
              <EntityIcon name={entity.icon} />
              {entity.label.many}
            </h2>
            <ul className={styles.list}>
              {hits.map((hit) => (
                <li key={hit.id}>
                  <Link
                    to="/w/$slug/$plural/$id"
                    params={{ slug, plural: entity.plural, id: hit.id }}
                    className={styles.hit}
                    preload="intent"
                  >
                    <span className={styles.name}>{hit.display}</span>
                    <span className={styles.subtitle}>{hit.subtitle}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
