// What shows others that it was done: the audit log, the record of processing, the register of breaches.
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

test("the audit log is verified on demand, and signed", async () => {
  const { page, home, faults } = stage;
  await page.goto(`${home}/privacy/audit`);
  await page.getByRole("button", { name: "Verify now" }).click();
  await page.getByText("The log is whole").first().waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Sign a checkpoint now" }).click();
  await page
    .getByText(/Signed/)
    .first()
    .waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page
      .getByRole("button", { name: /Download the checkpoint of/ })
      .first()
      .click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^checkpoint-\d+\.note$/);
  expect(await faults()).toEqual([]);
});

test("a checkpoint that is none of this log is refused in words, and one that is its own fits", async () => {
  const { page, server, slug, faults } = stage;
  await page.getByLabel("Text of the checkpoint").fill("not a checkpoint");
  await page.getByRole("button", { name: "Verify against it" }).click();
  await page.getByText("The log was not verified").waitFor();
  const { checkpoints } = await stage.call<{ checkpoints: { size: number }[] }>("GET", "/audit");
  const note = await page.request.get(`${server.origin}/api/v1/audit/checkpoints/${checkpoints[0]?.size}`, {
    headers: { "Probity-Workspace": slug },
  });
  await page.getByLabel("Text of the checkpoint").fill(await note.text());
  await page.getByRole("button", { name: "Verify against it" }).click();
  await page
    .getByRole("region", { name: "Verify it elsewhere" })
    .getByText("The log is whole")
    .waitFor({ timeout: 30_000 });
  expect(await faults()).toEqual([]);
});

test("the record of processing says which data is used for what, and can be taken along", async () => {
  const { page, home, faults } = stage;
  await page.goto(`${home}/privacy/processing`);
  await page.getByRole("region", { name: "Providing the service and working with customers" }).waitFor();
  await page.getByRole("region", { name: "Security measures" }).waitFor();
  expect(await faults()).toEqual([]);
  for (const [label, ending] of [
    ["CSV", ".csv"],
    ["JSON", ".json"],
  ]) {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: `Download: ${label}` }).click(),
    ]);
    expect(file.suggestedFilename().endsWith(ending ?? "")).toBe(true);
  }
});

test("a breach is written down with its clock, filled in, reported and closed", async () => {
  const { page, home, faults } = stage;
  await page.goto(`${home}/privacy/breaches`);
  await page.getByText("No breach was written down").waitFor();
  expect(await faults()).toEqual([]);
  await page.getByRole("button", { name: "Write one down" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("In a few words").fill("Invoice sent to the wrong customer");
  await dialog.getByRole("button", { name: "Write it down" }).click();
  await page.getByRole("heading", { level: 1, name: "Invoice sent to the wrong customer" }).waitFor();
  const stands = page.getByRole("region", { name: "The clock" });
  await stands
    .getByText(/7[12] hours left of 72/)
    .first()
    .waitFor();
  await page.getByRole("region", { name: "Draft of the notice" }).getByText("Not filled in yet").waitFor();
  expect(await faults()).toEqual([]);

  await stands.getByRole("button", { name: "Reported to the authority" }).click();
  await page.getByLabel("Which authority").fill("Information Commissioner's Office");
  await page.getByRole("dialog").getByRole("button", { name: "Reported to the authority" }).click();
  await page.getByRole("region", { name: "What was done" }).getByText("Information Commissioner's Office").waitFor();
  expect(await stands.getByRole("button", { name: "Reported to the authority" }).count()).toBe(0);
});
