import { Trans } from "@lingui/react/macro";
import { Progress } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { ended, importQuery } from "~/api/imports";
import { useSlug } from "~/api/meta";
import { forgetImport, useRunningImports } from "~/pages/import/runningImports";
import styles from "./ImportTray.module.css";

/** Imports that go on while the person does something else. */
export function ImportTray() {
  const slug = useSlug();
  const { pathname } = useLocation();
  const ids = useRunningImports(slug);
  const imports = useQueries({ queries: ids.map((id) => importQuery(slug, id)) });
  const over = imports.flatMap(({ data, isError }, at) =>
    (data && ended(data.state) && pathname.endsWith(data.id)) || isError ? [ids[at]] : [],
  );
  const overIds = over.join();
  useEffect(() => {
    for (const id of overIds.split(",")) if (id) forgetImport(slug, id);
  }, [slug, overIds]);

  const shown = imports.flatMap(({ data }) => (data && !pathname.endsWith(data.id) ? [data] : []));
  if (shown.length === 0) return null;
  return (
    <aside className={styles.tray}>
      {shown.map((one) => (
        <Link key={one.id} to="/w/$slug/import/$id" params={{ slug, id: one.id }} className={styles.one}>
          <span>
            {ended(one.state) ? <Trans>Import finished. See the result</Trans> : <Trans>Importing {one.entity}</Trans>}
          </span>
          <Progress
            value={(one.progress.done / Math.max(1, one.progress.total)) * 100}
            size="sm"
            aria-label={one.entity}
          />
        </Link>
      ))}
    </aside>
  );
}
