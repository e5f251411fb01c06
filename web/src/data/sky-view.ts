// What a map of the sky shows: a centre, a width in degrees and a size in pixels, with the steps of zoom and pan.

import { hammerAitoff, type Point, type Projection, stereographic } from "../vo/projection.ts";
import { type Position, wrap } from "../vo/sky.ts";
import { angle, direction, middle, positionOf } from "../vo/sphere.ts";

/** Wider views show the whole sky. */
const WHOLE_SKY_DEG = 150;
/** The first step inwards from the whole sky. */
const BELOW_WHOLE_SKY_DEG = 100;
/** The ellipse of the whole sky and a margin. */
const ELLIPSE_DEG = 334;
const NARROWEST_DEG = 1 / 3600;

/** A view of the sky; changes give a new one. */
export class SkyView {
  readonly #projection: Projection;
  readonly #scale: number;

  /** The width in degrees, and the size of the map in pixels. */
  constructor(
    readonly centre: Position,
    readonly width_deg: number,
    readonly width_px = 480,
    readonly height_px = 320,
  ) {
    this.#projection = this.isWholeSky ? hammerAitoff(centre.ra) : stereographic(centre);
    this.#scale = this.isWholeSky ? Math.min(width_px / ELLIPSE_DEG, height_px / (ELLIPSE_DEG / 2)) : width_px / width_deg;
  }

  /** One that shows all places with a margin; the whole sky without any. */
  static around(places: readonly Position[], width_px: number, height_px: number, narrowest_deg = 0.5): SkyView {
    const directions = places.map(direction);
    const centre = middle(directions);
    if (centre === null) return new SkyView({ ra: 0, dec: 0 }, 360, width_px, height_px);
    const reach = Math.max(...directions.map((place) => angle(centre, place)));
    const narrow = Math.min(1, height_px / width_px);
    const width_deg = Math.max((2.3 * reach) / narrow, narrowest_deg);
    return width_deg > WHOLE_SKY_DEG ? new SkyView({ ra: 0, dec: 0 }, 360, width_px, height_px) : new SkyView(positionOf(centre), width_deg, width_px, height_px);
  }

  get isWholeSky(): boolean {
    return this.width_deg > WHOLE_SKY_DEG;
  }

  /** Where a place is in pixels from the upper left corner; `null` if it cannot be shown. */
  pixel(place: Position): Point | null {
    const point = this.#projection.project(place);
    return point && { x: this.width_px / 2 + point.x * this.#scale, y: this.height_px / 2 + point.y * this.#scale };
  }

  /** The place of a pixel; `null` off the sky. */
  place({ x, y }: Point): Position | null {
    return this.#projection.unproject({ x: (x - this.width_px / 2) / this.#scale, y: (y - this.height_px / 2) / this.#scale });
  }

  sized(width_px: number, height_px: number): SkyView {
    return new SkyView(this.centre, this.width_deg, width_px, height_px);
  }

  /** Zoomed by a factor below 1 inwards, about a place that keeps its pixel nearly; about the centre without one. */
  zoomed(factor: number, about: Position = this.centre): SkyView {
    const widest = factor < 1 && this.isWholeSky ? BELOW_WHOLE_SKY_DEG : 360;
    const width_deg = Math.min(widest, Math.max(NARROWEST_DEG, this.width_deg * factor));
    if (width_deg > WHOLE_SKY_DEG) return new SkyView({ ra: this.centre.ra, dec: 0 }, 360, this.width_px, this.height_px);
    const inner = new SkyView(this.isWholeSky ? about : this.centre, width_deg, this.width_px, this.height_px);
    const was = this.pixel(about);
    if (was === null || this.isWholeSky) return inner;
    let view = inner;
    // A step turns the sky, so that the next one is smaller but not nothing.
    for (let step = 0; step < 3; step += 1) {
      const is = view.pixel(about);
      if (is) view = view.panned(was.x - is.x, was.y - is.y);
    }
    return view;
  }

  /** Moved so that what was shown at a pixel is shown so many pixels to the right and below. */
  panned(right_px: number, down_px: number): SkyView {
    if (this.isWholeSky) {
      const ra = wrap(this.centre.ra + right_px / this.#scale);
      return new SkyView({ ra, dec: 0 }, this.width_deg, this.width_px, this.height_px);
    }
    const centre = this.place({ x: this.width_px / 2 - right_px, y: this.height_px / 2 - down_px });
    return new SkyView(centre ?? this.centre, this.width_deg, this.width_px, this.height_px);
  }

  /** A closed ring as SVG path data; `isSmall` if less than so many pixels of it are to be seen in either direction. */
  path(ring: readonly Position[], small_px = 7): { data: string; middle: Point; isSmall: boolean } | null {
    const points = ring.flatMap((place) => this.pixel(place) ?? []);
    if (points.length < ring.length || points.length === 0) return null;
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    if (right < -9 || left > this.width_px + 9 || bottom < -9 || top > this.height_px + 9) return null;
    const isSmall = right - left < small_px && bottom - top < small_px;
    return { data: this.#data(points), middle: { x: (left + right) / 2, y: (top + bottom) / 2 }, isSmall };
  }

  /** An open line as SVG path data, cut where it leaves the map on one side and comes back on the other. */
  line(places: readonly Position[]): string {
    const points = places.map((place) => this.pixel(place));
    let [data, before]: [string, Point | null] = ["", null];
    for (const point of points) {
      if (point !== null) data += `${before !== null && !this.#isJump(before, point) ? "L" : "M"}${round(point.x)} ${round(point.y)}`;
      before = point;
    }
    return data;
  }

  #data(points: Point[]): string {
    const isCut = points.some((point, index) => this.#isJump(point, points[(index + 1) % points.length]!));
    const step = (point: Point, index: number): string => {
      const isStart = index === 0 || this.#isJump(points[index - 1]!, point);
      return `${isStart ? "M" : "L"}${round(point.x)} ${round(point.y)}`;
    };
    return points.map(step).join("") + (isCut ? "" : "Z");
  }

  #isJump(a: Point, b: Point): boolean {
    return this.isWholeSky && Math.abs(a.x - b.x) > this.width_px / 3;
  }
}

/** Lines of equal longitude and latitude of a view, with their labels. */
export function graticule(view: SkyView): { data: string; label: string; at: Point | null }[] {
  const [lats, lons] = view.isWholeSky ? [30, 45] : steps(view);
  const { lat, reach } = { lat: view.centre.dec, reach: view.isWholeSky ? 180 : view.width_deg * 0.75 };
  const lines: { data: string; label: string; at: Point | null }[] = [];
  const [low, high] = [Math.max(-90, lat - reach), Math.min(90, lat + reach)];
  const lonReach = Math.abs(lat) + reach >= 89 ? 180 : Math.min(180, reach / Math.cos(Math.min(89, Math.abs(lat) + reach / 2) * (Math.PI / 180)));
  const from = view.centre.ra - lonReach;
  for (let value = Math.ceil(low / lats) * lats; value <= high; value += lats) {
    if (Math.abs(value) > 89.999) continue;
    const places = Array.from({ length: 61 }, (_, index): Position => ({ ra: wrap(from + (0.001 + 0.998 * (index / 60)) * 2 * lonReach), dec: value }));
    lines.push({ data: view.line(places), label: `${signed(value, lats)}°`, at: labelled(view, { ra: view.centre.ra, dec: value }, "lat") });
  }
  for (let value = Math.ceil(from / lons) * lons; value < from + 2 * lonReach; value += lons) {
    const ra = wrap(value);
    const places = Array.from({ length: 41 }, (_, index): Position => ({ ra, dec: low + (index / 40) * (high - low) }));
    lines.push({ data: view.line(places), label: `${decimals(ra, lons)}°`, at: labelled(view, { ra, dec: view.isWholeSky ? 0 : lat }, "lon") });
  }
  if (view.isWholeSky) {
    for (const side of [-179.99, 179.99]) {
      const places = Array.from({ length: 41 }, (_, index): Position => ({ ra: wrap(view.centre.ra + side), dec: -90 + index * 4.5 }));
      lines.push({ data: view.line(places), label: "", at: null });
    }
  }
  return lines;
}

/** Where a line's label stands: on the line, or at the edge of a map of a part of the sky. */
function labelled(view: SkyView, place: Position, line: "lat" | "lon"): Point | null {
  const at = view.pixel(place);
  if (at === null || view.isWholeSky) return at;
  return line === "lat" ? { x: view.width_px - 52, y: at.y } : { x: at.x, y: view.height_px - 4 };
}

/** Steps of latitude and longitude that give a handful of lines. */
function steps(view: SkyView): [number, number] {
  const known = [30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
  const fit = (wanted: number): number => known.find((step) => step <= wanted) ?? known.at(-1)!;
  const across = Math.max(0.02, Math.cos((view.centre.dec * Math.PI) / 180));
  return [fit((view.width_deg * view.height_px) / view.width_px / 2.5), fit(Math.min(30, view.width_deg / 3 / across))];
}

function decimals(value: number, step: number): string {
  return value.toFixed(step >= 1 ? 0 : Math.ceil(-Math.log10(step)));
}

function signed(value: number, step: number): string {
  const text = decimals(Math.abs(value), step);
  return Number(text) === 0 ? text : `${value < 0 ? "−" : "+"}${text}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
