// Copies of everything held about a person, made for them.
import { queryOptions } from "@tanstack/react-query";
import { answer, forDuties, http } from "./client";

/** Link and password are told this once; nobody can look them up later. */
export const startCopy = (entity: string, id: string, kind: "access" | "portability") =>
  answer(http.POST("/api/v1/access_copies", { body: { entity, id, kind } }));

export type StartedCopy = Awaited<ReturnType<typeof startCopy>>;

export const copyQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: ["privacy", slug, "copy", id],
    queryFn: () =>
      answer(
        http.GET("/api/v1/{entity}/{id}", { params: { path: { entity: "access_copies", id }, header: forDuties() } }),
      ),
    refetchInterval: ({ state }) => (state.data?.state === "making" ? 1000 : false),
  });
