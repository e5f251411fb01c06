// Regions in every spelling, and what lies in them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { adqlShapes, centreOf, contains, covers, nearestBorder, parseRegion, rings } from "../../src/vo/region.ts";
import { type Position, positionAngle, separation } from "../../src/vo/sky.ts";

const at = (ra: number, dec: number): Position => ({ ra, dec });
const SQUARE = { shape: "polygon", vertices: [at(10, -1), at(12, -1), at(12, 1), at(10, 1)] };

test("each spelling of a polygon is the same region", () => {
  for (const text of [
    "POLYGON ICRS 10 -1 12 -1 12 1 10 1",
    "Polygon ICRS GEOCENTER SPHERICAL2 10 -1 12 -1 12 1 10 1",
    "polygon j2000 (10 -1 12 -1 12 1 10 1)",
    "POLYGON FK5 FillFactor 0.9 10 -1 12 -1 12 1 10 1 unit deg Resolution 0.01",
    "polygon 10 -1 12 -1 12 1 10 1 10 -1",
    "10 -1 12 -1 12 1 10 1",
    "Polygon\tICRS\n370.0,-1.0, 12,-1 1.2e1,1 +10,1",
  ]) {
    assert.deepEqual(parseRegion(text), SQUARE, text);
  }
  assert.deepEqual(parseRegion([10, -1, 12, -1, 12, 1, 10, 1], "polygon"), SQUARE);
});

test("circles, boxes, points and unions are read", () => {
  const circle = { shape: "circle", centre: at(150.1, 2.2), radius: 0.5 };
  assert.deepEqual(parseRegion("Circle ICRS TOPOCENTER 150.1 2.2 0.5"), circle);
  assert.deepEqual(parseRegion([150.1, 2.2, 0.5]), circle);
  assert.deepEqual(parseRegion("POSITION ICRS 1 2"), { shape: "circle", centre: at(1, 2), radius: 0 });
  const union = parseRegion("UNION ICRS (CIRCLE 150.1 2.2 0.5 POLYGON 10 -1 12 -1 12 1 10 1)");
  assert.deepEqual(union, { shape: "union", parts: [circle, SQUARE] });
  assert.deepEqual(adqlShapes(union), ["CIRCLE(150.1, 2.2, 0.5)", "POLYGON(10, -1, 12, -1, 12, 1, 10, 1)"]);
  const box = parseRegion("BOX ICRS 0 60 2 1");
  assert.ok(contains(box, at(1.9, 60)) && !contains(box, at(2.1, 60)) && contains(box, at(0, 60.49)) && !contains(box, at(0, 60.51)));
});

test("what is no region says what is wrong", () => {
  for (const [text, why] of [
    ["ELLIPSE ICRS 1 2 3 4 5", "`ELLIPSE` is no shape"],
    ["CIRCLE GALACTIC 1 2 3", "frame `GALACTIC`"],
    ["CIRCLE ICRS 1 2", "3 numbers, not 2"],
    ["POLYGON ICRS 1 2 3 4 5", "pairs of numbers"],
    ["POLYGON ICRS 1 2 3 4", "3 vertices or more, not 2"],
    ["CIRCLE ICRS 1 92 3", "latitude of 92"],
    ["UNION ICRS (CIRCLE 1 2 3", "not closed"],
    ["", "no shape"],
  ] as const) {
    assert.throws(() => parseRegion(text), (error: Error) => error.message.includes(why), text);
  }
});

test("a polygon across longitude 0 and one round the pole hold what is inside", () => {
  const zero = parseRegion("POLYGON ICRS 359 -1 1 -1 1 1 359 1");
  assert.ok(contains(zero, at(0, 0)) && contains(zero, at(359.5, 0.5)) && contains(zero, at(0.5, -0.5)));
  assert.ok(!contains(zero, at(180, 0)) && !contains(zero, at(1.5, 0)) && !contains(zero, at(358.5, 0)));
  const pole = parseRegion("POLYGON ICRS 0 88 90 88 180 88 270 88");
  assert.ok(contains(pole, at(13, 89)) && contains(pole, at(200, 90)) && !contains(pole, at(45, 88)) && !contains(pole, at(0, -89)));
  const clockwise = parseRegion("POLYGON ICRS 359 1 1 1 1 -1 359 -1");
  assert.ok(contains(clockwise, at(0, 0)) && !contains(clockwise, at(180, 0)));
  assert.ok(Math.abs(separation(centreOf(zero), at(0, 0))) < 1e-9);
});

test("the nearest border is as far as it looks", () => {
  const square = parseRegion("POLYGON ICRS 359 -1 1 -1 1 1 359 1");
  const east = nearestBorder(square, at(3, 0));
  assert.ok(Math.abs(east.distance - 2) < 1e-9 && Math.abs(east.place.ra - 1) < 1e-9);
  assert.ok(Math.abs(positionAngle(at(3, 0), east.place) - 270) < 1e-9);
  const corner = nearestBorder(square, at(2, 2));
  assert.ok(Math.abs(corner.place.ra - 1) < 1e-9 && Math.abs(corner.place.dec - 1) < 1e-9);
  const circle = nearestBorder(parseRegion("CIRCLE ICRS 10 80 1"), at(10, 85));
  assert.ok(Math.abs(circle.distance - 4) < 1e-9 && Math.abs(circle.place.dec - 81) < 1e-9);
});

test("a circle is covered only if all of it is inside", () => {
  const square = parseRegion("POLYGON ICRS 359 -1 1 -1 1 1 359 1");
  assert.ok(covers(square, at(0, 0), 0.99) && !covers(square, at(0, 0), 1.01) && !covers(square, at(0.5, 0), 0.6));
  assert.ok(covers(parseRegion("CIRCLE ICRS 0 0 1"), at(0.5, 0), 0.5) && !covers(parseRegion("CIRCLE ICRS 0 0 1"), at(0.5, 0), 0.51));
});

test("a drawn edge is a great circle", () => {
  const [ring] = rings(parseRegion("POLYGON ICRS 0 60 60 60 30 80"), 1);
  const highest = Math.max(...ring!.slice(0, 20).map(({ dec }) => dec));
  // The arc between two places at latitude 60 that are 60 degrees apart: tan(lat) = tan(60) / cos(30).
  assert.ok(Math.abs(highest - 63.4349) < 0.05, String(highest));
  assert.ok(ring!.every((point, index) => separation(point, ring![(index + 1) % ring!.length]!) <= 1.0001));
});
