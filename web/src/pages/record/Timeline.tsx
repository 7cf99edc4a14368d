import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Entity, type Field, findEntity, linksTo, type Meta, useMeta, useSlug } from "~/api/meta";
import { type RecordData, timelineQuery } from "~/api/records";
import { EntityIcon } from "~/components/EntityIcon";
import { ErrorState } from "~/components/ErrorState";
import { FieldValue } from "~/components/FieldValue";
import { Waiting } from "~/components/Waiting";
import { isEmpty } from "~/fields";
import { dateFormat, relativeTime } from "~/fields/locale";
import { Composer } from "./Composer";
import styles from "./Timeline.module.css";

/** The entities whose records can stand in a timeline of this one; for some, like a meeting, there are none. */
export const timelineKinds = (meta: Meta, entity: Entity) =>
  meta.entities.filter((other) => other.timeline && linksTo(other, entity).length > 0);

/** Everything that happened with a record, newest first, and a place to write the next thing. */
export function Timeline({ entity, record }: { entity: Entity; record: RecordData }) {
  const { t } = useLingui();
  const slug = useSlug();
  const meta = useMeta();
  const query = useInfiniteQuery(timelineQuery(slug, entity.plural, record.id));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const linking = timelineKinds(meta, entity);

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
        {items.map((item, at) => {
          const coming = isComing(item.at);
          const before = items[at - 1];
          const begins = before ? isComing(before.at) !== coming : coming;
          const kind = findEntity(meta, item.entity);
          const time = dateFormat({ dateStyle: "full", timeStyle: "short" }).format(Date.parse(item.at));
          const body = kind && longText(kind, item.record);
          const facts = kind ? factsOf(kind, item.record) : [];
          return (
            <li key={`${item.entity}/${item.id}`} className={styles.item} data-begins={begins || undefined}>
              {begins && <h3 className={styles.part}>{coming ? t`Coming up` : t`So far`}</h3>}
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
                {facts.length > 0 && (
                  <div className={styles.facts}>
                    {facts.map((field) => (
                      <span key={field.name}>
                        {field.type === "boolean" ? field.label : <FieldValue field={field} record={item.record} />}
                      </span>
                    ))}
                  </div>
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

const isComing = (at: string) => Date.parse(at) > Date.now();

// Types whose value says something in a line without its label.
const telling = new Set<Field["type"]>(["choice", "money", "date", "date_time", "duration", "boolean", "text"]);

/** What else the list of that entity shows, shortly; nothing that says what is usual (a default, a switch that is off). */
const factsOf = (kind: Entity, record: RecordData): Field[] =>
  kind.fields.filter(
    (field) =>
      kind.layout.list.includes(field.name) &&
      telling.has(field.type) &&
      field.name !== kind.timeline &&
      !kind.title.includes(field.name) &&
      !isEmpty(record[field.name]) &&
      record[field.name] !== false &&
      record[field.name] !== field.default,
  );

const longText = (kind: Entity, record: RecordData): Field | undefined =>
  kind.fields.find((field) => field.type === "long_text" && !isEmpty(record[field.name]));

const isTitle = (kind: Entity, field: Field) => kind.title.includes(field.name);
