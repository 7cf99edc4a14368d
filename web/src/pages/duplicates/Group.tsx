import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { LookAlikes } from "~/api/duplicates";
import { type Entity, useSlug } from "~/api/meta";
import { isEmpty } from "~/fields";
import { ComparedField } from "./ComparedField";
import styles from "./DuplicatesPage.module.css";
import { tellingFields } from "./mergeFacts";

interface Props {
  entity: Entity;
  group: LookAlikes;
  onMerge: () => void;
}

/** Records that may be one: side by side, with what tells them apart. */
export function Group({ entity, group: { records, reason }, onMerge }: Props) {
  const slug = useSlug();
  const fields = tellingFields(entity, records);
  return (
    <li className={styles.group}>
      <div className={styles.reason}>
        <span>{reason.charAt(0).toUpperCase() + reason.slice(1)}</span>
        <Button onClick={onMerge}>
          <Trans>Merge…</Trans>
        </Button>
      </div>
      <div className={styles.records}>
        {records.map((record) => (
          <div key={record.id} className={styles.record}>
            <Link
              to="/w/$slug/$plural/$id"
              params={{ slug, plural: entity.plural, id: record.id }}
              preload="intent"
              className={styles.name}
            >
              {record.display}
            </Link>
            <dl className={styles.facts}>
              {fields.map((field) =>
                isEmpty(record[field.name]) ? null : (
                  <div key={field.name}>
                    <dt>{field.label}</dt>
                    <dd>
                      <ComparedField field={field} record={record} />
                    </dd>
                  </div>
                ),
              )}
            </dl>
          </div>
        ))}
      </div>
    </li>
  );
}
