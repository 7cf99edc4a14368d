import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Entity, type Field, findEntity, linksTo, useMeta, useSlug } from "~/api/meta";
import { type RecordData, timelineQuery } from "~/api/records";
import { EntityIcon } from "~/components/EntityIcon";
import { ErrorState } from "~/components/ErrorState";
import { FieldValue } from "~/components/FieldValue";
import { Waiting } from "~/components/Waiting";
import { isEmpty } from "~/fields";
import { dateFormat, relativeTime } from "~/fields/locale";
import { Composer } from "./Composer";
import styles from "./Timeline.module.css";

/** Everything that happened with a record, newest first, and a place to write the next thing. */
export function Timeline({ entity, record }: { entity: Entity; record: RecordData }) {
  const { t } = useLingui();
  const slug = useSlug();
  const meta = useMeta();
  const query = useInfiniteQuery(timelineQuery(slug, entity.plural, record.id));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const linking = meta.entities.filter((other) => other.timeline && linksTo(other, entity).length > 0);

  return (
    <>
      {linking.length > 0 && !record.deleted_at && <Composer entity={entity} record={record} kinds={linking} />}
      {query.isPending && <Waiting lines={4} />}
      {query.isError && items.length === 0 && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <p
          className={styles.none}
        >{t`Nothing has happened here yet. Notes, calls, tasks and meetings appear in this place.`}</p>
      )}
      <ol className={styles.list}>
        {items.map((item) => {
          const kind = findEntity(meta, item.entity);
          const time = dateFormat({ dateStyle: "full", timeStyle: "short" }).format(Date.parse(item.at));
          const body = kind && longText(kind, item.record);
          return (
            <li key={`${item.entity}/${item.id}`} className={styles.item}>
              <span className={styles.icon}>
                <EntityIcon name={kind?.icon ?? ""} size={15} />
              </span>
              <div className={styles.content}>
                <div className={styles.line}>
                  <span className={styles.kind}>{kind?.label.one ?? item.entity}</span>
                  <time dateTime={item.at} title={time}>
                    {relativeTime(item.at)}
                  </time>
                </div>
                {kind && (!body || !isTitle(kind, body)) && (
                  <Link
                    to="/w/$slug/$plural/$id"
                    params={{ slug, plural: kind.plural, id: item.id }}
                    className={styles.title}
                  >
                    {item.display}
                  </Link>
                )}
                {body && (
                  <div className={styles.body}>
                    <FieldValue field={body} record={item.record} />
                  </div>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {query.hasNextPage && (
        <Button
          variant="default"
          fullWidth
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          <Trans>Show older</Trans>
        </Button>
      )}
    </>
  );
}

const longText = (kind: Entity, record: RecordData): Field | undefined =>
  kind.fields.find((field) => field.type === "long_text" && !isEmpty(record[field.name]));

const isTitle = (kind: Entity, field: Field) => kind.title.includes(field.name);
