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

/** With a model of its own where one is named, else with the one that ships; `more` is given to the program as it is. */
export async function startServer(model = join(root, "model"), more: string[] = []): Promise<Server> {
  checkBuilt();
  const data = await mkdtemp(join(tmpdir(), "probity-e2e-"));
  const listen = more.includes("--listen") ? [] : ["--listen", "127.0.0.1:0"];
  const given = [...listen, "--data", data, "--model", model, "--test", ...more];
  const child = spawn(binary, ["serve", ...given], { cwd: root });
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

/** The pages are tested against the program itself, so both must be built before. */
function checkBuilt() {
  if (!existsSync(binary)) {
    throw new Error(`There is no ${binary}. Build it with ./run or ./test, or name another in PROBITY_BINARY.`);
  }
  if (!existsSync(join(root, "web/dist/index.html"))) {
    throw new Error("There is no web/dist. Build the web app with `npm run build` in web/.");
  }
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
