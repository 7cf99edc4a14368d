import type { Entity, Field } from "~/api/meta";
import type { RecordData } from "~/api/records";
import { isEmpty, kindOf } from "~/fields";

/** Fields that tell people apart when they look at two records of the same name: what the list shows and is filled. */
export const tellingFields = (entity: Entity, records: RecordData[]): Field[] =>
  [...new Set([...entity.layout.list, ...entity.layout.form.flatMap(({ fields }) => fields)])]
    .filter((name) => !entity.title.includes(name))
    .flatMap((name) => entity.fields.find((field) => field.name === name) ?? [])
    .filter((field) => records.some((record) => !isEmpty(record[field.name])))
    .slice(0, 6);

/** How much a record says: the fuller one is the better winner to propose. */
const filled = (entity: Entity, record: RecordData) =>
  entity.fields.filter(({ name }) => !isEmpty(record[name])).length;

/** The fullest record; of equally full ones the oldest, which others are likelier to know. */
export const likelyWinner = (entity: Entity, records: RecordData[]): string =>
  [...records].sort(
    (one, other) => filled(entity, other) - filled(entity, one) || one.created_at.localeCompare(other.created_at),
  )[0]?.id ?? "";

/** Values of many parts are united: the choice decides only which comes first. */
export const isUnited = (field: Field): boolean =>
  field.many || field.type === "links" || field.type === "users" || kindOf(field.type) === kindOf("tags");
