// Writes src/api/schema.d.ts from the server's OpenAPI document; with --check only compares.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import openapiTypescript, { astToString, COMMENT_HEADER } from "openapi-typescript";

const source = new URL("../../server/http/openapi/base.json", import.meta.url);
const target = new URL("../src/api/schema.d.ts", import.meta.url);

export async function generateTypes() {
  return COMMENT_HEADER + astToString(await openapiTypescript(source));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const fresh = await generateTypes();
  if (!process.argv.includes("--check")) {
    await writeFile(target, fresh);
  } else if (fresh !== (await readFile(target, "utf8"))) {
    console.error("src/api/schema.d.ts is stale: run `npm run types`.");
    process.exit(1);
  }
}
