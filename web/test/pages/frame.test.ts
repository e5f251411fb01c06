// The frame: navigation, search box, keys, colours, the request to copy, addresses without a page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, BASE, clean, HOST, open } from "./harness.ts";
import { withSettings } from "./settings.ts";

const LOOKS = [
  { width: 1280, dark: false },
  { width: 1280, dark: true },
  { width: 390, dark: false },
  { width: 390, dark: true },
];

for (const look of LOOKS) {
  test(`start page, services, help and an unknown address are accessible at ${look.width} px ${look.dark ? "dark" : "light"}`, async () => {
    const seen = await open("", { ...look, allow: /404/ });
    for (const [path, ready] of [["", "Try"], ["/services", "ivo://ivoa.net/std/TAP"], ["/help", "jplus::rSDSS"], ["/nothing", "Nothing is at"]]) {
      await seen.page.goto(BASE + path);
      await seen.page.getByText(ready!).first().waitFor();
      await accessible(seen.page);
      const width = await seen.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= look.width, `${path} is ${width} px wide`);
    }
    clean(seen);
    await seen.context.close();
  });
}

test("a link changes the page without loading it anew, and back brings the one before", async () => {
  const seen = await open("");
  const { page } = seen;
  await page.evaluate(() => Object.assign(globalThis, { kept: true }));
  await page.getByRole("link", { name: "Help", exact: true }).click();
  await page.getByRole("heading", { name: "Help", level: 1 }).waitFor();
  assert.equal(new URL(page.url()).pathname, `${new URL(BASE).pathname}/help`);
  assert.match(await page.title(), /^Help · /);
  assert.equal(await page.getByRole("link", { name: "Help", exact: true }).getAttribute("aria-current"), "page");
  assert.equal(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.localName), "main");
  await page.goBack();
  await page.getByRole("heading", { name: "Collections" }).waitFor();
  assert.equal(await page.evaluate(() => (globalThis as { kept?: boolean }).kept), true);
  clean(seen);
  await seen.context.close();
});

test("the search box says what it has understood, and goes there", async () => {
  const seen = await open("");
  const { page } = seen;
  const box = page.locator("armilla-search").getByRole("searchbox");
  const said = page.locator("armilla-search [role=status]");
  await page.keyboard.press("/");
  assert.equal(await box.evaluate((field) => field.matches(":focus")), true);
  for (const [text, told] of [
    ["10:00:12.1 +02:12:00", /RA 150\.05042°, Dec \+2\.20000° \(ICRS\)/],
    ["SELECT 1", /query/],
    ["2241-13456", /Object 2241-13456/],
    ["NGC 4565", /asks no name resolver/],
  ] as const) {
    await box.fill(text);
    await said.filter({ hasText: told }).waitFor();
  }
  await box.fill("10 10 +10 10");
  const choices = page.locator("armilla-search li button");
  assert.ok((await choices.count()) >= 2);
  await choices.first().click();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/cone\?ra=[\d.]+&dec=[\d.]+&sr=0\.0083/);
  await box.fill("SELECT TOP 1 * FROM TAP_SCHEMA.tables");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/query#q=SELECT%20TOP%201/);
  await box.fill("jplus.magabdualobj");
  await said.filter({ hasText: "Table jplus.MagABDualObj" }).waitFor();
  await box.press("Escape");
  assert.equal(await said.isVisible(), false);
  await seen.context.close();
});

test("a name is asked of the resolver that the operator named, and leads to the cone there", async () => {
  const seen = await open("");
  const { page, context } = seen;
  await withSettings(context, (settings) => (settings.resolver = `${HOST}/resolver?name={}`));
  const asked: (string | null)[] = [];
  await context.route(`${HOST}/resolver?*`, (route) => {
    const name = new URL(route.request().url()).searchParams.get("name");
    asked.push(name);
    const place = name === "NGC 4565" ? "<jradeg>189.08658</jradeg><jdedeg>25.98767</jdedeg>" : "";
    return route.fulfill({ contentType: "text/xml", body: `<Sesame><Target option="S"><Resolver name="S">${place}</Resolver></Target></Sesame>` });
  });
  await page.goto(BASE);
  const box = page.locator("armilla-search").getByRole("searchbox");
  const said = page.locator("armilla-search [role=status]");
  await box.fill("NGC 4565");
  await said.filter({ hasText: "Name “NGC 4565”: its position is asked of the name resolver." }).waitFor();
  assert.deepEqual(asked, [], "nothing is asked before Enter");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/cone\?ra=189\.08658&dec=25\.98767&/);
  await box.fill("Nowhere 1");
  await page.keyboard.press("Enter");
  await page.getByText("The name resolver knows no “Nowhere 1”.").waitFor();
  assert.deepEqual(asked, ["NGC 4565", "Nowhere 1"]);
  clean(seen);
  await context.close();
});

test("letters lead to pages, F6 to the next part, ? to the list of keys; they can be switched off", async () => {
  const seen = await open("/help");
  const { page } = seen;
  await page.getByText("jplus::rSDSS").first().waitFor();
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keys" });
  await list.waitFor();
  await accessible(page);
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.textContent?.trim() || element?.getAttribute("aria-label") || "";
    });
  const stops = new Set<string>();
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press("F6");
    stops.add(await focused());
  }
  assert.ok(stops.size >= 4, [...stops].join(" | "));
  await page.keyboard.press("Escape");
  await page.locator("armilla-frame main").focus();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.getByRole("heading", { name: "Collections" }).waitFor();
  await page.keyboard.press("?");
  await list.getByRole("checkbox").uncheck();
  await list.getByRole("button", { name: "Close" }).click();
  await page.keyboard.press("g");
  await page.keyboard.press("q");
  await page.keyboard.press("?");
  assert.equal(await list.isVisible(), false);
  assert.equal(new URL(page.url()).pathname, new URL(BASE).pathname);
  clean(seen);
  await seen.context.close();
});

test("colours and distances stay as they were chosen", async () => {
  const seen = await open("");
  const { page } = seen;
  const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.equal(await ground(), "rgb(255, 255, 255)");
  await page.getByLabel("Colours").selectOption("dark");
  assert.equal(await ground(), "rgb(16, 20, 24)");
  await page.getByLabel("Distances").selectOption("comfortable");
  await page.reload();
  assert.equal(await ground(), "rgb(16, 20, 24)");
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--space-4").trim()), "24px");
  clean(seen);
  await seen.context.close();
});

test("the request of a page is copied in the words of other programs", async () => {
  const seen = await open("", { permissions: ["clipboard-read", "clipboard-write"] });
  const { page } = seen;
  const foot = page.locator("armilla-request");
  await foot.getByText("GET /tap/tables?detail=min").waitFor();
  for (const [name, text] of [["URL", `${HOST}/tap/tables?detail=min`], ["curl", `curl -fL -o result '${HOST}/tap/tables?detail=min'`]] as const) {
    await foot.getByRole("button", { name, exact: true }).click();
    await foot.getByText(`Copied: ${name}`).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
  }
  clean(seen);
  await seen.context.close();
});

test("a service that does not answer is told on its own, with a way to try again", async () => {
  const seen = await open("", { allow: /503|ERR_FAILED/ });
  const { page } = seen;
  await page.route(/\/tap\/(tables|availability)/, (route) => route.fulfill({ status: 503, contentType: "text/plain", body: "the database does not answer\n", headers: { "X-Request-Id": "test-7" } }));
  await page.reload();
  const failure = page.getByRole("alert");
  await failure.getByText("the database does not answer").waitFor();
  assert.match((await failure.textContent()) ?? "", /test-7/);
  await page.getByText("does not answer").last().waitFor();
  await accessible(page);
  await page.unroute(/\/tap\/(tables|availability)/);
  await failure.getByRole("button", { name: "Retry" }).click();
  await page.getByRole("heading", { name: "jplus", exact: true }).waitFor();
  clean(seen);
  await seen.context.close();
});
