import { expect, test } from "vitest";
import { safeNext } from "./SignInPage";

test.each([
  ["/w/acme/contacts?sort=name", "/w/acme/contacts?sort=name"],
  [undefined, "/"],
  ["https://elsewhere.example", "/"],
  ["//elsewhere.example", "/"],
  ["/w//elsewhere.example", "/"],
  ["/w/\\elsewhere.example", "/"],
  ["javascript:alert(1)", "/"],
])("after sign-in %j leads to %j", (next, path) => {
  expect(safeNext(next)).toBe(path);
});
