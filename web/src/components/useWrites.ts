import { t } from "@lingui/core/macro";
import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Entity, useSlug } from "~/api/meta";
import { isProblem } from "~/api/problem";
import {
  deleteRecord,
  keys,
  patchRecord,
  type RecordData,
  type RecordInput,
  type RecordList,
  refresh,
  restoreRecord,
} from "~/api/records";
import { showConflict } from "./ConflictDialog";
import { notifyDone, notifyError, notifyUndo } from "./notify";
import { showWarnings } from "./warnings";

type Cached = RecordList | InfiniteData<RecordList>;

/** The cached list with one record replaced, or left out. */
export function replaceIn(cached: Cached | undefined, id: string, next: (record: RecordData) => RecordData | null) {
  if (!cached) return cached;
  const inPage = (page: RecordList): RecordList =>
    page.items.some((record) => record.id === id)
      ? {
          ...page,
          items: page.items.flatMap((record) => {
            if (record.id !== id) return [record];
            const replaced = next(record);
            return replaced ? [replaced] : [];
          }),
        }
      : page;
  return "pages" in cached ? { ...cached, pages: cached.pages.map(inPage) } : inPage(cached);
}

/** The shown record with newer values; names of linked records that were changed are forgotten. */
function merge(shown: RecordData, newer: RecordInput, changed: RecordInput): RecordData {
  const expanded = Object.entries(shown.expanded ?? {}).filter(([name]) => !(name in changed));
  return { ...shown, ...newer, expanded: Object.fromEntries(expanded) };
}

/** Changes of records that show at once and are taken back, with the reason, when the server refuses. */
export function useWrites(entity: Entity) {
  const client = useQueryClient();
  const slug = useSlug();
  return useMemo(() => {
    const plural = entity.plural;

    const show = (id: string, next: (record: RecordData) => RecordData | null) => {
      client.setQueriesData<Cached>({ queryKey: keys.list(slug, plural) }, (cached) => replaceIn(cached, id, next));
      client.setQueryData<RecordData>(keys.record(slug, plural, id), (cached) =>
        cached ? (next(cached) ?? undefined) : cached,
      );
    };

    /** Rejects with the Problem after what was shown has been taken back; a conflict is settled in its dialog. */
    const save = async (record: RecordData, patch: RecordInput): Promise<void> => {
      await client.cancelQueries({ queryKey: keys.list(slug, plural) });
      await client.cancelQueries({ queryKey: keys.record(slug, plural, record.id) });
      show(record.id, (shown) => merge(shown, patch, patch));
      try {
        const stored = await patchRecord(plural, record.id, patch, record.version);
        show(record.id, (shown) => merge(shown, stored, patch));
        showWarnings(stored);
        refresh(client, slug, entity, record.id);
      } catch (error) {
        show(record.id, () => record);
        if (!isProblem(error, "version_conflict") || !error.body.theirs) throw error;
        const { theirs, mine, original } = error.body;
        show(record.id, (shown) => ({ ...shown, ...theirs }));
        showConflict({
          entity,
          mine: mine ?? patch,
          theirs,
          original: original ?? record,
          onKeepTheirs: () => refresh(client, slug, entity, record.id),
          onKeepMine: () => save({ ...record, ...theirs }, patch).catch((second) => notifyError(second)),
        });
      }
    };

    const restore = async (record: RecordData) => {
      try {
        await restoreRecord(plural, record.id);
        notifyDone(t`${record.display} is back.`);
      } catch (error) {
        notifyError(error);
      }
      refresh(client, slug, entity, record.id);
    };

    /** To the bin, with a way back. */
    const remove = async (record: RecordData) => {
      client.setQueriesData<Cached>({ queryKey: keys.list(slug, plural) }, (cached) =>
        replaceIn(cached, record.id, () => null),
      );
      try {
        await deleteRecord(plural, record.id);
        notifyUndo(t`${record.display} is in the bin.`, () => void restore(record));
      } catch (error) {
        notifyError(error, t`${record.display} was not deleted`);
      }
      refresh(client, slug, entity, record.id);
    };

    const purge = async (record: RecordData) => {
      try {
        await deleteRecord(plural, record.id, true);
        notifyDone(t`${record.display} was deleted for good.`);
      } catch (error) {
        notifyError(error);
      }
      refresh(client, slug, entity);
    };

    return { save, remove, restore, purge };
  }, [client, slug, entity]);
}
