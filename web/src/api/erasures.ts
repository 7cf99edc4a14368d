// Erasure of people: what it would do, doing it, and what is left to show that it was done.
import { queryOptions } from "@tanstack/react-query";
import { answer, forDuties, http, idempotencyKey } from "./client";
import type { RecordData } from "./records";

export type Effect = "self" | "remove" | "mask" | "unlink" | "keep";

export interface ReachedRecord {
  entity: string;
  id: string;
  effect: Effect;
  binned: boolean;
  concerns_others: boolean;
  display: string | null;
  kept_because: string | null;
  kept_until: string | null;
}

export interface SameHuman {
  entity: string;
  id: string;
  binned: boolean;
  display: string | null;
  reason: string;
}

export interface Place {
  name: string;
  found: { what: string; count: number }[];
}

export interface Kept {
  entity: string | null;
  count: number;
  because: string;
  until: string | null;
}

export interface ErasurePreview {
  people: string[];
  records: ReachedRecord[];
  counts: Record<Effect, number>;
  same_human: SameHuman[];
  /** Why it cannot be done now; null where it can. */
  held: string | null;
  found: { records: { entity: string; effect: Effect; count: number }[]; kept: Kept[] };
  places: Place[];
}

export interface Certificate {
  erasure: string;
  entity: string;
  ground: string;
  request: string | null;
  invisible_at: string;
  certified_at: string;
  records: { entity: string; effect: Effect; count: number }[];
  kept: Kept[];
  places: Place[];
  rescan: { tables: number; columns: number; rows: number; places: number; left: number; scrubbed_at: string | null };
  signature: string;
}

/** What erasing a person would do; nothing happens. */
export const previewQuery = (slug: string, entity: string, id: string) =>
  queryOptions({
    queryKey: ["person", slug, entity, id, "erasure"],
    queryFn: () =>
      answer(http.POST("/api/v1/erasures", { body: { entity, id, dry_run: true } })) as Promise<ErasurePreview>,
    staleTime: 0,
    gcTime: 0,
  });

/** What a member may name; the others are the program's. */
export type Ground = "request" | "staff" | "minor";

/** When it answers nobody sees the person any more; the rest goes on by itself. */
export const beginErasure = (entity: string, id: string, ground: Ground) =>
  answer(
    http.POST("/api/v1/erasures", {
      params: { header: { "Idempotency-Key": idempotencyKey() } },
      body: { entity, id, ground },
    }),
  ) as Promise<{ id: string }>;

const key = (slug: string, ...more: unknown[]) => ["privacy", slug, "erasures", ...more];

export const erasuresQuery = (slug: string) =>
  queryOptions({
    queryKey: key(slug),
    queryFn: () =>
      answer(
        http.GET("/api/v1/{entity}", {
          params: { path: { entity: "erasures" }, header: forDuties(), query: { sort: "-begun_at", limit: 200 } },
        }),
      ),
  });

/** One erasure, asked about until it is certified. */
export const erasureQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: key(slug, id),
    queryFn: () =>
      answer(http.GET("/api/v1/{entity}/{id}", { params: { path: { entity: "erasures", id }, header: forDuties() } })),
    enabled: id !== "",
    refetchInterval: ({ state }) => (state.data?.state === "certified" ? false : 1000),
  });

export const certificateQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: key(slug, id, "certificate"),
    queryFn: () =>
      answer(http.GET("/api/v1/erasures/{id}/certificate", { params: { path: { id } } })) as Promise<Certificate>,
  });

/** What recipients of an erased person's data were told to do, the newest first. */
export const ordersQuery = (slug: string) =>
  queryOptions({
    queryKey: key(slug, "orders"),
    queryFn: async (): Promise<RecordData[]> => {
      const params = {
        path: { entity: "erasure_orders" },
        header: forDuties(),
        query: { sort: "-ordered_at", limit: 200 },
      };
      return (await answer(http.GET("/api/v1/{entity}", { params }))).items;
    },
  });

export const acknowledgeOrder = (id: string, note: string) =>
  answer(
    http.POST("/api/v1/erasure_orders/{id}/acknowledge", { params: { path: { id } }, body: note ? { note } : {} }),
  );
