import { Trans, useLingui } from "@lingui/react/macro";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type Entity, linkFilter, linksTo, useMeta, useSlug } from "~/api/meta";
import { type Filter, type RecordData, type RecordList, someQuery } from "~/api/records";
import { isActivity } from "~/app/navigation";
import { EntityIcon } from "~/components/EntityIcon";
import { numberFormat } from "~/fields/locale";
import styles from "./Related.module.css";

const few = 6;

/** The records that point here; what happens is in the timeline instead. */
export function Related({ entity, record }: { entity: Entity; record: RecordData }) {
  const { t } = useLingui();
  const slug = useSlug();
  const meta = useMeta();
  const groups = meta.entities
    .filter((other) => !isActivity(other) && other.layout.list.length > 0)
    .flatMap((other) => linksTo(other, entity).map((field) => ({ other, field })))
    .map((group) => ({ ...group, filter: { all: [linkFilter(meta, group.field, record.id)] } }));
  const lists = useQueries({
    queries: groups.map(({ other, filter }) => someQuery(slug, other.plural, { filter }, few)),
  });
  const several = (other: Entity) => groups.filter((group) => group.other === other).length > 1;
  const filled = groups.flatMap((group, at) => {
    const data = lists[at]?.data;
    return data && data.items.length > 0 ? [{ ...group, data }] : [];
  });
  if (filled.length === 0 && lists.every(({ isSuccess }) => isSuccess)) {
    return <p className={styles.none}>{t`Nothing else is linked here yet.`}</p>;
  }
  return (
    <div className={styles.groups}>
      {filled.map(({ other, field, filter, data }) => (
        <Group
          key={`${other.name}.${field.name}`}
          other={other}
          filter={filter}
          data={data}
          label={several(other) ? `${other.label.many} (${field.label})` : other.label.many}
        />
      ))}
    </div>
  );
}

interface GroupProps {
  other: Entity;
  filter: Filter;
  data: RecordList;
  label: string;
}

function Group({ other, filter, data: { items, count, next }, label }: GroupProps) {
  const slug = useSlug();
  return (
    <section aria-label={label}>
      <h2 className={styles.heading}>
        <EntityIcon name={other.icon} size={15} />
        {label}
        <span className={styles.count}>{numberFormat().format(count ?? items.length)}</span>
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
      {next && (
        <Link to="/w/$slug/$plural" params={{ slug, plural: other.plural }} search={{ filter }} className={styles.all}>
          <Trans>Show all</Trans>
        </Link>
      )}
    </section>
  );
}
