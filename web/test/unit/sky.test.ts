// Positions in forty spellings, in ambiguous ones and in wrong ones; distances and planes against closed forms.

import assert from "node:assert/strict";
import test from "node:test";
import {
  circleOutline, formatAngle, formatPosition, fromGalactic, offset, parsePosition, positionAngle,
  separation, tangentPlane,
} from "../../src/vo/sky.ts";

const PLACE = { ra: 150.0504166667, dec: 2.2 };
const SPELLINGS = [
  "150.0504166667 2.2", "150.0504166667, 2.2", "150.0504166667,2.2", "150.0504166667,+2.2", "150.0504166667 +2.2",
  "150.0504166667+2.2", "150.0504166667d +2.2d", "150.0504166667° +2.2°", "1.500504166667e2 2.2", "150.0504166667;2.2",
  "150.0504166667\t2.2", "150.0504166667 | 2.2", "(150.0504166667, 2.2)", "RA=150.0504166667 Dec=+2.2",
  "ra: 150.0504166667, dec: 2.2", "RA 150.0504166667 DEC 2.2", "ICRS 150.0504166667 2.2", "150.0504166667 2.2 J2000",
  "POINT ICRS 150.0504166667 2.2", "10:00:12.1 +02:12:00", "10:00:12.1 02:12:00", "10:00:12.1,+02:12:00", "10:00:12.1+02:12:00",
  "10:00:12.1 +2:12", "10 00 12.1 +02 12 00", "10 00 12.1 02 12 00", "10 00 12.1, 02 12 00", "10 00 12.1, 2.2",
  "10h00m12.1s +02d12m00s", "10h 00m 12.1s +02d 12m 00s", "10h 00m 12.1s 02d 12m 00s", "10h00m12.1s+02°12'00\"",
  "10ʰ00ᵐ12ˢ.1 +2°12′00″", "10h00m12s.1, 2d12m", "10h00m12.1s +2.2", "10.00336111111h 2.2d", "J100012.1+021200",
  "SDSS J100012.1+021200", "α=10:00:12.1 δ=+02:12:00", "150d03m01.5s +2d12m", "150°03'01.5\" +02°12'00\"", "10:00.2016667 +02:12.0",
];
const AMBIGUOUS: [text: string, doubt: string, choices: number][] = [
  ["10 10 +10 10", "two-part angles", 2], ["10 10 10 10", "two-part angles", 2], ["10 10, 10 10", "two-part angles", 2],
  ["10 10 10", "odd count", 1], ["10 10 10 10 10", "odd count", 2], ["150,05 2,2", "decimal comma", 1],
  ["150,05,2,2", "decimal comma", 1], ["2.2 150.05", "swapped", 1], ["-2.2 150.05", "swapped", 1],
  ["-10 20", "right ascension range", 1], ["370 20", "right ascension range", 1], ["150:03:02 +02:12:00", "degrees in parts", 1],
  ["100012.1+021200", "packed", 1], ["10 +20:30:00", "degrees in parts", 2], ["10 10 10 +10 10", "two-part angles", 2],
];
const WRONG: [text: string, fault: string][] = [
  ["", "empty"], ["M 31", "no position"], ["150.05", "one number"], ["10:60:00 +02:12:00", "minutes"],
  ["10:00:00 +02:12:60", "minutes"], ["150.05 2.2 B1950", "frame"], ["95 95", "declination range"],
  ["10:00:00 +95:00:00", "declination range"], ["10h00m00s 2h12m00s", "declination in hours"], ["1000 20", "right ascension range"],
  ["1 2 3 4 5 6 7", "no position"], ["10h NaN", "no position"],
];

test("every spelling of a place is that place", () => {
  assert.ok(SPELLINGS.length >= 40);
  for (const text of SPELLINGS) {
    const place = parsePosition(text).position;
    assert.ok(place && separation(place, PLACE) < 1e-6, `${text}: ${JSON.stringify(parsePosition(text))}`);
  }
});

test("a text with several meanings is asked about, and each choice has one meaning", () => {
  assert.ok(AMBIGUOUS.length >= 12);
  for (const [text, doubt, choices] of AMBIGUOUS) {
    const reading = parsePosition(text);
    assert.ok(reading.alternatives && !reading.ok, `${text}: ${JSON.stringify(reading)}`);
    assert.equal(reading.doubt, doubt, text);
    assert.equal(reading.alternatives?.length, choices, text);
    for (const choice of reading.alternatives!) {
      const again = parsePosition(choice.spelling).position;
      assert.ok(again && separation(again, choice.position) < 1e-6, `${text}: ${choice.spelling}`);
    }
  }
});

test("a text that means no place says why", () => {
  for (const [text, fault] of WRONG) assert.equal(parsePosition(text).fault, fault, text);
});

test("signs, the six numbers without a mark, and galactic positions", () => {
  assert.deepEqual(parsePosition("10 10 10 +10 10 10").position, { ra: 152.54166666666666, dec: 10.169444444444444 });
  assert.deepEqual(parsePosition("0.5 -0:30:00").position, undefined);
  assert.equal(parsePosition("00:00:00 -00:30:00").position?.dec, -0.5);
  assert.equal(parsePosition("360 0").position?.ra, 0);
  const centre = parsePosition("galactic 0 0").position;
  assert.ok(centre && separation(centre, { ra: 266.40499, dec: -28.93617 }) < 1e-4);
  assert.ok(separation(fromGalactic(122.93192, 27.12825), { ra: 0, dec: 90 }) < 1e-4);
});

test("the page says what it understood", () => {
  assert.equal(parsePosition("10 10 10 +10 10 10").said, "RA 152.54167°, Dec +10.16944° (ICRS)");
  assert.equal(parsePosition("150.05 2.2 30 arcsec").said, '30" around RA 150.05000°, Dec +2.20000° (ICRS)');
  assert.match(parsePosition("2.2 150.05").said, /swapped/);
});

test("a radius follows only with its unit", () => {
  const radii: [string, number][] = [
    ['150.05 2.2 30"', 30 / 3600], ["150.05 2.2 30 arcsec", 30 / 3600], ["150.05 +2.2, r=2'", 2 / 60], ["10:00:12 +02:12:00 0.5 deg", 0.5],
    ["150.05 2.2 radius 5 arcminutes", 5 / 60], ["10 00 12 +02 12 00 30″", 30 / 3600],
  ];
  for (const [text, radius] of radii) {
    const reading = parsePosition(text);
    assert.ok(Math.abs((reading.radius ?? 0) - radius) < 1e-12, `${text}: ${JSON.stringify(reading)}`);
  }
  const seconds = parsePosition("10h00m12.1s +02°12'30\"");
  assert.ok(seconds.ok && seconds.radius === undefined);
});

test("positions are written so that they read back, with seconds carried over", () => {
  assert.equal(formatPosition(PLACE), "150.05042 +2.20000");
  assert.equal(formatPosition(PLACE, "sexagesimal"), "10:00:12.10 +02:12:00.0");
  assert.equal(formatPosition({ ra: 359.9999999, dec: -0.99999999 }, "sexagesimal"), "00:00:00.00 -01:00:00.0");
  assert.equal(formatPosition({ ra: 15, dec: -0.5 }, "sexagesimal", 0), "01:00:00.0 -00:30:00");
  assert.equal(formatAngle(1.25 / 3600), '1.25"');
  assert.equal(formatAngle(0.05), "3'");
});

test("distances and directions hold at poles, antipodes and across zero", () => {
  assert.ok(Math.abs(separation({ ra: 359.5, dec: 0 }, { ra: 0.5, dec: 0 }) - 1) < 1e-12);
  assert.ok(Math.abs(separation({ ra: 0, dec: 89 }, { ra: 180, dec: 89 }) - 2) < 1e-12);
  assert.ok(Math.abs(separation({ ra: 10, dec: 0 }, { ra: 190, dec: 0 }) - 180) < 1e-12);
  assert.equal(positionAngle({ ra: 10, dec: 0 }, { ra: 11, dec: 0 }), 90);
  const far = offset(PLACE, 33, 2);
  assert.ok(Math.abs(separation(PLACE, far) - 2) < 1e-12 && Math.abs(positionAngle(PLACE, far) - 33) < 1e-9);
});

test("the tangent plane turns back, and has no point behind the centre", () => {
  for (const centre of [PLACE, { ra: 0, dec: 90 }, { ra: 359.99, dec: -60 }]) {
    const plane = tangentPlane(centre);
    for (const place of circleOutline(centre, 5, 12)) {
      const point = plane.project(place);
      assert.ok(point && Math.abs(Math.hypot(point.x, point.y) - Math.tan(5 * Math.PI / 180) * 180 / Math.PI) < 1e-9);
      assert.ok(separation(plane.unproject(point), place) < 1e-10);
    }
    assert.equal(plane.project(offset(centre, 10, 91)), null);
  }
});
