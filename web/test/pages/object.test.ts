// The page of an object: stamps and figure, numbers that agree with TAP, unknown identifiers, both themes and widths.
import assert from "node:assert/strict";
import test from "node:test";
import { accessible, clean, HOST, open } from "./harness.ts";

const TABLE = "jplus.MagABDualObj";

/** A bright object in the middle of an image of the demo survey, with its magnitudes. */
async function brightObject(): Promise<{ id: string; magnitudes: number[]; errors: number[] }> {
  const [image] = await rows("SELECT TOP 1 s_ra, s_dec FROM ivoa.ObsCore WHERE s_dec BETWEEN -60 AND 60 ORDER BY s_ra, s_dec");
  const distance = `DISTANCE(POINT(ALPHA_J2000, DELTA_J2000), POINT(${image![0]}, ${image![1]}))`;
  const [found] = await rows(`SELECT TOP 1 OBJECT_ID, MAG_AUTO, MAG_ERR_AUTO FROM ${TABLE} WHERE ${distance} < 0.06 ORDER BY MAG_AUTO[1]`);
  const numbers = (text: string): number[] => text.split(" ").map(Number);
  return { id: found![0]!, magnitudes: numbers(found![1]!), errors: numbers(found![2]!) };
}

async function rows(query: string): Promise<string[][]> {
  const answer = await fetch(`${HOST}/tap/sync`, { method: "POST", body: new URLSearchParams({ LANG: "ADQL", QUERY: query, RESPONSEFORMAT: "csv" }) });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return text.trim().split(/\r?\n/).slice(1).map((line) => line.split(","));
}

test("an object has twelve stamps, one in colour, and a figure whose numbers are those of TAP", async () => {
  const { id, magnitudes, errors } = await brightObject();
  const seen = await open(`/object?table=${TABLE}&id=${id}&scale=ab`);
  const { page } = seen;
  await page.locator("armilla-picture img").nth(12).waitFor();
  assert.equal(await page.locator("armilla-stamps armilla-picture").count(), 13);
  const sizes = await page.locator("armilla-picture img").evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
  assert.deepEqual(sizes, Array(13).fill(128));

  const filters = await rows("SELECT FILTER_ID, NAME FROM jplus.Filter ORDER BY WAVELENGTH");
  await page.getByText("Numbers of this figure").click();
  const table = await page.locator("armilla-sed tbody tr").evaluateAll((lines) => lines.map((line) => [...line.children].map((cell) => cell.textContent!.trim())));
  assert.deepEqual(table.map(([name]) => name), filters.map(([, name]) => name));
  for (const [row, [index]] of filters.entries()) {
    const [magnitude, error] = [magnitudes[Number(index) - 1]!, errors[Number(index) - 1]!];
    if (magnitude < 90) assert.deepEqual(table[row]!.slice(2), [magnitude.toFixed(3), error.toFixed(3)]);
    else assert.match(table[row]![2]!, /^▼/);
  }
  assert.equal(await page.locator("armilla-sed svg text", { hasText: "rSDSS" }).count(), 1);
  const widths = (await rows("SELECT WIDTH FROM jplus.Filter ORDER BY WIDTH DESC")).map(([width]) => Number(width));
  const drawn = await page.locator("armilla-sed .passbands rect").evaluateAll((boxes) => boxes.map((box) => Number(box.getAttribute("width"))));
  assert.equal(drawn.length, widths.length);
  drawn.forEach((pixels, row) => assert.ok(Math.abs(pixels / drawn[0]! - widths[row]! / widths[0]!) < 1e-6, `passband ${row}`));
  await accessible(page);
  clean(seen);
});

test("scale, aperture and stamps chosen by hand are in the address, and reload gives the same view", async () => {
  const { id } = await brightObject();
  const { page, context } = await open(`/object?table=${TABLE}&id=${id}`);
  await page.getByLabel("νf_ν").check();
  await page.getByLabel("Second aperture").selectOption("MAG_APER_3_0");
  await page.getByLabel("same scale").check();
  await page.waitForFunction(() => ["scale=nufnu", "second=MAG_APER_3_0", "view=same"].every((part) => location.search.includes(part)));
  await page.reload();
  await page.locator("armilla-sed svg text", { hasText: "νf_ν (erg/s/cm²)" }).waitFor();
  assert.equal(await page.getByLabel("same scale").isChecked(), true);
  await page.getByText("Numbers of this figure").click();
  assert.deepEqual(await page.locator("armilla-sed thead th").allTextContents(), ["Filter", "nm", "MAG_AUTO", "±", "MAG_APER_3_0", "±"]);
  await context.close();
});

test("all measurements are found by filter, name and UCD", async () => {
  const { id, magnitudes } = await brightObject();
  const { page } = await open(`/object?table=${TABLE}&id=${id}`);
  await page.locator("armilla-measurements").getByRole("searchbox").fill("MAG_AUTO iSDSS phot.mag -");
  await page.getByText("No measurement has all these words").waitFor();
  await page.locator("armilla-measurements").getByRole("searchbox").fill("aperture fitted isdss mag");
  const line = page.locator("armilla-measurements tbody tr");
  await page.locator("armilla-measurements tbody td", { hasText: "iSDSS" }).first().waitFor();
  assert.equal(Number(await line.first().locator("td.number").textContent()), magnitudes[2]);
});

test("an unknown identifier names those next to it", async () => {
  const [first] = await rows(`SELECT TOP 1 OBJECT_ID FROM ${TABLE} ORDER BY OBJECT_ID DESC`);
  const id = String(BigInt(first![0]!) + 1n);
  const seen = await open(`/object?table=${TABLE}&id=${id}`);
  await seen.page.getByText(`${TABLE} has no object ${id}`).waitFor();
  await seen.page.getByRole("link", { name: first![0]!, exact: true }).click();
  await seen.page.locator("armilla-sed svg").waitFor();
  const wrong = await open(`/object?table=${TABLE}&id=abc`);
  await wrong.page.getByText("has no object abc").waitFor();
  const hidden = await open("/object?table=nobody.knows&id=1");
  await hidden.page.getByText("There is no table nobody.knows").waitFor();
  clean(seen);
});

test("a picture that fails says so and is tried again; one outside says that", async () => {
  const { id } = await brightObject();
  const seen = await open("/object", { allow: /500/ });
  let isBroken = true;
  await seen.page.route(/datalink\/preview/, async (route) => {
    if (isBroken && route.request().url().includes("rSDSS")) await route.fulfill({ status: 500, body: "Error: broken" });
    else if (route.request().url().includes("gSDSS")) await route.fulfill({ status: 204 });
    else await route.continue();
  });
  await seen.page.goto(`${seen.page.url()}?table=${TABLE}&id=${id}`);
  const retry = seen.page.getByRole("button", { name: /Retry: .* in rSDSS/ });
  await retry.waitFor();
  await seen.page.getByRole("img", { name: /in gSDSS.*outside the image/ }).waitFor();
  isBroken = false;
  await retry.click();
  await seen.page.getByRole("img", { name: /in rSDSS, north is up$/ }).waitFor();
  clean(seen);
});

for (const [width, dark] of [[1280, true], [390, false], [390, true]] as const) {
  test(`the page is accessible, ${width} pixels wide, ${dark ? "dark" : "light"}`, async () => {
    const { id } = await brightObject();
    const seen = await open(`/object?table=${TABLE}&id=${id}`, { width, dark });
    // Pictures load when they come into view, which on a narrow page is further down.
    await seen.page.locator("armilla-picture").first().scrollIntoViewIfNeeded();
    await seen.page.locator("armilla-picture img").first().waitFor();
    await seen.page.locator("armilla-neighbours h2").waitFor();
    await accessible(seen.page);
    assert.ok(await seen.page.evaluate((most) => document.documentElement.scrollWidth <= most, width));
    clean(seen);
  });
}
