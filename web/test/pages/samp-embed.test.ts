// samp.js by one script tag on a page of another origin, against JSAMP's hub, or that of `ARMILLA_HUB` (the command armilla):
// what a snooper sees, what comes in, what astropy reads, what is left at the end.
import assert from "node:assert/strict";
import type { Server } from "node:http";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { accessible, browser, until } from "./harness.ts";
import { heard, sendMessage, snooper, start, testHub, type Hub, type Running } from "./hubs.ts";
import { origin, sampButton, serve, serveScript, shown } from "./operator-page.ts";

const BODY = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Observatory page</title>
<script src="{{script}}/samp.js"></script>
<main><h1>Observatory</h1><armilla-samp-button></armilla-samp-button>
<p><a id="table" href="/m31.vot" data-samp-table="/m31.vot?a=1&amp;b=2" data-samp-id="job-118" data-samp-name="M31 sources">M31</a>
<button id="image" data-samp-image="/m31.fits">M31 in r</button></p></main></html>`;
const TABLE = `<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE type="results"><TABLE><FIELD name="ra" datatype="double" unit="deg"/>
<FIELD name="dec" datatype="double" unit="deg"/><DATA><TABLEDATA><TR><TD>10.68</TD><TD>41.27</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>`;
const PYTHON = process.env["PYTHON"] ?? "../.venv/bin/python";

let hub: Hub;
let snoop: Running;
let scripts: Server;
let pages: Server;
let page: Page;

before(async () => {
  scripts = await serveScript();
  const policy = `default-src 'none'; script-src ${origin(scripts)}; connect-src http://127.0.0.1:21012 http://localhost:21012`;
  pages = await serve((path) => (path.startsWith("/m31.vot") ? ["application/x-votable+xml", TABLE] : ["text/html", BODY.replace("{{script}}", origin(scripts))]), { "Content-Security-Policy": policy });
  hub = await testHub(origin(pages));
  snoop = await snooper(hub);
  page = await (await browser()).newPage();
  page.on("pageerror", (error) => assert.fail(error));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("favicon") && assert.fail(message.text()));
  await page.goto(origin(pages));
});

after(async () => {
  await snoop.stop();
  await hub.stop();
  pages.close();
  scripts.close();
});

test("the page connects on a click, not before, and names the programs that are there", async () => {
  const button = sampButton(page);
  assert.equal(await shown(sampButton(page)), "○ SAMP off");
  assert.ok(!seen().includes("Observatory page"));
  await button.click();
  await page.getByText("● SAMP Snooper").waitFor();
  await until(() => seen().includes('"samp.name": "Observatory page"'), "the snooper hears the page's name");
  await accessible(page);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("armilla-samp-button #box").isVisible(), false);
});

test("a table with its id and name reaches the chosen program exactly", async () => {
  await page.locator("#table").click();
  const item = page.getByRole("menuitem", { name: "Send to Snooper" });
  await item.waitFor();
  await accessible(page);
  await item.click();
  await page.getByText("Sent to Snooper.").waitFor();
  const [message] = await heard(snoop, "table.load.votable", 1);
  assert.deepEqual(message, { url: `${origin(pages)}/m31.vot?a=1&b=2`, "table-id": "job-118", name: "M31 sources" });
});

test("astropy gets the same table and reads it from its address", async () => {
  const astropy = start(PYTHON, ["../tests/python/samp_receive.py"], hub.home);
  await until(() => astropy.printed().includes("ready\n"), "astropy is connected");
  await page.locator("#table").click();
  await page.getByRole("menuitem", { name: "Send to astropy" }).click();
  await astropy.gone;
  const told = JSON.parse(astropy.printed().split("\n").find((line) => line.startsWith("{")) ?? "null") as { params: { url: string }; columns: string[]; rows: number };
  assert.deepEqual([told.params.url, told.columns, told.rows], [`${origin(pages)}/m31.vot?a=1&b=2`, ["ra", "dec"], 1]);
});

test("an image is sent by the keyboard alone", async () => {
  await page.locator("#image").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Send to Snooper" }).waitFor();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText("Sent to Snooper.").waitFor();
  assert.deepEqual((await heard(snoop, "image.load.fits", 1))[0], { url: `${origin(pages)}/m31.fits`, "image-id": `${origin(pages)}/m31.fits`, name: "M31 in r" });
});

test("a position goes out and comes in", async () => {
  await page.evaluate(() => {
    const { armillaSamp } = window;
    armillaSamp.bus.on("coord.pointAt.sky", (message) => void Object.assign(window, { got: message }));
    return armillaSamp.pointAt(10.684708, 41.26875);
  });
  assert.deepEqual((await heard(snoop, "coord.pointAt.sky", 1))[0], { ra: "10.6847080", dec: "41.2687500" });
  await until(() => seen().split('"coord.pointAt.sky": {}').length > 1, "the page has subscribed");
  const told = sendMessage(hub, "coord.pointAt.sky", { ra: "83.6", dec: "22.0" }, "sync");
  assert.match(told, /"samp.status": "samp.ok"/);
  const got = await page.evaluate(() => (window as unknown as { got: { params: object } }).got.params);
  assert.deepEqual(got, { ra: "83.6", dec: "22.0" });
});

test("a ping is answered", () => {
  assert.match(sendMessage(hub, "samp.app.ping", {}, "sync").replace(/\s+/g, " "), /Observatory page\) \{ "samp.status": "samp.ok"/);
});

test("a page that is left has left the hub", async () => {
  await page.goto("about:blank");
  await until(() => /"samp.hub.event.unregister"/.test(seen().split("samp.app.ping").at(-1) ?? ""), "the hub tells that the page went");
  await page.goto(origin(pages));
  assert.equal(await shown(sampButton(page)), "○ SAMP off");
});

test("the end of the hub is told, and then that there is none", async () => {
  await sampButton(page).click();
  await page.getByText("● SAMP Snooper").waitFor();
  page.removeAllListeners("console");
  await snoop.stop();
  await hub.stop();
  await page.getByText(/^Disconnected: the hub/).waitFor();
  await page.getByRole("button", { name: "Connect" }).click();
  await page.getByText("No SAMP hub found. Start TOPCAT or Aladin, then try again.").waitFor();
  assert.equal(await shown(sampButton(page)), "✖ SAMP blocked");
});

function seen(): string {
  return snoop.printed();
}
