// Writes src/design/variables.css: the theme as CSS variables, in a file instead of a style element,
// so that the content security policy needs no exception.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const { module } = await runnerImport(`${root}src/design/variables.ts`, { root, configFile: false, logLevel: "error" });
await writeFile(`${root}src/design/variables.css`, module.variablesCss());
