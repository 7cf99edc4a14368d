// Copies of everything held about a person, made for them.
import { queryOptions } from "@tanstack/react-query";
import { call } from "./call";
import { answer, forDuties, http } from "./client";

/** Link and password are told this once; nobody can look them up later. */
export interface StartedCopy {
  id: string;
  state: string;
  password: string;
  url: string;
  expires_at: string;
}

export const startCopy = (entity: string, id: string, kind: "access" | "portability") =>
  call<StartedCopy>("POST", "/access_copies", { body: { entity, id, kind } });

export const copyQuery = (slug: string, id: string) =>
  queryOptions({
    queryKey: ["privacy", slug, "copy", id],
    queryFn: () =>
      answer(
        http.GET("/api/v1/{entity}/{id}", { params: { path: { entity: "access_copies", id }, header: forDuties() } }),
      ),
    refetchInterval: ({ state }) => (state.data?.state === "making" ? 1000 : false),
  });
