import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type Entity, useSlug } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { isEmpty, kindOf } from "~/fields";
import type { Column } from "./columns";
import styles from "./Grid.module.css";

interface Props {
  entity: Entity;
  columns: Column[];
  record: RecordData;
  onRestore?: (record: RecordData) => void;
}

/** A row of the list where there is room for one column: the name, and the first things said about it. */
export function Card({ entity, columns, record, onRestore }: Props) {
  const slug = useSlug();
  const facts = columns
    .flatMap(({ field, title }) => {
      if (title || !field || isEmpty(record[field.name])) return [];
      const text = kindOf(field.type).format(
        record[field.name],
        field,
        record.expanded ? { expanded: record.expanded } : {},
      );
      return text ? [text] : [];
    })
    .slice(0, 3);
  return (
    <div className={styles.card}>
      <Link
        to="/w/$slug/$plural/$id"
        params={{ slug, plural: entity.plural, id: record.id }}
        className={styles.cardLink}
      >
        <span className={styles.cardTitle}>{record.display}</span>
        <span className={styles.cardFacts}>{facts.join(" · ")}</span>
      </Link>
      {onRestore && (
        <Button variant="default" onClick={() => onRestore(record)}>
          <Trans>Restore</Trans>
        </Button>
      )}
    </div>
  );
}
