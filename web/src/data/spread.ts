// Over which range values spread: all of them, and their bulk.
import { extent, type Range } from "./count.ts";

/** Null if there is no finite value. */
export interface Spread {
  all: Range | null;
  /** Without values far outside, such as the 99 of magnitudes without a detection. */
  bulk: Range | null;
}

/** Values that are looked at to find where the bulk is. */
const SAMPLE = 20_000;

export function spreadOf(values: Float64Array): Spread {
  const all = extent(values);
  return { all, bulk: all && bulkOf(values, all) };
}

function bulkOf(values: Float64Array, all: Range): Range {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const taken: number[] = [];
  for (let row = 0; row < values.length; row += step) if (Number.isFinite(values[row]!)) taken.push(values[row]!);
  const sample = Float64Array.from(taken).sort();
  const [low, high] = [quartile(sample, 0.25), quartile(sample, 0.75)];
  // Tukey's outer fences, a little wider: the tails of a bell are inside, and a value that stands for "none" is not.
  const fence = (high - low) * 4;
  if (!(fence > 0)) return all;
  const inside = sample.filter(value => value >= low - fence && value <= high + fence);
  // What the sample missed of the extremes is mostly no wider than a little margin.
  const margin = step > 1 ? (inside.at(-1)! - inside[0]!) * 0.02 : 0;
  return { from: Math.max(all.from, inside[0]! - margin), to: Math.min(all.to, inside.at(-1)! + margin) };
}

function quartile(sorted: Float64Array, part: number): number {
  return sorted[Math.floor((sorted.length - 1) * part)] ?? NaN;
}
