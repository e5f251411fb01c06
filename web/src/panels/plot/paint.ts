// Paints counts and points of a plot on a canvas.
import { countPlane, type Range } from "../../data/count.ts";

/** Every eighth colour of viridis (CC0, Smith and van der Walt 2015) and its end. */
const VIRIDIS = [0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725];
const STEPS = 256;

/** What is painted: points in axis values, the view, and the rows that are selected. */
export interface Scene {
  x: Float64Array;
  y: Float64Array;
  xs: Range;
  ys: Range;
  mask: Uint8Array | null;
  isDark: boolean;
}

/** Counts of all points of a view, kept while only the selection changes. */
export class Density {
  private counts: Uint32Array | null = null;
  private of: Pick<Scene, "x" | "y" | "xs" | "ys"> | null = null;
  private size = "";
  inView = 0;

  count(scene: Scene, width: number, height: number): Uint32Array {
    const { of } = this;
    const size = `${width} ${height}`;
    const isSame = of && of.x === scene.x && of.y === scene.y && of.xs === scene.xs && of.ys === scene.ys && this.size === size;
    if (!isSame || !this.counts) {
      this.counts = countPlane(scene.x, scene.y, scene.xs, scene.ys, width, height);
      this.of = scene;
      this.size = size;
      this.inView = this.counts.reduce((all, one) => all + one, 0);
    }
    return this.counts;
  }
}

/** Density of all points, in grey where some are selected, and the selected ones in colour. */
export function paintDensity(context: CanvasRenderingContext2D, scene: Scene, all: Uint32Array, width: number, height: number): void {
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = palette(scene.isDark);
  const chosen = scene.mask ? countPlane(scene.x, scene.y, scene.xs, scene.ys, width, height, scene.mask) : null;
  lay(pixels, all, chosen ? greys(scene.isDark) : colours, width, height);
  if (chosen) lay(pixels, chosen, colours, width, height);
  context.putImageData(image, 0, 0);
}

/** Each point as a small square; `scale`: device pixels of one CSS pixel. */
export function paintMarks(context: CanvasRenderingContext2D, scene: Scene, colour: string, muted: string, scale: number): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  const side = 3 * scale;
  const xScale = width / (scene.xs.to - scene.xs.from);
  const yScale = height / (scene.ys.to - scene.ys.from);
  for (const isChosen of [0, 1]) {
    context.fillStyle = scene.mask && !isChosen ? muted : colour;
    for (let row = 0; row < scene.x.length; row++) {
      if ((scene.mask?.[row] ?? 1) !== isChosen) continue;
      const left = (scene.x[row]! - scene.xs.from) * xScale;
      const top = height - (scene.y[row]! - scene.ys.from) * yScale;
      if (left >= 0 && left <= width && top >= 0 && top <= height) context.fillRect(left - side / 2, top - side / 2, side, side);
    }
  }
}

/** The colour of a place on the scale, 0 to 1, as `#rrggbb`. */
export function viridis(place: number): string {
  const at = Math.min(Math.max(place, 0), 1) * (VIRIDIS.length - 1);
  const [low, high] = [VIRIDIS[Math.floor(at)]!, VIRIDIS[Math.ceil(at)]!];
  const mix = (shift: number): number => Math.round(((low >> shift) & 255) * (1 - (at % 1)) + ((high >> shift) & 255) * (at % 1));
  return `#${[16, 8, 0].map(shift => mix(shift).toString(16).padStart(2, "0")).join("")}`;
}

/** Counts as colours by their logarithm; rows of counts begin below, those of pixels above. */
function lay(pixels: Uint32Array, counts: Uint32Array, colours: Uint32Array, width: number, height: number): void {
  let most = 1;
  for (let i = 0; i < counts.length; i++) if (counts[i]! > most) most = counts[i]!;
  const scale = (STEPS - 1) / Math.log1p(most);
  for (let line = 0; line < height; line++) {
    const to = (height - 1 - line) * width;
    for (let i = 0; i < width; i++) {
      const count = counts[line * width + i]!;
      if (count > 0) pixels[to + i] = colours[Math.round(Math.log1p(count) * scale)]!;
    }
  }
}

const palettes = new Map<boolean, Uint32Array>();

/** From what stands out least on the page to what does most. */
function palette(isDark: boolean): Uint32Array {
  const known = palettes.get(isDark);
  if (known) return known;
  const made = Uint32Array.from({ length: STEPS }, (_, step) => {
    const place = step / (STEPS - 1);
    return pixel(Number.parseInt(viridis(isDark ? 0.15 + place * 0.85 : 0.92 - place * 0.92).slice(1), 16));
  });
  palettes.set(isDark, made);
  return made;
}

function greys(isDark: boolean): Uint32Array {
  return Uint32Array.from({ length: STEPS }, (_, step) => {
    const grey = Math.round(isDark ? 50 + (step / STEPS) * 70 : 225 - (step / STEPS) * 70);
    return pixel((grey << 16) | (grey << 8) | grey);
  });
}

/** Canvas memory is red, green, blue, opaque, as a little-endian word. */
function pixel(rgb: number): number {
  return ((0xff << 24) | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}
