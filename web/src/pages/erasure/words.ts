import { useLingui } from "@lingui/react/macro";
import type { Effect } from "~/api/erasures";
import { findEntity, useMeta } from "~/api/meta";

/** What an erasure does, and where, in words. */
export function useErasureWords() {
  const { t } = useLingui();
  const meta = useMeta();
  const effects: Record<Effect, string> = {
    self: t`The person`,
    remove: t`Deleted`,
    mask: t`Emptied of what is personal`,
    unlink: t`Kept without the link to the person`,
    keep: t`Kept for now`,
  };
  const places: Record<string, string> = {
    rows: t`Records`,
    records: t`Records`,
    history: t`History of changes`,
    search: t`Search index`,
    files: t`Files`,
    imports: t`Imported files and rows that failed`,
    exports: t`Export files`,
    jobs: t`Waiting and finished work`,
    settings: t`Settings and saved views`,
    messages: t`Messages`,
    outbox: t`Messages waiting to be sent`,
    idempotency: t`Answers kept for repeated requests`,
    copies: t`Copies made for the person`,
    backups: t`Copies made before an update`,
    migrations: t`Copies made before an update`,
    uploads: t`Uploads that were not finished`,
    bytes: t`Freed space of the database`,
  };
  const grounds: Record<string, string> = {
    request: t`They asked for it`,
    retention: t`It was kept long enough`,
    minor: t`They were too young`,
    staff: t`Decided by a member of staff`,
    account_closed: t`The account was closed`,
    restored: t`It was erased before a backup was restored`,
  };
  const named = (entity: string | null, count: number) => {
    const found = entity ? findEntity(meta, entity) : undefined;
    const what = found ? (count === 1 ? found.label.one : found.label.many) : (entity ?? t`Records`);
    return `${count} ${found ? what.toLowerCase() : what}`;
  };
  return { effects, grounds, place: (name: string) => places[name] ?? name, named };
}
