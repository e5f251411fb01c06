// The sky page against the demo: tiles of the survey, moves, objects as TAP has them, layers, and the page without a viewer.
import assert from "node:assert/strict";
import { before, test, type TestContext } from "node:test";
import type { Page } from "playwright-core";

import { separation, tangentPlane } from "../../src/vo/sky.ts";
import { accessible, browser, clean, HOST, open, until, type Options, type Seen } from "./harness.ts";
import { jsampHub, sendMessage, snooper } from "./hubs.ts";
import { sampButton } from "./operator-page.ts";

/** The viewer asks for tiles around the survey, which are not there by the standard's own rule (HiPS 1.0 section 4.1). */
const ALLOW = /404 \(Not Found\)/;
const AT_FIELD = "/sky?pos=0+1.32&fov=0.2";

before(() => browser(["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]));

/** A page that goes with its test, however that ends: a viewer draws all the time. */
async function opened(test: TestContext, path: string, options: Options): Promise<Seen> {
  const seen = await open(path, options);
  test.after(() => seen.context.close());
  return seen;
}

/** Tiles that were asked for. */
function tiles(seen: Seen): string[] {
  return seen.requests.filter((url) => /\/Norder\d+\/Dir\d+\/Npix\d+\.png$/.test(url));
}

/** Waits until the viewer shows its survey. */
async function shown(seen: Seen): Promise<void> {
  await seen.page.frameLocator("armilla-sky iframe").locator("canvas").first().waitFor();
  await until(() => tiles(seen).length > 0, "tiles of the survey");
}

/** The count that the page says. */
async function inView(page: Page): Promise<number> {
  const text = await page.locator(".side h2").filter({ hasText: "In view" }).textContent();
  return Number(/(\d+) object/.exec((text ?? "").replaceAll(",", ""))?.[1]);
}

/** The address of the page as it stands when it has rested at a place. */
async function restedAt(page: Page, ra: number, dec: number): Promise<URL> {
  await until(() => {
    const [lon = NaN, lat = NaN] = (new URL(page.url()).searchParams.get("pos") ?? "").split(" ").map(Number);
    return separation({ ra: lon, dec: lat }, { ra, dec }) < 0.002;
  }, `the address of ${ra} ${dec}`);
  return new URL(page.url());
}

test("the survey's tiles are shown, and nothing is asked of another machine", async (context) => {
  const seen = await opened(context, "/sky", { allow: ALLOW });
  await shown(seen);
  assert.ok(tiles(seen).every((url) => url.startsWith(`${HOST}/hips/sim-dr1/colour/`)), tiles(seen)[0]);
  const viewer = seen.page.frames().find((frame) => frame.url().endsWith("/sky-frame.html"));
  assert.ok(viewer);
  clean(seen);
});

test("objects in view are those that TAP has there, by brightness", async (context) => {
  const seen = await opened(context, AT_FIELD, { allow: ALLOW });
  await shown(seen);
  await seen.page.locator("armilla-object-list [role=option]").first().waitFor();
  const url = await restedAt(seen.page, 0, 1.32);
  const fov = Number(url.searchParams.get("fov"));
  const box = await seen.page.locator("armilla-sky").boundingBox();
  assert.ok(box);
  const adql = "SELECT OBJECT_ID, ALPHA_J2000, DELTA_J2000 FROM jplus.MagABDualObj WHERE DISTANCE(POINT(ALPHA_J2000, DELTA_J2000), POINT(0, 1.32)) < 0.3 ORDER BY MAG_AUTO[jplus::rSDSS]";
  const answer = await fetch(`${HOST}/tap/sync`, { method: "POST", body: new URLSearchParams({ LANG: "ADQL", QUERY: adql, RESPONSEFORMAT: "csv" }) });
  const rows = (await answer.text()).trim().split("\n").slice(1).map((line) => line.trim().split(","));
  const plane = tangentPlane({ ra: 0, dec: 1.32 });
  const there = rows.filter(([, ra, dec]) => {
    const point = plane.project({ ra: Number(ra), dec: Number(dec) });
    return point && Math.abs(point.x) <= fov / 2 && Math.abs(point.y) <= ((fov / 2) * box.height) / box.width;
  });
  assert.ok(there.length > 10);
  await until(async () => (await inView(seen.page)) === there.length, `${there.length} objects`);
  const first = await seen.page.locator("armilla-object-list [role=option] .id").allTextContents();
  assert.deepEqual(first, there.slice(0, first.length).map(([id]) => id));
});

test("a position goes there, the address follows, and back and reload lead to the same view", async (context) => {
  const seen = await opened(context, AT_FIELD, { allow: ALLOW });
  await shown(seen);
  const before = tiles(seen).length;
  await seen.page.getByLabel("Position", { exact: true }).fill("14:04:48 +55:24:00");
  await seen.page.locator("form.row", { hasText: "Position" }).getByRole("button", { name: "Go", exact: true }).click();
  await restedAt(seen.page, 211.2, 55.4);
  await until(() => tiles(seen).slice(before).length > 0, "tiles of the other place");
  await seen.page.reload();
  await shown(seen);
  await restedAt(seen.page, 211.2, 55.4);
  await seen.page.getByText("ICRS 14:04:48").waitFor();
  clean(seen);
});

test("keys move and zoom the view, and walk the objects", async (context) => {
  const seen = await opened(context, AT_FIELD, { allow: ALLOW });
  await shown(seen);
  await seen.page.locator("armilla-object-list [role=option]").first().waitFor();
  const view = seen.page.getByRole("application", { name: "Sky view" });
  await view.focus();
  await seen.page.keyboard.press("ArrowUp");
  await restedAt(seen.page, 0, 1.35);
  await seen.page.keyboard.press("n");
  await until(() => new URL(seen.page.url()).searchParams.has("sel"), "a selected object");
  const id = new URL(seen.page.url()).searchParams.get("sel") ?? "";
  await seen.page.getByRole("heading", { name: `Object ${id}` }).waitFor();
  assert.match((await seen.page.getByRole("link", { name: "Open object" }).getAttribute("href")) ?? "", new RegExp(`/object\\?table=jplus.MagABDualObj&id=${id}$`));
  await accessible(seen.page);
  clean(seen);
});

test("footprints are those of SIA, coverage is the MOC of the survey", async (context) => {
  const seen = await opened(context, `${AT_FIELD}&layers=none`, { allow: ALLOW });
  await shown(seen);
  // The viewer itself may ask for the coverage of its survey, to know where no tiles are.
  const mocs = (): number => seen.requests.filter((url) => url.endsWith("/hips/sim-dr1/colour/Moc.fits")).length;
  const before = mocs();
  await seen.page.getByRole("checkbox", { name: "Image footprints" }).check();
  await seen.page.getByRole("checkbox", { name: "Coverage" }).check();
  await until(() => mocs() > before, "the MOC");
  assert.ok(seen.requests.some((url) => url.includes("/sia/query?POS=CIRCLE")));
  assert.equal(new URL(seen.page.url()).searchParams.get("layers"), "footprints,coverage");
  clean(seen);
});

test("a layer that fails says why, and the others stay", async (context) => {
  const seen = await opened(context, "/help", { allow: /404|503/ });
  await seen.page.route("**/tap/sync", (route) => route.fulfill({ status: 503, body: "the database is down", contentType: "text/plain" }));
  await seen.page.goto(seen.page.url().replace("/help", AT_FIELD));
  await shown(seen);
  await seen.page.getByText(/Objects: .*the database is down/).waitFor();
});

test("outside of the survey the page says how far away it is, and goes there", async (context) => {
  const seen = await opened(context, "/sky?pos=10+10&fov=0.3", { allow: ALLOW });
  await seen.page.getByText(/sim-70024, begins 13\.1° to the south-west/).waitFor();
  await accessible(seen.page);
  await seen.page.getByRole("button", { name: "Go there" }).click();
  await restedAt(seen.page, 0, 1.32);
  await seen.page.getByText(/No image shows this place/).waitFor({ state: "detached" });
  clean(seen);
});

test("a wide view has no objects, and says from where on it has", async (context) => {
  const seen = await opened(context, "/sky?pos=0+1.32&fov=2", { allow: ALLOW });
  await seen.page.getByText("Zoom in below 30' to see objects.").waitFor();
  assert.deepEqual(await seen.page.locator("armilla-object-list").count(), 0);
});

for (const [width, dark] of [[1280, false], [390, true]] as const) {
  test(`without WebGL the pictures of images lie on a map, at ${width} pixels`, async (context) => {
    const seen = await opened(context, "/help", { width, dark });
    await seen.context.addInitScript(() => {
      const { getContext } = HTMLCanvasElement.prototype;
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind.startsWith("webgl") ? null : (getContext as (...all: unknown[]) => unknown).call(this, kind, ...rest);
      } as typeof getContext;
    });
    await seen.page.goto(seen.page.url().replace("/help", `${AT_FIELD}&layers=objects,footprints`));
    await seen.page.getByText("This browser has no WebGL.", { exact: false }).waitFor();
    await seen.page.locator("armilla-footprints image").waitFor();
    await seen.page.locator("armilla-footprints circle.spot").first().waitFor();
    await seen.page.locator("armilla-footprints circle.spot").first().click({ force: true });
    await until(() => new URL(seen.page.url()).searchParams.has("sel"), "a picked object");
    await seen.page.locator("armilla-footprints svg").focus();
    await seen.page.keyboard.press("ArrowUp");
    await until(() => !/pos=0(\.0+)?\+(%2B)?1\.32(0+)?&/.test(seen.page.url()), "another place");
    await accessible(seen.page);
    assert.deepEqual(tiles(seen), []);
    clean(seen);
  });
}

test("a position that another program points at is shown", async (context) => {
  const hub = await jsampHub();
  const snoop = await snooper(hub);
  try {
    const seen = await opened(context, AT_FIELD, { allow: ALLOW });
    await shown(seen);
    await sampButton(seen.page).click();
    await seen.page.getByText("● SAMP Snooper").waitFor();
    await seen.page.keyboard.press("Escape");
    assert.match(sendMessage(hub, "coord.pointAt.sky", { ra: "211.2", dec: "55.4" }, "sync"), /"samp.status": "samp.ok"/);
    await restedAt(seen.page, 211.2, 55.4);
    await seen.page.getByText("Sender points here.").waitFor();
  } finally {
    await snoop.stop();
    await hub.stop();
  }
});
