// Sample data at the first run, and the app on a phone.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser, openPage } from "./browser";
import { firstRun } from "./first_run";
import { type Server, startServer } from "./server";

let server: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    locale: "en-GB",
  });
  ({ page, complaints } = await openPage(context));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  expect(complaints).toEqual([]);
});

describe("sample data", () => {
  test("fills the lists at the first run", async () => {
    await firstRun(page, server, "Sample data");
    await page.getByRole("link", { name: /Imogen Finch/ }).waitFor();
  });

  test("a record has a timeline and related records", async () => {
    await page.getByRole("link", { name: /Imogen Finch/ }).tap();
    await page.getByRole("tab", { name: "Timeline" }).tap();
    await page.getByText("Coming up").waitFor();
    await page.getByRole("tab", { name: "Related" }).tap();
    await page.getByRole("link", { name: "Quayside studio fit-out" }).waitFor();
  });
});

describe("on a phone", () => {
  test("a contact is created", async () => {
    await page.getByRole("link", { name: "Contacts" }).tap();
    await page.getByRole("button", { name: "New contact" }).tap();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("First name").fill("Ines");
    await dialog.getByLabel("Last name").fill("Marlow");
    await dialog.getByRole("textbox", { name: "Company" }).fill("harb");
    await page.getByRole("option", { name: /Harbour/ }).tap();
    await dialog.getByRole("button", { name: "Create" }).tap();
    await page.getByRole("heading", { level: 1, name: "Ines Marlow" }).waitFor();
  });

  test("and edited in place", async () => {
    await page.getByRole("button", { name: "Edit Job title" }).tap();
    await page.getByRole("textbox", { name: "Job title" }).fill("Surveyor");
    await page.keyboard.press("Enter");
    await page.getByRole("definition").filter({ hasText: "Surveyor" }).waitFor();
    await page.reload();
    await page.getByRole("definition").filter({ hasText: "Surveyor" }).waitFor();
  });
});
