// Imports that do not go smoothly: a broken connection, rows that fail, and the way back.
import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser, openPage } from "./browser";
import { firstRun } from "./first_run";
import { type Server, startServer } from "./server";

const header = "First name,Last name,Email,Birthday,Company\n";
const file = (name: string, rows: string) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(header + rows),
});

let server: Server;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  ({ page } = await openPage(context));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function choose(chosen: ReturnType<typeof file>) {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles(chosen);
  await page.getByRole("heading", { level: 1, name: "Import contacts" }).waitFor();
}

const figure = (name: string) =>
  page.getByRole("term").filter({ hasText: name }).locator("xpath=preceding-sibling::dd").textContent();

describe("import", () => {
  test("is where the first run leads when one has a file", async () => {
    await firstRun(page, server, "A file of mine");
    await page.waitForURL("**/import");
    await page.getByRole("button", { name: "Choose a file" }).waitFor();
  });

  test("a broken upload is resumed where it stopped", async () => {
    const offsets: string[] = [];
    let broken = false;
    await page.route("**/api/v1/uploads/*", (route) => {
      const request = route.request();
      if (request.method() !== "PATCH") return route.continue();
      if (!broken) {
        broken = true;
        return route.abort("connectionreset");
      }
      offsets.push(request.headers()["upload-offset"] ?? "");
      return route.continue();
    });
    const asked = page.waitForRequest((request) => request.method() === "HEAD");
    await choose(file("people.csv", "Ada,Lovelace,ada@example.org,1815-12-10,Analytical Engines\n"));
    await asked;
    expect(broken).toBe(true);
    expect(offsets).toEqual(["0"]);
    await page.unroute("**/api/v1/uploads/*");
    await page.getByRole("region", { name: "Preview" }).getByText("Lovelace").waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("button", { name: "Choose a file" }).waitFor();
  });

  test("the preview says which row will fail and why; the others are stored", async () => {
    await choose(
      file(
        "mixed.csv",
        "Grace,Hopper,grace@example.org,1906-12-09,Eckert & Mauchly\n" +
          "Alan,Turing,alan@example.org,the 23rd of June,Bletchley Park\n" +
          "Katherine,Johnson,katherine@example.org,1918-08-26,Eckert & Mauchly\n",
      ),
    );
    // A column with a value that is no date is not taken for one, unless somebody says so.
    await page.getByLabel("Birthday goes to").selectOption({ label: "Birthday" });
    const preview = page.getByRole("region", { name: "Preview" });
    await preview.getByText("Eckert & Mauchly").first().waitFor();
    await preview.getByRole("row").filter({ hasText: "Turing" }).locator("[data-wrong]").waitFor();
    await page.getByRole("button", { name: "Start import" }).click();
    await page.getByText("The import is finished.").waitFor();
    expect([await figure("created"), await figure("failed")]).toEqual(["2", "1"]);
  });

  test("the failed rows come as a file, each with its reason", async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download the failed rows" }).click();
    const saved = await (await download).path();
    const lines = (await readFile(saved, "utf8")).trim().split(/\r?\n/);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain("alan@example.org");
    expect(lines[1]).toMatch(/date/i);
  });

  test("the company that both named was made once", async () => {
    await page.getByRole("link", { name: "Companies" }).click();
    await page.getByRole("link", { name: "Eckert & Mauchly" }).waitFor();
    expect(await page.getByRole("link", { name: "Eckert & Mauchly" }).count()).toBe(1);
    await page.goBack();
  });

  test("the whole import is undone", async () => {
    await page.getByRole("button", { name: "Undo import" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Undo import" }).click();
    await page.getByText("The import was undone.").waitFor();
    await page.getByRole("link", { name: "See contacts" }).click();
    await page.getByText("No contacts yet").waitFor();
  });
});
