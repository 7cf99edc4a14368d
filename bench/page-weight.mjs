// Prints how many bytes a browser with an empty cache receives, headers included, until the contact list
// stands on the screen, signed in. Usage: page-weight.mjs ORIGIN WORKSPACE EMAIL PASSWORD
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../web/package.json", import.meta.url))("playwright-core");
const [origin, workspace, email, password] = process.argv.slice(2);
const afterwards = 1_500; // what the page still loads on its own once the rows are there

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const signedIn = await context.request.post(`${origin}/api/v1/session`, { data: { email, password }, headers: { Origin: origin } });
  if (!signedIn.ok()) throw new Error(`signing in answered ${signedIn.status()}: ${await signedIn.text()}`);
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  let bytes = 0;
  const addresses = new Map();
  network.on("Network.requestWillBeSent", ({ requestId, request }) => addresses.set(requestId, request.url));
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength;
    if (process.env.EXPLAIN) console.error(String(encodedDataLength).padStart(8), addresses.get(requestId));
  });
  await network.send("Network.enable");
  await page.goto(`${origin}/w/${workspace}/contacts`);
  await page.locator('[data-cell="0:0"]').waitFor();
  await page.waitForTimeout(afterwards);
  console.log(bytes);
} finally {
  await browser.close();
}
