// Image searches: parameters that are sent, and images that are read.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fieldsOf, type ImageSearch, imagesOf, siaForm, siaUrl, wavelength_nm } from "../../src/vo/sia.ts";
import type { Answer, Cell } from "../../src/vo/votable.ts";

const NAMES = "obs_publisher_did obs_collection target_name s_ra s_dec s_fov s_region em_min em_max access_estsize t_exptime".split(" ");

function answer(rows: Cell[][]): Answer {
  const fields = NAMES.map((name) => ({ name, datatype: "char" }));
  return { fields, rows, infos: [], status: "OK" as const, descriptors: [] };
}

function row(did: string, ra: number, dec: number, nm: number, collection = "dr1"): Cell[] {
  return [did, collection, `sim-${did[0]}`, ra, dec, 0.2, `CIRCLE ICRS ${ra} ${dec} 0.1`, (nm - 10) * 1e-9, (nm + 10) * 1e-9, 34n, 120];
}

test("a search becomes the parameters of SIA 2.0", () => {
  const search = {
    circles: [{ centre: { ra: 150.1, dec: -2.2 }, radius: 0.1 }, { centre: { ra: 0, dec: 0 }, radius: 0 }],
    bands: [[5.56e-7, 6.95e-7]],
    times: [58000, null],
    exposure: [null, 500],
    seeing: [null, null],
    collections: ["jplus"],
    rows_max: 5001,
  } satisfies ImageSearch;
  assert.deepEqual(siaForm(search), {
    POS: ["CIRCLE 150.1 -2.2 0.1", "CIRCLE 0 0 0"],
    BAND: ["5.56e-7 6.95e-7"],
    TIME: ["58000 +Inf"],
    EXPTIME: ["-Inf 500"],
    COLLECTION: ["jplus"],
    DPTYPE: ["image"],
    MAXREC: ["5001"],
  });
  const url = new URL(siaUrl("http://host/sia", search));
  assert.deepEqual(url.searchParams.getAll("POS"), ["CIRCLE 150.1 -2.2 0.1", "CIRCLE 0 0 0"]);
  // An open end stays `+Inf`: a plus sign that is not encoded would be a space.
  assert.ok(url.search.includes("TIME=58000+%2BInf"));
  assert.deepEqual(siaForm({}), { DPTYPE: ["image"] });
});

test("rows become images with units, and those without identifier are left out", () => {
  const [image, ...others] = imagesOf(answer([row("a1", 10, 1, 625.4), [null, ...row("x", 1, 2, 3).slice(1)]]));
  assert.equal(others.length, 0);
  assert.equal(image!.bytes, 34000);
  assert.deepEqual(image!.centre, { ra: 10, dec: 1 });
  assert.deepEqual(image!.region, { shape: "circle", centre: { ra: 10, dec: 1 }, radius: 0.1 });
  assert.ok(Math.abs(wavelength_nm(image!)! - 625.4) < 1e-9);
  assert.deepEqual([image!.url, image!.times, image!.pixels, image!.rights], [null, null, null, null]);
});

test("a region that cannot be read is told, and the image stays", () => {
  const odd = row("a1", 10, 1, 500);
  odd[6] = "ELLIPSE ICRS 1 2 3 4 5";
  const [image] = imagesOf(answer([odd]));
  assert.equal(image!.region, null);
  assert.match(image!.regionProblem!, /ELLIPSE/);
  assert.deepEqual(image!.centre, { ra: 10, dec: 1 });
});

test("images with one middle are one field, by wavelength, for each collection", () => {
  const rows = [row("a2", 10, 1, 625), row("b1", 11.4, 1, 480), row("a1", 10.001, 1, 348), row("a3", 10, 1, 911, "dr2")];
  const fields = fieldsOf(imagesOf(answer(rows)));
  assert.deepEqual(fields.map((field) => [field.name, field.collection, field.images.map((image) => image.did)]), [
    ["sim-a", "dr1", ["a1", "a2"]],
    ["sim-b", "dr1", ["b1"]],
    ["sim-a", "dr2", ["a3"]],
  ]);
});
