// Measures how soon the editor of queries takes a key: from the navigation to the first letter in its text. `node bench/query.mjs PORTAL`.
import { chromium } from "playwright-core";

const [portal] = process.argv.slice(2);
if (!portal) {
  console.error("usage: node bench/query.mjs http://127.0.0.1:8080/portal");
  process.exit(2);
}
const RUNS = 7;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

/** Runs in the page before its scripts: when the first input came, ms after the navigation began. */
function prepare() {
  addEventListener("input", () => (globalThis.inputAt ??= performance.now()), { capture: true });
}

/** Presses a key as soon as the editor is there; answers when it came into the text. */
async function firstKey(page) {
  const editor = page.locator(".cm-content");
  await editor.waitFor();
  await editor.focus();
  await page.keyboard.press("a");
  return (await page.waitForFunction(() => globalThis.inputAt)).jsonValue();
}

const times = { cold: [], warm: [] };
for (let run = 0; run < RUNS; run++) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  for (const kind of ["cold", "warm"]) {
    const page = await context.newPage();
    await page.addInitScript(prepare);
    await page.goto(`${portal}/query`, { waitUntil: "commit" });
    times[kind].push(await firstKey(page));
    await page.close();
  }
  await context.close();
}
console.log(`query page, ${RUNS} runs, Chromium ${browser.version()}; budget 1000 ms`);
for (const [kind, list] of Object.entries(times)) {
  const sorted = list.toSorted((a, b) => a - b);
  console.log(`first key taken, ${kind === "cold" ? "nothing kept" : "files kept"}: median ${Math.round(sorted[RUNS >> 1])} ms, longest ${Math.round(sorted.at(-1))} ms`);
}
await browser.close();
