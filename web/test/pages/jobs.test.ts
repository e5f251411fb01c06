// Jobs before the real host: they survive a reload, are followed, stopped, deleted, undone, kept, and show their errors in place.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { ADA, HOST, accessible, BASE, clean, login, open, type Seen } from "./harness.ts";

const SHORT = "SELECT TOP 7 TILE_ID FROM jplus.MagABDualObj";
/** Ten thousand million pairs: longer than any test. */
const LONG = "SELECT COUNT(*) FROM jplus.MagABDualObj AS a, jplus.MagABDualObj AS b WHERE a.MAG_AUTO[1] < b.MAG_AUTO[2]";
const REFUSED = /status of 40[0134]/;

async function started(query: string): Promise<Seen> {
  const seen = await open(`/query#q=${encodeURIComponent(query)}`, { allow: REFUSED });
  await seen.page.locator("armilla-verdict .right").waitFor();
  await seen.page.getByRole("button", { name: "Run as job" }).click();
  await seen.page.locator("armilla-jobs .job").waitFor();
  return seen;
}

const phase = (page: Page, word: string) => page.locator(`[data-phase='${word}']`).first();

test("a job survives a reload and is seen to finish", async () => {
  const seen = await started(SHORT);
  const { page } = seen;
  await page.reload();
  await page.locator("armilla-jobs [data-phase='COMPLETED']").getByText("7 rows").waitFor();
  await page.locator("armilla-jobs .job a").click();
  await page.getByRole("link", { name: "Show result" }).waitFor();
  assert.equal(await page.locator("pre").filter({ hasText: "SELECT" }).textContent(), SHORT);
  await accessible(page);
  clean(seen);
});

test("a long job is followed, stopped, run again and deleted, with an undo", async () => {
  const seen = await started(LONG);
  const { page } = seen;
  await phase(page, "EXECUTING").waitFor();
  await page.getByRole("link", { name: "All jobs" }).click();
  const row = page.locator("tbody tr").first();
  await row.getByText("executing").waitFor();
  await accessible(page);
  await row.getByRole("button", { name: "Stop" }).click();
  await row.getByText("aborted").waitFor();
  const url = (await row.getAttribute("data-url")) ?? "";
  assert.equal(await (await seen.context.request.get(`${url}/phase`)).text(), "ABORTED");
  await row.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await row.getByText("aborted").waitFor();
  assert.equal((await seen.context.request.get(url)).status(), 200);
  await row.getByRole("button", { name: "Delete" }).click();
  const gone = page.waitForResponse((answer) => answer.request().method() === "DELETE");
  await page.getByText("goes in 8 seconds").waitFor();
  await gone;
  assert.equal((await seen.context.request.get(url)).status(), 404);
  await page.getByText("No jobs yet").waitFor();
  await accessible(page);
  clean(seen);
});

test("a job that failed shows its sentence and marks its query", async () => {
  const seen = await open("/query", { allow: REFUSED });
  const wrong = "SELECT TILE_ID, no_such_column FROM jplus.TileImage";
  const made = await seen.context.request.post(`${HOST}/tap/async`, { form: { LANG: "ADQL", QUERY: wrong, PHASE: "RUN", RUNID: "wrong one" } });
  const id = made.url().split("/").at(-1) ?? "";
  await seen.page.goto(`${BASE}/job?id=${id}`);
  await phase(seen.page, "ERROR").waitFor();
  await seen.page.locator("pre mark").waitFor();
  assert.equal(await seen.page.locator("pre mark").textContent(), "no_such_column");
  await seen.page.getByRole("heading", { name: "wrong one" }).waitFor();
  await accessible(seen.page);
  await seen.page.getByRole("link", { name: "Edit and run again" }).click();
  await seen.page.locator(".cm-lintRange-error", { hasText: "no_such_column" }).waitFor();
  clean(seen);
});

test("saving makes a job that does not run; the plan shows what is known of it; saving again changes it", async () => {
  const seen = await open(`/query#q=${encodeURIComponent(SHORT)}`, { allow: REFUSED });
  const { page } = seen;
  await page.locator("armilla-verdict .right").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("It does not run yet").waitFor();
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" WHERE TILE_ID > 0");
  await page.keyboard.press("Control+s");
  await page.getByText("has the text of this tab").waitFor();
  assert.equal(await page.locator("armilla-jobs .job").count(), 1);
  await page.getByRole("button", { name: "Plan" }).click();
  await page.getByRole("heading", { name: "Plan" }).waitFor();
  await page.locator("armilla-jobs .job a").click();
  await phase(page, "PENDING").waitFor();
  assert.equal(await page.locator("pre").textContent(), `${SHORT} WHERE TILE_ID > 0`);
  await page.getByRole("button", { name: "Run now" }).click();
  await phase(page, "COMPLETED").waitFor();
  clean(seen);
});

test("keeping longer moves the end of a job's life", async () => {
  const { page, context } = await started(SHORT);
  await page.locator("armilla-jobs [data-phase='COMPLETED'] a").click();
  await page.getByRole("link", { name: "Show result" }).waitFor();
  const url = `${HOST}/tap/async/${new URL(page.url()).searchParams.get("id")}/destruction`;
  const before = Date.parse(await (await context.request.get(url)).text());
  await page.getByRole("button", { name: "Keep longer" }).click();
  await page.getByText("Kept until").waitFor();
  const after = Date.parse(await (await context.request.get(url)).text());
  assert.ok(after - before > 6 * 86_400_000, `${after - before} ms more`);
});

test("a job runs again in another format", async () => {
  const { page } = await started(SHORT);
  await page.locator("armilla-jobs [data-phase='COMPLETED'] a").click();
  await page.getByLabel("In another format").selectOption({ label: "CSV" });
  await page.getByRole("link", { name: /Download CSV/ }).waitFor();
});

test("the columns of the table of jobs are in the address", async () => {
  const { page } = await started(SHORT);
  await page.getByRole("link", { name: "All jobs" }).click();
  await page.getByText("Columns", { exact: true }).click();
  await page.getByLabel("Language").check();
  await page.getByRole("columnheader", { name: "Language" }).waitFor();
  await page.reload();
  await page.getByRole("columnheader", { name: "Language" }).waitFor();
  await page.locator("tbody td").getByText("ADQL", { exact: true }).waitFor();
});

test("a job that is not there, and one of somebody else, have the same words", { skip: ADA.password === "" && "ARMILLA_ADA is not set" }, async () => {
  const ada = await open("/query", { allow: REFUSED });
  await login(ada);
  const made = await ada.context.request.post(`${HOST}/tap/async`, { form: { LANG: "ADQL", QUERY: SHORT } });
  const id = made.url().split("/").at(-1) ?? "";
  await ada.page.goto(`${BASE}/job?id=${id}`);
  await phase(ada.page, "PENDING").waitFor();
  const sentences: string[] = [];
  for (const wanted of [id, "abcdefghijklmnopqrstuvwxyz"]) {
    const other = await open(`/job?id=${wanted}`, { allow: REFUSED });
    await other.page.locator(".state.error").waitFor();
    await accessible(other.page);
    sentences.push((await other.page.locator(".state.error p").first().textContent()) ?? "");
  }
  assert.equal(sentences[0], sentences[1]);
});
