import type { RecordData } from "~/api/records";
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

/** Whose it is, where that is known, by the name on record. */
export function personOf(request: RecordData): string | undefined {
  const person = request.expanded?.person;
  return person && !Array.isArray(person) ? person.display : undefined;
}

const soon = 14 * day;

/** Those that have to be answered now or in the next two weeks, the most urgent first. */
export function pressing<Request extends Facts>(requests: readonly Request[], now = Date.now()): Request[] {
  return requests
    .filter((request) => {
      const { kind } = clockOf(request, now);
      return (
        kind === "overdue" ||
        kind === "today" ||
        (kind === "running" && Date.parse(String(request.due_at)) - now <= soon)
      );
    })
    .sort((one, other) => Date.parse(String(one.due_at)) - Date.parse(String(other.due_at)));
}
