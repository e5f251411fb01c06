// Regions of the sky as services write them: STC-S of ObsCore, geometries of DALI; and what lies in them.

import { circleOutline, offset, type Position, positionAngle, separation, wrap } from "./sky.ts";
import { alongArc, cross, type Direction, direction, dot, middle, nearestOnArc, positionOf } from "./sphere.ts";

/** A circle in ICRS degrees; a radius of 0 is a point. */
export interface Circle {
  centre: Position;
  radius: number;
}

/** A region in ICRS, degrees. A polygon is the smaller of its two sides; its edges are great circles. */
export type Region =
  | ({ shape: "circle" } & Circle)
  | { shape: "polygon"; vertices: Position[] }
  | { shape: "union"; parts: Region[] };

/** A region that cannot be read; the message says why. */
export class RegionError extends Error {}

/** Frames that are ICRS or within a tenth of an arc second of it, and words that say nothing of the place (STC-S Note 1.33). */
const PASSED = new Set(
  "ICRS FK5 J2000 UNKNOWNFRAME GEOCENTER BARYCENTER HELIOCENTER TOPOCENTER LSR UNKNOWNREFPOS SPHERICAL2 UNIT DEG".split(" "),
);

const KNOWN_SHAPES = "CIRCLE, POLYGON, BOX, POSITION and UNION";

/**
 * Reads a value of `s_region` (ObsCore 1.1 section 4.12): text in STC-S or as a `shape` of DALI 1.2, or the numbers of
 * a DALI 1.1 `polygon` or `circle`, told apart by the xtype or else by their count.
 */
export function parseRegion(value: string | readonly (number | null)[], xtype = ""): Region {
  if (typeof value !== "string") return fromNumbers(value, xtype.toLowerCase());
  const text = value.trim();
  if (/^[-+.\d]/.test(text)) return fromNumbers(text.split(/[\s,]+/).map(Number), xtype.toLowerCase());
  const words = text.replace(/[()]/g, " $& ").trim().split(/[\s,]+/);
  return new Reader(words).region();
}

/** Whether a place lies in the region. */
export function contains(region: Region, place: Position): boolean {
  switch (region.shape) {
    case "circle":
      return separation(region.centre, place) <= region.radius;
    case "polygon":
      return isInPolygon(region.vertices.map(direction), direction(place));
    case "union":
      return region.parts.some((part) => contains(part, place));
  }
}

/** The place of the region's border that is nearest, and its distance in degrees. */
export function nearestBorder(region: Region, place: Position): { place: Position; distance: number } {
  let best = { place, distance: Infinity };
  for (const candidate of candidates(region, place)) {
    const distance = separation(place, candidate);
    if (distance < best.distance) best = { place: candidate, distance };
  }
  return best;
}

/** Whether a whole circle lies in the region; of a union, in one of its parts. */
export function covers(region: Region, centre: Position, radius: number): boolean {
  if (region.shape === "union") return region.parts.some((part) => covers(part, centre, radius));
  if (!contains(region, centre)) return false;
  if (region.shape === "circle") return separation(region.centre, centre) + radius <= region.radius;
  return nearestBorder(region, centre).distance >= radius;
}

/** Closed rings that follow the border, with points at most `step` degrees apart; the first point is not repeated. */
export function rings(region: Region, step = 1): Position[][] {
  switch (region.shape) {
    case "circle":
      return [circleOutline(region.centre, region.radius)];
    case "polygon":
      return [region.vertices.flatMap((vertex, index, all) => alongArc(vertex, all[(index + 1) % all.length]!, step))];
    case "union":
      return region.parts.flatMap((part) => rings(part, step));
  }
}

/** The middle of the region; of a polygon, of its vertices. */
export function centreOf(region: Region): Position {
  const known = middle(corners(region).map(direction));
  return known ? positionOf(known) : corners(region)[0]!;
}

/** The region as a condition of ADQL 2.1 reads it: `CIRCLE(…)` or `POLYGON(…)`; of a union, one for each part. */
export function adqlShapes(region: Region): string[] {
  switch (region.shape) {
    case "circle":
      return [`CIRCLE(${region.centre.ra}, ${region.centre.dec}, ${region.radius})`];
    case "polygon":
      return [`POLYGON(${region.vertices.map(({ ra, dec }) => `${ra}, ${dec}`).join(", ")})`];
    case "union":
      return region.parts.flatMap(adqlShapes);
  }
}

/** The words of STC-S, read from left to right. */
class Reader {
  #next = 0;

  constructor(private readonly words: readonly string[]) {}

  region(): Region {
    const name = (this.#take() ?? "").toUpperCase();
    this.#skip();
    switch (name) {
      case "CIRCLE":
        return fromNumbers(this.#numbers(3), "circle");
      case "POLYGON":
        return fromNumbers(this.#numbers(Infinity), "polygon");
      case "POSITION":
        return fromNumbers([...this.#numbers(2), 0], "circle");
      case "BOX":
        return box(this.#numbers(4));
      case "UNION":
        return { shape: "union", parts: this.#parts() };
      default:
        throw new RegionError(`\`${name}\` is no shape that can be read; known are ${KNOWN_SHAPES}`);
    }
  }

  #take(): string | undefined {
    return this.words[this.#next++];
  }

  /** Passes over frame, reference position, flavour and fill factor. */
  #skip(): void {
    for (;;) {
      const word = this.words[this.#next]?.toUpperCase();
      if (word === "FILLFACTOR") this.#next += 2;
      else if (word !== undefined && PASSED.has(word)) this.#next += 1;
      else break;
    }
    const word = this.words[this.#next];
    if (word !== undefined && word !== "(" && !isNumber(word)) throw new RegionError(`the frame \`${word}\` is not known; ICRS and FK5 are`);
  }

  #numbers(count: number): number[] {
    const numbers: number[] = [];
    // Some services put the numbers in brackets.
    const isBracketed = this.words[this.#next] === "(";
    if (isBracketed) this.#next += 1;
    while (numbers.length < count && isNumber(this.words[this.#next])) numbers.push(Number(this.#take()));
    if (isBracketed && this.words[this.#next] === ")") this.#next += 1;
    return numbers;
  }

  #parts(): Region[] {
    if (this.#take() !== "(") throw new RegionError("behind UNION stands no `(`");
    const parts: Region[] = [];
    while (this.words[this.#next] !== ")") {
      if (this.#next >= this.words.length) throw new RegionError("a UNION is not closed by `)`");
      parts.push(this.region());
    }
    this.#next += 1;
    if (parts.length === 0) throw new RegionError("a UNION is empty");
    return parts;
  }
}

function isNumber(word: string | undefined): boolean {
  return word !== undefined && word !== "" && Number.isFinite(Number(word));
}

function fromNumbers(values: readonly (number | null)[], xtype: string): Region {
  const numbers = values.filter((value): value is number => value !== null && Number.isFinite(value));
  if (numbers.length !== values.length) throw new RegionError("a coordinate is no number");
  if (xtype.includes("circle") || (xtype === "" && numbers.length === 3)) {
    if (numbers.length !== 3) throw new RegionError(`a circle has 3 numbers, not ${numbers.length}`);
    const [lon, lat, radius] = numbers as [number, number, number];
    if (radius < 0 || radius > 180) throw new RegionError(`a radius of ${radius} degrees is not possible`);
    return { shape: "circle", centre: place(lon, lat), radius };
  }
  if (numbers.length % 2 !== 0) throw new RegionError(`a polygon has pairs of numbers, not ${numbers.length} numbers`);
  const vertices = Array.from({ length: numbers.length / 2 }, (_, index) => place(numbers[2 * index]!, numbers[2 * index + 1]!));
  const [first, last] = [vertices[0], vertices.at(-1)];
  // Some services repeat the first vertex to close the ring.
  if (vertices.length > 3 && first!.ra === last!.ra && first!.dec === last!.dec) vertices.pop();
  if (vertices.length < 3) throw new RegionError(`a polygon has 3 vertices or more, not ${vertices.length}`);
  return { shape: "polygon", vertices };
}

function place(lon: number, lat: number): Position {
  if (lat < -90 || lat > 90) throw new RegionError(`a latitude of ${lat} degrees is not possible`);
  return { ra: wrap(lon), dec: lat };
}

/** Centre, width and height in degrees (STC-S: full sizes along great circles). */
function box(numbers: number[]): Region {
  if (numbers.length !== 4) throw new RegionError(`a box has 4 numbers, not ${numbers.length}`);
  const [lon, lat, width, height] = numbers as [number, number, number, number];
  const [half, tall] = [width / 2, height / 2];
  const [reach, angle] = [Math.hypot(half, tall), (Math.atan2(half, tall) * 180) / Math.PI];
  const centre = place(lon, lat);
  return { shape: "polygon", vertices: [180 - angle, angle, -angle, angle - 180].map((bearing) => offset(centre, bearing, reach)) };
}

function corners(region: Region): Position[] {
  if (region.shape === "circle") return [region.centre];
  return region.shape === "polygon" ? region.vertices : region.parts.flatMap(corners);
}

/** Places of the border among which the nearest to a place is. */
function candidates(region: Region, to: Position): Position[] {
  if (region.shape === "union") return region.parts.flatMap((part) => candidates(part, to));
  if (region.shape === "circle") return [offset(region.centre, positionAngle(region.centre, to), region.radius)];
  const vertices = region.vertices.map(direction);
  return vertices.map((vertex, index) => positionOf(nearestOnArc(direction(to), vertex, vertices[(index + 1) % vertices.length]!)));
}

/** Whether the vertices go once round a direction that is on their side of the sphere. */
function isInPolygon(vertices: Direction[], at: Direction): boolean {
  const centre = middle(vertices);
  if (centre === null || dot(centre, at) <= 0) return false;
  let turn = 0;
  vertices.forEach((vertex, index) => {
    const next = vertices[(index + 1) % vertices.length]!;
    const [a, b] = [cross(at, vertex), cross(at, next)];
    turn += Math.atan2(dot(at, cross(a, b)), dot(a, b));
  });
  return Math.abs(turn) > Math.PI;
}
