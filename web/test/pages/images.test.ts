// The image search against the demo: what it finds, the matrix and its keys, one image, downloads, and what it says of nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Page } from "playwright-core";

import { accessible, clean, HOST, login, open, type Seen } from "./harness.ts";

/** Rows of a query as the host answers it, without the page. */
async function rows(adql: string): Promise<string[][]> {
  const form = new URLSearchParams({ LANG: "ADQL", QUERY: adql, RESPONSEFORMAT: "csv" });
  const answer = await fetch(`${HOST}/tap/sync`, { method: "POST", body: form });
  assert.equal(answer.status, 200);
  return (await answer.text()).trim().split("\n").slice(1).map((line) => line.trim().split(","));
}

const IN_FIELD = "FROM ivoa.obscore WHERE dataproduct_type = 'image' AND 1 = INTERSECTS(s_region, CIRCLE(0.02, 1.31, 0.05))";
const AT_FIELD = "/images?pos=0.02+1.31&size=0.05";

/** The saved text of a file that a button makes. */
async function saved(page: Page, button: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

async function found(seen: Seen, text: RegExp): Promise<void> {
  await seen.page.locator(".count").filter({ hasText: text }).waitFor();
}

test("all images of the archive are there by field and filter, in the order of wavelength", async () => {
  const seen = await open("/images");
  const [[images, fields] = []] = await rows("SELECT COUNT(*), COUNT(DISTINCT target_name) FROM ivoa.obscore WHERE dataproduct_type = 'image'");
  await found(seen, new RegExp(`^\\s*${images} images of ${fields} fields`));
  const heads = await seen.page.locator("armilla-image-matrix thead th").allTextContents();
  const nm = heads.slice(1).map((head) => Number(/(\d{3})\s*$/.exec(head)?.[1]));
  assert.equal(nm.length, 12);
  assert.deepEqual(nm, [...nm].sort((a, b) => a - b));
  assert.equal(await seen.page.locator("armilla-image-matrix tbody tr").count(), Number(fields));
  assert.equal(await seen.page.locator("armilla-footprints .dot, armilla-footprints .print").count(), Number(fields));
  await accessible(seen.page);
  clean(seen);
  await seen.context.close();
});

test("a position and filters find what ObsCore has there, and the address says it", async () => {
  const seen = await open("/images");
  await seen.page.getByLabel("Positions, one a line").fill("00:00:04.8 +01:18:36");
  await seen.page.getByLabel("Radius", { exact: true }).fill("3");
  for (const filter of ["rSDSS", "J0660"]) await seen.page.getByRole("button", { name: filter, exact: true }).click();
  await seen.page.getByRole("button", { name: "Search", exact: true }).click();
  await found(seen, /^\s*2 images of 1 field/);
  const dids = (await rows(`SELECT obs_publisher_did ${IN_FIELD} AND (obs_id LIKE '%rSDSS' OR obs_id LIKE '%J0660')`)).flat();
  assert.equal(dids.length, 2);
  const url = new URL(seen.page.url());
  assert.deepEqual([url.searchParams.get("filter"), url.searchParams.get("size")], ["rSDSS,J0660", "0.05"]);
  await seen.page.reload();
  await found(seen, /^\s*2 images of 1 field/);
  await seen.page.goBack();
  await found(seen, /images of 4 fields/);
  clean(seen);
  await seen.context.close();
});

test("keys walk the matrix, show an image with its picture, and mark it", async () => {
  const seen = await open(AT_FIELD);
  await found(seen, /12 images of 1 field/);
  const cell = seen.page.locator("armilla-image-matrix td[tabindex='0']");
  assert.equal(await cell.count(), 1);
  await cell.focus();
  await seen.page.keyboard.press("ArrowRight");
  await seen.page.keyboard.press("Space");
  await seen.page.locator("td[aria-selected='true']").waitFor();
  await seen.page.keyboard.press("Enter");
  const picture = seen.page.locator("armilla-image-detail img");
  await picture.waitFor();
  assert.ok((await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))) > 500);
  assert.match(new URL(seen.page.url()).searchParams.get("image") ?? "", /J0378/);
  await seen.page.getByText("Downloads: 1 marked image").waitFor();
  await seen.page.keyboard.press("m");
  await seen.page.getByText("Downloads: 12 marked images").waitFor();
  await accessible(seen.page);
  clean(seen);
  await seen.context.close();
});

test("the objects of an image are as many as ADQL finds in its outline, and the file has them", async () => {
  const [[did = "", region = ""] = []] = await rows(`SELECT obs_publisher_did, s_region ${IN_FIELD} AND obs_id LIKE '%rSDSS'`);
  const seen = await open(`${AT_FIELD}&image=${encodeURIComponent(did)}`);
  await seen.page.getByRole("button", { name: "Count" }).click();
  const numbers = region.replace(/"/g, "").split(/\s+/).slice(2).join(", ");
  const [[count] = []] = await rows(`SELECT COUNT(*) FROM jplus.MagABDualObj WHERE 1 = CONTAINS(POINT(ALPHA_J2000, DELTA_J2000), POLYGON(${numbers}))`);
  assert.ok(Number(count) > 0);
  await seen.page.getByText(`${count} objects`).waitFor();
  const csv = await seen.page.locator("armilla-image-detail fieldset a", { hasText: "CSV" }).getAttribute("href");
  const lines = (await (await fetch(csv ?? "")).text()).trim().split("\n");
  assert.equal(lines.length, Number(count) + 1);
  const cutout = await seen.page.locator("armilla-image-detail a[href*='CIRCLE']").getAttribute("href");
  const fits = await (await fetch(cutout ?? "")).text();
  assert.ok(fits.startsWith("SIMPLE"));
  await seen.context.close();
});

test("scripts and the list hold the addresses and sizes of what is marked", async () => {
  const seen = await open(AT_FIELD);
  await found(seen, /12 images/);
  await seen.page.getByRole("checkbox", { name: /Mark all images/ }).click();
  await seen.page.getByText("12 files, ").waitFor();
  await seen.page.locator("armilla-image-downloads a[href]").nth(11).waitFor();
  const dids = (await rows(`SELECT obs_publisher_did ${IN_FIELD}`)).flat();
  for (const tool of ["wget", "curl"]) {
    const { name, text } = await saved(seen.page, `${tool} script`);
    assert.equal(name, `images-${tool}.sh`);
    const urls = [...text.matchAll(/^fetch '[^']+' '([^']+)'$/gm)].map((match) => new URL(match[1] ?? ""));
    assert.deepEqual(urls.map((url) => url.searchParams.get("ID")).sort(), [...dids].sort());
    const head = await fetch(urls[0] ?? "", { method: "HEAD" });
    assert.equal(head.status, 200);
  }
  const { text } = await saved(seen.page, "List as VOTable");
  assert.equal(text.match(/<TR>/g)?.length, 12);
  // Marks outlast a reload; removed ones do not come back.
  await seen.page.reload();
  await seen.page.getByText("Downloads: 12 marked images").waitFor();
  await seen.page.getByRole("button", { name: "Remove all" }).click();
  await seen.page.getByText("Downloads: 0 marked images").waitFor();
  clean(seen);
  await seen.context.close();
});

test("rows and outlines on the map point at each other", async () => {
  const seen = await open("/images?pos=0.02+1.31%0A211.2+55.4&size=0.05");
  await found(seen, /24 images of 2 fields/);
  await seen.page.locator("armilla-image-matrix tbody tr").nth(1).hover();
  // A dot of a line without length has no box that could be visible.
  await seen.page.locator("armilla-footprints .pointed").waitFor({ state: "attached" });
  const map = seen.page.locator("armilla-footprints svg");
  await map.focus();
  await seen.page.keyboard.press("n");
  const label = await seen.page.locator("armilla-footprints [aria-live]").textContent();
  const row = await seen.page.locator("armilla-image-matrix tr.pointed th").textContent();
  assert.ok(row?.includes(label?.replace("At ", "").trim() ?? "?"), `${label} / ${row}`);
  await seen.page.keyboard.press("Enter");
  await seen.page.locator("armilla-image-detail img").waitFor();
  clean(seen);
  await seen.context.close();
});

test("a circle drawn on the map is searched", async () => {
  const seen = await open(AT_FIELD);
  await found(seen, /12 images/);
  await seen.page.getByRole("button", { name: "Draw a circle" }).click();
  const box = await seen.page.locator("armilla-footprints svg").boundingBox();
  assert.ok(box);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await seen.page.mouse.move(x, y);
  await seen.page.mouse.down();
  await seen.page.mouse.move(x + 20, y);
  await seen.page.mouse.move(x + 40, y);
  await seen.page.mouse.up();
  await seen.page.waitForURL((url) => url.searchParams.get("size") !== "0.05");
  await found(seen, /12 images/);
  await seen.context.close();
});

test("where nothing is, the page says which condition is the reason and where the nearest image is", async () => {
  const seen = await open("/images?pos=10+10&size=0.05&filter=rSDSS&seeing=99");
  await seen.page.getByText("No image fulfils all conditions.").waitFor();
  const [[count] = []] = await rows("SELECT COUNT(*) FROM ivoa.obscore WHERE obs_id LIKE '%rSDSS' AND s_resolution <= 99");
  await seen.page.getByText(`Without the position: ${count} images`).waitFor();
  await seen.page.getByText("Without the filters: 0 images").waitFor();
  // From (10, 10) to the corner of the field at (0.08, 1.40).
  await seen.page.getByText(/sim-70024, begins 13\.1° to the south-west/).waitFor();
  await accessible(seen.page);
  await seen.page.getByRole("button", { name: "Search there" }).click();
  await found(seen, /1 image of 1 field/);
  clean(seen);
  await seen.context.close();
});

test("what is no position is told with its line, and the form keeps it", async () => {
  const seen = await open("/images?pos=0.02+1.31%0Anowhere");
  await seen.page.getByText("Line 2, “nowhere”, is no position.").waitFor();
  assert.equal(await seen.page.getByLabel("Positions, one a line").inputValue(), "0.02 1.31\nnowhere");
  await accessible(seen.page);
  clean(seen);
  await seen.context.close();
});

test("a service that does not answer is told, and Retry asks again", async () => {
  const seen = await open("/help", { allow: /503/ });
  await seen.page.route("**/sia/query**", (route) => route.fulfill({ status: 503, body: "TransientFault: the database is down", contentType: "text/plain" }));
  await seen.page.goto(seen.page.url().replace("/help", AT_FIELD));
  await seen.page.getByText("the database is down").first().waitFor();
  await seen.page.unroute("**/sia/query**");
  await seen.page.getByRole("button", { name: "Retry" }).click();
  await found(seen, /12 images/);
  await seen.context.close();
});

test("nobody sees images of a restricted release, its members do", async () => {
  const seen = await open("/images");
  await found(seen, /images of 4 fields/);
  assert.ok(!(await seen.page.content()).includes("idr2"));
  await login(seen);
  await seen.page.reload();
  await seen.page.locator(".count").waitFor();
  const text = await seen.page.locator(".count").textContent();
  assert.ok(Number(text?.split(" ")[0]) > 48, text ?? "");
  await seen.context.close();
});

for (const [width, dark] of [[1280, true], [390, false], [390, true]] as const) {
  test(`one image and its list are accessible at ${width} pixels, ${dark ? "dark" : "light"}`, async () => {
    const [[did = ""] = []] = await rows(`SELECT obs_publisher_did ${IN_FIELD} AND obs_id LIKE '%rSDSS'`);
    const seen = await open(`${AT_FIELD}&image=${encodeURIComponent(did)}`, { width, dark });
    await seen.page.locator("armilla-image-detail img").waitFor();
    await seen.page.getByRole("checkbox", { name: /Mark all images/ }).click();
    await seen.page.getByText("Downloads: 12 marked images").waitFor();
    await accessible(seen.page);
    const overflow = await seen.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} pixels too wide`);
    clean(seen);
    await seen.context.close();
  });
}
