import { expect, test } from "vitest";
import { breachClockOf } from "./breachClock";

const due_at = "2027-01-04T10:00:00Z";
const at = (now: string, state = "open") => breachClockOf({ state, due_at }, Date.parse(now));

test.each([
  ["2027-01-01T10:00:00Z", { hours: 72, late: false }],
  ["2027-01-02T11:30:00Z", { hours: 46, late: false }],
  ["2027-01-04T09:59:59Z", { hours: 0, late: false }],
  ["2027-01-04T12:00:00Z", { hours: 2, late: true }],
])("at %s the 72 hours say %o", (now, clock) => {
  expect(at(now)).toEqual(clock);
});

test("once it was decided there is no clock", () => {
  expect(at("2027-01-05T10:00:00Z", "reported")).toBeUndefined();
});
