import { expect, test } from "vitest";
import type { RecordData, RecordList } from "~/api/records";
import { replaceIn } from "./useWrites";

const record = (id: string): RecordData => ({
  id,
  version: 1,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  display: id,
});
const page = (...ids: string[]): RecordList => ({ items: ids.map(record), next: null });

test("a record is replaced or left out, and other pages stay the same objects", () => {
  const cached = { pages: [page("a", "b"), page("c")], pageParams: [null, "x"] };
  const changed = replaceIn(cached, "b", (one) => ({ ...one, display: "B" })) as typeof cached;
  expect(changed.pages[0]?.items.map((one) => one.display)).toEqual(["a", "B"]);
  expect(changed.pages[1]).toBe(cached.pages[1]);
  const without = replaceIn(page("a", "b"), "a", () => null) as RecordList;
  expect(without.items.map((one) => one.id)).toEqual(["b"]);
  expect(replaceIn(undefined, "a", () => null)).toBeUndefined();
});
