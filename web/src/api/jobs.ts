import { queryOptions } from "@tanstack/react-query";
import { answer, http, type Schemas } from "./client";

export type Job = Schemas["Job"];

export const jobEnded = (state: Job["state"]) => state !== "running" && state !== "queued";

/** Long work in the background, asked about until it ends. */
export const jobQuery = (slug: string, id: string | undefined) =>
  queryOptions({
    queryKey: ["job", slug, id],
    queryFn: () => answer(http.GET("/api/v1/jobs/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: Boolean(id),
    refetchInterval: ({ state }) => (!state.data || !jobEnded(state.data.state) ? 700 : false),
  });

export const cancelJob = (id: string) => answer(http.DELETE("/api/v1/jobs/{id}", { params: { path: { id } } }));
