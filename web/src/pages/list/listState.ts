import type { Filter } from "~/api/records";
import { isFilter } from "./filter";

/** The whole state of a list, which lives in its address so that it can be sent and bookmarked. */
export interface ListState {
  q?: string;
  /** A field, with a minus before it descending. */
  sort?: string;
  filter?: Filter;
  bin?: true;
}

/** What an address says; what makes no sense in it is left out. */
export function readListState(search: Record<string, unknown>): ListState {
  const state: ListState = {};
  if (search.q !== undefined && search.q !== "") state.q = String(search.q);
  if (typeof search.sort === "string" && /^-?[a-z0-9_]+$/.test(search.sort)) state.sort = search.sort;
  if (isFilter(search.filter)) state.filter = search.filter;
  if (search.bin === true) state.bin = true;
  return state;
}

export type Direction = "ascending" | "descending";

export const sortOf = (sort: string | undefined): { field: string; direction: Direction } | undefined =>
  sort ? { field: sort.replace(/^-/, ""), direction: sort.startsWith("-") ? "descending" : "ascending" } : undefined;

/** Ascending, then descending, then the server's own order. */
export function nextSort(sort: string | undefined, field: string): string | undefined {
  if (sort === field) return `-${field}`;
  return sort === `-${field}` ? undefined : field;
}
