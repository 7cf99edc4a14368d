// The one way to the server: every request carries the workspace and the CSRF token,
// and every failure comes back as a Problem.

import { i18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import createClient from "openapi-fetch";
import { Problem, unreachable } from "./problem";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

const identity = { workspace: "", csrf: "", administrator: false };

export const setWorkspace = (slug: string) => {
  identity.workspace = slug;
};

/** Whether who is signed in looks after the workspace they are in, and so may look for duties under the law. */
export const setAdministrator = (administrator: boolean) => {
  identity.administrator = administrator;
};

/**
 * The header of what is asked because the law demands it: whose data is restricted is seen for nothing else. Others
 * than administrators may not ask so, and see what their work lets them see.
 */
export const forDuties = () => (identity.administrator ? { "Probity-Purpose": "legal_obligation" } : {});

export const setCsrf = (csrf: string) => {
  identity.csrf = csrf;
};

/** The headers of a request that openapi-fetch does not make (uploads, downloads, events). */
export function identityHeaders(method = "GET"): Record<string, string> {
  const headers: Record<string, string> = {};
  if (identity.workspace) headers["Probity-Workspace"] = identity.workspace;
  if (identity.csrf && !["GET", "HEAD", "OPTIONS"].includes(method)) headers["Probity-Csrf"] = identity.csrf;
  return headers;
}

export const http = createClient<paths>({ baseUrl: globalThis.location?.origin });

http.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(identityHeaders(request.method))) request.headers.set(name, value);
    return request;
  },
  onError() {
    return unreachable(
      i18n._(msg`The server does not answer. Nothing was lost; try again when the connection is back.`),
    );
  },
});

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The body of a good answer; anything else throws a Problem. */
export async function answer<T>(pending: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await pending;
  if (response.ok) return data as T;
  throw asProblem(error, response.status);
}

export function asProblem(body: unknown, status: number): Problem {
  if (body && typeof body === "object" && "code" in body) return new Problem(body as Problem["body"]);
  const title = i18n._(msg`The server answered with an error it did not explain (${status}).`);
  return new Problem({ title, detail: title, status, code: "unexplained" });
}

/** A key that lets the server recognise a repeated request; works without a secure context too. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
