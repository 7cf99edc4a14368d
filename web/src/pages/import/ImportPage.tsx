import { useLingui } from "@lingui/react/macro";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ended, importQuery } from "~/api/imports";
import { findEntity, useMeta, useSlug } from "~/api/meta";
import { EmptyState } from "~/components/EmptyState";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import styles from "./Import.module.css";
import { MapColumns } from "./MapColumns";
import { Result } from "./Result";
import { Running } from "./Running";

/** One import, at whatever step it is: the address can be left and visited again. */
export function ImportPage() {
  const { t } = useLingui();
  const { id } = useParams({ from: "/w/$slug/import/$id" });
  const query = useQuery(importQuery(useSlug(), id));
  const meta = useMeta();
  useDocumentTitle(t`Import · Probity`);

  if (query.isPending) return <Waiting />;
  if (!query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const entity = findEntity(meta, query.data.entity);
  if (!entity) return <EmptyState title={t`What this import was for is no longer in this workspace.`} />;
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{t`Import ${entity.label.many.toLowerCase()}`}</h1>
      {query.data.state === "mapping" && <MapColumns entity={entity} data={query.data} />}
      {query.data.state === "running" && <Running data={query.data} />}
      {ended(query.data.state) && <Result entity={entity} data={query.data} />}
    </div>
  );
}
