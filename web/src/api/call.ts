// Requests to routes that the types do not know yet.
import { asProblem, forDuties, idempotencyKey, identityHeaders } from "./client";

interface Wish {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
}

export async function call<T>(method: string, path: string, { query = {}, body }: Wish = {}): Promise<T> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  const text = parameters.toString();
  const response = await fetch(`/api/v1${path}${text ? `?${text}` : ""}`, {
    method,
    headers: {
      ...identityHeaders(method),
      ...(forDuties() as Record<string, string>),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(method === "POST" ? { "Idempotency-Key": idempotencyKey() } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw asProblem(answer, response.status);
  return answer as T;
}
