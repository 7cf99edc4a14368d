import { expect, test } from "vitest";
import { clockOf, personOf, pressing, standingOf } from "./clock";

const due = "2027-03-02T00:00:00Z";
const at = (now: string, more: object = {}) => clockOf({ state: "open", due_at: due, ...more }, Date.parse(now));

test.each([
  ["2027-02-01T12:00:00Z", { kind: "running", days: 28 }],
  ["2027-02-28T12:00:00Z", { kind: "running", days: 1 }],
  ["2027-03-01T00:00:00Z", { kind: "today" }],
  ["2027-03-01T23:59:59Z", { kind: "today" }],
  ["2027-03-02T00:00:00Z", { kind: "overdue", days: 1 }],
  ["2027-03-03T00:00:01Z", { kind: "overdue", days: 2 }],
])("at %s the clock says %o", (now, clock) => {
  expect(at(now)).toEqual(clock);
});

test("a clock that stands still is not late, and one that was answered is over", () => {
  expect(at("2027-05-01T00:00:00Z", { awaits: "identity" })).toEqual({ kind: "paused", why: "identity" });
  expect(at("2027-05-01T00:00:00Z", { state: "denied" })).toEqual({ kind: "over" });
});

test("what is late or due today is shown as such", () => {
  expect(standingOf({ kind: "today" })).toBe("bad");
  expect(standingOf({ kind: "running", days: 9 })).toBe("waiting");
});

test("what is overdue stands before what is due soon, and what waits or has time is left out", () => {
  const on = (id: string, due_at: string, more: object = {}) => ({ id, state: "open", due_at, ...more });
  const found = pressing(
    [
      on("later", "2027-05-01T00:00:00Z"),
      on("soon", "2027-03-10T00:00:00Z"),
      on("overdue", "2027-02-01T00:00:00Z"),
      on("paused", "2027-02-01T00:00:00Z", { awaits: "identity" }),
      on("over", "2027-02-01T00:00:00Z", { state: "fulfilled" }),
    ],
    Date.parse(due),
  );
  expect(found.map(({ id }) => id)).toEqual(["overdue", "soon"]);
});

test("a request is named by who is on record", () => {
  const person = { id: "1", entity: "contact", display: "Ada Lovelace" };
  expect(personOf({ id: "2", expanded: { person } } as never)).toBe("Ada Lovelace");
  expect(personOf({ id: "2" } as never)).toBeUndefined();
});
