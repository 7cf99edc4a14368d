// A workspace of one's own, for stories that begin after the first run.
import type { Page } from "playwright-core";
import type { Server } from "./server";

export const password = "a long sentence, easy to keep";

/** Fills in the setup page; `start` is the label of what to begin with. */
export async function firstRun(page: Page, server: Server, start: string) {
  await page.goto(server.setupAddress);
  await page.getByLabel("Your name").fill("Mara Quell");
  await page.getByLabel("Email").fill("mara@example.org");
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByLabel("Name of your organisation").fill("Quell Partners");
  await page.getByLabel(start).check();
  await page.getByRole("button", { name: "Create workspace" }).click();
}
