// How long things are kept: the rules in force, what goes when, and what went.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { endOfMonth } from "~/pages/retention/month";
import { answer, forDuties, http, type Schemas } from "./client";
import type { RecordData } from "./records";

export type RetentionCount = Schemas["RetentionCount"];
export type RetentionAction = RetentionCount["action"];
export type RetentionOverview = Schemas["RetentionRules"];
export type RetentionRule = RetentionOverview["rules"][number];
export type RetentionRun = NonNullable<Schemas["RetentionRun"]>;
/** A number of records by rule; of every kind where no entity is named. */
export type Counted = Pick<RetentionCount, "rule" | "action" | "count"> & { entity: string | null };
export type RetentionTally = RetentionRun["rules"][number];
export type RetentionPreview = Schemas["RetentionPreview"];
export type RetentionMonth = Schemas["RetentionCalendar"]["months"][number];
export type DueItem = RetentionPreview["items"][number];

const key = (slug: string, ...more: unknown[]) => ["privacy", slug, "retention", ...more];

export const retentionQuery = (slug: string) =>
  queryOptions({ queryKey: key(slug), queryFn: () => answer(http.GET("/api/v1/retention")) });

export const calendarQuery = (slug: string, months = 12) =>
  queryOptions({
    queryKey: key(slug, "calendar", months),
    queryFn: () => answer(http.GET("/api/v1/retention/calendar", { params: { query: { months } } })),
  });

interface Page {
  rule: string | undefined;
  at: string | undefined;
  limit: number;
  after: string | undefined;
}

/** What is left out is not asked. */
const previewPage = (page: Page) => {
  const query = Object.fromEntries(Object.entries(page).filter(([, value]) => value !== undefined));
  return answer(http.GET("/api/v1/retention/preview", { params: { query } }));
};

export interface DueWish {
  rule?: string;
  /** As if the run began then; now where it is left out. */
  at?: string;
}

export const dueQuery = (slug: string, { rule, at }: DueWish) =>
  infiniteQueryOptions({
    queryKey: key(slug, "due", rule, at),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => previewPage({ rule, at, limit: 100, after: pageParam }),
    getNextPageParam: (page: RetentionPreview) => page.next ?? undefined,
  });

export const runRetention = () => answer(http.POST("/api/v1/retention/run"));

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
const mostPages = 12;

/** As many as the program gives at once. */
const pageSize = 200;

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
        const found = await previewPage({ rule, at, limit: pageSize, after });
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
