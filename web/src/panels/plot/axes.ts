// Axes of plots: ranges that show the bulk of the data, ticks at round numbers, edges of boxes at round numbers.
import { extent, type Range } from "../../data/count.ts";

export interface Tick {
  /** In the values of the axis: the logarithm on a logarithmic one. */
  at: number;
  label: string;
}

/** Values that are looked at to find where the bulk is. */
const SAMPLE = 20_000;

/**
 * A range with a small margin. Values far outside the bulk, such as the 99 of magnitudes without a detection, do not widen it.
 * With `isDown` it runs from the greater value. Null if there is no value.
 */
export function shownRange(values: Float64Array, isDown: boolean, isWhole = false): Range | null {
  const all = extent(values);
  if (!all) return null;
  const bulk = isWhole ? all : bulkOf(values, all);
  const margin = (bulk.to - bulk.from || Math.abs(bulk.from) || 1) * 0.03;
  const [from, to] = [bulk.from - margin, bulk.to + margin];
  return isDown ? { from: to, to: from } : { from, to };
}

export function ticks(range: Range, isLog: boolean, most: number): Tick[] {
  const [low, high] = range.from < range.to ? [range.from, range.to] : [range.to, range.from];
  if (isLog && high - low >= 1) return decades(low, high, most);
  if (isLog) return linear(10 ** low, 10 ** high, most).map(({ at, label }) => ({ at: Math.log10(at), label }));
  return linear(low, high, most);
}

/** A value rounded to about a thousandth of the span, so that a condition of ADQL is short and means the same. */
export function snapped(value: number, span: number): number {
  const digits = Math.ceil(-Math.log10(Math.abs(span))) + 3;
  return digits > 0 ? Number(value.toFixed(Math.min(digits, 20))) : Math.round(value);
}

/** The range moved by a part of itself, and scaled about its middle. */
export function changed({ from, to }: Range, shift: number, scale: number): Range {
  const middle = (from + to) / 2 + shift * (to - from);
  const half = ((to - from) / 2) * scale;
  return { from: middle - half, to: middle + half };
}

function bulkOf(values: Float64Array, all: Range): Range {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  const sample: number[] = [];
  for (let row = 0; row < values.length; row += step) if (Number.isFinite(values[row]!)) sample.push(values[row]!);
  sample.sort((a, b) => a - b);
  const [low, high] = [quartile(sample, 0.25), quartile(sample, 0.75)];
  // Tukey's outer fences, a little wider: the tails of a bell are inside, and a value that stands for "none" is not.
  const fence = (high - low) * 4;
  if (!(fence > 0)) return all;
  const inside = sample.filter(value => value >= low - fence && value <= high + fence);
  // What the sample missed of the extremes is mostly no wider than a little margin.
  const margin = step > 1 ? (inside.at(-1)! - inside[0]!) * 0.02 : 0;
  return { from: Math.max(all.from, inside[0]! - margin), to: Math.min(all.to, inside.at(-1)! + margin) };
}

function quartile(sorted: number[], part: number): number {
  return sorted[Math.floor((sorted.length - 1) * part)] ?? NaN;
}

function linear(low: number, high: number, most: number): Tick[] {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(one => one * power).find(one => one >= rough) ?? power;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const list: Tick[] = [];
  for (let i = Math.ceil(low / step); i * step <= high; i++) {
    const at = i * step;
    const isLong = Math.abs(at) >= 1e6 || digits > 6;
    list.push({ at, label: isLong ? at.toExponential(2) : (at === 0 ? 0 : at).toFixed(digits).replace("-", "−") });
  }
  return list;
}

function decades(low: number, high: number, most: number): Tick[] {
  const step = Math.max(1, Math.ceil((high - low) / most));
  const list: Tick[] = [];
  for (let power = Math.ceil(low); power <= high; power += step) {
    list.push({ at: power, label: Math.abs(power) <= 4 ? String(Number((10 ** power).toPrecision(1))) : `1e${power}` });
  }
  return list;
}
