import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { entityByName, type Field, findEntity, useMeta, useSlug } from "~/api/meta";
import { recordQuery } from "~/api/records";
import styles from "./fields.module.css";
import type { Expanded } from "./kind";

interface Props {
  field: Field;
  id: string;
  known?: Expanded | null | undefined;
  /** Where a link cannot be, inside a button. */
  nameOnly?: boolean;
}

/** The name of a linked record, as a link to it. */
export function LinkedRecord({ field, id, known, nameOnly = false }: Props) {
  const slug = useSlug();
  const meta = useMeta();
  // A link to anything ("*") learns from the record what it points to.
  const target = entityByName(meta, field.to ?? "") ?? findEntity(meta, known?.entity ?? "");
  const fetched = useQuery({ ...recordQuery(slug, target?.plural ?? "", id), enabled: !known && Boolean(target) });
  const display = known?.display ?? fetched.data?.display;
  if (!target || fetched.isError) {
    return (
      <span className={styles.faint}>
        <Trans>not available</Trans>
      </span>
    );
  }
  if (nameOnly) return <b>{display ?? "…"}</b>;
  return (
    <Link
      className={styles.link}
      to="/w/$slug/$plural/$id"
      params={{ slug, plural: target.plural, id }}
      preload="intent"
    >
      {display ?? "…"}
    </Link>
  );
}
