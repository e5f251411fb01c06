// Projects positions on the sky to a plane: gnomonic for a field, Hammer for what is wider.
import { hammerAitoff, type Projection as Plane } from "../vo/projection.ts";
import { tangentPlane, wrap, type Position } from "../vo/sky.ts";

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
  const { plane, sign } = planeOf(projection);
  for (let row = 0; row < lon.length; row++) {
    const point = plane.project({ ra: lon[row]!, dec: lat[row]! });
    x[row] = point ? sign * point.x : NaN;
    y[row] = point ? sign * point.y : NaN;
  }
  return { x, y, projection };
}

/** The position of a place on the plane; null outside the sky. */
export function unproject([x, y]: [number, number], projection: Projection): Position | null {
  const { plane, sign } = planeOf(projection);
  return plane.unproject({ x: sign * x, y: sign * y });
}

/** The tangent plane has north up and east at positive `x`, that of the whole sky is turned by half a circle. */
function planeOf({ kind, lon, lat }: Projection): { plane: Plane; sign: 1 | -1 } {
  return kind === "hammer" ? { plane: hammerAitoff(lon), sign: -1 } : { plane: tangentPlane({ ra: lon, dec: lat }), sign: 1 };
}

/** The mean position, and gnomonic if all others are near it. */
function choose(lon: Float64Array, lat: Float64Array): Projection {
  const mean = [0, 0, 0];
  for (let row = 0; row < lon.length; row++) add(mean, lon[row]!, lat[row]!, 1);
  const norm = Math.hypot(...mean);
  if (!(norm > 0)) return { kind: "hammer", lon: 0, lat: 0 };
  const center = { lon: wrap(Math.atan2(mean[1]!, mean[0]!) / DEG), lat: Math.asin(mean[2]! / norm) / DEG };
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
