// Colours of filters: by wavelength, alternately light and dark, readable on the light and on the dark page.
import type { Element } from "../vo/vosi.ts";

/** Wavelength in nm, colour on a light and on a dark page: neighbours stay apart for colour-blind readers too. */
const ANCHORS: [nm: number, light: string, dark: string][] = [
  [348.5, "#67237a", "#c57eda"], [378.5, "#8c5cbd", "#d9bbfe"], [395.0, "#573c9d", "#a18bf3"], [410.0, "#6d74d8", "#c2cafe"],
  [430.0, "#2855ad", "#73a3fd"], [480.3, "#0f89c7", "#a5d8fd"], [515.0, "#0a6f50", "#1fc893"], [625.4, "#b37903", "#fecf8d"],
  [660.0, "#9b4805", "#f58b4b"], [766.8, "#d15d4d", "#feb6a9"], [861.0, "#9c2a44", "#ec7385"], [911.4, "#6a0035", "#c5547c"],
];
const GROUNDS = { light: "#ffffff", dark: "#101418" };
/** WCAG 2.2, 1.4.11: what is drawn stands out from its ground by this ratio. */
const CONTRAST_MIN = 3;

/** The colour of a filter; an operator's own wins, moved away from the ground where it would not be seen. */
export function filterColour(filter: Pick<Element, "color" | "wavelengthNm">, isDark: boolean): string {
  const own = filter.color && /^#[0-9a-f]{6}$/i.test(filter.color) ? filter.color : null;
  return own ? readable(own, isDark) : byWavelength(filter.wavelengthNm ?? 550, isDark);
}

function byWavelength(nm: number, isDark: boolean): string {
  const at = isDark ? 2 : 1;
  const above = ANCHORS.findIndex(([wavelength]) => wavelength >= nm);
  if (above === 0) return ANCHORS[0]![at];
  if (above < 0) return ANCHORS[ANCHORS.length - 1]![at];
  const [low, high] = [ANCHORS[above - 1]!, ANCHORS[above]!];
  return mix(low[at], high[at], (nm - low[0]) / (high[0] - low[0]));
}

function readable(colour: string, isDark: boolean): string {
  const [ground, away] = isDark ? [GROUNDS.dark, "#ffffff"] : [GROUNDS.light, "#000000"];
  for (let part = 0; part < 1; part += 0.05) {
    const moved = mix(colour, away, part);
    if (contrast(moved, ground) >= CONTRAST_MIN) return moved;
  }
  return away;
}

function mix(a: string, b: string, part: number): string {
  const [from, to] = [channels(a), channels(b)];
  return `#${from.map((value, index) => Math.round(value + (to[index]! - value) * part).toString(16).padStart(2, "0")).join("")}`;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((value) => value / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
