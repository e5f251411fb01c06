// The image search without its page: conditions, bands, names of files, scripts that a shell runs, queries for objects.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { bandOf, bandsOf, lookOf, searchRange } from "../../src/data/bands.ts";
import { downloadScript, fileNames, fileTable, sizeText } from "../../src/data/download-script.ts";
import { circlesOf, fromAddress, kindsOf, searchOf, toAddress } from "../../src/data/image-conditions.ts";
import { asReached, hipsOf, readProperties } from "../../src/vo/hips.ts";
import type { ImageRecord } from "../../src/vo/sia.ts";
import { readVotable } from "../../src/vo/votable.ts";
import type { Element } from "../../src/vo/vosi.ts";

const FILTERS = [["rSDSS", 625.4, 138.8], ["J0660", 660, 13.8], ["gSDSS", 480.3, 140.9]].map(([name, wavelengthNm, widthNm], index) => ({
  name, wavelengthNm, widthNm, index: index + 1, color: null, description: null,
})) as Element[];

function image(nm: number | null, width = 10): ImageRecord {
  const band = nm === null ? null : ([(nm - width / 2) * 1e-9, (nm + width / 2) * 1e-9] as const);
  return { did: `d${nm}`, band } as ImageRecord;
}

test("bands are all filters by wavelength, and what images have besides", () => {
  const images = [image(625.4, 138.8), image(660, 13.8), image(2200, 300), image(null)];
  const bands = bandsOf(FILTERS, images);
  assert.deepEqual(bands.map(({ name }) => name), ["gSDSS", "rSDSS", "J0660", "2200 nm", "?"]);
  assert.deepEqual(images.map((one) => bandOf(one, bands)?.name), ["rSDSS", "J0660", "2200 nm", "?"]);
  assert.deepEqual(bands.slice(0, 3).map((band) => lookOf(band).shape), ["square", "square", "circle"]);
  // The ranges of rSDSS and J0660 do not meet, though their bands do.
  const [red, halpha] = [searchRange(bands[1]!)!, searchRange(bands[2]!)!];
  assert.ok(red[1] < halpha[0] && red[0] < 6.254e-7 && red[1] > 6.254e-7);
});

test("conditions survive the address of the page", () => {
  const params = new URLSearchParams("pos=10+20%0A30+40&size=0.25&filter=rSDSS,J0660&from=2020-01-01&until=2020-12-31&exposure=60&seeing=1.5&cover=full");
  const conditions = fromAddress(params);
  const back = Object.fromEntries(Object.entries(toAddress(conditions)).filter(([, value]) => value !== null)) as Record<string, string>;
  assert.deepEqual(fromAddress(new URLSearchParams(back)), conditions);
  assert.deepEqual(kindsOf(conditions), ["position", "filters", "time", "exposure", "seeing", "cover"]);
  assert.deepEqual(kindsOf(fromAddress(new URLSearchParams())), []);
  assert.ok(Object.values(toAddress(fromAddress(new URLSearchParams()))).every((value) => value === null));
});

test("conditions become a search, or a mistake with its line", () => {
  const conditions = fromAddress(new URLSearchParams("pos=10 20\n\n10:00:00 +30:00:00 2'&size=0.5&filter=J0660&from=2020-01-01&until=2020-01-01"));
  const search = searchOf(conditions, bandsOf(FILTERS, []), 100);
  assert.ok(!("kind" in search));
  assert.deepEqual(search.circles, [{ centre: { ra: 10, dec: 20 }, radius: 0.5 }, { centre: { ra: 150, dec: 30 }, radius: 2 / 60 }]);
  assert.deepEqual(search.times, [58849, 58850]);
  assert.equal(search.bands?.length, 1);
  assert.ok(!("kind" in searchOf(conditions, [], 100, "position")));
  const wrong = circlesOf(fromAddress(new URLSearchParams("pos=10 20\nnowhere")));
  assert.ok(!Array.isArray(wrong) && wrong.kind === "position" && wrong.line === 2 && wrong.why !== "");
  assert.deepEqual(searchOf(fromAddress(new URLSearchParams("from=31.1.2020")), [], 1), { kind: "date" });
  assert.deepEqual(circlesOf(fromAddress(new URLSearchParams("pos=1 2&size=181"))), { kind: "radius" });
  assert.deepEqual(circlesOf(fromAddress(new URLSearchParams({ pos: "1 2\n".repeat(101) }))), { kind: "too many", most: 100 });
});

test("names of files are safe and none is taken twice", () => {
  assert.deepEqual(
    fileNames(["ivo://a/s?2026/r.fits.fz", "ivo://a/s?2027/r.fits.fz", "ivo://a/s?x%20y'%2F..%2Fz.fits", "ivo://a/s?..", "ivo://a/s?%zz.fits", "ivo://a/s?r"]),
    ["r.fits.fz", "r-2.fits.fz", "x_y_.._z.fits", "image", "_zz.fits", "r"],
  );
  assert.deepEqual([0, 999, 1000, 674_000, 12_345_678, 2e13].map(sizeText), ["0 bytes", "999 bytes", "1 kB", "674 kB", "12.3 MB", "20 TB"]);
});

test("a script fetches what is not there, and names what failed", async () => {
  const asked: string[] = [];
  const server = createServer((request, answer) => {
    asked.push(request.url ?? "");
    answer.statusCode = request.url === "/missing" ? 404 : 200;
    answer.end(answer.statusCode === 200 ? `file ${request.url}` : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = mkdtempSync(join(tmpdir(), "armilla-script-"));
  try {
    const file = (name: string, path: string) => ({ name, url: host + path, bytes: null, did: name, band: "", field: "" });
    const files = [file("it's $(one).fits", "/one?a=1&b='2'"), file("gone.fits", "/missing"), file("two.fits", "/two")];
    const script = downloadScript(files, "curl", ["3 files\nrm -rf everything"]);
    assert.ok(script.split("\n").every((line) => !line.startsWith("rm")));
    const run = () => new Promise<{ code: number | null; told: string }>((resolve) => {
      void import("node:child_process").then(({ spawn }) => {
        const child = spawn("sh", ["-c", script], { cwd: folder });
        let told = "";
        child.stderr.on("data", (data: Buffer) => (told += data.toString()));
        child.on("close", (code) => resolve({ code, told }));
      });
    });
    const first = await run();
    assert.equal(first.code, 1);
    assert.match(first.told, /not fetched: gone\.fits/);
    assert.equal(readFileSync(join(folder, "it's $(one).fits"), "utf8"), "file /one?a=1&b='2'");
    assert.equal(readFileSync(join(folder, "two.fits"), "utf8"), "file /two");
    asked.length = 0;
    await run();
    assert.deepEqual(asked, ["/missing"]);
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
  // wget takes the same addresses; the shell finds nothing wrong with the text.
  const wget = downloadScript([{ name: "a'b", url: "http://h/?x=1&y=2", bytes: 1, did: "d", band: "", field: "" }], "wget");
  assert.equal(spawnSync("sh", ["-n"], { input: wget }).status, 0);
  assert.ok(wget.includes("fetch 'a'\\''b' 'http://h/?x=1&y=2'"));
});

test("the list of files is a VOTable", () => {
  const table = readVotable(fileTable([{ name: "a<b.fits", url: "http://h/?x=1&y=2", bytes: 12, did: "ivo://a/b?c", band: "rSDSS", field: "t" }]));
  assert.deepEqual(table.rows, [["ivo://a/b?c", "t", "rSDSS", "a<b.fits", "http://h/?x=1&y=2", 12]]);
});

test("properties of a sky view are read", () => {
  const text = "# remark\ncreator_did = ivo://x\nhips_service_url = http://host/hips/a/colour/\nobs_title=A = B\ndataproduct_type = image\ndataproduct_subtype = color\nhips_initial_ra = 10\nhips_initial_dec = -5\nhips_initial_fov = 0.2\n";
  const hips = hipsOf(readProperties(text));
  assert.deepEqual([hips?.url, hips?.title, hips?.isColour, hips?.initial], ["http://host/hips/a/colour", "A = B", true, { centre: { ra: 10, dec: -5 }, fov: 0.2 }]);
  assert.equal(hipsOf(readProperties("hips_service_url = http://h/c\ndataproduct_type = catalog")), null);
  assert.equal(hipsOf(readProperties("obs_title = x")), null);
  assert.equal(asReached("https://public.example/hips/a/b", "http://127.0.0.1:80/hips"), "http://127.0.0.1:80/hips/a/b");
  assert.equal(asReached("https://other.example/views/a/b", "http://127.0.0.1:80/hips"), "https://other.example/views/a/b");
});
