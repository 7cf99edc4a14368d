import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { answer, http, idempotencyKey, type Schemas } from "./client";
import type { Entity } from "./meta";

export type RecordData = Schemas["Record"];
export type RecordInput = Schemas["RecordInput"];
export type Filter = Schemas["Filter"];
export type RecordList = Schemas["RecordList"];

export interface ListRequest {
  sort?: string;
  filter?: Filter;
  q?: string;
  bin?: boolean;
  expand?: string;
}

export const pageSize = 100;

/** Keys begin alike so that a change of one entity can invalidate all its lists at once. */
export const keys = {
  list: (slug: string, plural: string) => ["list", slug, plural] as const,
  record: (slug: string, plural: string, id: string) => ["record", slug, plural, id] as const,
  timeline: (slug: string, plural: string, id: string) => ["timeline", slug, plural, id] as const,
  history: (slug: string, plural: string, id: string) => ["history", slug, plural, id] as const,
};

const listParameters = ({ sort, filter, q, bin, expand }: ListRequest) => ({
  ...(sort ? { sort } : {}),
  ...(filter ? { filter: JSON.stringify(filter) } : {}),
  ...(q ? { q } : {}),
  ...(bin ? { bin } : {}),
  ...(expand ? { expand } : {}),
});

export const listQuery = (slug: string, plural: string, request: ListRequest) =>
  infiniteQueryOptions({
    queryKey: [...keys.list(slug, plural), request],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      answer(
        http.GET("/api/v1/{entity}", {
          params: {
            path: { entity: plural },
            query: {
              ...listParameters(request),
              limit: pageSize,
              ...(pageParam ? { cursor: pageParam } : { count: "estimate" as const }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page: RecordList) => page.next,
  });

/** A short list: the first few records, with their number. */
export const someQuery = (slug: string, plural: string, request: ListRequest, limit: number) =>
  queryOptions({
    queryKey: [...keys.list(slug, plural), "some", request, limit],
    queryFn: ({ signal }) =>
      answer(
        http.GET("/api/v1/{entity}", {
          params: { path: { entity: plural }, query: { ...listParameters(request), limit, count: "estimate" } },
          signal,
        }),
      ),
  });

export const recordQuery = (slug: string, plural: string, id: string, expand?: string) =>
  queryOptions({
    queryKey: keys.record(slug, plural, id),
    queryFn: ({ signal }) =>
      answer(
        http.GET("/api/v1/{entity}/{id}", {
          params: { path: { entity: plural, id }, query: expand ? { expand } : {} },
          signal,
        }),
      ),
  });

export const timelineQuery = (slug: string, plural: string, id: string) =>
  infiniteQueryOptions({
    queryKey: keys.timeline(slug, plural, id),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        http.GET("/api/v1/{entity}/{id}/timeline", {
          params: { path: { entity: plural, id }, query: { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
  });

export const historyQuery = (slug: string, plural: string, id: string) =>
  infiniteQueryOptions({
    queryKey: keys.history(slug, plural, id),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        http.GET("/api/v1/{entity}/{id}/history", {
          params: { path: { entity: plural, id }, query: { limit: 30, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
  });

export const createRecord = (plural: string, body: RecordInput, allowDuplicate = false) =>
  answer(
    http.POST("/api/v1/{entity}", {
      params: {
        path: { entity: plural },
        query: allowDuplicate ? { allow_duplicate: true } : {},
        header: { "Idempotency-Key": idempotencyKey() },
      },
      body,
    }),
  );

export const patchRecord = (plural: string, id: string, patch: RecordInput, version?: number) =>
  answer(
    http.PATCH("/api/v1/{entity}/{id}", {
      params: { path: { entity: plural, id }, ...(version ? { header: { "If-Match": `"${version}"` } } : {}) },
      body: patch,
    }),
  );

export const deleteRecord = (plural: string, id: string, purge = false) =>
  answer(
    http.DELETE("/api/v1/{entity}/{id}", { params: { path: { entity: plural, id }, query: purge ? { purge } : {} } }),
  );

export const restoreRecord = (plural: string, id: string) =>
  answer(http.POST("/api/v1/{entity}/{id}/restore", { params: { path: { entity: plural, id } } }));

export const undoRecord = (plural: string, id: string) =>
  answer(http.POST("/api/v1/{entity}/{id}/undo", { params: { path: { entity: plural, id } } }));

export const checkDuplicates = (plural: string, body: RecordInput, signal: AbortSignal) =>
  answer(http.POST("/api/v1/{entity}/duplicates", { params: { path: { entity: plural } }, body, signal }));

/** A long list on screen is not fetched again whole because one record changed; it is when next opened. */
const longestRefetch = 4;
const pagesOf = (data: unknown) =>
  data && typeof data === "object" && "pages" in data ? (data.pages as unknown[]).length : 1;

/** After a write: what shows this record, or lists of its kind, asks again. */
export function refresh(client: QueryClient, slug: string, entity: Entity, id?: string) {
  const queryKey = keys.list(slug, entity.plural);
  void client.invalidateQueries({ queryKey, refetchType: "none" });
  void client.refetchQueries({
    queryKey,
    type: "active",
    predicate: ({ state }) => pagesOf(state.data) <= longestRefetch,
  });
  if (id) {
    void client.invalidateQueries({ queryKey: keys.record(slug, entity.plural, id) });
    void client.invalidateQueries({ queryKey: keys.history(slug, entity.plural, id) });
  }
  if (entity.timeline) void client.invalidateQueries({ queryKey: ["timeline", slug] });
}
