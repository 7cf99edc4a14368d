import { type QueryClient, queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { answer, http, type Schemas, setCsrf } from "./client";
import { useSlug } from "./meta";

export type Session = Schemas["Session"];
export type SetupInput = Schemas["Setup"];

const remember = (session: Session) => {
  setCsrf(session.csrf);
  return session;
};

/** Owners and administrators look after people's rights; others work with the records. */
export const looksAfter = ({ workspaces }: Session, slug: string) =>
  ["owner", "administrator"].includes(workspaces.find((workspace) => workspace.slug === slug)?.role ?? "");

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => remember(await answer(http.GET("/api/v1/session"))),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export const useAdministrator = () => looksAfter(useSuspenseQuery(sessionQuery).data, useSlug());

export const setupNeeded = async () => (await answer(http.GET("/api/v1/setup"))).needed;

async function adopt(client: QueryClient, session: Session) {
  remember(session);
  client.setQueryData(sessionQuery.queryKey, session);
  return session;
}

export const setUp = async (client: QueryClient, body: SetupInput) =>
  adopt(client, await answer(http.POST("/api/v1/setup", { body })));

export const signIn = async (client: QueryClient, body: { email: string; password: string }) =>
  adopt(client, await answer(http.POST("/api/v1/session", { body })));

export const signOut = () => answer(http.DELETE("/api/v1/session"));
