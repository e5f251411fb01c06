// Projections of the sky onto a plane, with east to the left: x grows to the right and y downwards, both in degrees.

import { type Position, wrap } from "./sky.ts";

export interface Point {
  x: number;
  y: number;
}

/** Both ways; `null` for a place that is not shown, or a point off the sky. */
export interface Projection {
  project(place: Position): Point | null;
  unproject(point: Point): Position | null;
}

const DEG = Math.PI / 180;

/** Stereographic (FITS WCS paper II section 5.1.4, STG) about a centre; its antipode is not shown. */
export function stereographic({ ra: lon0, dec: lat0 }: Position): Projection {
  const [sine0, cosine0] = [Math.sin(lat0 * DEG), Math.cos(lat0 * DEG)];
  return {
    project({ ra: lon, dec: lat }) {
      const [step, sine, cosine] = [(lon - lon0) * DEG, Math.sin(lat * DEG), Math.cos(lat * DEG)];
      const along = sine0 * sine + cosine0 * cosine * Math.cos(step);
      if (along < -0.99) return null;
      const scale = 2 / (1 + along) / DEG;
      return { x: -scale * cosine * Math.sin(step), y: -scale * (cosine0 * sine - sine0 * cosine * Math.cos(step)) };
    },
    unproject({ x, y }) {
      const [east, north] = [-x * DEG, -y * DEG];
      const reach = Math.hypot(east, north);
      if (reach < 1e-14) return { ra: lon0, dec: lat0 };
      const angle = 2 * Math.atan(reach / 2);
      const lat = Math.asin(clamped(Math.cos(angle) * sine0 + (north * Math.sin(angle) * cosine0) / reach));
      const lon = Math.atan2(east * Math.sin(angle), reach * cosine0 * Math.cos(angle) - north * sine0 * Math.sin(angle));
      return { ra: wrap(lon0 + lon / DEG), dec: lat / DEG };
    },
  };
}

/** Hammer-Aitoff (FITS WCS paper II section 5.3.4, AIT) about a longitude: the whole sky in an ellipse 324 by 162 degrees. */
export function hammerAitoff(lon0: number): Projection {
  return {
    project({ ra: lon, dec: lat }) {
      const half = (((lon - lon0 + 540) % 360) - 180) * DEG * 0.5;
      const cosine = Math.cos(lat * DEG);
      const scale = Math.sqrt(2 / (1 + cosine * Math.cos(half))) / DEG;
      return { x: -2 * scale * cosine * Math.sin(half), y: -scale * Math.sin(lat * DEG) };
    },
    unproject({ x, y }) {
      const [east, north] = [-x * DEG, -y * DEG];
      const square = 1 - (east / 4) ** 2 - (north / 2) ** 2;
      if (square < 0.5) return null;
      const scale = Math.sqrt(square);
      const lon = 2 * Math.atan2((scale * east) / 2, 2 * square - 1);
      return { ra: wrap(lon0 + lon / DEG), dec: Math.asin(clamped(north * scale)) / DEG };
    },
  };
}

function clamped(value: number): number {
  return Math.min(1, Math.max(-1, value));
}
