import { infiniteQueryOptions } from "@tanstack/react-query";
import { answer, http, type Schemas } from "./client";
import { jobEnded } from "./jobs";
import type { RecordData } from "./records";

export type Merge = Schemas["Merge"];

export interface LookAlikes {
  records: RecordData[];
  reason: string;
}

/** Begins like the lists of the entity, so that a change of a record asks again. */
export const duplicatesQuery = (slug: string, plural: string) =>
  infiniteQueryOptions({
    queryKey: ["duplicates", slug, plural],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        http.GET("/api/v1/{entity}/duplicates", {
          params: { path: { entity: plural }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
          signal,
        }),
      ),
    getNextPageParam: (page: { next: string | null }) => page.next ?? undefined,
    // Many records are looked through by a job; its result is asked for until it is there.
    refetchInterval: ({ state }) => {
      const job = state.data?.pages[0]?.job;
      return job && !jobEnded(job.state) ? 1500 : false;
    },
  });

/** Looks through all records again. */
export const lookAgain = (plural: string) =>
  answer(
    http.GET("/api/v1/{entity}/duplicates", { params: { path: { entity: plural }, query: { limit: 1, anew: true } } }),
  );

export interface MergeWish {
  winner: string;
  losers: string[];
  /** For each field, the record that its value is taken from. */
  fields: Record<string, string>;
}

export const mergeRecords = (plural: string, wish: MergeWish, preview: boolean) =>
  answer(http.POST("/api/v1/{entity}/merge", { params: { path: { entity: plural } }, body: { ...wish, preview } }));

export const undoMerge = (id: string) => answer(http.POST("/api/v1/merges/{id}/undo", { params: { path: { id } } }));
