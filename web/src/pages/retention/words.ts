import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { findEntity, useMeta } from "~/api/meta";
import type { Counted, RetentionAction } from "~/api/retention";
import { dateFormat } from "~/fields/locale";

/** "unused-enquiries" as people read it. */
export const ruleName = (rule: string) => rule.replaceAll("-", " ").replace(/^./, (first) => first.toUpperCase());

export const longDay = (iso: string) => dateFormat({ dateStyle: "long" }).format(Date.parse(iso));

export const moment = (iso: string) => dateFormat({ dateStyle: "medium", timeStyle: "short" }).format(Date.parse(iso));

/** What happens to records, in words. */
export function useRetentionWords() {
  const { t } = useLingui();
  const meta = useMeta();
  const actions: Record<RetentionAction, string> = {
    remove: t`deleted`,
    mask: t`emptied of personal data`,
    archive: t`locked away`,
  };
  const many = (entity: string | null) =>
    entity === null || entity === "*"
      ? t`records of every kind`
      : (findEntity(meta, entity)?.label.many ?? ruleName(`${entity}s`));
  return {
    many,
    category: (name: string) => meta.categories.find((category) => category.name === name)?.label ?? name,
    done: (action: RetentionAction) => actions[action] ?? action,
    /** "12 contacts deleted". */
    sentence: ({ entity, action, count }: Counted) => {
      const found = entity ? findEntity(meta, entity) : undefined;
      const what = found ? (count === 1 ? found.label.one : found.label.many).toLowerCase() : many(entity);
      return `${count} ${what} ${actions[action] ?? action}`;
    },
    records: (count: number) => plural(count, { one: "# record", other: "# records" }),
  };
}

export const total = (counts: Counted[]) => counts.reduce((sum, { count }) => sum + count, 0);
