// What a page of the public network hears of Chromium's permission for loopback addresses: prompt, denied, granted; and plain http.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Server } from "node:http";
import { after, before, test } from "node:test";
import type { BrowserContext, Page } from "playwright-core";
import { browser, until } from "./harness.ts";
import { jsampHub, type Hub } from "./hubs.ts";
import { portOf, sampButton, serve, shown } from "./operator-page.ts";

const PERMISSION = "local-network-access";
const PAGE = `<!doctype html><html lang="en"><title>Public page</title><script>${readFileSync("../plugins/samp/assets/samp.js")}</script><armilla-samp-button></armilla-samp-button></html>`;

let hub: Hub;
let server: Server;

before(async () => {
  hub = await jsampHub();
  server = await serve(() => ["text/html", PAGE]);
  const port = portOf(server);
  // The page's names lead to this machine, but count as addresses of the public network.
  await browser([
    "--host-resolver-rules=MAP *.test 127.0.0.1",
    `--ip-address-space-overrides=127.0.0.1:${port}=public`,
    `--unsafely-treat-insecure-origin-as-secure=http://safe.test:${port}`,
  ]);
});

after(async () => {
  await hub.stop();
  server.close();
});

test("while the browser asks, the page says what for; headless Chromium then answers No", async () => {
  const { page, context } = await visit("safe.test");
  await page.evaluate(() => {
    const box = document.querySelector("armilla-samp-button")!.shadowRoot!.querySelector("[role=status]")!;
    const told: string[] = [];
    new MutationObserver(() => told.push(box.textContent ?? "")).observe(box, { characterData: true, childList: true, subtree: true });
    Object.assign(window, { told });
  });
  await sampButton(page).click();
  await page.getByText("Blocked by the browser for this site.").waitFor();
  const told = await page.evaluate(() => (window as unknown as { told: string[] }).told);
  assert.match(told[0] ?? "", /^Your browser asks whether this site may reach programs on your computer\. Choose Allow: /);
  assert.match(told.at(-1) ?? "", /^Blocked by the browser/);
  await context.close();
});

test("a site that was blocked is told where to allow it", async () => {
  // To grant another permission denies all that are not named.
  const { page, context } = await visit("safe.test", ["geolocation"]);
  await sampButton(page).click();
  await page.getByText("Blocked by the browser for this site. Address bar icon -> Local network -> Allow.").waitFor();
  await context.close();
});

test("an allowed site connects", async () => {
  const { page, context } = await visit("safe.test", [PERMISSION]);
  await sampButton(page).click();
  await until(async () => (await shown(sampButton(page))) === "● SAMP connected", "the page is connected");
  await context.close();
});

test("a page of plain http cannot reach the hub and says so", async () => {
  const { page, context } = await visit("plain.test");
  await sampButton(page).click();
  await page.getByText("This browser cannot reach local programs from a web page.").waitFor();
  await context.close();
});

async function visit(host: string, permissions?: string[]): Promise<{ page: Page; context: BrowserContext }> {
  const context = await (await browser()).newContext({ permissions });
  const page = await context.newPage();
  await page.goto(`http://${host}:${portOf(server)}/`);
  return { page, context };
}
