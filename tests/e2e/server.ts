// Starts the program under test on an empty data folder and answers where its setup page is.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const binary = process.env.PROBITY_BINARY ?? join(root, "build/probity");

export interface Server {
  /** With the one-time secret in its fragment. */
  setupAddress: string;
  origin: string;
  stop: () => Promise<void>;
}

export async function startServer(): Promise<Server> {
  const data = await mkdtemp(join(tmpdir(), "probity-e2e-"));
  const real = existsSync(binary);
  if (!real) console.warn("There is no build/probity: the pages are tested against web/mock.");
  const child = real
    ? spawn(binary, ["serve", "--listen", "127.0.0.1:0", "--data", data, "--test"], { cwd: root })
    : spawn("node", [join(root, "web/mock/server.mjs"), "0"]);
  const setupAddress = await printedAddress(child);
  return {
    setupAddress,
    origin: new URL(setupAddress).origin,
    stop: async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      await rm(data, { recursive: true, force: true });
    },
  };
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      const address = /https?:\/\/\S+\/setup#secret=\S+/.exec(printed);
      if (address) resolve(address[0]);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The server ended with ${code} and said:\n${printed}`)));
  });
}
