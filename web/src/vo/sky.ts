// Positions on the sky: types, distances, the tangent plane, outlines, and how positions are written.

import { words } from "../words/position.ts";
import { readPosition, type Meaning } from "./position.ts";

export type { Alternative, Doubt, Fault } from "./position.ts";

/** A direction in ICRS, degrees: 0 <= ra < 360, -90 <= dec <= 90. */
export interface Position {
  ra: number;
  dec: number;
}

/** A point of a tangent plane, degrees: x grows to the east, y to the north. */
export interface PlanePoint {
  x: number;
  y: number;
}

/** The gnomonic projection about one centre. */
export interface TangentPlane {
  /** The point of the plane; null for a direction 90 degrees or more from the centre. */
  project(position: Position): PlanePoint | null;
  unproject(point: PlanePoint): Position;
}

/** What a text means, and that in words for who wrote it. */
export interface Reading extends Meaning {
  said: string;
}

/** Units in which angles of the page are given. */
export type AngleUnit = "arcsec" | "arcmin" | "deg";

const RADIANS = Math.PI / 180;
const UNITS_PER_DEGREE: Record<AngleUnit, number> = { deg: 1, arcmin: 60, arcsec: 3600 };

/** Reads an ICRS position in any spelling (or a galactic one that says so) with an optional radius that names its unit. */
export function parsePosition(text: string): Reading {
  const meaning = readPosition(text);
  if (meaning.fault) return { ...meaning, said: words.faults[meaning.fault] };
  if (meaning.doubt) return { ...meaning, said: words.doubts[meaning.doubt] };
  const place = meaning.position ? describePosition(meaning.position) : "";
  return { ...meaning, said: meaning.radius === undefined ? place : words.within(formatAngle(meaning.radius), place) };
}

/** `RA 152.54167°, Dec +10.16944° (ICRS)`. */
export function describePosition({ ra, dec }: Position): string {
  return words.place(wrap(ra).toFixed(5), `${dec < 0 ? "" : "+"}${dec.toFixed(5)}`);
}

/** The great-circle distance, degrees, exact for the smallest angles and for antipodes. */
export function separation(a: Position, b: Position): number {
  const [d1, d2, dra] = [a.dec * RADIANS, b.dec * RADIANS, (b.ra - a.ra) * RADIANS];
  const east = Math.cos(d2) * Math.sin(dra);
  const north = Math.cos(d1) * Math.sin(d2) - Math.sin(d1) * Math.cos(d2) * Math.cos(dra);
  const along = Math.sin(d1) * Math.sin(d2) + Math.cos(d1) * Math.cos(d2) * Math.cos(dra);
  return Math.atan2(Math.hypot(east, north), along) / RADIANS;
}

/** The direction from a to b, degrees from north through east, 0 <= angle < 360. */
export function positionAngle(a: Position, b: Position): number {
  const [d1, d2, dra] = [a.dec * RADIANS, b.dec * RADIANS, (b.ra - a.ra) * RADIANS];
  const east = Math.cos(d2) * Math.sin(dra);
  const north = Math.cos(d1) * Math.sin(d2) - Math.sin(d1) * Math.cos(d2) * Math.cos(dra);
  return wrap(Math.atan2(east, north) / RADIANS);
}

/** The position at a distance (degrees) from another, in a direction (degrees from north through east). */
export function offset(from: Position, angle: number, distance: number): Position {
  const [dec, pa, r] = [from.dec * RADIANS, angle * RADIANS, distance * RADIANS];
  const sine = Math.sin(dec) * Math.cos(r) + Math.cos(dec) * Math.sin(r) * Math.cos(pa);
  const east = Math.sin(r) * Math.sin(pa);
  const north = Math.cos(dec) * Math.cos(r) - Math.sin(dec) * Math.sin(r) * Math.cos(pa);
  return { ra: wrap(from.ra + Math.atan2(east, north) / RADIANS), dec: Math.asin(clamp(sine)) / RADIANS };
}

export function tangentPlane(centre: Position): TangentPlane {
  const [sin0, cos0] = [Math.sin(centre.dec * RADIANS), Math.cos(centre.dec * RADIANS)];
  return {
    project({ ra, dec }) {
      const [d, dra] = [dec * RADIANS, (ra - centre.ra) * RADIANS];
      const [sine, along] = [Math.sin(d), Math.cos(d) * Math.cos(dra)];
      const depth = sin0 * sine + cos0 * along;
      if (depth <= 1e-12) return null;
      const x = Math.cos(d) * Math.sin(dra) / depth;
      const y = (cos0 * sine - sin0 * along) / depth;
      return { x: x / RADIANS, y: y / RADIANS };
    },
    unproject(point) {
      const [x, y] = [point.x * RADIANS, point.y * RADIANS];
      const depth = cos0 - y * sin0;
      const ra = wrap(centre.ra + Math.atan2(x, depth) / RADIANS);
      return { ra, dec: Math.atan2(sin0 + y * cos0, Math.hypot(x, depth)) / RADIANS };
    },
  };
}

/** Points of a circle about a centre, radius in degrees, from north through east, not closed. */
export function circleOutline(centre: Position, radius: number, points = 64): Position[] {
  return Array.from({ length: points }, (_, i) => offset(centre, i * 360 / points, radius));
}

/** Galactic longitude and latitude (degrees) in ICRS, by the angles of Hipparcos (ESA SP-1200, vol. 1, section 1.5.3). */
export function fromGalactic(l: number, b: number): Position {
  const [pole, node] = [{ ra: 192.85948, dec: 27.12825 }, 122.93192];
  const [lat, lon, dp] = [b * RADIANS, (node - l) * RADIANS, pole.dec * RADIANS];
  const sine = Math.sin(lat) * Math.sin(dp) + Math.cos(lat) * Math.cos(dp) * Math.cos(lon);
  const east = Math.cos(lat) * Math.sin(lon);
  const north = Math.sin(lat) * Math.cos(dp) - Math.cos(lat) * Math.sin(dp) * Math.cos(lon);
  return { ra: wrap(pole.ra + Math.atan2(east, north) / RADIANS), dec: Math.asin(clamp(sine)) / RADIANS };
}

/** `150.05042 +2.20000`, or `10:00:12.10 +02:12:00.0`; digits are those of the declination. */
export function formatPosition(position: Position, style: "decimal" | "sexagesimal" = "decimal", digits?: number): string {
  if (style === "decimal") {
    const places = digits ?? 5;
    const sign = position.dec < 0 ? "" : "+";
    return `${wrap(position.ra).toFixed(places)} ${sign}${position.dec.toFixed(places)}`;
  }
  const places = digits ?? 1;
  const dec = sexagesimal(Math.abs(position.dec), places);
  return `${sexagesimal(wrap(position.ra) / 15, places + 1, 24)} ${position.dec < 0 ? "-" : "+"}${dec}`;
}

/** An angle in the unit in which it is easiest to read: `1.25"`, `3.4'`, `0.5°`. */
export function formatAngle(degrees: number, digits = 3): string {
  const size = Math.abs(degrees);
  const [value, mark] = size < 1 / 60 ? [degrees * 3600, '"'] : size < 1 ? [degrees * 60, "'"] : [degrees, "°"];
  return `${Number(value.toPrecision(digits))}${mark}`;
}

export function toDegrees(value: number, unit: AngleUnit): number {
  return value / UNITS_PER_DEGREE[unit];
}

export function fromDegrees(degrees: number, unit: AngleUnit): number {
  return degrees * UNITS_PER_DEGREE[unit];
}

/** A right ascension in 0 <= ra < 360. */
export function wrap(ra: number): number {
  const rest = ra % 360;
  return rest < 0 ? (rest + 360) % 360 : rest;
}

function clamp(sine: number): number {
  return Math.max(-1, Math.min(1, sine));
}

/** Units, minutes, seconds with two digits each; 59.99 seconds are rounded up through all three. */
function sexagesimal(value: number, places: number, turn = Infinity): string {
  const scale = 10 ** places;
  const ticks = Math.round(value * 3600 * scale) % (turn * 3600 * scale);
  const [units, rest] = [Math.floor(ticks / (3600 * scale)), ticks % (3600 * scale)];
  const seconds = (rest % (60 * scale)) / scale;
  return [two(units), two(Math.floor(rest / (60 * scale))), seconds.toFixed(places).padStart(places ? places + 3 : 2, "0")].join(":");
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
