// Passkeys with a real browser: what it makes of our questions, and what we make of its answers.
import { createServer } from "node:net";
import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "./browser";
import { type Server, startServer } from "./server";

let browser: Browser;
let context: BrowserContext;
let page: Page;
let devices: CDPSession;
let authenticatorId: string;
let server: Server;
let csrf = "";

/** Passkeys are bound to the public address, so that the port must be known before. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

interface Reply {
  status: number;
  body: { csrf?: string; code?: string; items?: { name: string; method: string }[] };
}

async function send(method: string, path: string, body?: unknown): Promise<Reply> {
  const reply: Reply = await page.evaluate(
    async ({ method, path, body, csrf }) => {
      const headers = { "Content-Type": "application/json", "Probity-Csrf": csrf };
      const response = await fetch(`/api/v1${path}`, {
        method,
        headers,
        body: body ? JSON.stringify(body) : undefined,
      });
      const text = await response.text();
      return { status: response.status, body: text ? JSON.parse(text) : {} };
    },
    { method, path, body, csrf },
  );
  csrf = reply.body.csrf ?? csrf;
  return reply;
}

/** The browser's answer to a question; the name of its complaint where it gives none. */
async function answer(kind: "create" | "get", question: unknown): Promise<unknown> {
  return await page.evaluate(
    async ({ kind, question }) => {
      try {
        const credential =
          kind === "create"
            ? await navigator.credentials.create({
                publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
                  question as PublicKeyCredentialCreationOptionsJSON,
                ),
              })
            : await navigator.credentials.get({
                publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
                  question as PublicKeyCredentialRequestOptionsJSON,
                ),
              });
        return (credential as PublicKeyCredential).toJSON();
      } catch (error) {
        return (error as Error).name;
      }
    },
    { kind, question },
  );
}

beforeAll(async () => {
  const port = await freePort();
  server = await startServer(undefined, ["--listen", `127.0.0.1:${port}`, "--public-url", `http://localhost:${port}`]);
  browser = await openBrowser();
  context = await browser.newContext();
  page = await context.newPage();
  devices = await context.newCDPSession(page);
  await devices.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  ({ authenticatorId } = await devices.send("WebAuthn.addVirtualAuthenticator", { options }));
  await page.goto(`http://localhost:${port}/signin`);
  const secret = new URL(server.setupAddress).hash.replace("#secret=", "");
  const owner = { name: "Ada", email: "ada@example.org", password: "a long sentence, easy to keep" };
  const place = { workspace_name: "Acme", country: "DE", currency: "EUR", time_zone: "Europe/Berlin", start: "empty" };
  expect((await send("POST", "/setup", { secret, ...owner, ...place })).status).toBe(201);
}, 60_000);

afterAll(async () => {
  await browser.close();
  await server.stop();
});

test("a passkey that a browser made signs in, and proves again who one is", async () => {
  const made = await answer("create", (await send("POST", "/passkeys/question", {})).body);
  const added = await send("POST", "/passkeys", { name: "Laptop", credential: made });
  expect(added).toMatchObject({ status: 201, body: { name: "Laptop" } });
  expect((await send("DELETE", "/session")).status).toBe(204);

  const given = await answer("get", (await send("POST", "/session/passkey/question", {})).body);
  expect(await send("POST", "/session/passkey", { credential: given })).toMatchObject({
    status: 201,
    body: { member: { email: "ada@example.org" } },
  });
  expect((await send("GET", "/sessions")).body.items?.map((one) => one.method)).toEqual(["passkey"]);
  expect((await send("POST", "/session/passkey", { credential: given })).body.code).toBe("challenge_over");

  const proof = await answer("get", (await send("POST", "/session/proof/question", {})).body);
  expect((await send("POST", "/session/proof", { credential: proof })).status).toBe(201);
});

test("a browser makes no second passkey on the same authenticator, and none whose user is not verified", async () => {
  expect(await answer("create", (await send("POST", "/passkeys/question", {})).body)).toBe("InvalidStateError");
  await devices.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  expect(await answer("get", (await send("POST", "/session/passkey/question", {})).body)).toBe("NotAllowedError");
});
