// Projects positions on the sky to a plane: gnomonic for a field, Hammer for what is wider.

/** Angles in degrees. Gnomonic: great circles are straight lines, so a box on the plane is a polygon of ADQL. */
export interface Projection {
  kind: "gnomonic" | "hammer";
  lon: number;
  lat: number;
}

const DEG = Math.PI / 180;
/** Radius of a field that is still drawn gnomonic, degrees. */
const FIELD_MAX = 40;

/**
 * `x` grows to the east and is drawn to the left; both in degrees on the plane, NaN where a position has no place.
 * They may be the memory of `lon` and `lat`.
 */
export function project(
  lon: Float64Array, lat: Float64Array, given: Projection | null, x: Float64Array = new Float64Array(lon.length), y: Float64Array = new Float64Array(lon.length),
): { x: Float64Array; y: Float64Array; projection: Projection } {
  const projection = given ?? choose(lon, lat);
  const sin = Math.sin(projection.lat * DEG);
  const cos = Math.cos(projection.lat * DEG);
  for (let row = 0; row < lon.length; row++) {
    const dLon = (lon[row]! - projection.lon) * DEG;
    const phi = lat[row]! * DEG;
    if (projection.kind === "hammer") {
      const half = Math.atan2(Math.sin(dLon), Math.cos(dLon)) / 2;
      const scale = Math.sqrt(2 / (1 + Math.cos(phi) * Math.cos(half))) / DEG;
      x[row] = 2 * scale * Math.cos(phi) * Math.sin(half);
      y[row] = scale * Math.sin(phi);
      continue;
    }
    const toward = sin * Math.sin(phi) + cos * Math.cos(phi) * Math.cos(dLon);
    x[row] = toward > 0 ? (Math.cos(phi) * Math.sin(dLon)) / toward / DEG : NaN;
    y[row] = toward > 0 ? (cos * Math.sin(phi) - sin * Math.cos(phi) * Math.cos(dLon)) / toward / DEG : NaN;
  }
  return { x, y, projection };
}

/** The position of a place on the plane; null outside the sky. */
export function unproject([x, y]: [number, number], projection: Projection): { lon: number; lat: number } | null {
  if (projection.kind === "hammer") return unhammer(x * DEG, y * DEG, projection.lon);
  const radius = Math.hypot(x, y) * DEG;
  if (radius === 0) return { lon: projection.lon, lat: projection.lat };
  const distance = Math.atan(radius);
  const sin = Math.sin(projection.lat * DEG);
  const cos = Math.cos(projection.lat * DEG);
  const lat = Math.asin(Math.cos(distance) * sin + (y * DEG * Math.sin(distance) * cos) / radius);
  const lon = Math.atan2(x * DEG * Math.sin(distance), radius * cos * Math.cos(distance) - y * DEG * sin * Math.sin(distance));
  return { lon: wrapped(projection.lon + lon / DEG), lat: lat / DEG };
}

/** The mean position, and gnomonic if all others are near it. */
function choose(lon: Float64Array, lat: Float64Array): Projection {
  const mean = [0, 0, 0];
  for (let row = 0; row < lon.length; row++) add(mean, lon[row]!, lat[row]!, 1);
  const norm = Math.hypot(...mean);
  if (!(norm > 0)) return { kind: "hammer", lon: 0, lat: 0 };
  const center = { lon: wrapped(Math.atan2(mean[1]!, mean[0]!) / DEG), lat: Math.asin(mean[2]! / norm) / DEG };
  let least = 1;
  const [cx, cy, cz] = mean.map(one => one / norm) as [number, number, number];
  for (let row = 0; row < lon.length; row++) {
    const cos = Math.cos(lat[row]! * DEG);
    const dot = cx * cos * Math.cos(lon[row]! * DEG) + cy * cos * Math.sin(lon[row]! * DEG) + cz * Math.sin(lat[row]! * DEG);
    if (dot < least) least = dot;
  }
  return least > Math.cos(FIELD_MAX * DEG) ? { kind: "gnomonic", ...center } : { kind: "hammer", lon: center.lon, lat: 0 };
}

function add(sum: number[], lon: number, lat: number, weight: number): void {
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) return;
  const cos = Math.cos(lat * DEG) * weight;
  sum[0]! += cos * Math.cos(lon * DEG);
  sum[1]! += cos * Math.sin(lon * DEG);
  sum[2]! += Math.sin(lat * DEG) * weight;
}

function unhammer(x: number, y: number, center: number): { lon: number; lat: number } | null {
  const z2 = 1 - (x / 4) ** 2 - (y / 2) ** 2;
  if (z2 < 0.5) return null;
  const z = Math.sqrt(z2);
  return { lon: wrapped(center + (2 * Math.atan2(z * x, 2 * (2 * z2 - 1))) / DEG), lat: Math.asin(z * y) / DEG };
}

function wrapped(lon: number): number {
  return ((lon % 360) + 360) % 360;
}
