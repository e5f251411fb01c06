// Logging in and out at the host itself, and what changes with it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, ADA, BASE, clean, HOST, login, open } from "./harness.ts";

for (const look of [{ width: 1280, dark: false }, { width: 390, dark: true }]) {
  test(`a wrong password is told, a right one leads back to where one was, at ${look.width} px`, async () => {
    const seen = await open("/help?from=here", { ...look, allow: /401/ });
    const { page } = seen;
    await page.getByRole("link", { name: "Log in" }).click();
    await page.getByLabel("Name", { exact: true }).waitFor();
    await accessible(page);
    await page.getByLabel("Name", { exact: true }).fill(ADA.user);
    await page.getByLabel("Password").fill("wrong");
    await page.keyboard.press("Enter");
    const refusal = page.getByRole("alert");
    await refusal.filter({ hasText: /\w/ }).waitFor();
    assert.equal(await page.getByLabel("Password").inputValue(), "");
    await page.getByLabel("Password").fill(ADA.password);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${BASE}/help?from=here`);
    await page.getByRole("link", { name: ADA.user, exact: true }).click();
    await page.getByText("You are logged in as ada.").waitFor();
    await page.getByText("Groups: collaboration").waitFor();
    await page.getByText("jplus_idr2").first().waitFor();
    await accessible(page);
    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByLabel("Password").waitFor();
    assert.equal(await page.getByText("jplus_idr2").count(), 0);
    clean(seen);
    await seen.context.close();
  });
}

test("the start page shows a restricted collection to its members only", async () => {
  const seen = await open("");
  const { page } = seen;
  await page.getByRole("heading", { name: "jplus", exact: true }).waitFor();
  assert.equal(await page.getByText("jplus_idr2").count(), 0);
  await page.getByRole("link", { name: "Log in" }).click();
  await page.getByLabel("Name", { exact: true }).fill(ADA.user);
  await page.getByLabel("Password").fill(ADA.password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "jplus_idr2" }).waitFor();
  clean(seen);
  await seen.context.close();
});

test("a user sees what he uses, makes a token that serves, and takes it back", async () => {
  const seen = await open("/account", { permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = seen;
  await login(seen);
  await page.reload();
  const kept = page.getByRole("row", { name: /MiB of results that are kept/ });
  await kept.filter({ hasText: /\d\.\d/ }).waitFor();
  await page.getByText("You have no tokens.").waitFor();
  await page.getByLabel("What it is for").fill("night shift");
  await page.getByLabel("Days").fill("7");
  await page.getByRole("button", { name: "Make a token" }).click();
  await page.getByText("It is not shown again.").waitFor();
  const row = page.getByRole("row", { name: /night shift/ });
  await row.waitFor();
  await accessible(page);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const token = await page.evaluate(() => navigator.clipboard.readText());
  const asked = async (): Promise<Response> => fetch(`${HOST}/auth/session`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(((await (await asked()).json()) as { user: string }).user, ADA.user);
  await page.reload();
  await row.waitFor();
  assert.equal(await page.getByText(token).count(), 0, "a token is shown once");
  await page.getByRole("button", { name: "Revoke night shift" }).click();
  await page.getByText("You have no tokens.").waitFor();
  assert.equal((await asked()).status, 401);
  clean(seen);
  await seen.context.close();
});

test("nobody is led to another site by a log-in", async () => {
  const seen = await open("/account?back=https%3A%2F%2Fevil.example.net%2F");
  const { page } = seen;
  await page.getByLabel("Name", { exact: true }).fill(ADA.user);
  await page.getByLabel("Password").fill(ADA.password);
  await page.keyboard.press("Enter");
  await page.getByText("You are logged in as ada.").waitFor();
  assert.equal(await page.getByRole("link", { name: "Back to where you were" }).count(), 0);
  clean(seen);
  await seen.context.close();
});
