// The pages about privacy, as an administrator uses them, and what a visitor reads without signing in.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accessibilityFaults, openBrowser, openPage, settled } from "./browser";
import { firstRun } from "./first_run";
import { type Server, startServer } from "./server";

let server: Server;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];
let home: string;

beforeAll(async () => {
  server = await startServer();
  browser = await openBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  ({ page, complaints } = await openPage(context));
  await firstRun(page, server, "Sample data");
  await page.getByRole("link", { name: /Imogen Finch/ }).waitFor();
  home = page.url().replace(/\/contacts.*/, "");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  expect(complaints).toEqual([]);
});

const faultless = async () => {
  await settled(page);
  expect(await accessibilityFaults(page)).toEqual([]);
};

describe("privacy", () => {
  test("the overview says what somebody has to look after", async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Privacy" }).click();
    await page.getByRole("heading", { level: 1, name: "Privacy" }).waitFor();
    await page.getByRole("link", { name: /promises broken/ }).waitFor();
    await faultless();
  });

  test("every promise is looked at on demand, and shown with what was found", async () => {
    await page.getByRole("link", { name: "Promises", exact: true }).click();
    await page.getByRole("button", { name: "Look now" }).click();
    // Looked at twice within a moment, the second time is refused.
    await page.getByText(/looked at (just now|seconds ago)/).waitFor();
    expect(await page.getByRole("main").getByRole("listitem").count()).toBeGreaterThan(0);
    await faultless();
  });

  test("another policy is shown in plain words before it is applied, and obeyed after", async () => {
    await page.getByRole("link", { name: "Policy", exact: true }).click();
    await page.getByLabel("Legal name").fill("Quell Partners Ltd");
    await page.getByLabel("Email for questions about privacy").fill("privacy@example.org");
    await page.getByRole("button", { name: "See what would change" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Quell Partners Ltd").first().waitFor();
    await faultless();
    await dialog.getByLabel("Why (kept with the version)").fill("We said who we are");
    await dialog.getByRole("button", { name: /Apply|apply/ }).click();
    await page
      .getByText(/version 2|Version 2/)
      .first()
      .waitFor();

    const answer = await page.request.get(`${server.origin}/privacy/of/${home.split("/").at(-1)}`);
    expect(answer.status()).toBe(200);
    expect(await answer.text()).toContain("Quell Partners Ltd");
  });

  test("a policy that cannot be kept cannot be applied", async () => {
    await page.goto(`${home}/privacy/policy`);
    await page.getByText("Every setting, as text").click();
    const text = page.getByLabel("Settings as JSON");
    await text.fill("{");
    expect(await page.getByRole("button", { name: "See what would change" }).isDisabled()).toBe(true);
    const shield = {
      name: "Elsewhere",
      kind: "email",
      task: "Sends mail.",
      purposes: ["service"],
      categories: ["user.name"],
    };
    await text.fill(
      JSON.stringify({
        processors: { elsewhere: { ...shield, country: "US", safeguard: "privacy_shield", keep: "P1Y" } },
      }),
    );
    await page.getByRole("button", { name: "See what would change" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("This policy cannot be kept, so it cannot be applied").waitFor();
    expect(await dialog.getByRole("button", { name: /^Apply|apply on/ }).count()).toBe(0);
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  test("services and messages say how they stand", async () => {
    await page.getByRole("link", { name: "Processors", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Processors" }).waitFor();
    await faultless();
    await page.getByRole("link", { name: "Messages", exact: true }).click();
    await page.getByRole("button", { name: "Send yourself a test" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
    await page.getByText("It will not be sent.").waitFor();
    await faultless();
    await page.keyboard.press("Escape");
  });

  test("a person's page says what may be done with their data, and records what they say", async () => {
    await page.goto(`${home}/contacts`);
    await page.getByRole("link", { name: /Imogen Finch/ }).click();
    const sides = page.getByRole("navigation", { name: "Pages of this record" });
    await sides.getByRole("link", { name: "Privacy" }).click();
    const agreed = page.getByRole("region", { name: "What they agreed to" });
    const onlyIf = agreed.getByRole("region", { name: "Only if they agree" });
    await onlyIf.getByText("Never asked").first().waitFor();
    await onlyIf
      .getByRole("button", { name: /^They agree: / })
      .first()
      .click();
    await page.getByText("Recorded, with you as the one who was told.").waitFor();
    await onlyIf.getByText("Agreed", { exact: true }).first().waitFor();
    await agreed
      .getByRole("button", { name: /^Why\?/ })
      .first()
      .click();
    await agreed.getByRole("listitem").first().getByRole("listitem").first().waitFor();
    await page
      .getByRole("region", { name: "Who received data" })
      .getByText(/Nobody has received/)
      .waitFor();
    await page.getByRole("region", { name: "How long it is kept" }).waitFor();
    await faultless();
  });
});

describe("what everybody may read", () => {
  test.each(["/privacy", "/privacy/history", "/trust"])("%s needs no script and no sign-in", async (path) => {
    const visitor = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    const { page: plain } = await openPage(visitor);
    const answer = await plain.goto(`${server.origin}${path}`);
    expect(answer?.status()).toBe(200);
    await plain.getByRole("heading", { level: 1 }).waitFor();
    const wide = await plain.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBe(0);
    expect(await visitor.cookies()).toEqual([]);
    await visitor.close();
  });

  test.each(["/privacy", "/trust"])("%s has no fault that axe finds", async (path) => {
    await page.goto(`${server.origin}${path}`);
    await faultless();
  });
});
