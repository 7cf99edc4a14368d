// How long things are kept: the rules in force, what goes when, and what went.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { endOfMonth } from "~/pages/retention/month";
import { call } from "./call";
import { answer, forDuties, http } from "./client";
import type { RecordData } from "./records";

export type RetentionAction = "delete" | "mask" | "archive";

export interface RetentionCount {
  rule: string;
  entity: string;
  action: RetentionAction;
  count: number;
}

export interface RetentionRule extends RetentionCount {
  categories: string[];
  counted_from: string | null;
  keep_in_words: string | null;
  reason: string | null;
  last_count: number;
  /** Whether nothing here has the moment from which it counts. */
  waiting: boolean;
}

export interface RetentionTally extends RetentionCount {
  kept_back: number;
  oldest: string | null;
}

/** What a run did, in figures; signed, and bound to the run before it. */
export interface RetentionRun {
  id: string;
  number: number;
  moment: string;
  started_at: string;
  finished_at: string;
  rules: RetentionTally[];
  hash: string;
  signature: string;
}

export interface RetentionOverview {
  rules: RetentionRule[];
  last_run: RetentionRun | null;
  next_run: string;
}

export interface DueItem {
  rule: string;
  entity: string;
  id: string;
  display: string | null;
  action: RetentionAction;
  until: string;
}

export interface RetentionPreview {
  moment: string;
  /** On the first page alone. */
  rules?: RetentionCount[];
  items: DueItem[];
  next: string | null;
}

export interface RetentionMonth {
  month: string;
  rules: RetentionCount[];
}

const key = (slug: string, ...more: unknown[]) => ["privacy", slug, "retention", ...more];

export const retentionQuery = (slug: string) =>
  queryOptions({ queryKey: key(slug), queryFn: () => call<RetentionOverview>("GET", "/retention") });

export const calendarQuery = (slug: string, months = 12) =>
  queryOptions({
    queryKey: key(slug, "calendar", months),
    queryFn: () => call<{ months: RetentionMonth[] }>("GET", "/retention/calendar", { query: { months } }),
  });

export interface DueWish {
  rule?: string;
  /** As if the run began then; now where it is left out. */
  at?: string;
}

export const dueQuery = (slug: string, { rule, at }: DueWish) =>
  infiniteQueryOptions({
    queryKey: key(slug, "due", rule, at),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call<RetentionPreview>("GET", "/retention/preview", { query: { rule, at, limit: 100, after: pageParam } }),
    getNextPageParam: (page: RetentionPreview) => page.next ?? undefined,
  });

export const runRetention = () => call<{ id: string }>("POST", "/retention/run", { body: {} });

/** The runs there were, newest first. */
export const runsQuery = (slug: string) =>
  queryOptions({
    queryKey: key(slug, "runs"),
    queryFn: async () => {
      const params = {
        path: { entity: "retention_runs" },
        header: forDuties(),
        query: { sort: "-number", limit: 50 },
      };
      return (await answer(http.GET("/api/v1/{entity}", { params }))).items.map(asRun);
    },
  });

/** As its record keeps it, with the figures as text. */
function asRun(record: RecordData): RetentionRun {
  const rules: unknown = JSON.parse(String(record.rules ?? "[]"));
  return { ...(record as unknown as RetentionRun), rules: Array.isArray(rules) ? rules : [] };
}

/** Of two times as ISO writes them. */
const later = (one: string, other: string) => (one < other ? other : one);

/** Nobody reads further in a list than this. */
const mostPages = 5;

/** What comes to its end within one month ("2027-01"), by day. */
export const monthQuery = (slug: string, month: string, rule?: string) =>
  queryOptions({
    queryKey: key(slug, "month", month, rule),
    queryFn: async () => {
      const now = new Date().toISOString();
      const at = endOfMonth(month);
      const items: DueItem[] = [];
      let after: string | undefined;
      for (let page = 0; page < mostPages; ++page) {
        const found = await call<RetentionPreview>("GET", "/retention/preview", {
          query: { rule, at, limit: 500, after },
        });
        // What is over its time already goes with the next run, which is today's.
        const dated = found.items.map((item) => ({ ...item, until: later(item.until, now) }));
        items.push(...dated.filter(({ until }) => until.startsWith(month)));
        after = found.next ?? undefined;
        if (!after) break;
      }
      items.sort((one, other) => one.until.localeCompare(other.until));
      return { items, more: after !== undefined };
    },
  });
