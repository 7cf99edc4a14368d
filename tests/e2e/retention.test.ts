// How long things are kept, as whoever looks after it sees it: what goes next, the run, and what it left behind.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stage, setStage } from "./stage";

let stage: Stage;
let leads: number;

beforeAll(async () => {
  stage = await setStage();
  // Enquiries that ended years ago; when, is a field that this workspace added.
  await stage.call("POST", "/meta/entities/leads/fields", {
    name: "x_ended_on",
    type: "date",
    label: "Ended on",
    category: "user.behavior",
    purposes: ["service", "sales"],
  });
  const { items } = await stage.call<{ items: { id: string }[] }>("GET", "/leads?limit=200");
  for (const { id } of items) await stage.call("PATCH", `/leads/${id}`, { x_ended_on: "2020-01-31" });
  leads = items.length;
  await stage.call("POST", "/policy/apply", {
    profile: "default",
    overrides: { retention: { enquiries: { starts: "contract_ended", keep: "P1Y" } } },
  });
});
afterAll(async () => {
  await stage?.end();
  expect(stage.complaints).toEqual([]);
});

test("the next run is told in words, with every record behind it", async () => {
  const { page, home, faults } = stage;
  expect(leads).toBeGreaterThan(0);
  await page.goto(`${home}/privacy/retention`);
  const next = page.getByRole("region", { name: "Next run" });
  await next.getByText(new RegExp(`${leads} leads? deleted`)).waitFor();
  const days = page.getByRole("region", { name: "Next deletions" });
  await days.getByRole("table").waitFor();
  await days.getByRole("listitem").filter({ hasText: "Enquiries" }).first().waitFor();
  expect(await faults()).toEqual([]);
});

test("a hold keeps its record out of the run, and says so where the record is", async () => {
  const { page, call, home, faults } = stage;
  const { items } = await call<{ items: { id: string; display: string }[] }>("GET", "/leads?limit=200");
  const held = items[0];
  await page.goto(`${home}/leads/${held?.id}/privacy`);
  const holds = page.getByRole("region", { name: "Holds" });
  await holds.getByRole("button", { name: "Put on hold" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("A claim about the quote is open");
  await dialog.getByLabel(/Ends by itself/).fill("2099-01-31");
  await dialog.getByRole("button", { name: "Put on hold" }).click();
  await holds.getByText(/A legal matter: A claim about the quote is open/).waitFor();
  await page.getByText("This person's data is on hold").waitFor();
  await page.getByRole("region", { name: "How long it is kept" }).getByText(/held/).first().waitFor();
  expect(await faults()).toEqual([]);
  leads -= 1;
});

test("what the preview shows goes with the run, and leaves a summary that names nobody", async () => {
  const { page, call, home, faults } = stage;
  await page.goto(`${home}/privacy/retention`);
  await page.getByRole("button", { name: "Preview and run now" }).click();
  const dialog = page.getByRole("dialog");
  const shown = dialog.getByRole("listitem");
  await shown.first().waitFor();
  expect(await shown.count()).toBe(leads);
  expect(await faults()).toEqual([]);
  await dialog.getByRole("button", { name: new RegExp(`Delete ${leads} records? now`) }).click();
  await dialog.getByText("Done", { exact: true }).waitFor({ timeout: 30_000 });
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await page.getByText("Nothing is over its time.", { exact: true }).waitFor();
  const runs = page.getByRole("region", { name: "Past runs" });
  await runs.getByText(new RegExp(`${leads} records?`)).click();
  await runs.getByText(new RegExp(`Enquiries: ${leads} leads? deleted`)).waitFor();
  const { items } = await call<{ items: unknown[] }>("GET", "/leads?limit=200");
  expect(items).toHaveLength(1);
});
