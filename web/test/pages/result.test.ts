// The page of a result: a million rows in a grid, plots and the sky with one selection, states, keys, small screens.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { Page } from "playwright-core";
import { accessible, BASE, clean, HOST, open, type Options, type Seen } from "./harness.ts";

const TAP = `${HOST}/tap`;
const BINARY2 = "application/x-votable+xml;serialization=BINARY2";
/** A million rows: each of the 100,000 objects beside each of ten filters. */
const MILLION = `SELECT m.OBJECT_ID, m.ALPHA_J2000, m.DELTA_J2000, m.MAG_AUTO[jplus::rSDSS] AS r, m.MAG_AUTO[jplus::gSDSS] AS g, m.CLASS_STAR,
  f.FILTER_ID, f.NAME AS filter, m.X_IMAGE, m.Y_IMAGE FROM jplus.MagABDualObj AS m, jplus.Filter AS f WHERE f.FILTER_ID <= 10`;
let million: string;

async function job(query: string, more: Record<string, string> = {}): Promise<string> {
  const form = new URLSearchParams({ LANG: "ADQL", QUERY: query, PHASE: "RUN", RESPONSEFORMAT: BINARY2, ...more });
  const made = await fetch(`${TAP}/async`, { method: "POST", body: form, redirect: "manual" });
  const address = made.headers.get("location");
  assert.ok(address, await made.text());
  for (;;) {
    const phase = await (await fetch(`${address}/phase`)).text();
    if (phase.trim() === "COMPLETED") return address;
    assert.match(phase, /PENDING|QUEUED|EXECUTING/, phase);
    await fetch(`${address}?WAIT=20&PHASE=${phase.trim()}`);
  }
}

/** One number that TAP answers. */
async function count(query: string): Promise<number> {
  const answer = await fetch(`${TAP}/sync`, { method: "POST", body: new URLSearchParams({ LANG: "ADQL", QUERY: query, RESPONSEFORMAT: "csv" }) });
  assert.equal(answer.status, 200, query);
  return Number((await answer.text()).trim().split(/\s+/).at(-1));
}

async function openResult(address: string, options: Options = {}, more = ""): Promise<Seen> {
  const seen = await open(`/result?job=${encodeURIComponent(address)}${more}`, options);
  await seen.page.getByRole("grid").waitFor({ timeout: 30_000 });
  return seen;
}

/** Waits until every row has come and the plots are drawn. */
async function finished(page: Page, rows: string): Promise<void> {
  await page.getByText(`${rows} rows,`, { exact: false }).and(page.locator(".count")).waitFor({ timeout: 60_000 });
  await page.locator("armilla-plot canvas").first().waitFor();
  await page.waitForFunction(() => {
    const deep = (name: string, root: Document | ShadowRoot = document): Element | null => {
      for (const element of root.querySelectorAll("*")) {
        const found = element.localName === name ? element : element.shadowRoot && deep(name, element.shadowRoot);
        if (found) return found;
      }
      return null;
    };
    return /in view/.test(deep("armilla-plot")?.shadowRoot?.textContent ?? "");
  }, null, { timeout: 60_000 });
}

/** Elements of the page, in all shadow roots. */
function nodes(page: Page): Promise<number> {
  return page.evaluate(() => {
    const all = (root: Document | ShadowRoot): number => [...root.querySelectorAll("*")].reduce((sum, one) => sum + 1 + (one.shadowRoot ? all(one.shadowRoot) : 0), 0);
    return all(document);
  });
}

before(async () => {
  million = await job(MILLION, { MAXREC: "2000000", RUNID: "a million" });
});

test("a million rows: the grid knows its size, End and Go to row reach the far rows, few nodes are made", async () => {
  const seen = await openResult(million);
  const { page } = seen;
  await finished(page, "1,000,000");
  const grid = page.getByRole("grid");
  assert.equal(await grid.getAttribute("aria-rowcount"), "1000001");
  assert.equal(await grid.getAttribute("aria-colcount"), "11");
  assert.ok((await nodes(page)) <= 2000, `${await nodes(page)} elements`);
  await grid.focus();
  await page.keyboard.press("Control+End");
  await page.locator('[aria-rowindex="1000001"]').waitFor();
  assert.equal(await page.locator('[aria-rowindex="1000001"] [role=rowheader]').textContent(), "1000000");
  assert.equal(await page.evaluate(() => true) && await grid.getAttribute("aria-activedescendant"), "active");
  assert.equal(await page.locator('[aria-rowindex="1000001"] #active').count(), 1);
  await page.getByLabel("Go to row").fill("900000");
  await page.locator("armilla-grid").getByRole("button", { name: "Go", exact: true }).click();
  await page.locator('[aria-rowindex="900001"]').waitFor();
  await grid.press("PageDown");
  assert.ok(Number(await page.locator("[aria-rowindex]:has(#active)").getAttribute("aria-rowindex")) > 900_001);
  assert.ok((await nodes(page)) <= 2000);
  await accessible(page);
  clean(seen);
});

test("a box selects the rows that ADQL counts, by dragging and by numbers, and every view has them", async () => {
  const address = await job("SELECT OBJECT_ID, ALPHA_J2000, DELTA_J2000, CLASS_STAR, X_IMAGE, Y_IMAGE FROM jplus.MagABDualObj", { MAXREC: "200000" });
  const seen = await openResult(address, {}, `&plots=${encodeURIComponent("X_IMAGE~Y_IMAGE~")}`);
  const { page } = seen;
  await finished(page, "100,000");
  const stage = page.locator("armilla-plot svg").first();
  await stage.scrollIntoViewIfNeeded();
  const box = (await stage.boundingBox())!;
  await page.mouse.move(box.x + 120, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 120, { steps: 4 });
  await page.mouse.move(box.x + 260, box.y + 200, { steps: 4 });
  await page.mouse.up();
  const told = page.locator(".selection .count");
  await told.filter({ hasText: /[1-9].* rows selected/ }).waitFor();
  const condition = await page.locator(".condition").textContent();
  const selected = Number((await told.textContent())!.replace(/\D/g, ""));
  assert.match(condition!, /^X_IMAGE BETWEEN \S+ AND \S+ AND Y_IMAGE BETWEEN \S+ AND \S+$/);
  assert.equal(selected, await count(`SELECT COUNT(*) FROM jplus.MagABDualObj WHERE ${condition}`));
  await page.getByRole("button", { name: "Only selected" }).click();
  await page.locator(`[role=grid][aria-rowcount="${selected + 1}"]`).waitFor();
  await page.getByText(/^Select a range of/).click();
  for (const [name, value] of [["x-from", "1000"], ["x-to", "2000.5"], ["y-from", "300"], ["y-to", "4000"]] as const) await page.locator(`input[name="${name}"]`).fill(value);
  await page.getByRole("button", { name: "Select", exact: true }).click();
  const expected = await count("SELECT COUNT(*) FROM jplus.MagABDualObj WHERE X_IMAGE BETWEEN 1000 AND 2000.5 AND Y_IMAGE BETWEEN 300 AND 4000");
  await told.filter({ hasText: `${expected.toLocaleString("en")} rows selected` }).waitFor();
  await page.locator("armilla-plot .stage").focus();
  await page.keyboard.press("Escape");
  await told.filter({ hasText: "No row selected" }).waitFor();
  clean(seen);
});

test("a box on the sky is a polygon of ADQL", async () => {
  const near = "1 = CONTAINS(POINT(ALPHA_J2000, DELTA_J2000), CIRCLE(POINT(0, 0), 20))";
  const seen = await openResult(await job(`SELECT OBJECT_ID, ALPHA_J2000, DELTA_J2000 FROM jplus.MagABDualObj WHERE ${near}`, { MAXREC: "200000" }));
  const { page } = seen;
  const total = await count(`SELECT COUNT(*) FROM jplus.MagABDualObj WHERE ${near}`);
  await page.getByText(`${total.toLocaleString("en")} rows,`).first().waitFor();
  const stage = page.locator("armilla-skyplot svg");
  await stage.scrollIntoViewIfNeeded();
  await page.locator("armilla-skyplot .net").first().waitFor();
  const box = (await stage.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.35, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.62, box.y + box.height * 0.62, { steps: 5 });
  await page.mouse.up();
  const told = page.locator(".selection .count");
  await told.filter({ hasText: /[1-9].* rows? selected/ }).waitFor();
  const condition = await page.locator(".condition").textContent();
  assert.match(condition!, /POLYGON/);
  assert.equal(Number((await told.textContent())!.replace(/\D/g, "")), await count(`SELECT COUNT(*) FROM jplus.MagABDualObj WHERE ${near} AND ${condition}`));
  clean(seen);
});

test("columns: order, condition, histogram, arrays as columns, chooser, copy", async () => {
  const seen = await openResult(await job("SELECT TOP 3000 OBJECT_ID, NUMBER, X_IMAGE, MAG_AUTO FROM jplus.MagABDualObj ORDER BY OBJECT_ID", {}), { permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = seen;
  await page.getByText("3,000 rows,").first().waitFor();
  const grid = page.getByRole("grid");
  await page.getByRole("button", { name: "Menu of column X_IMAGE" }).click();
  await page.getByRole("img", { name: /Histogram of X_IMAGE/ }).waitFor();
  await accessible(page);
  await page.getByRole("button", { name: "Sort descending" }).click();
  await page.locator('[role=grid][aria-busy=false]:has([role=columnheader][aria-sort="descending"])').waitFor();
  const shown = await page.locator('[role=row][aria-rowindex="2"] [aria-colindex="4"]').textContent();
  const most = await count("SELECT MAX(X_IMAGE) FROM (SELECT TOP 3000 X_IMAGE FROM jplus.MagABDualObj ORDER BY OBJECT_ID) AS t");
  assert.ok(Math.abs(Number(shown) - most) < 1e-3, `${shown} is not ${most}`);
  await page.getByRole("button", { name: "Menu of column NUMBER" }).click();
  await page.getByLabel("To", { exact: true }).last().fill("10");
  await page.getByRole("button", { name: "Keep only these" }).click();
  await page.getByText(/\d+ of 3,000 rows shown/).waitFor();
  const kept = await count("SELECT COUNT(*) FROM (SELECT TOP 3000 NUMBER FROM jplus.MagABDualObj ORDER BY OBJECT_ID) AS t WHERE NUMBER <= 10");
  assert.equal(await grid.getAttribute("aria-rowcount"), String(kept + 1));
  await page.getByRole("button", { name: "Menu of column MAG_AUTO" }).click();
  await page.getByRole("button", { name: "Open as 12 columns" }).click();
  await page.locator('[role=grid][aria-colcount="16"]').waitFor();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.locator("armilla-column-chooser").getByRole("searchbox").fill("x_im");
  await accessible(page);
  await page.getByRole("checkbox", { name: /X_IMAGE/ }).uncheck();
  await page.keyboard.press("Escape");
  await page.locator('[role=grid][aria-colcount="15"]').waitFor();
  await grid.focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  const first = await page.locator("#active").textContent();
  await page.keyboard.press("Control+c");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), first);
  await page.keyboard.press("Space");
  await page.getByText("1 row selected").waitFor();
  clean(seen);
});

test("expressions are plotted, wrong ones say why; the address keeps the plots", async () => {
  const seen = await openResult(await job("SELECT TOP 5000 OBJECT_ID, X_IMAGE, MAG_AUTO FROM jplus.MagABDualObj WHERE MAG_AUTO[8] < 90"));
  const { page } = seen;
  await page.getByText("5,000 rows,").first().waitFor();
  const plot = page.locator("armilla-plot").first();
  await plot.locator('input[name="x"]').fill("MAG_AUTO[6] - NOTHING");
  await plot.getByRole("button", { name: "Plot", exact: true }).click();
  await plot.getByRole("alert").filter({ hasText: "the table has no column NOTHING" }).waitFor();
  await plot.locator('input[name="x"]').fill("log10(X_IMAGE)");
  await plot.locator('input[name="y"]').fill("MAG_AUTO[8]");
  await plot.getByRole("button", { name: "Plot", exact: true }).click();
  await plot.locator("text.title").filter({ hasText: "MAG_AUTO[8] (mag)" }).waitFor();
  await plot.getByText("of 5,000 points in view").waitFor();
  // Magnitudes point down: the label of the greatest number stands lowest.
  const labels = await plot.locator('svg text[text-anchor="end"]').evaluateAll(all => all.map(one => [Number(one.textContent), Number(one.getAttribute("y"))]));
  assert.ok(labels.length >= 2 && labels.every(([value, y], i) => i === 0 || (value! > labels[i - 1]![0]! && y! > labels[i - 1]![1]!)), JSON.stringify(labels));
  await page.waitForURL(/plots=/);
  await page.reload();
  await page.locator("armilla-plot").first().locator("text.title").filter({ hasText: "log10(X_IMAGE)" }).waitFor();
  clean(seen);
});

test("a cut answer says so, rows stay; no rows; no job; another format", async () => {
  const cut = await openResult(await job("SELECT OBJECT_ID FROM jplus.MagABDualObj", { MAXREC: "50" }));
  await cut.page.getByText("Cut at 50 rows").waitFor();
  assert.equal(await cut.page.getByRole("grid").getAttribute("aria-rowcount"), "51");
  await accessible(cut.page);
  clean(cut);
  const none = await open(`/result?job=${encodeURIComponent(await job("SELECT OBJECT_ID FROM jplus.MagABDualObj WHERE OBJECT_ID < 0"))}`);
  await none.page.getByText("The request gave no rows.").waitFor();
  const missing = await open(`/result?job=${encodeURIComponent(`${TAP}/async/nothing`)}`, { allow: /404/ });
  await missing.page.getByRole("alert").waitFor();
  await accessible(missing.page);
  const other = await open(`/result?job=${encodeURIComponent(await job("SELECT TOP 7 OBJECT_ID FROM jplus.MagABDualObj", { RESPONSEFORMAT: "csv" }))}`);
  await other.page.getByRole("button", { name: "Run its query again" }).click();
  await other.page.getByText("7 rows,").first().waitFor();
  assert.match(BASE, /portal$/);
});

test("a limit of the page, and an answer that breaks off, keep the rows that came", async () => {
  const address = await job("SELECT OBJECT_ID, X_IMAGE, Y_IMAGE FROM jplus.MagABDualObj", { MAXREC: "200000" });
  const limited = await open("/missing");
  // The limit of the data block, before the page's scripts read it.
  await limited.page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const block = document.getElementById("armilla");
      if (!block?.nextElementSibling) return;
      block.textContent = block.textContent.replace(/"rows_max":\d+/, '"rows_max":500');
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await limited.page.goto(`${BASE}/result?job=${encodeURIComponent(address)}`);
  await limited.page.getByText("The first 500 are shown here; download has all.").waitFor();
  await limited.page.getByText(/^The first [\d,]+ rows are shown. Download the result/).waitFor();
  await limited.page.locator("armilla-result summary", { hasText: "Download" }).click();
  const [download] = await Promise.all([limited.page.waitForEvent("download"), limited.page.getByRole("link", { name: "CSV", exact: true }).click()]);
  assert.match(download.url(), /RESPONSEFORMAT=csv/);
  await download.cancel();
  const broken = await open("/missing");
  await broken.page.route(/results\/result$/, async route => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.body()).subarray(0, 1_000_000) });
  });
  await broken.page.goto(`${BASE}/result?job=${encodeURIComponent(address)}`);
  await broken.page.getByText(/The answer is not whole. The document ends after [\d,]+ rows/).waitFor();
  assert.ok(Number(await broken.page.getByRole("grid").getAttribute("aria-rowcount")) > 1000);
});

for (const dark of [false, true]) {
  test(`a small ${dark ? "dark" : "light"} screen is accessible and does not scroll sideways`, async () => {
    const seen = await openResult(await job("SELECT TOP 2000 OBJECT_ID, ALPHA_J2000, DELTA_J2000, MAG_AUTO[8] AS r, MAG_AUTO[6] AS g FROM jplus.MagABDualObj"), { width: 390, height: 800, dark });
    await seen.page.locator("armilla-skyplot .net").first().waitFor();
    await accessible(seen.page);
    assert.ok(await seen.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    clean(seen);
  });
}
