import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { findEntity, useMeta, useSlug } from "~/api/meta";
import { type DueItem, type DueWish, dueQuery } from "~/api/retention";
import { ErrorState } from "~/components/ErrorState";
import { Waiting } from "~/components/Waiting";
import styles from "~/pages/privacy/Privacy.module.css";
import { longDay, ruleName, useRetentionWords } from "./words";

/** The records behind a number: each with what happens to it, by which rule, and since when its time is over. */
export function DueList({ wish, empty }: { wish: DueWish; empty: string }) {
  const query = useInfiniteQuery(dueQuery(useSlug(), wish));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Waiting lines={6} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (items.length === 0) return <p className={styles.note}>{empty}</p>;
  return (
    <>
      <Items items={items} />
      {query.hasNextPage && (
        <Button variant="default" mt="sm" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      )}
    </>
  );
}

export function Items({ items }: { items: DueItem[] }) {
  return (
    <ul className={styles.list}>
      {items.map((item) => (
        <Item key={`${item.rule} ${item.id}`} item={item} />
      ))}
    </ul>
  );
}

function Item({ item }: { item: DueItem }) {
  const { t } = useLingui();
  const slug = useSlug();
  const entity = findEntity(useMeta(), item.entity);
  const words = useRetentionWords();
  const name = item.display || t`Not shown: used for nothing any more`;
  return (
    <li className={styles.entry}>
      <div>
        <p>
          {entity ? (
            <Link to="/w/$slug/$plural/$id" params={{ slug, plural: entity.plural, id: item.id }}>
              {name}
            </Link>
          ) : (
            name
          )}
        </p>
        <p className={styles.note}>{entity?.label.one ?? item.entity}</p>
      </div>
      <div>
        <p>{words.done(item.action)}</p>
        <p className={styles.note}>{ruleName(item.rule)}</p>
      </div>
      <span className={styles.note}>{longDay(item.until)}</span>
    </li>
  );
}
