// Fails the build when the first load, or a page loaded on demand, weighs more than it may (gzip).
import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const KiB = 1024;
const limits = { script: 300 * KiB, style: 40 * KiB, page: 60 * KiB };
const manifest = JSON.parse(await readFile(`${dist}.vite/manifest.json`, "utf8"));

const sizes = new Map();
async function weigh(file) {
  const found = sizes.get(file) ?? stat(`${dist}${file}.gz`).catch(() => stat(`${dist}${file}`));
  sizes.set(file, found);
  return (await found).size;
}

/** The files of a chunk and of what it imports at once. */
function closure(key, seen = new Set(), files = new Set()) {
  if (seen.has(key)) return files;
  seen.add(key);
  const chunk = manifest[key];
  files.add(chunk.file);
  for (const style of chunk.css ?? []) files.add(style);
  for (const next of chunk.imports ?? []) closure(next, seen, files);
  return files;
}
const total = async (files, extension) => {
  let sum = 0;
  for (const file of files) if (file.endsWith(extension)) sum += await weigh(file);
  return sum;
};

const first = closure("index.html");
// The list is the page people load first.
const list = closure("src/pages/list/ListPage.tsx");
const firstLoad = new Set([...first, ...list]);
const rows = [
  ["first load, JavaScript", await total(firstLoad, ".js"), limits.script],
  ["first load, CSS", await total(firstLoad, ".css"), limits.style],
];
for (const [key, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue;
  const own = [...closure(key)].filter((file) => !first.has(file));
  rows.push([key, (await total(own, ".js")) + (await total(own, ".css")), limits.page]);
}
let over = false;
for (const [name, size, limit] of rows) {
  const bad = size > limit;
  over ||= bad;
  console.log(`${bad ? "OVER " : "     "}${(size / KiB).toFixed(1).padStart(6)} of ${limit / KiB} KiB  ${name}`);
}
if (over) process.exit(1);
