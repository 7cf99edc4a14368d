// What has to be written down and shown when somebody asks: processing, breaches, complaints.
import { queryOptions } from "@tanstack/react-query";
import { call } from "./call";
import { answer, forDuties, http, type Schemas } from "./client";
import type { Filter, RecordData, RecordInput } from "./records";

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

export interface BreachStory {
  in_words: string;
  next_step: string;
  due_at: string;
  overdue: boolean;
  hours_left: number | null;
  undecided: string[];
  steps: RecordData[];
}

export interface BreachStep {
  step: string;
  why?: string;
  authority?: string;
  reference?: string;
  at?: string;
  /** Of tell: everybody of this kind, or those that the filter names. */
  entity?: string;
  filter?: Filter;
}

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
    queryFn: () => call<RecordData>("GET", `/breaches/${id}`),
  });

export const breachStoryQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: breaches(slug, id, "story"),
    queryFn: () => call<BreachStory>("GET", `/breaches/${id}/story`),
  });

export const noticeQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: breaches(slug, id, "notice"),
    queryFn: () => call<BreachNotice>("GET", `/breaches/${id}/notice`),
  });

export const createBreach = (body: RecordInput) => call<RecordData>("POST", "/breaches", { body });

export const patchBreach = (id: string, body: RecordInput) => call<RecordData>("PATCH", `/breaches/${id}`, { body });

export const takeBreachStep = (id: string, body: BreachStep) => call("POST", `/breaches/${id}/steps`, { body });
