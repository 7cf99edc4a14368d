// What has to be written down and shown when somebody asks: processing, breaches, complaints.
import { queryOptions } from "@tanstack/react-query";
import { answer, forDuties, http, type Schemas } from "./client";
import { createRecord, patchRecord, type RecordData, type RecordInput } from "./records";
import type { paths } from "./schema";

export type ProcessingRecord = Schemas["ProcessingRecord"];
export type Activity = ProcessingRecord["activities"][number];

export const processingQuery = (slug: string) =>
  queryOptions({
    queryKey: ["privacy", slug, "processing"],
    queryFn: () => answer(http.GET("/api/v1/processing_record")),
  });

export interface BreachNotice {
  /** Drafts, plain text. */
  authority: string;
  people: string;
  missing_for_authority: string[];
  missing_for_people: string[];
}

export type BreachStory = Schemas["BreachStory"] & { steps: RecordData[] };

export type BreachStep = paths["/api/v1/breaches/{id}/steps"]["post"]["requestBody"]["content"]["application/json"];

const of = (id: string) => ({ params: { path: { id } } });
const breaches = (slug: string, ...more: unknown[]) => ["privacy", slug, "breaches", ...more];

export const breachesQuery = (slug: string) =>
  queryOptions({
    queryKey: breaches(slug),
    queryFn: async (): Promise<RecordData[]> => {
      const params = { path: { entity: "breaches" }, header: forDuties(), query: { sort: "-aware_at", limit: 200 } };
      return (await answer(http.GET("/api/v1/{entity}", { params }))).items;
    },
  });

export const breachQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: breaches(slug, id),
    queryFn: () =>
      answer(http.GET("/api/v1/{entity}/{id}", { params: { path: { entity: "breaches", id }, header: forDuties() } })),
  });

export const breachStoryQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: breaches(slug, id, "story"),
    queryFn: () => answer(http.GET("/api/v1/breaches/{id}/story", of(id))) as Promise<BreachStory>,
  });

export const noticeQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: breaches(slug, id, "notice"),
    queryFn: () => answer(http.GET("/api/v1/breaches/{id}/notice", of(id))) as Promise<BreachNotice>,
  });

export const createBreach = (body: RecordInput) => createRecord("breaches", body);

export const patchBreach = (id: string, body: RecordInput) => patchRecord("breaches", id, body);

export const takeBreachStep = (id: string, body: BreachStep) =>
  answer(http.POST("/api/v1/breaches/{id}/steps", { ...of(id), body }));
