import { answer, http } from "./client";
import { download } from "./download";
import { type Entity, fieldOf } from "./meta";
import type { Filter } from "./records";

export type ExportFormat = "csv" | "json" | "vcard" | "icalendar";

const endings: Record<ExportFormat, string> = { csv: "csv", json: "json", vcard: "vcf", icalendar: "ics" };

/** What an entity can be written as: cards need a person's names, calendars something with a time. */
export function formatsOf(entity: Entity): ExportFormat[] {
  const has = (name: string) => fieldOf(entity, name) !== undefined;
  const person = has("first_name") && has("last_name");
  const dated = has("title") && (has("start") || has("due"));
  return ["csv", "json", ...(person ? (["vcard"] as const) : []), ...(dated ? (["icalendar"] as const) : [])];
}

export interface ExportWish {
  entity: string;
  format: ExportFormat;
  filter?: Filter;
  fields?: string[];
}

/** Its id is that of the job which writes the file. */
export const createExport = (body: ExportWish) => answer(http.POST("/api/v1/exports", { body }));

export const downloadExport = (id: string, { entity, format }: ExportWish) =>
  download(`/api/v1/exports/${id}/file`, `${entity}-${new Date().toISOString().slice(0, 10)}.${endings[format]}`);
