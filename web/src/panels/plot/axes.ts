// Axes of plots: shown ranges, ticks at round numbers, edges of boxes at round numbers.
import type { Range } from "../../data/count.ts";
import type { Spread } from "../../data/spread.ts";

export interface Tick {
  /** In the values of the axis: the logarithm on a logarithmic one. */
  at: number;
  label: string;
}

/** The bulk of the values with a small margin, or all of them. With `isDown` from the greater value. Null if there is no value. */
export function shownRange({ all, bulk }: Spread, isDown: boolean, isWhole = false): Range | null {
  const range = isWhole ? all : bulk;
  if (!range) return null;
  const margin = (range.to - range.from || Math.abs(range.from) || 1) * 0.03;
  const [from, to] = [range.from - margin, range.to + margin];
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
