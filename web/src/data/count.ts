// Counts points in cells of a plane or of a line, and finds those inside a box or a lasso.

/** Values from `from` to `to`; `from` may be the greater one, for an axis that runs the other way. */
export interface Range {
  from: number;
  to: number;
}

/** A corner in the values of the axes. */
export type Point = [x: number, y: number];

const BANDS = 256;

/** Points in each of `width` x `height` cells, rows from the bottom of the axis `y`. Only rows of the mask, if one is given. */
export function countPlane(
  x: Float64Array, y: Float64Array, xs: Range, ys: Range, width: number, height: number, mask?: Uint8Array,
): Uint32Array {
  const counts = new Uint32Array(width * height);
  const xScale = width / (xs.to - xs.from);
  const yScale = height / (ys.to - ys.from);
  for (let row = 0; row < x.length; row++) {
    if (mask && mask[row] === 0) continue;
    const column = (x[row]! - xs.from) * xScale;
    const line = (y[row]! - ys.from) * yScale;
    // Written so that NaN fails.
    if (column >= 0 && column < width && line >= 0 && line < height) counts[(line | 0) * width + (column | 0)]!++;
  }
  return counts;
}

/** Points in each of `bins` equal parts of the range; its last part includes the end. */
export function countLine(x: Float64Array, xs: Range, bins: number, mask?: Uint8Array): Uint32Array {
  const counts = new Uint32Array(bins);
  const scale = bins / (xs.to - xs.from);
  for (let row = 0; row < x.length; row++) {
    if (mask && mask[row] === 0) continue;
    const bin = (x[row]! - xs.from) * scale;
    if (bin >= 0 && bin < bins) counts[bin | 0]!++;
    else if (bin === bins) counts[bins - 1]!++;
  }
  return counts;
}

/** Smallest and greatest finite value; null if there is none. */
export function extent(x: Float64Array): Range | null {
  let from = Infinity;
  let to = -Infinity;
  for (let row = 0; row < x.length; row++) {
    const value = x[row]!;
    if (value < from && value !== -Infinity) from = value;
    if (value > to && value !== Infinity) to = value;
  }
  return from <= to ? { from, to } : null;
}

/** Rows inside the box, borders included, as BETWEEN of ADQL has it. Without `ys` only `x` counts. */
export function inBox(x: Float64Array, xs: Range, y?: Float64Array, ys?: Range): Uint8Array {
  const mask = new Uint8Array(x.length);
  const [left, right] = sorted(xs);
  if (!y || !ys) {
    for (let row = 0; row < x.length; row++) mask[row] = x[row]! >= left && x[row]! <= right ? 1 : 0;
    return mask;
  }
  const [low, high] = sorted(ys);
  for (let row = 0; row < x.length; row++) {
    const value = x[row]!;
    if (value >= left && value <= right && y[row]! >= low && y[row]! <= high) mask[row] = 1;
  }
  return mask;
}

/** Rows inside the polygon, by the even-odd rule. */
export function inPolygon(x: Float64Array, y: Float64Array, polygon: Point[]): Uint8Array {
  const xs = polygon.map(([one]) => one);
  const ys = polygon.map(([, one]) => one);
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const mask = inBox(x, { from: Math.min(...xs), to: Math.max(...xs) }, y, { from: low, to: high });
  const bands = edgesByBand(ys, low, high);
  const scale = BANDS / (high - low);
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] === 0) continue;
    const edges = bands[Math.min(BANDS - 1, ((y[row]! - low) * scale) | 0)]!;
    if (!isInside(xs, ys, edges, x[row]!, y[row]!)) mask[row] = 0;
  }
  return mask;
}

/** The row whose point is nearest, with distances counted in `xUnit` and `yUnit`; null if none is within 1. */
export function nearest(x: Float64Array, y: Float64Array, [px, py]: Point, xUnit: number, yUnit: number): number | null {
  let best = 1;
  let found: number | null = null;
  for (let row = 0; row < x.length; row++) {
    const dx = (x[row]! - px) / xUnit;
    const dy = (y[row]! - py) / yUnit;
    const distance = dx * dx + dy * dy;
    if (distance < best) {
      best = distance;
      found = row;
    }
  }
  return found;
}

/** For each band of equal height the edges that pass through it: a lasso of many corners costs no more than a simple one. */
function edgesByBand(ys: number[], low: number, high: number): number[][] {
  const bands: number[][] = Array.from({ length: BANDS }, () => []);
  const scale = BANDS / (high - low);
  const band = (y: number): number => Math.min(BANDS - 1, Math.floor((y - low) * scale));
  ys.forEach((y, edge) => {
    const before = ys[(edge + ys.length - 1) % ys.length]!;
    for (let i = band(Math.min(y, before)); i <= band(Math.max(y, before)); i++) bands[i]!.push(edge);
  });
  return bands;
}

function isInside(xs: number[], ys: number[], edges: number[], x: number, y: number): boolean {
  let inside = false;
  for (const edge of edges) {
    const before = edge === 0 ? ys.length - 1 : edge - 1;
    const crosses = ys[edge]! > y !== ys[before]! > y;
    if (crosses && x < ((xs[before]! - xs[edge]!) * (y - ys[edge]!)) / (ys[before]! - ys[edge]!) + xs[edge]!) inside = !inside;
  }
  return inside;
}

function sorted({ from, to }: Range): [number, number] {
  return from <= to ? [from, to] : [to, from];
}
