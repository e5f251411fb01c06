// The page of queries before the real host: writing, marks and repairs, running, tabs, tables, sharing, failures.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { accessible, ADA, BASE, clean, login, open, type Options, type Seen } from "./harness.ts";
import { withSettings } from "./settings.ts";

const WRONG =
  "SELECT TOP 100 m.TILE_ID, m.MAG_AUTO[jplus::rSDSS] - m.MAG_AUTO[jplus::J0661] AS ha FROM jplus.MagABDualObj AS m WHERE m.CLASS_STAR > 0.01";
/** Ten thousand million pairs: longer than any test. */
const LONG = "SELECT COUNT(*) AS n FROM jplus.MagABDualObj AS a, jplus.MagABDualObj AS b WHERE a.MAG_AUTO[1] < b.MAG_AUTO[2]";
/** The answer to a wrong text has status 400, which browsers log. */
const REFUSED = /status of 400/;

async function editor(options: Options = {}, path = "/query"): Promise<Seen> {
  const seen = await open(path, { allow: REFUSED, ...options });
  await seen.page.locator(".cm-content").waitFor();
  await seen.page.locator("armilla-tables li", { hasText: "MagABDualObj" }).first().waitFor({ state: "attached" });
  return seen;
}

async function write(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.type(text);
  await page.keyboard.press("Escape");
}

/** Writes in place of all that the editor holds. */
async function rewrite(page: Page, text: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
  await page.keyboard.press("Escape");
}

const text = (page: Page): Promise<string> => page.locator("armilla-editor").evaluate((element) => (element as unknown as { text: string }).text);
const line = (page: Page) => page.locator("armilla-verdict [role=status]");

test("a wrong name is marked at its place, Alt+. repairs it, Run shows a hundred rows", async () => {
  const seen = await editor();
  const { page } = seen;
  await write(page, WRONG);
  await page.locator(".cm-lintRange-error").waitFor();
  assert.equal(await page.locator(".cm-lintRange-error").textContent(), "J0661");
  await line(page).getByText("J0661").waitFor();
  await accessible(page);
  await page.keyboard.press("Alt+.");
  assert.equal(await text(page), WRONG.replace("J0661", "J0660"));
  await line(page).getByText("2 columns").waitFor();
  assert.equal(await page.locator(".cm-lintRange-error").count(), 0);
  await page.keyboard.press("Control+Enter");
  await page.locator("armilla-result [role=grid][aria-rowcount='101']").waitFor();
  await accessible(page);
  clean(seen);
});

test("the word that is being written has no mark until the cursor leaves it", async () => {
  const { page } = await editor();
  await write(page, "SELECT TILE_IX");
  await page.keyboard.press("End");
  await page.keyboard.type(" FROM jplus.TileImage");
  await page.locator(".cm-lintRange-error").waitFor();
  assert.equal(await page.locator(".cm-lintRange-error").textContent(), "TILE_IX");
  await write(page, " WHERE TILE_IY");
  await page.keyboard.press("Control+Home");
  for (let step = 0; step < 14; step += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("D");
  await page.keyboard.press("End");
  await page.locator(".cm-lintRange-error", { hasText: "TILE_IY" }).waitFor();
  await page.keyboard.type("Z");
  await line(page).getByText("TILE_IYZ").waitFor();
  assert.equal(await page.locator(".cm-lintRange-error").count(), 0);
});

test("the elements of an array come by wavelength and are written with their bracket", async () => {
  const { page } = await editor();
  await write(page, "SELECT  FROM jplus.MagABDualObj AS m");
  await page.keyboard.press("Control+Home");
  for (let step = 0; step < 7; step += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.type("m.mag_au");
  const list = page.locator(".cm-tooltip-autocomplete li");
  // By a click: Enter counts only a moment after the list has come.
  await list.getByText("MAG_AUTO", { exact: true }).click();
  await list.getByText("jplus::uJAVA").waitFor();
  const labels = await page.locator(".cm-completionLabel").allTextContents();
  const order = ["uJAVA", "J0378", "J0395", "J0410", "J0430", "gSDSS", "J0515", "rSDSS", "J0660", "iSDSS", "J0861", "zSDSS"];
  assert.deepEqual(labels, order.map((name) => `jplus::${name}`));
  await page.keyboard.type("jplus::J066");
  await page.locator(".cm-tooltip-autocomplete ul:has(> li:only-child)").getByText("J0660").click();
  assert.equal(await text(page), "SELECT m.MAG_AUTO[jplus::J0660] FROM jplus.MagABDualObj AS m");
});

test("Alt+F1 tells unit, description and index of the name at the cursor", async () => {
  const { page } = await editor();
  await write(page, "SELECT ALPHA_J2000 FROM jplus.MagABDualObj");
  await line(page).getByText("1 column").waitFor();
  await page.keyboard.press("Control+Home");
  for (let step = 0; step < 9; step += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Alt+F1");
  const card = page.locator(".cm-tooltip.card");
  await card.getByText("Right ascension").waitFor();
  assert.match((await card.textContent()) ?? "", /deg · pos\.eq\.ra;meta\.main · indexed/);
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "detached" });
});

test("the tree finds columns and writes names at the cursor without replacing anything", async () => {
  const { page } = await editor();
  await write(page, "SELECT FROM jplus.TileImage");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+Home");
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("ArrowRight");
  await page.locator("armilla-tables input").fill("filter_id");
  await page.locator("armilla-tables li", { hasText: "FILTER_ID" }).first().click();
  assert.equal(await text(page), "SELECT FILTER_ID FROM jplus.TileImage");
  await page.locator("armilla-tables input").fill("nothing is called so");
  await page.getByText("No table, column or function").waitFor();
});

test("the tree is worked with the keyboard", async () => {
  const { page } = await editor();
  const item = page.locator("armilla-tables li[aria-level='2']", { hasText: "TileImage" }).first();
  await item.focus();
  await page.keyboard.press("ArrowRight");
  await page.locator("armilla-tables li[aria-level='3']").first().waitFor();
  await page.keyboard.press("Enter");
  assert.equal(await text(page), "jplus.TileImage");
});

test("tabs, text and what can be undone survive a reload; forgetting leaves nothing", async () => {
  const { page } = await editor();
  await write(page, "SELECT 1 AS one FROM jplus.TileImage");
  await page.getByRole("button", { name: "New tab" }).click();
  await write(page, "SELECT 2 AS two FROM jplus.TileImage");
  await page.reload();
  await page.locator(".cm-content", { hasText: "two" }).waitFor();
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+z");
  assert.notEqual(await text(page), "SELECT 2 AS two FROM jplus.TileImage");
  await page.locator("armilla-tabs").getByRole("button", { name: "untitled", exact: true }).click();
  assert.equal(await text(page), "SELECT 1 AS one FROM jplus.TileImage");
  await page.getByText("History").click();
  await page.getByRole("button", { name: "Forget everything here" }).click();
  assert.equal(await text(page), "");
  await page.reload();
  await page.locator(".cm-content").waitFor();
  assert.equal(await text(page), "");
});

test("a shared text comes in the fragment, which no request carries", async () => {
  const secret = "SELECT TOP 1 TILE_ID AS kept_between_us FROM jplus.TileImage";
  const seen = await editor({}, `/query#q=${encodeURIComponent(secret)}`);
  await seen.page.locator(".cm-content", { hasText: "kept_between_us" }).waitFor();
  assert.equal(await text(seen.page), secret);
  assert.ok(seen.requests.every((url) => !url.includes("kept_between_us")));
  clean(seen);
});

test("an example opens in the editor and is right", async () => {
  const { page } = await editor();
  await page.getByText("Examples", { exact: true }).click();
  await page.getByRole("button", { name: "All tables of this service" }).click();
  await line(page).getByText("2 columns").waitFor();
});

test("a query that reads or sorts a whole table is told so at its place, one by an index is not", async () => {
  const { page } = await editor();
  const warned = page.locator("armilla-verdict .warning");
  const mark = page.locator(".cm-lintRange-warning");
  await write(page, "SELECT COUNT(*) AS n FROM jplus.MagABDualObj WHERE CLASS_STAR > 0.5");
  await warned.getByText(/^⚠ all \d+ rows of MagABDualObj are read; a condition on an indexed column/).waitFor();
  await mark.getByText("jplus.MagABDualObj", { exact: true }).waitFor();
  await accessible(page);
  await rewrite(page, "SELECT TOP 10 TILE_ID FROM jplus.MagABDualObj ORDER BY CLASS_STAR DESC");
  await warned.getByText(/^⚠ all \d+ rows of MagABDualObj are read and sorted, since no index has this order/).waitFor();
  await mark.getByText("CLASS_STAR", { exact: true }).waitFor();
  await rewrite(page, "SELECT COUNT(*) AS n FROM jplus.MagABDualObj WHERE OBJECT_ID = 1");
  await warned.waitFor({ state: "detached" });
  await line(page).getByText("1 column").waitFor();
  assert.equal(await mark.count(), 0);
});

test("a service that wants a login says so, leads there and back, and the text stays", async () => {
  const seen = await open("/query", { allow: /401/ });
  const { page, context } = seen;
  await withSettings(context, (settings) => (settings.services = settings.services.filter(({ kind, login }) => kind !== "tap" || login)));
  await page.reload();
  const query = "SELECT TOP 1 TILE_ID FROM jplus_idr2.TileImage";
  await page.locator(".cm-content").waitFor();
  await write(page, query);
  await page.keyboard.press("Control+Enter");
  const refusal = page.locator("armilla-page-query .work .state.error");
  await refusal.getByText("This needs a login.").waitFor();
  await accessible(page);
  await refusal.getByRole("link", { name: "Log in" }).click();
  await page.getByLabel("Name", { exact: true }).fill(ADA.user);
  await page.getByLabel("Password").fill(ADA.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${BASE}/query`);
  await page.locator(".cm-content", { hasText: query }).waitFor();
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+Enter");
  await page.locator("armilla-result [role=grid][aria-rowcount='2']").waitFor();
  clean(seen);
});

test("a service that refuses an account names the account, and gives its own reason", async () => {
  const seen = await open("/query", { allow: /403/ });
  const { page, context } = seen;
  await login(seen);
  await context.route("**/tap/sync", (route) => route.fulfill({ status: 403, contentType: "text/plain", body: "This table is for the operators." }));
  await page.reload();
  await page.getByRole("link", { name: ADA.user, exact: true }).waitFor();
  await page.locator(".cm-content").waitFor();
  await write(page, "SELECT TOP 1 TILE_ID FROM jplus.TileImage");
  await page.keyboard.press("Control+Enter");
  const refusal = page.locator("armilla-page-query .work .state.error");
  await refusal.getByText("Your account ada may not see this.").waitFor();
  await refusal.getByText("This table is for the operators.").waitFor();
  assert.equal(await refusal.getByRole("link", { name: "Log in" }).count(), 0);
  assert.equal(await text(page), "SELECT TOP 1 TILE_ID FROM jplus.TileImage");
  clean(seen);
});

test("an answer that the limit cuts says so and offers the rest as a job", async () => {
  const { page } = await editor();
  await page.getByLabel("Max rows").fill("50");
  await write(page, "SELECT TILE_ID FROM jplus.MagABDualObj");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: /Ask for up to .* rows as a job/ }).waitFor();
});

test("a query that takes long can be stopped, or go on as a job", async () => {
  const { page } = await editor();
  await page.clock.install();
  await page.reload();
  await write(page, LONG);
  await line(page).getByText("1 column").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator(".results").getByRole("button", { name: "Stop" }).click();
  await page.getByText("Results stand here after Run.").waitFor();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.locator(".results").getByRole("button", { name: "Stop" }).waitFor();
  await page.clock.fastForward(21_000);
  await page.getByRole("button", { name: "Continue as job" }).click();
  await page.locator("armilla-jobs [data-phase='EXECUTING']").getByRole("button", { name: "Stop" }).click();
  await page.locator("armilla-jobs [data-phase='ABORTED']").waitFor();
  assert.equal(await text(page), LONG);
});

test("what goes wrong only while a query runs is said below its text", async () => {
  const { page } = await editor();
  await write(page, "SELECT 1 / (TILE_ID - TILE_ID) AS x FROM jplus.TileImage");
  await line(page).getByText("1 column").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.locator("armilla-verdict .wrong").getByText("division by zero").waitFor();
  await accessible(page);
});

test("without the service every part says so, and the text stays", async () => {
  const { page, context } = await editor({ allow: /400|ERR_|Failed to load|net::/ });
  await write(page, "SELECT TILE_ID FROM jplus.TileImage");
  await line(page).getByText("1 column").waitFor();
  await context.setOffline(true);
  await page.getByRole("button", { name: "Run as job" }).click();
  await page.locator(".state.error").getByText("no answer from").waitFor();
  await accessible(page);
  await context.setOffline(false);
  await page.locator(".state.error").getByRole("button", { name: "Retry" }).click();
  await page.locator("armilla-result [role=grid]").waitFor();
  assert.equal(await text(page), "SELECT TILE_ID FROM jplus.TileImage");
});

for (const dark of [false, true]) {
  for (const width of [1280, 390]) {
    test(`the page is accessible, ${dark ? "dark" : "light"}, ${width} px wide`, async () => {
      const seen = await open("/query", { dark, width, allow: REFUSED });
      await seen.page.locator(".cm-content").waitFor();
      await write(seen.page, WRONG);
      await seen.page.locator(".cm-lintRange-error").waitFor();
      await accessible(seen.page);
      const tooWide = await seen.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(tooWide <= 0, `${tooWide} px too wide`);
      clean(seen);
    });
  }
}
