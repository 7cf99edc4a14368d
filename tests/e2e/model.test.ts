// A field and an entity added to model/ show up in the app as it was built: its forms, columns and pages
// are driven by the model.
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, openBrowser, openPage, settled } from "./browser";
import { firstRun } from "./first_run";
import { type Server, startServer } from "./server";

const project = fileURLToPath(new URL("../..", import.meta.url));
const shoeSize =
  "  shoe_size: {id: 999, type: number, label: Shoe size, index: true, category: none, purposes: [service]}\n";

let model: string;
let server: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

/** The file that docs/new-entity.md tells people to write. */
async function recipe(): Promise<string> {
  const document = await readFile(join(project, "docs/new-entity.md"), "utf8");
  return /```yaml\n(.*?)```/s.exec(document)?.[1] ?? "";
}

beforeAll(async () => {
  model = await mkdtemp(join(tmpdir(), "probity-model-"));
  await cp(join(project, "model"), model, { recursive: true });
  await appendFile(join(model, "contact.yaml"), shoeSize);
  await writeFile(join(model, "vehicle.yaml"), await recipe());
  server = await startServer(model);
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  ({ page, complaints } = await openPage(context));
  await firstRun(page, server, "Sample data");
  await page.getByRole("link", { name: /Imogen Finch/ }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await rm(model, { recursive: true, force: true });
  expect(complaints).toEqual([]);
});

describe("what is added to the model", () => {
  test("a field is in the form and on the record page", async () => {
    await page.getByRole("button", { name: "New contact" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Last name").fill("Longfoot");
    const more = dialog.getByRole("button", { name: /more|all fields/i });
    if (!(await dialog.getByLabel("Shoe size").isVisible())) await more.first().click();
    await dialog.getByLabel("Shoe size").fill("48");
    await dialog.getByRole("button", { name: "Create" }).click();
    await page.getByRole("heading", { level: 1, name: "Longfoot" }).waitFor();
    await page.getByRole("button", { name: "Edit Shoe size" }).waitFor();
  });

  test("an entity has its place in the rail, a form and a record page", async () => {
    await page.getByRole("navigation").getByRole("link", { name: "Vehicles" }).click();
    await page.getByRole("button", { name: "New vehicle" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Plate").fill("KA B 1888");
    await dialog.getByRole("textbox", { name: "Driver" }).fill("longf");
    await page.getByRole("option", { name: /Longfoot/ }).click();
    await dialog.getByRole("button", { name: "Create" }).click();
    await page.getByRole("heading", { level: 1, name: "KA B 1888" }).waitFor();
    await settled(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test("and a list", async () => {
    await page.getByRole("navigation").getByRole("link", { name: "Vehicles" }).click();
    await page.getByRole("link", { name: /KA B 1888/ }).waitFor();
    await page.getByRole("columnheader", { name: /Driver/ }).waitFor();
  });
});
