import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Progress } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { IconRefresh } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { duplicatesQuery, type LookAlikes, lookAgain, undoMerge } from "~/api/duplicates";
import { jobEnded } from "~/api/jobs";
import { type Entity, entityByPlural, useMeta, useSlug } from "~/api/meta";
import { refresh } from "~/api/records";
import { EmptyState } from "~/components/EmptyState";
import { EntityIcon } from "~/components/EntityIcon";
import { ErrorState } from "~/components/ErrorState";
import { notifyDone, notifyError } from "~/components/notify";
import { Waiting } from "~/components/Waiting";
import styles from "./DuplicatesPage.module.css";
import { Group } from "./Group";
import { MergeDialog } from "./MergeDialog";

export function DuplicatesPage() {
  const { t } = useLingui();
  const { plural } = useParams({ from: "/w/$slug/duplicates/$plural" });
  const entity = entityByPlural(useMeta(), plural);
  if (!entity) return <EmptyState title={t`There is no list of ${plural} in this workspace.`} />;
  return <Duplicates key={plural} entity={entity} />;
}

interface Merged {
  id: string;
  winner: string;
  display: string;
  others: number;
}

/** Records that look alike, surest first; each group can be merged, and each merge undone. */
function Duplicates({ entity }: { entity: Entity }) {
  const { t } = useLingui();
  const slug = useSlug();
  const client = useQueryClient();
  const query = useInfiniteQuery(duplicatesQuery(slug, entity.plural));
  const [merging, setMerging] = useState<LookAlikes>();
  const [merged, setMerged] = useState<Merged[]>([]);
  const many = entity.label.many.toLowerCase();
  useDocumentTitle(t`Duplicates · Probity`);

  const again = () => {
    void client.invalidateQueries({ queryKey: ["duplicates", slug, entity.plural] });
    refresh(client, slug, entity);
  };
  const undo = async (merge: Merged) => {
    try {
      const { record } = await undoMerge(merge.id);
      setMerged((all) => all.filter(({ id }) => id !== merge.id));
      notifyDone(t`The merge into ${record.display} was undone.`);
      again();
    } catch (error) {
      notifyError(error, t`The merge was not undone`);
    }
  };

  const groups = query.data?.pages.flatMap((page) => page.items) ?? [];
  const job = query.data?.pages[0]?.job;
  const looking = job && !jobEnded(job.state) ? job : undefined;
  return (
    <div className={styles.page}>
      <Link to="/w/$slug/$plural" params={{ slug, plural: entity.plural }} search={{}} className={styles.crumb}>
        <EntityIcon name={entity.icon} />
        {entity.label.many}
      </Link>
      <div className={styles.head}>
        <h1 className={styles.title}>
          <Trans>Duplicates</Trans>
        </h1>
        <Button
          variant="default"
          leftSection={<IconRefresh size={15} aria-hidden />}
          onClick={() => void lookAgain(entity.plural).then(again, (error: unknown) => notifyError(error))}
        >
          <Trans>Look again</Trans>
        </Button>
      </div>
      <p className={styles.intro}>
        <Trans>The same email or phone number, the same name and company, or nearly the same name. Surest first.</Trans>
      </p>
      {looking && (
        <div role="status" className={styles.looking}>
          <Trans>Looking through all {many}…</Trans>
          <Progress value={(looking.done / Math.max(1, looking.total)) * 100} aria-label={t`Progress`} animated />
        </div>
      )}
      {merged.map((merge) => (
        <p key={merge.id} className={styles.merged} role="status">
          <span>
            {t`${merge.others + 1} records are now`}{" "}
            <Link to="/w/$slug/$plural/$id" params={{ slug, plural: entity.plural, id: merge.winner }}>
              {merge.display}
            </Link>
          </span>
          <Button variant="subtle" size="compact-sm" onClick={() => void undo(merge)}>
            <Trans>Undo the merge</Trans>
          </Button>
        </p>
      ))}
      {query.isPending && <Waiting lines={8} />}
      {query.isError && groups.length === 0 && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && groups.length === 0 && !looking && (
        <EmptyState
          icon={<EntityIcon name={entity.icon} size={28} />}
          title={t`No duplicates found`}
          hint={t`No two ${many} share an email, a phone number or a name.`}
        />
      )}
      <ul className={styles.groups}>
        {groups.map((group) => (
          <Group
            key={group.records.map(({ id }) => id).join()}
            entity={entity}
            group={group}
            onMerge={() => setMerging(group)}
          />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          <Trans>Show more</Trans>
        </Button>
      )}
      {merging && (
        <MergeDialog
          entity={entity}
          records={merging.records}
          onClose={() => setMerging(undefined)}
          onMerged={({ merge, record }) => {
            if (merge) {
              const others = merging.records.length - 1;
              setMerged((all) => [{ id: merge, winner: record.id, display: record.display, others }, ...all]);
            }
            setMerging(undefined);
            again();
          }}
        />
      )}
    </div>
  );
}
