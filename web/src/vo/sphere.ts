// Directions on the sphere as unit vectors: distances, bearings and arcs of great circles.

/** Longitude and latitude in degrees. */
export type LonLat = readonly [lon: number, lat: number];

/** A unit vector. */
export type Direction = readonly [x: number, y: number, z: number];

const DEG = Math.PI / 180;

/** The direction of a position in degrees. */
export function direction([lon, lat]: LonLat): Direction {
  const across = Math.cos(lat * DEG);
  return [across * Math.cos(lon * DEG), across * Math.sin(lon * DEG), Math.sin(lat * DEG)];
}

/** The position of a vector of any length, longitude from 0 to 360. */
export function lonLat([x, y, z]: Direction): LonLat {
  const lon = Math.atan2(y, x) / DEG;
  return [lon < 0 ? lon + 360 : lon, Math.atan2(z, Math.hypot(x, y)) / DEG];
}

export function dot(a: Direction, b: Direction): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Direction, b: Direction): Direction {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** The angle between two directions in degrees, exact for small angles too. */
export function angle_deg(a: Direction, b: Direction): number {
  return Math.atan2(length(cross(a, b)), dot(a, b)) / DEG;
}

/** The position angle from one place to another in degrees, from north through east, 0 to 360. */
export function bearing_deg(from: LonLat, to: LonLat): number {
  const step = (to[0] - from[0]) * DEG;
  const [lat, other] = [from[1] * DEG, to[1] * DEG];
  const east = Math.sin(step) * Math.cos(other);
  const north = Math.cos(lat) * Math.sin(other) - Math.sin(lat) * Math.cos(other) * Math.cos(step);
  return (Math.atan2(east, north) / DEG + 360) % 360;
}

/** The place at a distance and position angle from another, all in degrees. */
export function away(from: LonLat, distance_deg: number, bearing: number): LonLat {
  const [step, angle, lat] = [distance_deg * DEG, bearing * DEG, from[1] * DEG];
  const sine = Math.sin(lat) * Math.cos(step) + Math.cos(lat) * Math.sin(step) * Math.cos(angle);
  const lon = Math.atan2(
    Math.sin(angle) * Math.sin(step) * Math.cos(lat),
    Math.cos(step) - Math.sin(lat) * sine,
  );
  return [(from[0] + lon / DEG + 360) % 360, Math.asin(Math.min(1, Math.max(-1, sine))) / DEG];
}

/** The direction in the middle of others; `null` if they have no middle. */
export function middle(directions: readonly Direction[]): Direction | null {
  const sum = directions.reduce<Direction>((all, one) => [all[0] + one[0], all[1] + one[1], all[2] + one[2]], [0, 0, 0]);
  return length(sum) < 1e-9 ? null : unit(sum);
}

/** The point of the shorter arc from `start` to `end` that is nearest to a direction. */
export function nearestOnArc(to: Direction, start: Direction, end: Direction): Direction {
  const pole = cross(start, end);
  const ends = angle_deg(to, start) <= angle_deg(to, end) ? start : end;
  if (length(pole) < 1e-15) return ends;
  const normal = unit(pole);
  const above = dot(to, normal);
  const foot: Direction = [to[0] - above * normal[0], to[1] - above * normal[1], to[2] - above * normal[2]];
  if (length(foot) < 1e-12) return ends;
  const onCircle = unit(foot);
  const isBetween = dot(cross(start, onCircle), normal) >= 0 && dot(cross(onCircle, end), normal) >= 0;
  return isBetween ? onCircle : ends;
}

/** Points along the shorter arc, from its start up to but without its end, at most `step_deg` apart. */
export function alongArc(start: LonLat, end: LonLat, step_deg: number): LonLat[] {
  const [a, b] = [direction(start), direction(end)];
  const whole = angle_deg(a, b);
  const parts = Math.max(1, Math.ceil(whole / step_deg));
  if (parts === 1) return [start];
  const sine = Math.sin(whole * DEG);
  return Array.from({ length: parts }, (_, index) => {
    const [near, far] = [Math.sin((1 - index / parts) * whole * DEG) / sine, Math.sin((index / parts) * whole * DEG) / sine];
    return lonLat([a[0] * near + b[0] * far, a[1] * near + b[1] * far, a[2] * near + b[2] * far]);
  });
}

function length(vector: Direction): number {
  return Math.hypot(vector[0], vector[1], vector[2]);
}

function unit(vector: Direction): Direction {
  const size = length(vector);
  return [vector[0] / size, vector[1] / size, vector[2] / size];
}
