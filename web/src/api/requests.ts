// What people ask for about their data, until it is answered.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, forDuties, http, idempotencyKey } from "./client";
import type { Filter, RecordData, RecordList } from "./records";
import type { paths } from "./schema";

export const requestKinds = [
  "access",
  "portability",
  "rectification",
  "erasure",
  "restriction",
  "objection",
  "withdrawal",
  "complaint",
  "question",
] as const;
export type RequestKind = (typeof requestKinds)[number];
export type RequestState = "open" | "in_progress" | "fulfilled" | "revoked" | "expired" | "denied";

type Body<Path extends "/api/v1/requests" | "/api/v1/requests/{id}/steps"> =
  paths[Path]["post"]["requestBody"]["content"]["application/json"];

/** One thing that an administrator does to a request. */
export type Step = Body<"/api/v1/requests/{id}/steps">;
export type NewRequest = Body<"/api/v1/requests">;

interface Colleague {
  id: string;
  name: string;
}

export interface Story {
  id: string;
  kind: RequestKind;
  state: RequestState;
  reason: string | null;
  awaits: string | null;
  identity: "not_needed" | "unproven" | "proven";
  proven_by: string | null;
  source: string;
  received_at: string;
  due_at: string;
  acknowledged_at: string | null;
  ended_at: string | null;
  email: string | null;
  name: string | null;
  message: string | null;
  purpose: string | null;
  answer: string | null;
  outcome: string | null;
  erasure: string | null;
  copy: string | null;
  route: string | null;
  overseer: string | null;
  person: { entity: string; id: string; display: string } | null;
  assignee: Colleague | null;
  clock: {
    name: string;
    words: string;
    due_on: string;
    days_left: number;
    paused: boolean;
    paused_because: string | null;
    extendable_to: string | null;
    acknowledge_by: string | null;
    pauses: { why: string; from: string; until: string | null }[];
  };
  next: { words: string; steps: string[] };
  steps: { kind: string; at: string; by: Colleague | null; note: string | null; message: string | null }[];
}

const of = (id: string) => ({ params: { path: { id } } });
const key = (slug: string, ...more: unknown[]) => ["privacy", slug, "requests", ...more];

/** What nobody has answered yet. */
export const toAnswer: Filter = { field: "state", op: "in", value: ["open", "in_progress"] };

export interface QueueWish {
  filter?: Filter;
  sort: string;
}

export const queueQuery = (slug: string, { filter, sort }: QueueWish) =>
  infiniteQueryOptions({
    queryKey: key(slug, "queue", filter, sort),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      answer(
        http.GET("/api/v1/{entity}", {
          params: {
            path: { entity: "requests" },
            header: forDuties(),
            query: {
              sort,
              limit: 50,
              expand: "person",
              ...(filter ? { filter: JSON.stringify(filter) } : {}),
              ...(pageParam ? { cursor: pageParam } : { count: "exact" as const }),
            },
          },
        }),
      ),
    getNextPageParam: (page: RecordList) => page.next,
  });

/** Those of one person. */
export const requestsOfQuery = (slug: string, person: string) =>
  queryOptions({
    queryKey: key(slug, "of", person),
    queryFn: async (): Promise<RecordData[]> => {
      const filter = JSON.stringify({ field: "person", op: "eq", value: person });
      const params = {
        path: { entity: "requests" },
        header: forDuties(),
        query: { filter, sort: "-received_at", limit: 50 },
      };
      return (await answer(http.GET("/api/v1/{entity}", { params }))).items;
    },
  });

export const storyQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: key(slug, "story", id),
    queryFn: () => answer(http.GET("/api/v1/requests/{id}/story", of(id))) as Promise<Story>,
  });

export const takeStep = (id: string, body: Step) =>
  answer(http.POST("/api/v1/requests/{id}/steps", { ...of(id), body })) as Promise<Story>;

export const createRequest = (body: NewRequest) =>
  answer(http.POST("/api/v1/requests", { params: { header: { "Idempotency-Key": idempotencyKey() } }, body }));

/** The same step for many, or the same request for many people. */
export const bulkRequests = (body: (Step & { ids: string[] }) | (NewRequest & { people: string[] })) =>
  answer(http.POST("/api/v1/requests/bulk", { body }));

export const evidencePath = (id: string, format: "html" | "json") => `/api/v1/requests/${id}/evidence?format=${format}`;
