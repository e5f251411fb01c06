// The cone search: what was understood, a count first, rows by the right service, limits, and nothing found.
import assert from "node:assert/strict";
import test from "node:test";
import { accessible, clean, HOST, open } from "./harness.ts";

async function value(query: string): Promise<string[]> {
  const answer = await fetch(`${HOST}/tap/sync`, { method: "POST", body: new URLSearchParams({ LANG: "ADQL", QUERY: query, RESPONSEFORMAT: "csv" }) });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return text.trim().split(/\r?\n/)[1]?.split(",") ?? [];
}

const CENTRE = "SELECT TOP 1 ALPHA_J2000, DELTA_J2000, OBJECT_ID FROM jplus.MagABDualObj WHERE DELTA_J2000 BETWEEN 10 AND 60 ORDER BY OBJECT_ID";
const within = (ra: string, dec: string, radius: number): string => `DISTANCE(POINT(ALPHA_J2000, DELTA_J2000), POINT(${ra}, ${dec})) <= ${radius}`;

test("a sexagesimal position is understood, counted, and answered by the cone service, nearest first", async () => {
  const [ra, dec, id] = await value(CENTRE) as [string, string, string];
  const [count] = await value(`SELECT COUNT(*) FROM jplus.MagABDualObj WHERE ${within(ra, dec, 0.05)}`);
  const seen = await open("/cone");
  const { page } = seen;
  await page.getByRole("textbox", { name: "Position" }).fill("10 10 +10 10");
  await page.getByText("The first number could count hours or degrees. Which one is meant?").waitFor();
  await page.getByRole("textbox", { name: "Position" }).fill(`${ra} ${dec}`);
  await page.getByText(`RA ${Number(ra).toFixed(5)}°, Dec +${Number(dec).toFixed(5)}° (ICRS)`).waitFor();
  await page.getByLabel("Radius").fill("3");
  await page.getByLabel("Unit").selectOption("arcmin");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByText(`${Number(count).toLocaleString("en")} object`).waitFor();
  await page.getByRole("gridcell", { name: id, exact: true }).first().waitFor();
  assert.equal(new URL(page.url()).searchParams.get("sr"), "0.05");
  assert.equal(seen.requests.filter((url) => /\/scs\/jplus\/MagABDualObj\?RA=.*ORDER=distance/.test(url)).length, 1);
  assert.equal(await page.locator("armilla-grid [role=grid]").getAttribute("aria-rowcount"), String(Number(count) + 1));
  await accessible(page);
  clean(seen);
});

test("a row leads to the page of its object, by a click and by Enter", async () => {
  const [ra, dec, id] = await value(CENTRE) as [string, string, string];
  const seen = await open(`/cone?ra=${ra}&dec=${dec}&sr=0.05&table=jplus.MagABDualObj`);
  const { page } = seen;
  const cell = page.getByRole("gridcell", { name: id, exact: true });
  await cell.getByRole("link").click();
  await page.waitForURL(/\/object\?/);
  assert.deepEqual(Object.fromEntries(new URL(page.url()).searchParams), { table: "jplus.MagABDualObj", id });
  await page.getByRole("heading", { name: new RegExp(`${id}$`) }).waitFor();
  await page.goBack();
  await cell.waitFor();
  await page.getByRole("grid").focus();
  // To the number of the first row, then to its first cell.
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  const active = page.locator("armilla-grid #active");
  await active.and(cell).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/object\?/);
  clean(seen);
});

test("magnitude limits and chosen columns go to TAP, and the address alone gives the same", async () => {
  const [ra, dec] = await value(CENTRE) as [string, string];
  const [count] = await value(`SELECT COUNT(*) FROM jplus.MagABDualObj WHERE ${within(ra, dec, 0.3)} AND MAG_AUTO[2] >= 18 AND MAG_AUTO[2] <= 20.5`);
  assert.ok(Number(count) > 0);
  const seen = await open(`/cone?ra=${ra}&dec=${dec}&sr=0.3&table=jplus.MagABDualObj&filter=gSDSS&from=18&to=20.5&cols=CLASS_STAR`);
  await seen.page.getByText(`${Number(count).toLocaleString("en")} object`).waitFor();
  await seen.page.getByRole("columnheader", { name: /CLASS_STAR/ }).waitFor();
  assert.equal(await seen.page.getByRole("columnheader", { name: /MAG_AUTO/ }).count(), 0);
  assert.equal(seen.requests.filter((url) => /\/scs\/.*RA=/.test(url)).length, 0);
  const adql = new URL((await seen.page.getByRole("link", { name: "Open as ADQL" }).getAttribute("href"))!, HOST).searchParams.get("q");
  assert.match(adql!, /MAG_AUTO\[2\] >= 18 AND MAG_AUTO\[2\] <= 20.5/);
  clean(seen);
});

test("a radius that is too large is refused with the limit, before any search", async () => {
  const seen = await open("/cone?ra=150&dec=2&sr=200&table=jplus.MagABDualObj");
  await seen.page.getByRole("alert").getByText("The largest radius of jplus.MagABDualObj is 180°.").waitFor();
  assert.deepEqual(seen.requests.filter((url) => /\/scs\/.*RA=/.test(url)), []);
  assert.equal(await seen.page.locator("armilla-result").count(), 0);
  clean(seen);
});

test("nothing found: the reader may look further for the nearest object", async () => {
  const [ra, dec, id] = await value(CENTRE) as [string, string, string];
  const [edge] = await value(`SELECT COUNT(*) FROM jplus.MagABDualObj WHERE ${within(ra, String(Number(dec) + 0.001), 0.0003)}`);
  assert.equal(edge, "0");
  const seen = await open(`/cone?ra=${ra}&dec=${Number(dec) + 0.001}&sr=0.0003&table=jplus.MagABDualObj`, { width: 390, dark: true });
  await seen.page.getByText("No object of this table within").waitFor();
  await accessible(seen.page);
  await seen.page.getByRole("button", { name: /Find the nearest object/ }).click();
  await seen.page.getByRole("link", { name: id, exact: true }).waitFor();
  clean(seen);
});
