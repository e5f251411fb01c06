// Panels on a bare page of another origin by one script tag: they show what their attributes name, under that page's own strict policy.
import assert from "node:assert/strict";
import type { Server } from "node:http";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { accessible, BASE, browser, HOST } from "./harness.ts";
import { origin, serve } from "./operator-page.ts";

const TABLE = "jplus.MagABDualObj";
let server: Server;
let page: Page;
let object: string;
const faults: string[] = [];

before(async () => {
  object = await firstObject();
  server = await serve(() => ["text/html", body(object)], {
    "Content-Security-Policy": `default-src 'none'; script-src ${HOST}; connect-src ${HOST}; img-src ${HOST} data: blob:; worker-src blob: ${HOST}`,
  });
  page = await (await browser()).newPage();
  // The report names the element, the console only a hash.
  await page.addInitScript(() => addEventListener("securitypolicyviolation", (event) => console.error("refused", (event.target as Element).outerHTML?.slice(0, 200))));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(origin(server));
});

after(() => server.close());

test("the SED of an object has its twelve filters", async () => {
  const sed = page.locator("#sed");
  await sed.getByText("rSDSS").first().waitFor();
  await sed.getByText("uJAVA").first().waitFor();
});

test("what the editor runs is shown in the result below it, read by workers of this page", async () => {
  await page.locator("#editor").click();
  await page.keyboard.press("Control+Enter");
  await page.locator("#result").getByText("7 rows", { exact: false }).first().waitFor();
  await page.locator("#result").getByText("ALPHA_J2000").first().waitFor();
});

test("the editor completes names of the service", async () => {
  await page.locator("#editor").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" WHERE MAG_AU");
  await page.locator("#editor").getByRole("option", { name: "MAG_AUTO" }).first().waitFor();
  await page.keyboard.press("Escape");
});

test("a changed attribute shows another object; one that is not there is told beside the panel", async () => {
  await page.locator("#sed").evaluate((sed) => sed.setAttribute("object", "12"));
  const told = page.locator("p.armilla-error");
  await told.waitFor();
  assert.match(await told.innerText(), /12/);
  await page.locator("#sed").evaluate((sed, id) => sed.setAttribute("object", id), object);
  await told.waitFor({ state: "detached" });
});

test("the page is accessible, nothing was refused, and its own style is as before", async () => {
  await accessible(page);
  assert.deepEqual(faults, []);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).margin), "8px");
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "normal");
});

async function firstObject(): Promise<string> {
  const form = new URLSearchParams({ LANG: "ADQL", RESPONSEFORMAT: "csv", QUERY: `SELECT TOP 1 OBJECT_ID FROM ${TABLE}` });
  const answer = await fetch(`${HOST}/tap/sync`, { method: "POST", body: form });
  const [, id] = (await answer.text()).trim().split(/\r?\n/);
  assert.ok(id, "the demo has objects");
  return id;
}

function body(id: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Observatory</title><link rel="icon" href="data:,">
<script type="module" src="${BASE}/panels.js"></script>
<main><h1>An object</h1>
<armilla-sed id="sed" table="${TABLE}" object="${id}"></armilla-sed>
<h2>Query</h2>
<armilla-editor id="editor" text="SELECT TOP 7 OBJECT_ID, ALPHA_J2000, DELTA_J2000 FROM ${TABLE}" for="result"></armilla-editor>
<armilla-result id="result"></armilla-result>
</main></html>`;
}
