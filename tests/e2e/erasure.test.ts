// A person is erased from their own page: first told in words, then typed, then done, then certified.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stage, setStage } from "./stage";

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
});
afterAll(async () => {
  await stage?.end();
  expect(stage.complaints).toEqual([]);
});

test("a copy for the person shows link and password this once", async () => {
  const { page, pathOf, faults } = stage;
  await page.goto(`${await pathOf("contacts", "Imogen Finch")}/privacy`);
  await page.getByRole("button", { name: "Make a copy for them" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Make the copy" }).click();
  const link = await dialog.getByLabel("Link", { exact: true }).inputValue();
  expect(link).toMatch(/\/copies\/.+/);
  expect(await dialog.getByLabel("Password", { exact: true }).inputValue()).not.toBe("");
  await dialog.getByText("It is ready to be fetched.", { exact: false }).waitFor({ timeout: 30_000 });
  expect(await faults()).toEqual([]);
  await dialog.getByRole("button", { name: "I have kept both" }).click();
  await page.getByRole("button", { name: "Make a copy for them" }).click();
  expect(await page.getByLabel("Password", { exact: true }).count()).toBe(0);
  await page.keyboard.press("Escape");
});

test("what would happen is said before it can be done, and nothing happens without the name", async () => {
  const { page, faults } = stage;
  await page.getByRole("button", { name: "Erase this person" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("region", { name: "What goes" }).waitFor({ timeout: 30_000 });
  await dialog.getByRole("region", { name: "What stays" }).waitFor();
  await dialog
    .getByRole("region", { name: "Who is told" })
    .getByText(/Nobody/)
    .waitFor();
  expect(await dialog.getByRole("button", { name: "Erase for good" }).isDisabled()).toBe(true);
  expect(await faults()).toEqual([]);
  await dialog.getByLabel(/^Type "Imogen Finch"/).fill("Somebody else");
  expect(await dialog.getByRole("button", { name: "Erase for good" }).isDisabled()).toBe(true);
});

test("both stages are shown, and the certificate says what was done without saying who it was", async () => {
  const { page, faults } = stage;
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/^Type "Imogen Finch"/).fill("Imogen Finch");
  await dialog.getByRole("button", { name: "Erase for good" }).click();
  await dialog.getByText("Nobody sees this person any more").waitFor();
  await dialog.getByText("Nothing of them is left, and that was looked for").waitFor({ timeout: 60_000 });
  expect(await faults()).toEqual([]);
  await dialog.getByRole("link", { name: "Open the certificate" }).click();
  await page.getByRole("heading", { level: 1, name: "Certificate of erasure" }).waitFor();
  await page.getByText("Nothing of this person was found.", { exact: false }).waitFor();
  expect(await page.getByRole("main").textContent()).not.toContain("Finch");
  expect(await faults()).toEqual([]);
});

test("they are nowhere any more, and the certificate stays in its list", async () => {
  const { page, home, faults } = stage;
  await page.goto(`${home}/contacts`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await page.getByRole("link", { name: /Imogen Finch/ }).count()).toBe(0);
  await page.goto(`${home}/privacy/erasures`);
  await page.getByText("Certified", { exact: true }).waitFor();
  expect(await faults()).toEqual([]);
});

test("a person on hold cannot be erased, and why is said", async () => {
  const { page, call, home, faults } = stage;
  const { items } = await call<{ items: { id: string }[] }>("GET", "/contacts?limit=1");
  const id = items[0]?.id;
  await call("POST", `/contacts/${id}/restrictions`, { kind: "hold", hold_kind: "legal", reason: "A court asked." });
  await page.goto(`${home}/contacts/${id}/privacy`);
  await page.getByRole("button", { name: "Erase this person" }).click();
  await page.getByText("It cannot be erased now").waitFor({ timeout: 30_000 });
  expect(await page.getByRole("button", { name: "Erase for good" }).count()).toBe(0);
  expect(await faults()).toEqual([]);
});
