import { useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { type Entity, useSlug } from "~/api/meta";
import styles from "./RecordTabs.module.css";

/** The two sides of a person's record: the work with them, and what may be done with their data. */
export function RecordTabs({ entity, id }: { entity: Entity; id: string }) {
  const { t } = useLingui();
  const slug = useSlug();
  if (entity.subject !== "self") return null;
  const params = { slug, plural: entity.plural, id };
  const look = { className: styles.tab, activeOptions: { exact: true }, activeProps: { className: styles.here } };
  return (
    <nav className={styles.tabs} aria-label={t`Pages of this record`}>
      <Link to="/w/$slug/$plural/$id" params={params} {...look}>
        {t`Overview`}
      </Link>
      <Link to="/w/$slug/$plural/$id/privacy" params={params} {...look}>
        {t`Privacy`}
      </Link>
    </nav>
  );
}
