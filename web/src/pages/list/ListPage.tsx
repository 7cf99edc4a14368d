import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { useDebouncedCallback, useDocumentTitle, useHotkeys } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { type Entity, entityByPlural, expansionOf, useMeta, useSlug } from "~/api/meta";
import { listQuery } from "~/api/records";
import { EmptyState } from "~/components/EmptyState";
import { ErrorState } from "~/components/ErrorState";
import { RecordForm } from "~/components/RecordForm";
import { Waiting } from "~/components/Waiting";
import { delay } from "~/design/tokens";
import { numberFormat } from "~/fields/locale";
import { columnsOf } from "./columns";
import { ExportDialog } from "./ExportDialog";
import { FilterBar } from "./FilterBar";
import { Grid } from "./Grid";
import { ListActions } from "./ListActions";
import styles from "./ListPage.module.css";
import type { ListState } from "./listState";
import { NothingHere } from "./NothingHere";

export function ListPage() {
  const { t } = useLingui();
  const { plural } = useParams({ from: "/w/$slug/$plural" });
  const entity = entityByPlural(useMeta(), plural);
  if (!entity) return <EmptyState title={t`There is no list of ${plural} in this workspace.`} />;
  return <List key={plural} entity={entity} />;
}

function List({ entity }: { entity: Entity }) {
  const { t } = useLingui();
  const slug = useSlug();
  const router = useRouter();
  const navigate = useNavigate();
  const state = useSearch({ from: "/w/$slug/$plural" });
  const [creating, setCreating] = useState(false);
  const [exporting, setExporting] = useState(false);
  useDocumentTitle(`${entity.label.many} · Probity`);

  const columns = useMemo(() => columnsOf(entity), [entity]);
  const expand = expansionOf(entity, entity.layout.list);
  const query = useInfiniteQuery({
    ...listQuery(slug, entity.plural, { ...state, ...(expand ? { expand } : {}) }),
    // Rows of the list must never stand in the bin, where they could be deleted for good.
    placeholderData: (before, query) => (binOf(query?.queryKey) === state.bin ? before : undefined),
  });
  const records = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const first = query.data?.pages[0];
  const slow = first?.slow?.[0];

  const go = (change: Partial<{ [Key in keyof ListState]: ListState[Key] | undefined }>) => {
    // A search typed just before a click on a record must not call the person back from there.
    if (router.latestLocation.pathname !== `/w/${slug}/${entity.plural}`) return;
    const search = Object.entries({ ...state, ...change }).filter(([, value]) => value !== undefined);
    void navigate({
      to: "/w/$slug/$plural",
      params: { slug, plural: entity.plural },
      search: Object.fromEntries(search),
      replace: true,
    });
  };
  useHotkeys([["c", () => setCreating(true)]]);

  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1 className={styles.title}>
          {state.bin ? t`Bin: ${entity.label.many}` : entity.label.many}
          {first?.count !== undefined && (
            <span className={styles.count}>
              {numberFormat().format(first.count)}
              {first.count_is === "at_least" && "+"}
            </span>
          )}
        </h1>
        <div className={styles.actions}>
          <ListActions
            entity={entity}
            bin={state.bin ?? false}
            onExport={() => setExporting(true)}
            onBin={() => go({ bin: state.bin ? undefined : true })}
          />
          {!state.bin && (
            <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setCreating(true)}>
              <Trans>New {entity.label.one.toLowerCase()}</Trans>
            </Button>
          )}
        </div>
      </div>
      <div className={styles.bar}>
        <QuickSearch
          label={t`Find in ${entity.label.many.toLowerCase()}`}
          value={state.q ?? ""}
          onChange={(q) => go({ q: q || undefined })}
        />
        <FilterBar entity={entity} filter={state.filter} onChange={(filter) => go({ filter })} />
      </div>
      {slow && (
        <p className={styles.slow} role="status" title={slow}>
          <Trans>Slower than usual: for this filter or order every record has to be looked at.</Trans>
        </p>
      )}
      {query.isPending ? (
        <Waiting lines={12} />
      ) : query.isError && records.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : records.length === 0 && !query.isFetching ? (
        <NothingHere
          entity={entity}
          state={state}
          onClear={() => go({ q: undefined, filter: undefined })}
          onCreate={() => setCreating(true)}
        />
      ) : (
        <Grid
          entity={entity}
          columns={columns}
          records={records}
          count={first?.count}
          sort={state.sort}
          bin={state.bin ?? false}
          onSort={(sort) => go({ sort })}
          hasMore={query.hasNextPage}
          onMore={() => !query.isFetchingNextPage && !query.isError && void query.fetchNextPage()}
        />
      )}
      {query.isError && records.length > 0 && (
        <p className={styles.slow} role="alert">
          {query.error.message}{" "}
          <Button variant="subtle" size="compact-sm" onClick={() => void query.refetch()}>
            <Trans>Try again</Trans>
          </Button>
        </p>
      )}
      {exporting && (
        <ExportDialog entity={entity} state={state} count={first?.count} onClose={() => setExporting(false)} />
      )}
      {creating && (
        <RecordForm
          entity={entity}
          onClose={() => setCreating(false)}
          onCreated={({ id }) =>
            void navigate({ to: "/w/$slug/$plural/$id", params: { slug, plural: entity.plural, id } })
          }
        />
      )}
    </div>
  );
}

const binOf = (queryKey: readonly unknown[] = []) => (queryKey.at(-1) as ListState | undefined)?.bin;

/** Typing never waits for the list: the address follows when the typing pauses. */
function QuickSearch({ label, value, onChange }: { label: string; value: string; onChange: (q: string) => void }) {
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);
  const send = useDebouncedCallback((q: string) => {
    sent.current = q.trim();
    onChange(q.trim());
  }, delay.typing);
  useEffect(() => {
    if (value !== sent.current) setTyped(value);
    sent.current = value;
  }, [value]);
  return (
    <TextInput
      className={styles.find}
      size="xs"
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={14} stroke={1.7} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
    />
  );
}
