import { expect, test } from "vitest";
import { endOfMonth, weeksOf } from "./month";

test("a month ends where the next begins, over the end of a year too", () => {
  expect(endOfMonth("2026-11")).toBe("2026-12-01T00:00:00.000Z");
  expect(endOfMonth("2026-12")).toBe("2027-01-01T00:00:00.000Z");
});

test("weeks begin on Monday and hold every day of the month once", () => {
  const weeks = weeksOf("2028-02");
  expect(weeks.every((week) => week.length === 7)).toBe(true);
  // The first of February 2028 is a Tuesday, and the year a leap year.
  expect(weeks[0]?.slice(0, 2)).toEqual([undefined, "2028-02-01"]);
  expect(weeks.flat().filter(Boolean)).toHaveLength(29);
  expect(weeks.flat().filter(Boolean).at(-1)).toBe("2028-02-29");
});

test("a month that begins on Monday has no empty day before it", () => {
  expect(weeksOf("2027-02")).toHaveLength(4);
});
