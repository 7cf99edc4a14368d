import { Link } from "@tanstack/react-router";
import { type Entity, useSlug } from "~/api/meta";
import type { Candidate } from "~/api/problem";
import styles from "./DuplicateList.module.css";

/** Records that look like the one being written, and why. */
export function DuplicateList({ entity, candidates }: { entity: Entity; candidates: Candidate[] }) {
  const slug = useSlug();
  return (
    <ul className={styles.list}>
      {candidates.slice(0, 5).map(({ id, display, reason }) => (
        <li key={id}>
          <Link to="/w/$slug/$plural/$id" params={{ slug, plural: entity.plural, id }} className={styles.link}>
            {display}
          </Link>
          <span className={styles.reason}>{reason}</span>
        </li>
      ))}
    </ul>
  );
}
