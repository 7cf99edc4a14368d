// What a real browser receives, held against what the policy lists: before any choice, after each, and signed in.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accessibilityFaults, openBrowser, openPage } from "./browser";
import { firstRun } from "./first_run";
import { type Server, startServer } from "./server";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** As privacy/cookies/own.cpp declares it. */
const ownStorage = ["mantine-color-scheme-value", "probity.columns.", "probity.imports.", "probity.upload."];
const more = `cookies:
  probity_preferences: {kind: functional, purpose: Remembers how you like the site., keep: P1Y, set_by: probity}
  probity_visits: {kind: analytics, purpose: Counts visits., keep: P1Y, set_by: probity}
`;

let browser: Browser;
let plain: Server;
let asking: Server;
let policies: string;

beforeAll(async () => {
  browser = await openBrowser();
  policies = await mkdtemp(join(tmpdir(), "probity-policies-"));
  await cp(join(root, "policies"), policies, { recursive: true });
  const text = await readFile(join(policies, "default.yaml"), "utf8");
  await writeFile(join(policies, "default.yaml"), text.replace("cookies:\n", more));
  plain = await startServer();
  asking = await startServer(undefined, ["--policies", policies]);
}, 60_000);

afterAll(async () => {
  await browser.close();
  await plain.stop();
  await asking.stop();
  await rm(policies, { recursive: true });
});

/** Names of the cookies that the page about them lists. */
async function listed(context: BrowserContext, server: Server): Promise<string[]> {
  const page = await context.newPage();
  await page.goto(`${server.origin}/privacy/cookies`);
  const names = await page.locator("tbody th").allTextContents();
  await page.close();
  return names;
}
const received = async (context: BrowserContext) => (await context.cookies()).map(({ name }) => name).sort();

test("where only essential cookies are listed nothing is asked and nothing else is received", async () => {
  const context = await browser.newContext();
  const { page, complaints } = await openPage(context);
  await page.goto(`${plain.origin}/privacy/cookies`);
  expect(await page.getByRole("button").count()).toBe(0);
  expect(await received(context)).toEqual([]);
  expect(await accessibilityFaults(page)).toEqual([]);
  await firstRun(page, plain, "An empty workspace");
  await page.waitForURL(/\/w\//);
  expect(await received(context)).toEqual(["probity_device", "probity_session"]);
  expect(await listed(context, plain)).toEqual(expect.arrayContaining(await received(context)));
  const keys = await page.evaluate(() => Object.keys(localStorage));
  expect(keys.filter((key) => !ownStorage.some((known) => key.startsWith(known)))).toEqual([]);
  const [session] = await context.cookies();
  expect(session?.httpOnly).toBe(true);
  expect(session?.sameSite).toBe("Lax");
  expect(complaints).toEqual([]);
  await context.close();
}, 60_000);

test("nothing but essential is set before a choice, and rejecting is as easy as accepting", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const { page } = await openPage(context);
  await page.goto(`${asking.origin}/privacy/cookies`);
  expect(await received(context)).toEqual([]);
  const question = page.getByRole("complementary", { name: "Cookies" });
  const reject = await question.getByRole("button", { name: "Only what is needed" }).boundingBox();
  const accept = await question.getByRole("button", { name: "Accept all" }).boundingBox();
  expect(reject?.height).toBe(accept?.height);
  await question.getByRole("button", { name: "Only what is needed" }).click();
  expect(await received(context)).toEqual(["probity_cookie_choice"]);
  expect(await page.getByRole("complementary", { name: "Cookies" }).count()).toBe(0);
  await context.close();
}, 60_000);

test("a choice can be changed, and what is set is what is listed", async () => {
  const context = await browser.newContext();
  const { page, complaints } = await openPage(context);
  await page.goto(`${asking.origin}/privacy/cookies`);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("complementary", { name: "Cookies" }).getByRole("button", { name: "Accept all" }).click();
  await page.getByLabel("Dark").check();
  await page.getByRole("button", { name: "Save what is ticked" }).click();
  expect(await received(context)).toEqual(["probity_cookie_choice", "probity_preferences"]);
  expect(await page.locator("html").getAttribute("data-appearance")).toBe("dark");
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await listed(context, asking)).toEqual(expect.arrayContaining(await received(context)));
  for (const { value } of await context.cookies()) expect(value).toMatch(/^([0-9a-f]{8}\.[fam]*|dark)$/);
  await page.getByRole("main").getByRole("button", { name: "Only what is needed" }).click();
  expect(await received(context)).toEqual(["probity_cookie_choice"]);
  expect(complaints).toEqual([]);
  await context.close();
}, 60_000);

test("the script asks on a workspace's own site, and only there", async () => {
  const context = await browser.newContext();
  const { page } = await openPage(context);
  await firstRun(page, asking, "An empty workspace");
  await page.waitForURL(/\/w\/([^/]+)/);
  const slug = /\/w\/([^/]+)/.exec(page.url())?.[1] ?? "";
  const site = createServer((_, answer) => {
    answer.setHeader("Content-Type", "text/html");
    answer.end(
      `<!doctype html><title>shop</title><p>shop</p><script src="${asking.origin}/consent.js" data-workspace="${slug}" defer></script>`,
    );
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(origin);
  await stranger.waitForLoadState("networkidle");
  expect(await stranger.locator("#probity-consent").count()).toBe(0);
  const allowed = await page.evaluate(
    async ([slug, origin]) => {
      const session = await (await fetch("/api/v1/session")).json();
      const headers = {
        "Content-Type": "application/json",
        "Probity-Csrf": session.csrf,
        "Probity-Workspace": slug as string,
      };
      return (
        await fetch("/api/v1/consent_sites", { method: "PATCH", headers, body: JSON.stringify({ sites: [origin] }) })
      ).status;
    },
    [slug, origin],
  );
  expect(allowed).toBe(200);
  const answer = await stranger.evaluate(
    async (address) => (await fetch(address)).status,
    `${asking.origin}/consent/${slug}`,
  );
  expect(answer).toBe(200);
  site.close();
  site.closeAllConnections();
  await context.close();
}, 60_000);
