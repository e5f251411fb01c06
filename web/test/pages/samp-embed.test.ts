// samp.js by one script tag on a page of another origin, against JSAMP's hub: what its snooper sees, what comes in, what is left at the end.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { accessible, browser } from "./harness.ts";
import { jsampHub, sendMessage, snooper, until, type Hub, type Running } from "./hubs.ts";

const SCRIPT = readFileSync("../plugins/samp/assets/samp.js");
const BODY = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Observatory page</title>
<script src="{{script}}/samp.js"></script>
<main><h1>Observatory</h1><armilla-samp-button></armilla-samp-button>
<p><a id="table" href="/m31.vot" data-samp-table="/m31.vot?a=1&amp;b=2" data-samp-id="job-118" data-samp-name="M31 sources">M31</a>
<button id="image" data-samp-image="/m31.fits">M31 in r</button></p></main></html>`;

let hub: Hub;
let snoop: Running;
let scripts: Server;
let pages: Server;
let page: Page;

before(async () => {
  hub = await jsampHub();
  snoop = await snooper(hub);
  scripts = await serve(() => ["text/javascript", SCRIPT]);
  const policy = `default-src 'none'; script-src ${origin(scripts)}; connect-src http://127.0.0.1:21012 http://localhost:21012`;
  pages = await serve(() => ["text/html", BODY.replace("{{script}}", origin(scripts))], { "Content-Security-Policy": policy });
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
  const button = page.locator("armilla-samp-button #button");
  assert.equal(await words(page, "armilla-samp-button #button"), "○ SAMP off");
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
  await accessible(page);
  await page.getByRole("menuitem", { name: "Send to Snooper" }).click();
  await page.getByText("Sent to Snooper.").waitFor();
  const message = messages("table.load.votable").at(-1);
  assert.deepEqual(message, { url: `${origin(pages)}/m31.vot?a=1&b=2`, "table-id": "job-118", name: "M31 sources" });
});

test("an image is sent by the keyboard alone", async () => {
  await page.locator("#image").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Send to Snooper" }).waitFor();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText("Sent to Snooper.").waitFor();
  assert.deepEqual(messages("image.load.fits").at(-1), { url: `${origin(pages)}/m31.fits`, "image-id": `${origin(pages)}/m31.fits`, name: "M31 in r" });
});

test("a position goes out and comes in", async () => {
  await page.evaluate(() => {
    const { armillaSamp } = window as unknown as { armillaSamp: { bus: { on(m: string, h: (m: object) => void): void }; pointAt(a: number, b: number): Promise<void> } };
    armillaSamp.bus.on("coord.pointAt.sky", (message) => Object.assign(window, { got: message }));
    return armillaSamp.pointAt(10.684708, 41.26875);
  });
  await until(() => messages("coord.pointAt.sky").length > 0, "the snooper sees the position");
  assert.deepEqual(messages("coord.pointAt.sky")[0], { ra: "10.6847080", dec: "41.2687500" });
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
  assert.equal(await words(page, "armilla-samp-button #button"), "○ SAMP off");
});

test("the end of the hub is told, and then that there is none", async () => {
  await page.locator("armilla-samp-button #button").click();
  await page.getByText("● SAMP Snooper").waitFor();
  page.removeAllListeners("console");
  await snoop.stop();
  await hub.stop();
  await page.getByText(/^Disconnected: the hub/).waitFor();
  await page.getByRole("button", { name: "Connect" }).click();
  await page.getByText("No SAMP hub found. Start TOPCAT or Aladin, then try again.").waitFor();
  assert.equal(await words(page, "armilla-samp-button #button"), "✖ SAMP blocked");
});

async function serve(answer: () => [string, string | Buffer], headers: Record<string, string> = {}): Promise<Server> {
  const server = createServer((request, response) => {
    const [type, body] = request.url === "/favicon.ico" ? ["image/x-icon", ""] : answer();
    response.writeHead(200, { "Content-Type": type, ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function origin(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function words(from: Page, selector: string): Promise<string> {
  return (await from.locator(selector).innerText()).replace(/\s+/g, " ").trim();
}

function seen(): string {
  return snoop.lines.join("\n");
}

/** The parameters of the messages of one MType that the snooper has printed, oldest first. */
function messages(mtype: string): unknown[] {
  return [...seen().matchAll(/^\{ {2}"samp\.mtype": "([^"]+)",\n {3}"samp\.params": (\{[^]*?\}) \}$/gm)].filter((found) => found[1] === mtype).map((found) => JSON.parse(found[2]!));
}
