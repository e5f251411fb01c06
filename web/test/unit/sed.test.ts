// Points of spectral energy distributions, and what columns are for.

import assert from "node:assert/strict";
import test from "node:test";
import { janskysOf, relatedTo, rolesOf } from "../../src/data/roles.ts";
import { fluxOf, magnitudeOf, nuFnu, onScale, sedOf } from "../../src/data/sed.ts";
import type { Column, Table, TableSet } from "../../src/vo/vosi.ts";
import type { Cell } from "../../src/vo/votable.ts";

const plain: Column = {
  name: "", datatype: "float", arraysize: null, xtype: null, unit: null, ucd: null, utype: null, description: null, indexed: false,
  principal: false, std: false, enumeration: null, min: null, max: null, nullFraction: null,
};
const array = { arraysize: "3", enumeration: "f" };
const objects: Table = {
  name: "s.objects", type: "table", description: null, rows: null, foreignKeys: [],
  columns: [
    { ...plain, name: "no", ucd: "meta.id;meta.main" },
    { ...plain, name: "lon", ucd: "pos.eq.ra;meta.main" },
    { ...plain, name: "lat", ucd: "pos.eq.dec;meta.main" },
    { ...plain, ...array, name: "small", ucd: "phot.mag;em.opt", unit: "mag" },
    { ...plain, ...array, name: "big", ucd: "phot.mag;em.opt", unit: "mag" },
    { ...plain, ...array, name: "e_big", ucd: "stat.error;phot.mag;em.opt", unit: "mag", description: "Standard error of big" },
    { ...plain, ...array, name: "e_small", ucd: "stat.error;phot.mag;em.opt", unit: "mag", description: "Standard error of small" },
    { ...plain, ...array, name: "flux", ucd: "phot.flux.density;em.opt", unit: "1e-7Jy" },
    { ...plain, ...array, name: "e_flux", ucd: "stat.error;phot.flux.density;em.opt" },
    { ...plain, ...array, name: "marks", ucd: "meta.code.qual" },
  ],
};
const other: Table = { ...objects, name: "s.more", columns: [{ ...plain, name: "object" }], foreignKeys: [{ target: "S.Objects", columns: [["object", "no"]] }] };
const element = (name: string, index: number, wavelengthNm: number, widthNm: number) => ({ name, index, wavelengthNm, widthNm, color: null, description: null });
const set: TableSet = {
  schemas: [{ name: "s", description: null, tables: [objects, other] }],
  enumerations: [{ name: "f", elements: [element("r", 1, 625, 139), element("u", 2, 350, 50), element("Ha", 3, 660, 14)] }],
};
const roles = rolesOf(objects, set.enumerations)!;

test("columns are told by UCD, unit and enumeration; errors by what they say they are of", () => {
  assert.deepEqual([roles.id?.name, roles.ra.name, roles.dec.name], ["no", "lon", "lat"]);
  assert.deepEqual(roles.apertures.map(({ name, kind, errors, isRelativeError, jansky }) => [name, kind, errors?.name, isRelativeError, jansky]), [
    ["small", "magnitude", "e_small", false, 1], ["big", "magnitude", "e_big", false, 1], ["flux", "flux", "e_flux", true, 1e-7],
  ]);
  assert.deepEqual(roles.flags.map((column) => column.name), ["marks"]);
  assert.deepEqual(relatedTo(objects, set).map((found) => [found.table.name, found.keys]), [["s.more", [["object", "no"]]]]);
  assert.deepEqual(["Jy", "uJy", "1e-7Jy", "10**-9 Jy", "mag", null].map(janskysOf), [1, 1e-6, 1e-7, 1e-9, null, null]);
});

test("magnitudes and fluxes are the same light", () => {
  assert.ok(Math.abs(fluxOf(0) - 3630.78) < 0.01 && Math.abs((magnitudeOf(3630.7805e-6) ?? 0) - 15) < 1e-9);
  assert.equal(magnitudeOf(-1), null);
  // 1 Jy at 600 nm: 1e-23 erg/s/cm2/Hz times 4.9965e14 Hz.
  assert.ok(Math.abs(nuFnu(1, 600) / 4.99654e-9 - 1) < 1e-5);
});

const cellsOf = (values: Record<string, Cell>) => (name: string): Cell => values[name] ?? null;

test("points come by wavelength, with limits, flags and gaps", () => {
  const points = sedOf(roles.apertures[0]!, cellsOf({ small: [17, 99, null], e_small: [0.1, 99, null], marks: [0, 4, 0] }), ["marks"], new Map([[2, { depth: 21.5 }]]));
  assert.deepEqual(points.map(({ filter, state, magnitude, error, flags }) => [filter.name, state, magnitude, error, flags]), [
    ["u", "limit", 21.5, null, 4], ["r", "detected", 17, 0.1, 0], ["Ha", "missing", null, null, 0],
  ]);
  const r = points[1]!;
  assert.deepEqual(onScale(r, "ab"), { value: 17, low: 16.9, high: 17.1 });
  const flux = onScale(r, "fnu")!;
  assert.ok(Math.abs(flux.value - fluxOf(17)) < 1e-15 && Math.abs((flux.high! - flux.value) / flux.value - 0.1 / 1.0857362) < 1e-6);
  assert.equal(onScale(points[2]!, "nufnu"), null);
});

test("a flux below its error is a limit of three sigma", () => {
  const points = sedOf(roles.apertures[2]!, cellsOf({ flux: [100, -2, 5], e_flux: [0.01, 3, 0.5] }), [], new Map());
  const [u, r, ha] = [points[0]!, points[1]!, points[2]!];
  assert.equal(r.state, "detected");
  assert.ok(Math.abs(r.flux! - 1e-5) < 1e-15 && Math.abs(r.error! - 0.0108574) < 1e-6);
  assert.equal(u.state, "limit");
  assert.ok(Math.abs(u.flux! - 3 * 6e-7) < 1e-15);
  assert.equal(ha.state, "detected");
});
