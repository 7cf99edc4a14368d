// What people ask for about their data: entered, worked on in words, answered, and shown as evidence.
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

test("a queue in which nobody waits says so, and shows the form that the public sees", async () => {
  const { page, home, slug, server, faults } = stage;
  await page.goto(`${home}/privacy/requests`);
  await page.getByText("Nobody waits for an answer").waitFor();
  expect(await page.getByRole("link", { name: "See the public form" }).getAttribute("href")).toBe(
    `/requests/of/${slug}`,
  );
  expect((await page.request.get(`${server.origin}/requests/of/${slug}`)).status()).toBe(200);
  expect(await faults()).toEqual([]);
});

test("a colleague enters what somebody asked by phone, and the clock runs", async () => {
  const { page, faults } = stage;
  await page.getByRole("button", { name: "New request" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "What they ask for" }).click();
  await page.getByRole("option", { name: "Their data kept but not used" }).click();
  await dialog.getByRole("combobox", { name: "Who" }).fill("Imogen");
  await page
    .getByRole("option", { name: /Imogen Finch/ })
    .first()
    .click();
  await dialog.getByRole("combobox", { name: "How it came" }).click();
  await page.getByRole("option", { name: "By phone" }).click();
  await dialog.getByLabel("What they wrote or said").fill("Do not use my data for now.");
  expect(await faults()).toEqual([]);
  await dialog.getByRole("button", { name: "Enter", exact: true }).click();
  await page.getByText("Entered. The clock runs.").waitFor();
  // A code went to the address on file at once, and the clock stands still until it is entered.
  await page.getByRole("main").getByText("Paused: proof of identity is awaited").waitFor();
  expect(await faults()).toEqual([]);
});

test("its page says what is next and has the button for it", async () => {
  const { page, faults } = stage;
  await page.getByRole("link", { name: "Their data kept but not used" }).click();
  const stands = page.getByRole("region", { name: "How it stands" });
  await stands.getByText(/Due in \d+ days/).waitFor();
  await stands.getByText(/confirm their identity/).waitFor();
  expect(await faults()).toEqual([]);

  await stands.getByRole("button", { name: "Confirm identity" }).click();
  const dialog = page.getByRole("dialog");
  expect(await dialog.getByRole("button", { name: "Confirm identity" }).isDisabled()).toBe(true);
  await dialog.getByLabel(/What you saw/).fill("Rang back on the number on file");
  await dialog.getByRole("button", { name: "Confirm identity" }).click();
  await page.getByText("Confirmed by a colleague").waitFor();
  await page.getByRole("region", { name: "What happened" }).getByText("Rang back on the number on file").waitFor();

  await stands.getByRole("button", { name: "Fulfil it" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Fulfil it" }).click();
  await stands.getByText("Fulfilled", { exact: true }).waitFor();
  await stands.getByText(/in time/).waitFor();
  expect(await faults()).toEqual([]);
});

test("the evidence of it can be kept", async () => {
  const { page } = stage;
  await page.getByRole("button", { name: "Evidence" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "To read and print" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^request-.*\.html$/);
});

test("the person's own page knows of it, and that they are used for nothing now", async () => {
  const { page, pathOf, faults } = stage;
  await page.goto(`${await pathOf("contacts", "Imogen Finch")}/privacy`);
  await page.getByText("This person's data is restricted").waitFor();
  await page
    .getByRole("region", { name: "Requests" })
    .getByRole("link", { name: "Their data kept but not used" })
    .waitFor();
  await page.getByRole("region", { name: "What they agreed to" }).waitFor();
  expect(await page.getByText("There is no such contact").count()).toBe(0);
  expect(await faults()).toEqual([]);
});

test("one step may be done for many at once, and what was refused is told", async () => {
  const { page, home, call, faults } = stage;
  for (const name of ["one", "two"]) {
    await call("POST", "/requests", {
      kind: "question",
      email: `${name}@example.org`,
      source: "email",
      message: "Why?",
    });
  }
  await page.goto(`${home}/privacy/requests`);
  const boxes = page.getByRole("main").getByRole("checkbox");
  await boxes.nth(1).waitFor();
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.getByText("2 chosen").waitFor();
  expect(await faults()).toEqual([]);
  await page.getByRole("button", { name: "Assign" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "To whom" }).click();
  await page.getByRole("option", { name: "Mara Quell" }).click();
  await dialog.getByRole("button", { name: "Assign" }).click();
  await page.getByRole("main").getByRole("listitem").filter({ hasText: "Mara Quell" }).nth(1).waitFor();
});

test("a complaint stands in its register with whom it is", async () => {
  const { page, home, call, faults } = stage;
  await call("POST", "/requests", { kind: "complaint", email: "cross@example.org", source: "letter", message: "No." });
  await page.goto(`${home}/privacy/complaints`);
  await page.getByRole("link", { name: "cross@example.org" }).waitFor();
  await page.getByText("With us").waitFor();
  expect(await faults()).toEqual([]);
});
