// Where things of an SED figure stand: scales, ticks, and labels that do not lie on each other.
import { onScale, type Scale, type SedPoint } from "../data/sed.ts";

/** One aperture of a figure. */
export interface Series {
  name: string;
  points: SedPoint[];
}

/** An axis: from values to pixels, and its ticks. */
export interface Axis {
  at: (value: number) => number;
  ticks: { value: number; text: string }[];
}

export interface Layout {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: Axis;
  y: Axis;
  isLog: boolean;
}

const MARGIN = { left: 62, right: 16, top: 58, bottom: 40 };
/** Fluxes that span more than this are drawn on a logarithmic axis. */
const LOG_SPAN = 20;

/** Scales for all series together; null if nothing can be drawn. */
export function layOut(series: Series[], scale: Scale, width: number, height: number): Layout | null {
  const drawn = series.flatMap(({ points }) => points.filter((point) => point.filter.wavelengthNm !== null));
  const values = drawn.flatMap((point) => {
    const place = onScale(point, scale);
    return place ? [place.value, place.low, place.high].filter((value): value is number => value !== null && Number.isFinite(value)) : [];
  });
  if (values.length === 0) return null;
  const edges = drawn.flatMap(({ filter }) => [-1, 1].map((side) => (filter.wavelengthNm ?? 0) + side * (filter.widthNm ?? 0) / 2));
  const [left, right, top, bottom] = [MARGIN.left, width - MARGIN.right, MARGIN.top, height - MARGIN.bottom];
  const x = linear(Math.min(...edges), Math.max(...edges), left, right, 0.03, width / 90);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const isLog = scale !== "ab" && low > 0 && high / low > LOG_SPAN;
  // Magnitudes grow downwards.
  const [from, to] = scale === "ab" ? [top, bottom] : [bottom, top];
  const y = isLog ? logarithmic(low, high, from, to) : linear(low, high, from, to, 0.1, height / 55);
  return { width, height, left, right, top, bottom, x, y, isLog };
}

/** Places for labels near those wanted, `gap` apart, inside from..to; in the order given, which must be rising. */
export function spread(wanted: number[], gap: number, from: number, to: number): number[] {
  const step = Math.min(gap, (to - from) / Math.max(1, wanted.length - 1));
  const places = [...wanted];
  for (let at = 0; at < places.length; at++) places[at] = Math.max(places[at]!, at === 0 ? from : places[at - 1]! + step);
  for (let at = places.length - 1; at >= 0; at--) {
    places[at] = Math.min(places[at]!, at === places.length - 1 ? to : places[at + 1]! - step);
  }
  return places;
}

/** A number as figures and tables show it. */
export function shortNumber(value: number, digits = 4): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(digits))) : value.toExponential(digits - 2);
}

function linear(low: number, high: number, from: number, to: number, margin: number, ticks: number): Axis {
  const span = high - low || Math.abs(high) || 1;
  const [start, end] = [low - span * margin, high + span * margin];
  const at = (value: number): number => from + (value - start) / (end - start) * (to - from);
  const step = niceStep((end - start) / Math.max(2, ticks));
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const list: Axis["ticks"] = [];
  for (let n = Math.ceil(start / step); n * step <= end; n++) {
    const value = n * step;
    list.push({ value, text: digits > 4 ? shortNumber(value, 3) : value.toFixed(digits) });
  }
  return { at, ticks: list };
}

function logarithmic(low: number, high: number, from: number, to: number): Axis {
  const [start, end] = [Math.log10(low) - 0.15, Math.log10(high) + 0.15];
  const at = (value: number): number => from + (Math.log10(Math.max(value, low * 1e-3)) - start) / (end - start) * (to - from);
  const list: Axis["ticks"] = [];
  for (let power = Math.floor(start); power <= end; power++) {
    for (const digit of end - start > 3 ? [1] : [1, 3]) {
      const value = digit * 10 ** power;
      if (Math.log10(value) >= start && Math.log10(value) <= end) list.push({ value, text: shortNumber(value, 2) });
    }
  }
  return { at, ticks: list };
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((digit) => digit * power >= rough) ?? 10);
}
