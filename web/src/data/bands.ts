// Bands of images: which filter an image was taken in, in the order of wavelength, and how a filter is drawn.
import { filterColour } from "../style/filter-colours.ts";
import type { Element } from "../vo/vosi.ts";
import { type ImageRecord, wavelength_nm } from "../vo/sia.ts";

/** A filter, or a range of wavelengths that images have without one. */
export interface Band {
  name: string;
  /** Middle and width; `null` where nobody says them. */
  nm: number | null;
  width_nm: number | null;
  /** The operator's own colour. */
  color: string | null;
}

/** Fill colours for a light and a dark page; broad bands are squares, narrow ones circles. */
export interface Look {
  light: string;
  dark: string;
  shape: "square" | "circle";
}

/** Filters narrower than this part of their wavelength are drawn as narrow. */
const NARROW = 0.09;
/** The part of a filter's width by which the middle of an image's band may differ. */
const SAME_MIDDLE = 0.25;

/** The bands of filters and images together, by wavelength: all filters, and what images have besides. */
export function bandsOf(filters: readonly Element[], images: readonly ImageRecord[]): Band[] {
  const bands: Band[] = filters.map(({ name, wavelengthNm, widthNm, color }) => ({ name, nm: wavelengthNm, width_nm: widthNm, color }));
  for (const image of images) {
    if (bandOf(image, bands) !== null) continue;
    const nm = wavelength_nm(image);
    const width_nm = image.band === null ? null : (image.band[1] - image.band[0]) * 1e9;
    bands.push({ name: nm === null ? "?" : `${Math.round(nm)} nm`, nm, width_nm, color: null });
  }
  return bands.sort((a, b) => (a.nm ?? Infinity) - (b.nm ?? Infinity));
}

/** The band of an image: the nearest one whose middle and width agree; `null` if there is none. */
export function bandOf(image: ImageRecord, bands: readonly Band[]): Band | null {
  const nm = wavelength_nm(image);
  if (nm === null || image.band === null) return bands.find((band) => band.nm === null) ?? null;
  const width = (image.band[1] - image.band[0]) * 1e9;
  const away = (band: Band): number => Math.abs((band.nm ?? Infinity) - nm);
  const near = bands.filter((band) => away(band) <= Math.max(1, (band.width_nm ?? width) * SAME_MIDDLE));
  return near.sort((a, b) => away(a) - away(b))[0] ?? null;
}

/** A range in metres that the images of a filter meet and those of its neighbours, if they do not overlap, do not. */
export function searchRange({ nm, width_nm }: Band): readonly [number, number] | null {
  if (nm === null) return null;
  const reach = Math.max(0.5, (width_nm ?? 2) * 0.02);
  return [(nm - reach) * 1e-9, (nm + reach) * 1e-9];
}

/** The colours of a band: those of its filter, or of filters of its wavelength. */
export function lookOf({ nm, width_nm, color }: Band): Look {
  const shape = nm !== null && width_nm !== null && width_nm / nm < NARROW ? "circle" : "square";
  const filter = { color, wavelengthNm: nm };
  return { light: filterColour(filter, false), dark: filterColour(filter, true), shape };
}
