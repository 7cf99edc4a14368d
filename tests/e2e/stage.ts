// A workspace with sample data, an administrator in a browser, and their hand on the API for what comes before a story.
import type { Browser, Page } from "playwright-core";
import { accessibilityFaults, openBrowser, openPage, settled } from "./browser";
import { firstRun } from "./first_run";
import { type Server, startServer } from "./server";

export interface Stage {
  page: Page;
  server: Server;
  browser: Browser;
  /** Address of the workspace's pages, without a slash at the end. */
  home: string;
  slug: string;
  /** Asks the API as the administrator does, for duties under the law; the body of a good answer. */
  call: <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>;
  /** The record page of somebody in the sample data. */
  pathOf: (plural: string, name: string) => Promise<string>;
  /** What axe finds on the page as it is; nothing is what is wanted. */
  faults: () => Promise<string[]>;
  complaints: string[];
  end: () => Promise<void>;
}

export async function setStage(): Promise<Stage> {
  const server = await startServer();
  const browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  const { page, complaints } = await openPage(context);
  await firstRun(page, server, "Sample data");
  await page.getByRole("link", { name: /Imogen Finch/ }).waitFor();
  const home = page.url().replace(/\/contacts.*/, "");
  const slug = home.split("/").at(-1) ?? "";
  const session = await (await page.request.get(`${server.origin}/api/v1/session`)).json();

  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await page.request.fetch(`${server.origin}/api/v1${path}`, {
      method,
      headers: {
        "Probity-Workspace": slug,
        "Probity-Csrf": session.csrf,
        "Probity-Purpose": "legal_obligation",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { data: JSON.stringify(body) }),
    });
    if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const pathOf = async (plural: string, name: string) => {
    const { items } = await call<{ items: { id: string; display: string }[] }>("GET", `/${plural}?limit=200`);
    const found = items.find(({ display }) => display === name);
    if (!found) throw new Error(`There is no ${name} among the ${plural}.`);
    return `${home}/${plural}/${found.id}`;
  };
  const faults = async () => {
    await settled(page);
    return accessibilityFaults(page);
  };
  const end = async () => {
    await browser.close();
    await server.stop();
  };
  return { page, server, browser, home, slug, call, pathOf, faults, complaints, end };
}
