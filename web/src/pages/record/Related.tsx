import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Entity, type Field, linkFilter, linksTo, useMeta, useSlug } from "~/api/meta";
import { type RecordData, someQuery } from "~/api/records";
import { EntityIcon } from "~/components/EntityIcon";
import { numberFormat } from "~/fields/locale";
import styles from "./Related.module.css";

const few = 6;

/** The records that point here; what has a time is in the timeline instead. */
export function Related({ entity, record }: { entity: Entity; record: RecordData }) {
  const meta = useMeta();
  const groups = meta.entities
    .filter((other) => !other.timeline && other.layout.list.length > 0)
    .flatMap((other) => linksTo(other, entity).map((field) => ({ other, field })));
  const several = (other: Entity) => groups.filter((group) => group.other === other).length > 1;
  return (
    <div className={styles.groups}>
      {groups.map(({ other, field }) => (
        <Group
          key={`${other.name}.${field.name}`}
          other={other}
          field={field}
          id={record.id}
          label={several(other) ? `${other.label.many} (${field.label})` : other.label.many}
        />
      ))}
    </div>
  );
}

function Group({ other, field, id, label }: { other: Entity; field: Field; id: string; label: string }) {
  const slug = useSlug();
  const filter = { all: [linkFilter(useMeta(), field, id)] };
  const { data } = useQuery(someQuery(slug, other.plural, { filter }, few));
  const items = data?.items ?? [];
  const count = data?.count ?? items.length;
  return (
    <section aria-label={label}>
      <h2 className={styles.heading}>
        <EntityIcon name={other.icon} size={15} />
        {label}
        <span className={styles.count}>{data && numberFormat().format(count)}</span>
      </h2>
      <ul className={styles.list}>
        {items.map((item) => (
          <li key={item.id}>
            <Link
              to="/w/$slug/$plural/$id"
              params={{ slug, plural: other.plural, id: item.id }}
              preload="intent"
              className={styles.link}
            >
              {item.display}
            </Link>
          </li>
        ))}
      </ul>
      {data && items.length === 0 && (
        <p className={styles.none}>
          <Trans>None</Trans>
        </p>
      )}
      {data?.next && (
        <Link to="/w/$slug/$plural" params={{ slug, plural: other.plural }} search={{ filter }} className={styles.all}>
          <Trans>Show all</Trans>
        </Link>
      )}
    </section>
  );
}
