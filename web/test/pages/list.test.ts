// The list page: a hundred pasted positions are matched, looked at, marked and saved; faults are told at the check.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import type { Page } from "playwright-core";
import { formatPosition } from "../../src/vo/sky.ts";
import { accessible, clean, HOST, open } from "./harness.ts";

interface Known {
  id: string;
  ra: number;
  dec: number;
}

/** A hundred objects of the demo survey, none within 10 arcsec of another one of them. */
async function objects(): Promise<Known[]> {
  const query = "SELECT TOP 100 OBJECT_ID, ALPHA_J2000, DELTA_J2000 FROM jplus.MagABDualObj WHERE MOD(NUMBER, 37) = 5 ORDER BY OBJECT_ID";
  const answer = await fetch(`${HOST}/tap/sync`, { method: "POST", body: new URLSearchParams({ LANG: "ADQL", QUERY: query, RESPONSEFORMAT: "csv" }) });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return text.trim().split(/\r?\n/).slice(1).map((line) => line.split(",")).map(([id, ra, dec]) => ({ id: id!, ra: Number(ra), dec: Number(dec) }));
}

/** Lines in several spellings. */
function written(list: Known[]): string {
  return list.map(({ ra, dec }, n) => {
    const place = { ra, dec };
    return [`target-${n} ${formatPosition(place, "decimal", 7)}`, `target-${n}, ${formatPosition(place, "sexagesimal", 3)}`, `${formatPosition(place, "decimal", 7)} target-${n}`][n % 3];
  }).join("\n");
}

async function match(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Match", exact: true }).click();
  await page.getByText(/targets have a match/).waitFor();
}

test("a hundred pasted positions are matched by one job, and rows name the objects that TAP has there", async () => {
  const known = await objects();
  assert.equal(known.length, 100);
  const seen = await open("/list");
  const { page } = seen;
  await page.getByLabel("Targets", { exact: true }).fill(`${written(known)}\nM 31\nfar away 10 80\n`);
  await page.getByText("101 targets read as lines").waitFor();
  assert.deepEqual(await page.locator("armilla-page-list details tbody tr").first().locator("td").allTextContents(), [
    "101", "M 31", "This is not a position. Write two numbers in degrees, or 10:00:12.1 +02:12:00.",
  ]);
  await match(page);
  await page.getByText("100 of 101 targets have a match").waitFor();
  await page.getByRole("button", { name: "Show 50 more" }).click();
  await page.getByRole("button", { name: "Show 1 more" }).click();
  const names = await page.locator("armilla-matches tbody tr").evaluateAll((lines) =>
    lines.map((line) => [line.querySelector("th")!.textContent!.trim(), line.querySelector("a")?.textContent ?? null]));
  assert.deepEqual(names, [...known.map(({ id }, n) => [`target-${n}`, id]), ["far away", null]]);
  assert.equal(await page.locator("armilla-sparkline").count(), 100);
  assert.equal(seen.requests.filter((url) => url.endsWith("/tap/async")).length, 1);
  await accessible(page);
  clean(seen);
});

test("marks are made by keys and saved with the table", async () => {
  const known = (await objects()).slice(0, 3);
  const { page, context } = await open("/list?view=one");
  await page.getByLabel("Targets", { exact: true }).fill(written(known));
  await match(page);
  await page.getByRole("group", { name: "target-0", exact: true }).focus();
  for (const key of ["y", "ArrowRight", "?", "ArrowRight", "n", "Backspace"]) await page.keyboard.press(key);
  await page.getByText("3 of 3", { exact: true }).waitFor();
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Table with marks, CSV" }).click();
  const lines = (await readFile((await (await waiting).path())!, "utf8")).trim().split("\r\n").map((line) => line.split(","));
  assert.deepEqual(lines[0]!.slice(0, 6), ["target", "target_ra", "target_dec", "mark", "separation", "object"]);
  assert.deepEqual(lines.slice(1).map((line) => [line[0], line[3], line[5]]), [["target-0", "y", known[0]!.id], ["target-1", "?", known[1]!.id], ["target-2", "", known[2]!.id]]);
  await context.close();
});

test("a table with marks comes as FITS, a contact sheet with its pictures, cutouts as a script", async () => {
  const { page, context } = await open("/list");
  const image = "SELECT TOP 1 s_ra, s_dec FROM ivoa.ObsCore WHERE s_dec BETWEEN -60 AND 60 ORDER BY s_ra, s_dec";
  const answer = await fetch(`${HOST}/tap/sync`, { method: "POST", body: new URLSearchParams({ LANG: "ADQL", QUERY: image, RESPONSEFORMAT: "csv" }) });
  const [ra, dec] = (await answer.text()).trim().split(/\r?\n/)[1]!.split(",");
  await page.getByLabel("Targets", { exact: true }).fill(`field ${ra} ${dec}`);
  await page.getByRole("spinbutton", { name: "Radius" }).fill("120");
  await page.getByRole("spinbutton", { name: "Radius" }).blur();
  await match(page);
  const saved = async (button: string): Promise<Buffer> => {
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).click();
    return readFile((await (await waiting).path())!);
  };
  assert.equal((await saved("Table with marks, FITS")).subarray(0, 9).toString(), "SIMPLE  =");
  assert.match((await saved("Contact sheet (HTML)")).toString(), /<img src="data:image\/(png|jpeg);base64,[\w+/=]{500,}" alt="field">/);
  const script = (await saved("Script for FITS cutouts")).toString();
  assert.equal(script.match(/^curl .*\/datalink\/sync\?ID=/gm)?.length, 12, script);
  await context.close();
});

test("targets without a match show how far away the nearest objects are", async () => {
  const known = (await objects())[0]!;
  const { page, context } = await open("/list");
  await page.getByLabel("Targets", { exact: true }).fill(`shifted ${known.ra} ${known.dec + 0.01}`);
  await page.getByRole("spinbutton", { name: "Radius" }).fill("0.01");
  await page.getByRole("spinbutton", { name: "Radius" }).blur();
  await match(page);
  await page.getByText("No target has a match within the radius.").waitFor();
  await page.getByRole("button", { name: /nearest objects within 1°/ }).click();
  await page.getByRole("heading", { name: "Distance to the nearest object" }).waitFor();
  await context.close();
});

test("a file of BINARY2 as the archive itself writes it is read", async () => {
  const query = "SELECT TOP 3 OBJECT_ID, ALPHA_J2000, DELTA_J2000 FROM jplus.MagABDualObj ORDER BY OBJECT_ID";
  const form = new URLSearchParams({ LANG: "ADQL", QUERY: query, RESPONSEFORMAT: "application/x-votable+xml;serialization=BINARY2" });
  const document = Buffer.from(await (await fetch(`${HOST}/tap/sync`, { method: "POST", body: form })).arrayBuffer());
  assert.match(document.toString(), /<BINARY2>/);
  const seen = await open("/list");
  await seen.page.getByLabel("Or a file").setInputFiles({ name: "a.vot", mimeType: "application/x-votable+xml", buffer: document });
  await seen.page.getByText("3 targets read as VOTable.").waitFor();
  await seen.page.getByText("Right ascension from “ALPHA_J2000”, declination from “DELTA_J2000”, names from “OBJECT_ID”.").waitFor();
  clean(seen);
});

test("a file without positions, and a radius that is none, are told before anything is sent", async () => {
  const seen = await open("/list", { width: 390, dark: true });
  const { page } = seen;
  await page.getByLabel("Or a file").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("<VOTABLE><RESOURCE><TABLE><FIELD name='x' datatype='int'/></TABLE></RESOURCE></VOTABLE>") });
  await page.getByRole("alert").getByText("No columns for right ascension and declination. Found: x.").waitFor();
  await page.getByLabel("Or a file").setInputFiles({ name: "b.csv", mimeType: "text/csv", buffer: Buffer.from("name;RA;Dec\none;10:00:12.1;+02:12:00\n") });
  await page.getByText("1 target read as CSV.").waitFor();
  await page.getByRole("spinbutton", { name: "Radius" }).fill("-1");
  await page.getByRole("spinbutton", { name: "Radius" }).blur();
  await page.getByText("The radius is a number above 0.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Match", exact: true }).isDisabled(), true);
  await accessible(page);
  assert.equal(seen.requests.filter((url) => url.includes("/async")).length, 0);
  clean(seen);
});
