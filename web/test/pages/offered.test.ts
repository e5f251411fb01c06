// What a plugin adds to the pages: a page of its own in the navigation.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, BASE, clean, open } from "./harness.ts";

test("a page that a plugin offers is in the navigation, has an address, and is told its parameters", async () => {
  const seen = await open("");
  const { page } = seen;
  await page.getByRole("link", { name: "Weather" }).click();
  await page.getByRole("heading", { name: "Weather", level: 1 }).waitFor();
  assert.equal(page.url(), `${BASE}/weather`);
  await page.goto(`${BASE}/weather?eyes=good`);
  await page.getByText("seen with good eyes").waitFor();
  assert.match(await page.title(), /^Weather · /);
  await accessible(page);
  clean(seen);
  await seen.context.close();
});

test("a panel that a plugin offers stands on the page of an object and knows which it is", async () => {
  const seen = await open("");
  const { page } = seen;
  const answer = await page.evaluate(async () => {
    const form = new URLSearchParams({ LANG: "ADQL", RESPONSEFORMAT: "csv", QUERY: "SELECT TOP 1 OBJECT_ID, ALPHA_J2000, DELTA_J2000 FROM jplus.MagABDualObj" });
    return (await fetch("/tap/sync", { method: "POST", body: form })).text();
  });
  const [id, ra, dec] = answer.trim().split("\n")[1]!.split(",");
  await page.goto(`${BASE}/object?table=jplus.MagABDualObj&id=${id}`);
  await page.getByRole("heading", { name: "Where it is" }).waitFor();
  await page.getByText(`object ${id} of jplus.MagABDualObj at ${Number(ra).toFixed(3)} ${Number(dec).toFixed(3)}`).waitFor();
  clean(seen);
  await seen.context.close();
});
