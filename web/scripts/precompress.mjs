// Puts .br and .gz beside every file of dist/ that gets smaller, so that the server never compresses.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const compressible = /\.(js|css|html|svg|json|webmanifest|txt)$/;
const kinds = {
  br: (data) => promisify(brotliCompress)(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  gz: (data) => promisify(gzip)(data, { level: 9 }),
};

for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  const path = `${entry.parentPath}/${entry.name}`;
  if (!entry.isFile() || !compressible.test(entry.name)) continue;
  const plain = await readFile(path);
  for (const [extension, compress] of Object.entries(kinds)) {
    const packed = await compress(plain);
    if (packed.length < plain.length) await writeFile(`${path}.${extension}`, packed);
  }
}
