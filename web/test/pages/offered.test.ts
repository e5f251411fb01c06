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
