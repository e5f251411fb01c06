// Directions as unit vectors: middles and arcs of great circles.

import { type Position, wrap } from "./sky.ts";

/** A unit vector. */
export type Direction = readonly [x: number, y: number, z: number];

const DEG = Math.PI / 180;

export function direction({ ra, dec }: Position): Direction {
  const across = Math.cos(dec * DEG);
  return [across * Math.cos(ra * DEG), across * Math.sin(ra * DEG), Math.sin(dec * DEG)];
}

/** The position of a vector of any length. */
export function positionOf([x, y, z]: Direction): Position {
  return { ra: wrap(Math.atan2(y, x) / DEG), dec: Math.atan2(z, Math.hypot(x, y)) / DEG };
}

export function dot(a: Direction, b: Direction): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Direction, b: Direction): Direction {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The angle between two directions in degrees, exact for small angles too. */
export function angle(a: Direction, b: Direction): number {
  return Math.atan2(length(cross(a, b)), dot(a, b)) / DEG;
}

/** The direction in the middle of others; `null` if they have no middle. */
export function middle(directions: readonly Direction[]): Direction | null {
  const sum = directions.reduce<Direction>((all, one) => [all[0] + one[0], all[1] + one[1], all[2] + one[2]], [0, 0, 0]);
  return length(sum) < 1e-9 ? null : unit(sum);
}

/** The point of the shorter arc from `start` to `end` that is nearest to a direction. */
export function nearestOnArc(to: Direction, start: Direction, end: Direction): Direction {
  const pole = cross(start, end);
  const nearerEnd = angle(to, start) <= angle(to, end) ? start : end;
  if (length(pole) < 1e-15) return nearerEnd;
  const normal = unit(pole);
  const above = dot(to, normal);
  const foot: Direction = [to[0] - above * normal[0], to[1] - above * normal[1], to[2] - above * normal[2]];
  if (length(foot) < 1e-12) return nearerEnd;
  const onCircle = unit(foot);
  const isBetween = dot(cross(start, onCircle), normal) >= 0 && dot(cross(onCircle, end), normal) >= 0;
  return isBetween ? onCircle : nearerEnd;
}

/** Points along the shorter arc, from its start up to but without its end, at most so many degrees apart. */
export function alongArc(start: Position, end: Position, step: number): Position[] {
  const [a, b] = [direction(start), direction(end)];
  const whole = angle(a, b);
  const parts = Math.max(1, Math.ceil(whole / step));
  const sine = Math.sin(whole * DEG);
  return Array.from({ length: parts }, (_, index) => {
    if (index === 0) return start;
    const [near, far] = [Math.sin((1 - index / parts) * whole * DEG) / sine, Math.sin((index / parts) * whole * DEG) / sine];
    return positionOf([a[0] * near + b[0] * far, a[1] * near + b[1] * far, a[2] * near + b[2] * far]);
  });
}

function length(vector: Direction): number {
  return Math.hypot(vector[0], vector[1], vector[2]);
}

function unit(vector: Direction): Direction {
  const size = length(vector);
  return [vector[0] / size, vector[1] / size, vector[2] / size];
}
