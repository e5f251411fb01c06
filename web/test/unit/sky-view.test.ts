// Maps of the sky: both projections both ways, zoom, pan, and what fits.

import assert from "node:assert/strict";
import { test } from "node:test";

import { graticule, SkyView } from "../../src/data/sky-view.ts";
import { hammerAitoff, stereographic } from "../../src/vo/projection.ts";
import { type Position, separation } from "../../src/vo/sky.ts";

const PLACES: Position[] = [{ ra: 10, dec: 20 }, { ra: 350, dec: -45 }, { ra: 0.001, dec: 89.9 }, { ra: 359.999, dec: -0.001 }, { ra: 45, dec: 0 }];

test("both projections lead back to the place", () => {
  for (const projection of [stereographic({ ra: 5, dec: 10 }), stereographic({ ra: 200, dec: 89.5 }), hammerAitoff(0), hammerAitoff(123)]) {
    for (const place of PLACES) {
      const point = projection.project(place);
      assert.ok(point);
      const back = projection.unproject(point);
      assert.ok(back && separation(back, place) < 1e-8, JSON.stringify([place, back]));
    }
  }
});

test("east is left, north is up, and a degree at the centre is a degree", () => {
  for (const projection of [stereographic({ ra: 0, dec: 0 }), hammerAitoff(0)]) {
    const [east, north] = [projection.project({ ra: 1, dec: 0 })!, projection.project({ ra: 0, dec: 1 })!];
    assert.ok(Math.abs(east.x + 1) < 1e-3 && Math.abs(east.y) < 1e-12);
    assert.ok(Math.abs(north.y + 1) < 1e-3 && Math.abs(north.x) < 1e-12);
  }
  // FITS WCS paper II, AIT: the whole sky reaches 2 sqrt 2 radians to each side.
  assert.ok(Math.abs(hammerAitoff(0).project({ ra: 179.9999999, dec: 0 })!.x + (2 * Math.SQRT2 * 180) / Math.PI) < 1e-4);
  assert.equal(hammerAitoff(0).unproject({ x: 165, y: 5 }), null);
  assert.equal(stereographic({ ra: 0, dec: 0 }).project({ ra: 180, dec: 0 }), null);
});

test("zooming about a place keeps its pixel", () => {
  const view = new SkyView({ ra: 150, dec: 60 }, 10, 600, 400);
  const about = view.place({ x: 100, y: 50 })!;
  const zoomed = view.zoomed(0.25, about);
  const pixel = zoomed.pixel(about)!;
  assert.ok(Math.hypot(pixel.x - 100, pixel.y - 50) < 3, JSON.stringify(pixel));
  assert.equal(zoomed.width_deg, 2.5);
  assert.ok(new SkyView({ ra: 0, dec: 0 }, 100).zoomed(2).isWholeSky);
  assert.ok(!new SkyView({ ra: 0, dec: 0 }, 360).zoomed(0.5, { ra: 30, dec: 30 }).isWholeSky);
});

test("panning moves what is shown", () => {
  const view = new SkyView({ ra: 10, dec: 0 }, 6, 600, 400).panned(100, 0);
  assert.ok(separation(view.centre, { ra: 11, dec: 0 }) < 0.001, JSON.stringify(view.centre));
  const sky = new SkyView({ ra: 0, dec: 0 }, 360, 668, 400).panned(20, 0);
  assert.ok(Math.abs(sky.centre.ra - 10) < 1e-9);
});

test("a view around places shows them all", () => {
  for (const places of [PLACES.slice(0, 1), [{ ra: 359, dec: 0 }, { ra: 1, dec: 1 }], [{ ra: 0, dec: 88 }, { ra: 180, dec: 88 }], PLACES]) {
    const view = SkyView.around(places, 640, 300);
    for (const place of places) {
      const at = view.pixel(place);
      assert.ok(at && at.x >= 0 && at.x <= 640 && at.y >= 0 && at.y <= 300, JSON.stringify([places, at]));
    }
  }
  assert.ok(SkyView.around([], 640, 300).isWholeSky);
});

test("a ring beyond the map is not drawn, a tiny one is a dot", () => {
  const view = new SkyView({ ra: 0, dec: 0 }, 60, 600, 400);
  const square = (ra: number, size: number): Position[] => [{ ra, dec: 0 }, { ra: ra + size, dec: 0 }, { ra: ra + size, dec: size }];
  assert.equal(view.path(square(90, 1)), null);
  assert.equal(view.path(square(1, 0.1))!.isSmall, true);
  assert.equal(view.path(square(1, 5))!.isSmall, false);
  assert.match(view.path(square(1, 5))!.data, /^M[\d.-]+ [\d.-]+(L[\d.-]+ [\d.-]+){2}Z$/);
});

test("a line across the edge of the whole sky is cut there", () => {
  const view = new SkyView({ ra: 0, dec: 0 }, 360, 668, 400);
  assert.equal(view.line([{ ra: 170, dec: 0 }, { ra: 179, dec: 0 }, { ra: 181, dec: 0 }, { ra: 190, dec: 0 }]).match(/M/g)?.length, 2);
});

test("the grid of each view has a handful of lines with labels", () => {
  for (const [centre, width] of [[{ ra: 0, dec: 0 }, 360], [{ ra: 150, dec: 2 }, 0.3], [{ ra: 40, dec: 89.2 }, 3], [{ ra: 359, dec: -60 }, 20]] as const) {
    const lines = graticule(new SkyView(centre, width, 600, 400)).filter(({ label }) => label !== "");
    assert.ok(lines.length >= 5 && lines.length < 60, `${width}: ${lines.length}`);
  }
  const labels = graticule(new SkyView({ ra: 150, dec: -2 }, 0.3, 600, 400)).map(({ label }) => label);
  assert.ok(labels.includes("−2.00°") && labels.includes("150.0°"), labels.join(" "));
});
