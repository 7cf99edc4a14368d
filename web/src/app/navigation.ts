import type { Entity, Meta } from "~/api/meta";

// Entities that people meet inside other pages (a comment, a line of a deal) and never as a list of their own.
const inner = new Set([
  "comment",
  "notification",
  "view",
  "member",
  "line_item",
  "consent",
  "consent_link",
  "suppression",
  "breach",
]);

// What is set up once and rarely visited.
const settings = new Set(["pipeline", "stage", "tag", "topic", "role", "team"]);

export interface Navigation {
  /** People, companies, deals: what the work is about. */
  records: Entity[];
  /** Calls, tasks, notes: what happens. */
  activities: Entity[];
  more: Entity[];
}

/**
 * Whether an entity is something that happens: it has a time of its own, or is nothing but a text.
 * A deal stands in timelines too, by when it was made, but is worked on as a record.
 */
export const isActivity = ({ fields, timeline, title }: Entity): boolean =>
  fields.some((field) => field.name === timeline) ||
  (timeline !== null && fields.some((field) => field.type === "long_text" && title.includes(field.name)));

/** What the program alone writes (hand-overs, states of promises) is shown by the pages that it is about. */
const writtenByProgram = ({ fields }: Entity): boolean => fields.every((field) => field.read_only);

/** The left rail, in the order of the model. An entity that a workspace added is among the records. */
export function navigation(meta: Meta): Navigation {
  const shown = meta.entities.filter(
    (entity) => !inner.has(entity.name) && entity.layout.list.length > 0 && !writtenByProgram(entity),
  );
  return {
    records: shown.filter((entity) => !isActivity(entity) && !settings.has(entity.name)),
    activities: shown.filter(isActivity),
    more: shown.filter((entity) => settings.has(entity.name)),
  };
}

export const firstPage = (meta: Meta) =>
  (meta.entities.find((entity) => entity.name === "contact") ?? navigation(meta).records[0])?.plural ?? "contacts";
