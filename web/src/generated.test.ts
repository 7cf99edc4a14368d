// @vitest-environment node
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { variablesCss } from "./design/variables";

const web = new URL("..", import.meta.url);
const run = promisify(execFile);

test("schema.d.ts says what the server's OpenAPI document says", async () => {
  await run("node", ["scripts/generate-types.mjs", "--check"], { cwd: web });
});

test("variables.css says what the theme says", async () => {
  expect(await readFile(new URL("src/design/variables.css", web), "utf8")).toBe(variablesCss());
});

test("the English catalogues hold every message of the source", async () => {
  const read = () =>
    Promise.all(["src/locales/en.po", "src/locales/privacy/en.po"].map((path) => readFile(new URL(path, web), "utf8")));
  const before = await read();
  await run("npx", ["lingui", "extract", "--clean"], { cwd: web });
  expect(await read()).toEqual(before);
});

test("the lockfile names no registry", async () => {
  expect(await readFile(new URL("package-lock.json", web), "utf8")).not.toContain('"resolved"');
});
