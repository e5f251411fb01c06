// SAMP in the portal against JSAMP's hub, or that of `ARMILLA_HUB` (the command armilla): tables from STILTS, and positions.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { separation } from "../../src/vo/sky.ts";
import { accessible, BASE, clean, HOST, open, until, type Seen } from "./harness.ts";
import { heard, messages, sendMessage, snooper, start, testHub, type Hub, type Running } from "./hubs.ts";
import { sampButton, shown } from "./operator-page.ts";

const folder = mkdtempSync(join(tmpdir(), "samp-tables-"));

let hub: Hub;
let snoop: Running;
let seen: Seen;

before(async () => {
  hub = await testHub(HOST);
  snoop = await snooper(hub);
  seen = await open("/help");
});

after(async () => {
  await snoop.stop();
  await hub.stop();
  rmSync(folder, { recursive: true });
});

test("the portal asks for nothing on this computer before the click", async () => {
  assert.deepEqual(seen.requests.filter((url) => url.includes(":21012")), []);
  await sampButton(seen.page).click();
  await seen.page.getByText("● SAMP Snooper").waitFor();
  await until(() => messages(snoop, "samp.hub.event.metadata").some((about) => documentation(about) === `${BASE}/help`), "the snooper hears of the portal");
  await seen.page.keyboard.press("Escape");
});

test("a table that STILTS sends is here when STILTS has gone, and opens as a result", async () => {
  writeFileSync(join(folder, "local.csv"), "name,ra,dec\nM31,10.684708,41.26875\nM33,23.462100,30.659942\n");
  const stilts = start("stilts", [`-Duser.home=${hub.home}`, "tpipe", `in=${join(folder, "local.csv")}`, "ifmt=csv", "omode=samp", `client=${await portalName()}`], hub.home);
  const offer = seen.page.getByText("stilts sends the table", { exact: false });
  // A Java program takes its time to start on a machine that has more to do.
  await offer.waitFor({ timeout: 120_000 });
  await stilts.gone;
  assert.match(stilts.printed(), /Response samp\.ok/);
  await accessible(seen.page);
  await seen.page.getByRole("button", { name: "Open" }).click();
  await seen.page.getByText("M33").first().waitFor();
  assert.match(seen.page.url(), /\/result\?url=http%3A%2F%2F127\.0\.0\.1/);
});

test("rows that another program selects are selected here, and the other way round", async () => {
  const url = new URL(seen.page.url()).searchParams.get("url")!;
  await seen.page.getByText("Linked by SAMP").waitFor();
  assert.match(sendMessage(hub, "table.select.rowList", { url, "row-list": '["1"]' }, "sync"), /"samp.status": "samp.ok"/);
  const isChosen = seen.page.locator("armilla-grid [role=row][aria-selected=true]");
  await isChosen.getByText("M33").waitFor();
  await seen.page.locator("armilla-grid").getByText("M31").click();
  await seen.page.keyboard.press("Space");
  const selections = [{ url, "row-list": ["1"] }, { "table-id": url, url, "row-list": ["0", "1"] }];
  assert.deepEqual(await heard(snoop, "table.select.rowList", 2), selections, "what came in is not sent out again");
  assert.match(sendMessage(hub, "table.select.rowList", { url, "row-list": "1" }, "sync"), /row-list is to be a list of row numbers/);
  assert.match(sendMessage(hub, "table.select.rowList", { url: `${url}?`, "row-list": '["0"]' }, "sync"), /this page has no use for table.select.rowList now/);
});

test("the row that another program marks is marked here, and the other way round", async () => {
  const url = new URL(seen.page.url()).searchParams.get("url")!;
  const marked = seen.page.locator("armilla-grid [role=row].pointed");
  const marks = (): unknown[] => messages(snoop, "table.highlight.row");
  assert.match(sendMessage(hub, "table.highlight.row", { url, row: "1" }, "sync"), /"samp.status": "samp.ok"/);
  await marked.getByText("M33").waitFor();
  await until(() => marks().some((one) => isDeepStrictEqual(one, { url, row: "1" })), "the snooper hears of the row that came");
  const before = marks().length;
  await seen.page.locator("armilla-grid").getByText("M31").click();
  await marked.getByText("M31").waitFor();
  await until(() => marks().length > before, "the snooper hears of the row that was clicked");
  assert.deepEqual(marks().slice(before), [{ "table-id": url, url, row: "0" }], "what came in is not sent out again");
});

test("the address of such a table means nothing to another page, and says why", async () => {
  const other = await open(new URL(seen.page.url()).pathname.slice(new URL(BASE).pathname.length) + new URL(seen.page.url()).search);
  await other.page.getByText("This table came by SAMP from another program.", { exact: false }).waitFor();
  clean(other);
  await other.context.close();
});

test("nothing that happened was a fault of the page", async () => {
  clean(seen);
  assert.equal(seen.requests.filter((url) => !url.startsWith(HOST) && !url.startsWith("http://127.0.0.1:21012/")).length, 0);
  await until(async () => (await shown(sampButton(seen.page))) === "● SAMP Snooper", "only the snooper is left");
});

test("a position is offered, and the sky page is the one that shows it", async () => {
  assert.match(sendMessage(hub, "coord.pointAt.sky", { ra: "150.05", dec: "2.2" }, "sync"), /"samp.status": "samp.ok"/);
  await seen.page.getByText("Sender points at RA 150.05000° Dec +2.20000°").waitFor();
  await seen.page.getByRole("button", { name: "Show on the sky" }).click();
  await until(() => new URL(seen.page.url()).pathname.endsWith("/sky"), "the sky page");
  await until(() => /^150\.05\S* \+?2\.2/.test(new URL(seen.page.url()).searchParams.get("pos") ?? ""), "the sky page looks there");
});

test("the sky page follows by itself", async () => {
  assert.match(sendMessage(hub, "coord.pointAt.sky", { ra: "150.35", dec: "2.5" }, "sync"), /"samp.status": "samp.ok"/);
  await until(() => /^150\.35\S* \+?2\.5/.test(new URL(seen.page.url()).searchParams.get("pos") ?? ""), "the sky page looks there");
  assert.equal(await seen.page.getByRole("button", { name: "Show on the sky" }).count(), 0);
});

test("the sky page points other programs at its middle", async () => {
  const [ra = NaN, dec = NaN] = (new URL(seen.page.url()).searchParams.get("pos") ?? "").split(" ").map(Number);
  await seen.page.locator("armilla-page-sky armilla-send").first().getByRole("button", { name: "Send" }).click();
  await seen.page.getByRole("menuitem", { name: "Send to Snooper" }).click();
  await seen.page.getByText("Sent to Snooper.").waitFor();
  const isThere = (place: unknown): boolean => {
    const said = place as { ra: string; dec: string };
    // Seven decimals: the page's own way to write, and not that of the sender of before.
    return /\.\d{7}$/.test(said.ra) && separation({ ra: Number(said.ra), dec: Number(said.dec) }, { ra, dec }) < 1e-4;
  };
  await until(() => messages(snoop, "coord.pointAt.sky").some(isThere), "the snooper hears of the place");
});

test("a position that is none is refused with a sentence", () => {
  assert.match(sendMessage(hub, "coord.pointAt.sky", { ra: "north", dec: "2.2" }, "sync"), /ra and dec are to be numbers, in degrees/);
  assert.match(sendMessage(hub, "table.load.votable", { url: "not an address" }, "sync"), /url is to be the absolute address of a table/);
});

/** The documentation that a client names in an event of the hub. */
function documentation(event: unknown): string | undefined {
  return (event as { metadata: Record<string, string> }).metadata["samp.documentation.url"];
}

/** As the portal calls itself, also at a hub. */
async function portalName(): Promise<string> {
  const settings = (await (await fetch(`${BASE}/settings.json`)).json()) as { name: string };
  return settings.name;
}
