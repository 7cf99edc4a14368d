import type { Standing } from "~/pages/privacy/StateBadge";

/** How the clock of a request stands, from what its record says. */
export type ClockState =
  | { kind: "over" }
  | { kind: "paused"; why: string }
  | { kind: "overdue"; days: number }
  | { kind: "today" }
  | { kind: "running"; days: number };

const day = 86_400_000;

interface Facts {
  [field: string]: unknown;
  state?: unknown;
  awaits?: unknown;
  due_at?: unknown;
}

/** `due_at` is the moment after which an answer is late. */
export function clockOf({ state, awaits, due_at: due }: Facts, now = Date.now()): ClockState {
  if (state !== "open" && state !== "in_progress") return { kind: "over" };
  if (awaits) return { kind: "paused", why: String(awaits) };
  const left = Date.parse(String(due)) - now;
  if (left <= 0) return { kind: "overdue", days: Math.floor(-left / day) + 1 };
  return left <= day ? { kind: "today" } : { kind: "running", days: Math.ceil(left / day) - 1 };
}

/** How much it should worry whoever sees it. A few days before the end it should. */
export function standingOf(clock: ClockState): Standing {
  if (clock.kind === "over") return "good";
  return clock.kind === "overdue" || clock.kind === "today" ? "bad" : "waiting";
}

/** The last day on which an answer is in time, of the moment after which it is late. */
export const lastDayOf = (due: unknown) => new Date(Date.parse(String(due)) - 1000).toISOString();
