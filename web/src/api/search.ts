import { queryOptions } from "@tanstack/react-query";
import { answer, http, type Schemas } from "./client";

export type SearchHit = Schemas["SearchHit"];

export const searchQuery = (slug: string, q: string, limit: number, entity?: string) =>
  queryOptions({
    queryKey: ["search", slug, q, limit, entity],
    queryFn: async ({ signal }) =>
      (
        await answer(
          http.GET("/api/v1/search", { params: { query: { q, limit, ...(entity ? { entity } : {}) } }, signal }),
        )
      ).items,
    enabled: q.trim().length > 0,
    staleTime: 10_000,
  });
