// The app as its users meet it, in one story: first run, create, edit, import, search, and back.
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, openBrowser, openPage, settled } from "./browser";
import { type Server, startServer } from "./server";

const people = fileURLToPath(new URL("../data/people.csv", import.meta.url));
const password = "a long sentence, easy to keep";

let server: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];
/** Where the record of the story is. */
let recordAddress: string;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  ({ page, complaints } = await openPage(context));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});
afterEach(() => {
  expect(complaints.splice(0)).toEqual([]);
});

const cell = (row: number, column: number) => page.locator(`[data-cell="${row}:${column}"]`);
const heading = (name: string | RegExp) => page.getByRole("heading", { level: 1, name });
/** The value of a field on the record page. */
const value = (label: string) =>
  page
    .getByRole("region", { name: "Properties" })
    .getByRole("term")
    .filter({ hasText: new RegExp(`^${label}$`) })
    .locator("xpath=following-sibling::dd");
const rail = (name: string) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name });

describe("first run", () => {
  test("the front page leads to the setup page", async () => {
    await page.goto(server.origin);
    await page.waitForURL("**/setup");
  });

  test("a wrong secret is refused, and what was typed stays", async () => {
    await page.goto(`${server.origin}/setup#secret=wrong`);
    await page.reload();
    await page.getByLabel("Your name").fill("Mara Quell");
    await page.getByLabel("Email").fill("mara@example.org");
    await page.getByRole("textbox", { name: "Password" }).fill(password);
    await page.getByLabel("Name of your organisation").fill("Quell Partners");
    await page.getByRole("button", { name: "Create workspace" }).click();
    await page.getByRole("alert").waitFor();
    await settled(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.getByLabel("Your name").inputValue()).toBe("Mara Quell");
  });

  test("the printed address makes the owner and the workspace", async () => {
    await page.goto(server.setupAddress);
    await page.reload();
    expect(await page.getByLabel("Country").inputValue()).toBe("GB");
    expect(await page.getByLabel("Currency").inputValue()).toBe("GBP");
    await page.getByLabel("Your name").fill("Mara Quell");
    await page.getByLabel("Email").fill("mara@example.org");
    await page.getByRole("textbox", { name: "Password" }).fill(password);
    await page.getByLabel("Name of your organisation").fill("Quell Partners");
    await page.getByLabel("An empty workspace").check();
    await page.getByRole("button", { name: "Create workspace" }).click();
    await heading(/^Contacts/).waitFor();
    await page.getByText("No contacts yet").waitFor();
  });
});

describe("records", () => {
  test("a company is created in a dialog that the keyboard can finish", async () => {
    await rail("Companies").click();
    await page.getByRole("button", { name: "New company" }).first().click();
    await page.getByRole("dialog").getByLabel("Name").first().fill("Northwind Traders");
    await page.keyboard.press("Control+Enter");
    await heading("Northwind Traders").waitFor();
  });

  test("a contact is created and linked to it", async () => {
    await rail("Contacts").click();
    await page.getByRole("button", { name: "New contact" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("First name").fill("Zoë");
    await dialog.getByLabel("Last name").fill("Ångström");
    await dialog.getByRole("textbox", { name: "Email", exact: true }).fill("zoe@example.org");
    await dialog.getByRole("textbox", { name: "Company" }).fill("north");
    await page.getByRole("option", { name: "Northwind Traders" }).click();
    await dialog.getByRole("button", { name: "Create" }).click();
    await heading("Zoë Ångström").waitFor();
    await value("Company").getByRole("link", { name: "Northwind Traders" }).waitFor();
  });

  test("a second one with the same email is warned about, then refused, then made when one insists", async () => {
    await rail("Contacts").click();
    await page.getByRole("button", { name: "New contact" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("First name").fill("Zoe");
    await dialog.getByRole("textbox", { name: "Email", exact: true }).fill("zoe@example.org");
    await dialog.getByText("Is it one of these?").waitFor();
    await dialog.getByRole("button", { name: "Create" }).click();
    await dialog.getByText("This looks like a duplicate").waitFor();
    await settled(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Create anyway" }).click();
    await heading("Zoe").waitFor();
  });

  test("deleting moves it to the bin, and Undo brings it back", async () => {
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByText("Zoe is in the bin.").waitFor();
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await page.getByText("Zoe is back.").waitFor();
    await page.getByRole("link", { name: "Zoe", exact: true }).waitFor();
  });

  test("a closed dialog opens again with what was typed", async () => {
    await page.getByRole("button", { name: "New contact" }).click();
    await page.getByRole("dialog").getByLabel("First name").fill("Half written");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "New contact" }).click();
    expect(await page.getByRole("dialog").getByLabel("First name").inputValue()).toBe("Half written");
    await page.getByRole("button", { name: "Start over" }).click();
    expect(await page.getByRole("dialog").getByLabel("First name").inputValue()).toBe("");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });
});

describe("inline edit", () => {
  test("on the record page, and it is there after a reload", async () => {
    await page.getByRole("link", { name: "Zoë Ångström" }).click();
    await page.getByRole("button", { name: "Edit Job title" }).click();
    await page.getByRole("textbox", { name: "Job title" }).fill("Head of sales");
    await page.keyboard.press("Enter");
    await value("Job title").getByText("Head of sales").waitFor();
    await page.reload();
    await value("Job title").getByText("Head of sales").waitFor();
  });

  test("Escape gives the old value back", async () => {
    await page.getByRole("button", { name: "Edit Job title" }).click();
    await page.getByRole("textbox", { name: "Job title" }).fill("Nonsense");
    await page.keyboard.press("Escape");
    await value("Job title").getByText("Head of sales").waitFor();
  });

  test("what the server refuses stays in the editor with the reason", async () => {
    await page.getByRole("button", { name: "Edit Website" }).click();
    await page.getByRole("textbox", { name: "Website" }).fill("not an address");
    await page.keyboard.press("Enter");
    await value("Website").locator("[aria-invalid=true]").waitFor();
    expect(await page.getByRole("textbox", { name: "Website" }).inputValue()).toBe("not an address");
    await page.getByRole("textbox", { name: "Website" }).press("Escape");
  });

  test("in the list by keyboard: arrows move, F2 edits, Enter saves", async () => {
    await rail("Contacts").click();
    await page.getByRole("searchbox", { name: "Find in contacts" }).fill("Ångström");
    await page.waitForURL("**q=*");
    await cell(1, 0).waitFor({ state: "detached" });
    await cell(0, 0).focus();
    const column = await page
      .getByRole("columnheader")
      .filter({ hasText: /^Job title/ })
      .evaluate((header) => [...(header.parentElement?.children ?? [])].indexOf(header));
    for (let step = 0; step < column; step++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("F2");
    await page.getByRole("textbox", { name: "Job title" }).fill("Director");
    await page.keyboard.press("Enter");
    await cell(0, column).getByText("Director").waitFor();
    await page.waitForFunction((at) => document.activeElement?.getAttribute("data-cell") === `0:${at}`, column);
  });

  test("two tabs: the second to save is shown mine, theirs and original", async () => {
    await page.getByRole("link", { name: "Zoë Ångström" }).click();
    await heading("Zoë Ångström").waitFor();
    recordAddress = page.url();
    const other = await openPage(context);
    // The other tab's change must not arrive by itself before this one saves.
    await page.route("**/api/v1/contacts/*", (route) =>
      route.request().method() === "GET" ? route.abort() : route.continue(),
    );
    await other.page.goto(recordAddress);
    await other.page.getByRole("button", { name: "Edit Job title" }).click();
    await other.page.getByRole("textbox", { name: "Job title" }).fill("Theirs");
    const stored = other.page.waitForResponse((response) => response.request().method() === "PATCH");
    await other.page.keyboard.press("Enter");
    await stored;
    await page.getByRole("button", { name: "Edit Job title" }).click();
    await page.getByRole("textbox", { name: "Job title" }).fill("Mine");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Somebody else changed this meanwhile" });
    await dialog.getByRole("row").last().waitFor();
    expect(await dialog.getByRole("row").last().getByRole("cell").allTextContents()).toEqual([
      "Director",
      "Theirs",
      "Mine",
    ]);
    await settled(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.unroute("**/api/v1/contacts/*");
    await dialog.getByRole("button", { name: "Save mine over it" }).click();
    await value("Job title").getByText("Mine").waitFor();
    await other.page.close();
    await page.reload();
    await value("Job title").getByText("Mine").waitFor();
  });

  test("history shows both changes and undoes the last", async () => {
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "History and undo" }).click();
    const history = page.getByRole("dialog");
    await history.getByText("Theirs").first().waitFor();
    await history.getByRole("button", { name: "Undo my last change" }).click();
    await value("Job title").getByText("Theirs").waitFor();
    await page.keyboard.press("Escape");
    await history.waitFor({ state: "detached" });
  });
});

describe("timeline", () => {
  test("a note is written in place; markup in it is text", async () => {
    await page.getByRole("textbox", { name: "Add a note" }).fill("Met in Leipzig <img src=x onerror=alert(1)>");
    await page.getByRole("button", { name: "Add note" }).click();
    await page.getByRole("listitem").getByText("<img src=x onerror=alert(1)>").waitFor();
    expect(await page.getByRole("textbox", { name: "Add a note" }).inputValue()).toBe("");
  });

  test("a task is made from here and tied to the record", async () => {
    await page.getByRole("button", { name: "Task", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Title").fill("Send the offer");
    await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
    await page.getByRole("link", { name: "Send the offer" }).waitFor();
  });
});

describe("import", () => {
  test("people.csv by mouse: mapping, preview, progress, result", async () => {
    await rail("Import").click();
    await page.getByLabel("The rows of the file are").selectOption({ label: "Contacts" });
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a file" }).click();
    await (await chooser).setFiles(people);
    await heading("Import contacts").waitFor();
    expect(await page.getByLabel("First Name goes to").locator("option:checked").textContent()).toBe("First name");
    expect(await page.getByLabel("Organisation goes to").locator("option:checked").textContent()).toBe(
      "Company, by name",
    );
    await page.getByRole("region", { name: "Preview" }).getByText("Cantwell").first().waitFor();
    await page.getByRole("region", { name: "Preview" }).getByText("United States Senate").first().waitFor();
    await settled(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Start import" }).click();
    // Leaving does not stop it.
    await rail("Companies").click();
    await page.getByRole("link", { name: /Import finished/ }).click();
    await page.getByText("The import is finished.").waitFor();
    const created = page.getByRole("term").filter({ hasText: "created" }).locator("xpath=preceding-sibling::dd");
    expect(await created.textContent()).toBe("537");
    await settled(page);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test("the people are in the list, scrolled by keyboard to the end", async () => {
    await page.getByRole("link", { name: "See contacts" }).click();
    await page.getByRole("button", { name: "Contact", exact: true }).click();
    await page.waitForURL("**sort=*");
    await cell(0, 0).focus();
    await expect
      .poll(
        async () => {
          await page.keyboard.press("Control+End");
          return page.locator("[data-cell]").last().getAttribute("data-cell");
        },
        { timeout: 30_000 },
      )
      .toMatch(/^538:/);
  });

  test("a filter stands in the address and survives a reload", async () => {
    await page.getByRole("button", { name: "Filter", exact: true }).click();
    const form = page.getByRole("dialog", { name: "Filter" });
    await form.getByLabel("Field").selectOption({ label: "Last name" });
    await form.getByLabel("Comparison").selectOption({ label: "begins with" });
    await form.getByRole("textbox", { name: "Value" }).fill("velazq");
    await form.getByRole("button", { name: "Apply" }).click();
    await page.getByRole("link", { name: /Velázquez/ }).waitFor();
    await page.reload();
    await page.getByRole("link", { name: /Velázquez/ }).waitFor();
    await page.getByRole("button", { name: "Remove the filter on Last name" }).click();
  });
});

describe("bin", () => {
  test("what was deleted waits there", async () => {
    await page.getByRole("searchbox", { name: "Find in contacts" }).fill("zoe@example.org");
    await page.getByRole("link", { name: "Zoe", exact: true }).click();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Bin" }).click();
    await page.getByRole("row").filter({ hasText: "Zoe" }).getByRole("button", { name: "Delete for good" }).waitFor();
    expect(await page.getByRole("button", { name: "Delete for good" }).count()).toBe(1);
  });
});

describe("search", () => {
  test("/ searches across entities, accents do not matter, Enter opens all results", async () => {
    await page.getByRole("grid").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("angstr");
    await page.getByRole("option", { name: /Zoë Ångström/ }).waitFor();
    await page.keyboard.press("Enter");
    await heading(/Results for/).waitFor();
    await page
      .getByRole("main")
      .getByRole("link", { name: /Zoë Ångström/ })
      .click();
    await heading("Zoë Ångström").waitFor();
  });
});

describe("accessible in every light and at every width", () => {
  const pages = [
    {
      name: "list",
      open: async (at: Page, base: string) => {
        await at.goto(`${base}/contacts`);
        await at.getByRole("link", { name: /./ }).first().waitFor();
      },
    },
    {
      name: "empty list",
      open: async (at: Page, base: string) => {
        await at.goto(`${base}/contacts?q=qqqqqq`);
        await at.getByText("No contacts match").waitFor();
      },
    },
    {
      name: "bin",
      open: async (at: Page, base: string) => {
        await at.goto(`${base}/contacts?bin=true`);
        await at.getByRole("heading", { level: 1 }).waitFor();
      },
    },
    {
      name: "create dialog",
      open: async (at: Page, base: string) => {
        await at.goto(`${base}/contacts`);
        await at.getByRole("button", { name: "New contact" }).click();
        await at.getByRole("dialog").getByLabel("First name").waitFor();
      },
    },
    {
      name: "search",
      open: async (at: Page, base: string) => {
        await at.goto(`${base}/search?q=an`);
        await at.getByRole("heading", { name: /Results/ }).waitFor();
      },
    },
    {
      name: "import",
      open: async (at: Page, base: string) => {
        await at.goto(`${base}/import`);
        await at.getByRole("button", { name: "Choose a file" }).waitFor();
      },
    },
    {
      name: "sign-in",
      open: async (at: Page, base: string) => {
        await at.goto(new URL("/signin", base).href);
        await at.getByRole("button", { name: "Sign in" }).waitFor();
      },
    },
    {
      name: "setup",
      open: async (at: Page, base: string) => {
        await at.goto(new URL("/setup", base).href);
        await at.getByRole("button", { name: "Create workspace" }).waitFor();
      },
    },
  ];
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1440, 360]) {
      test(`${colorScheme}, ${width} pixels`, async () => {
        const base = recordAddress.replace(/(\/w\/[^/]+)\/.*/, "$1");
        const state = await context.storageState();
        const other = await browser.newContext({
          viewport: { width, height: 800 },
          colorScheme,
          storageState: state,
          locale: "en-GB",
        });
        const opened = await openPage(other);
        const faults: string[] = [];
        const look = async (name: string) => {
          await settled(opened.page);
          faults.push(...(await accessibilityFaults(opened.page)).map((fault) => `${name}: ${fault}`));
          const wider = await opened.page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          if (wider > 0) faults.push(`${name} is ${wider} pixels wider than the screen`);
        };
        for (const { name, open } of pages) {
          await open(opened.page, base);
          await look(name);
        }
        await opened.page.goto(recordAddress);
        await opened.page.getByRole("heading", { level: 1, name: "Zoë Ångström" }).waitFor();
        await look("record");
        if (width < 700) {
          await opened.page.getByRole("tab", { name: "Timeline" }).click();
          await opened.page.getByText("Met in Leipzig").waitFor();
          await look("timeline");
          await opened.page.getByRole("button", { name: "Menu" }).click();
          await opened.page.getByRole("link", { name: "Companies" }).waitFor();
          await look("menu");
        } else {
          await opened.page.getByRole("button", { name: "Edit Email" }).click();
          await look("editor");
          await opened.page.keyboard.press("Escape");
          await opened.page.getByRole("button", { name: "More actions" }).click();
          await opened.page.getByRole("menuitem", { name: "Delete" }).waitFor();
          await look("actions");
          await opened.page.getByRole("menuitem", { name: "History and undo" }).click();
          await opened.page.getByText("created").first().waitFor();
          await look("history");
        }
        await other.close();
        expect(faults).toEqual([]);
        expect(opened.complaints).toEqual([]);
      });
    }
  }
});

describe("sign out and in", () => {
  test("a page that was asked for without a session is shown after sign-in", async () => {
    const wanted = recordAddress;
    await page.goto(wanted);
    await page.getByRole("button", { name: "Quell Partners" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await heading("Sign in").waitFor();
    await page.goto(wanted);
    await page.getByLabel("Email").fill("mara@example.org");
    await page.getByRole("textbox", { name: "Password" }).fill("wrong, quite wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByRole("textbox", { name: "Password" }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await heading("Zoë Ångström").waitFor();
    expect(page.url()).toBe(wanted);
  });
});
