// What is done with lists as a whole, and what one is told: export, duplicates, the bin, notifications.
import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, openBrowser, openPage, settled } from "./browser";
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
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  ({ page, complaints } = await openPage(context));
  await firstRun(page, server, "Sample data");
  await page.getByRole("link", { name: "Imogen Finch" }).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(() => {
  expect(complaints.splice(0)).toEqual([]);
});

const rail = (name: string) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name });

/** In both colours, because the second costs no more than a moment. */
async function faultless() {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    expect(await accessibilityFaults(page), colorScheme).toEqual([]);
  }
}

/** As the page itself asks the server, with its session. */
function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  return page.evaluate(
    async ([method, path, body]) => {
      const workspace = location.pathname.split("/")[2] ?? "";
      const session = await (await fetch("/api/v1/session")).json();
      const answer = await fetch(`/api/v1${path}`, {
        method,
        headers: {
          "Content-Type": "application/json",
          "Probity-Workspace": workspace,
          "Probity-Csrf": session.csrf,
        },
        ...(body ? { body } : {}),
      });
      return answer.json();
    },
    [method, path, body && JSON.stringify(body)] as const,
  ) as Promise<Answer>;
}

async function exported(format: string): Promise<string> {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(format).check();
  await faultless();
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export", exact: true }).click();
  const saved = await readFile(await (await download).path(), "utf8");
  await dialog.getByText("The file is ready").waitFor();
  await dialog.getByRole("button", { name: "Done" }).click();
  await dialog.waitFor({ state: "detached" });
  return saved;
}

describe("export", () => {
  test("everything, as a table", async () => {
    const lines = (await exported("CSV")).trim().split("\r\n");
    expect(lines).toHaveLength(17);
    expect(lines.join()).toContain("Aoife");
  });

  test("what the filters leave, as cards", async () => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    const form = page.getByRole("dialog", { name: "Filter" });
    await form.getByLabel("Field").selectOption({ label: "Last name" });
    await form.getByLabel("Comparison").selectOption({ label: "is" });
    await form.getByRole("textbox", { name: "Value" }).fill("finch");
    await form.getByRole("button", { name: "Apply" }).click();
    await page.getByRole("link", { name: "Rafe Adeyemi" }).waitFor({ state: "detached" });
    const cards = await exported("vCard 4.0");
    expect(cards.match(/BEGIN:VCARD/g)).toHaveLength(1);
    expect(cards).toContain("imogen@harbourfinch.example");
    await page.getByRole("button", { name: "Remove the filter on Last name" }).click();
    await page.getByRole("link", { name: "Rafe Adeyemi" }).waitFor();
  });

  test("a list without people or times offers no card and no calendar", async () => {
    await rail("Companies").click();
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("JSON").waitFor();
    expect(await dialog.getByRole("radio").count()).toBe(2);
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });
});

describe("duplicates", () => {
  test("are found, and say why they look alike", async () => {
    await rail("Contacts").click();
    await ask("POST", "/contacts?allow_duplicate=true", {
      first_name: "Imogen",
      last_name: "Finch",
      job_title: "Partner",
      email: "imogen@harbourfinch.example",
      phone: "+44 117 496 0999",
    });
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Find duplicates" }).click();
    await page.getByText("Same email", { exact: true }).waitFor();
    await faultless();
  });

  test("are merged by mouse: what wins is chosen per field", async () => {
    await page.getByRole("button", { name: "Merge…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Managing Partner").waitFor();
    await faultless();
    await dialog.getByRole("radio", { name: "Partner", exact: true }).check();
    await dialog.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByText("2 records are now").waitFor();
    await page.getByText("No duplicates found").waitFor();
    const { items } = await ask<{ items: { job_title: string; phone: unknown[] }[] }>("GET", "/contacts?q=imogen");
    expect(items.map(({ job_title, phone }) => [job_title, phone.length])).toEqual([["Partner", 2]]);
  });

  test("and the merge is undone", async () => {
    await page.getByRole("button", { name: "Undo the merge" }).click();
    await page.getByText("The merge into Imogen Finch was undone.").waitFor();
    await page.getByText("Same email", { exact: true }).waitFor();
    const { items } = await ask<{ items: { job_title: string }[] }>("GET", "/contacts?q=imogen");
    expect(items.map(({ job_title }) => job_title).sort()).toEqual(["Managing Partner", "Partner"]);
  });
});

describe("several members in a field", () => {
  test("are chosen by name", async () => {
    await rail("Meetings").click();
    await page.getByRole("link", { name: "Cedar Creek walk-through" }).click();
    await page.getByRole("button", { name: "Edit Colleagues" }).click();
    await page.getByRole("combobox", { name: "Colleagues" }).click();
    await page.getByRole("option", { name: "Mara Quell" }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("definition").filter({ hasText: "Mara Quell" }).first().waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Edit Colleagues" }).waitFor();
    await page.getByRole("term").filter({ hasText: "Colleagues" }).waitFor();
    await faultless();
  });
});

describe("the bell", () => {
  test("counts what is new, opens what it is about, and then counts no more", async () => {
    const { member } = await ask<{ member: { id: string } }>("GET", "/session");
    await page.getByRole("button", { name: "Notifications", exact: true }).click();
    await page.getByText("Nothing yet.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("Nothing yet.").waitFor({ state: "detached" });
    // Nobody writes a notification themselves; a reminder that falls due brings one.
    const soon = new Date(Date.now() + 1500).toISOString();
    await ask("POST", "/tasks", { title: "Ring the quayside", assignee: member.id, reminder: soon });
    // Live: nothing is reloaded.
    await page.getByRole("button", { name: "Notifications, 1 unread" }).click();
    await page.getByRole("dialog", { name: "Notifications" }).getByText("Ring the quayside").waitFor();
    await faultless();
    await page.getByRole("button", { name: /Ring the quayside/ }).click();
    await page.getByRole("heading", { level: 1, name: "Ring the quayside" }).waitFor();
    await page.getByRole("button", { name: "Notifications", exact: true }).waitFor();
  });
});

describe("the bin", () => {
  test("gives a record back by mouse", async () => {
    await rail("Contacts").click();
    await page.getByRole("link", { name: "Theo Blackwood" }).click();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Bin", exact: true }).click();
    const row = page.getByRole("row").filter({ hasText: "Theo Blackwood" });
    await row.waitFor();
    await faultless();
    await row.getByRole("button", { name: "Restore" }).click();
    await page.getByText("The bin is empty").waitFor();
    await page.getByRole("button", { name: "Back to contacts" }).click();
    await page.getByRole("link", { name: "Theo Blackwood" }).waitFor();
  });
});
