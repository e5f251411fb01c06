// Spectral energy distributions: the points of an object in all filters, and their conversion between scales.
import type { Element } from "../vo/vosi.ts";
import type { Cell } from "../vo/votable.ts";
import type { Aperture } from "./roles.ts";

/** How fluxes are drawn: AB magnitudes, f_nu in Janskys, nu f_nu in erg/s/cm2. */
export type Scale = "ab" | "fnu" | "nufnu";

/** One filter's measurement. */
export interface SedPoint {
  filter: Element;
  /** `limit`: not detected; `value` is then the brightest it may be, if that is known. */
  state: "detected" | "limit" | "missing";
  /** AB magnitude. */
  magnitude: number | null;
  /** Standard error in magnitudes. */
  error: number | null;
  /** f_nu in Janskys, may be negative. */
  flux: number | null;
  fluxError: number | null;
  /** Sum of the flags; 0 is good. */
  flags: number;
}

/** A magnitude from here on stands for no detection. */
const NOT_DETECTED = 90;
/** Janskys of AB magnitude 0 (Oke and Gunn 1983, ApJ 266, 713). */
const AB_ZERO_JY = 3630.7805;
const LIGHT_NM_PER_S = 2.99792458e17;
const POGSON = 2.5 / Math.LN10;
/** Filters wider than this part of their wavelength are broad bands. */
const BROAD = 0.1;

/** AB magnitude of a flux in Janskys; null if it is not above 0. */
export function magnitudeOf(jansky: number): number | null {
  return jansky > 0 ? -2.5 * Math.log10(jansky / AB_ZERO_JY) : null;
}

/** Flux in Janskys of an AB magnitude. */
export function fluxOf(magnitude: number): number {
  return AB_ZERO_JY * 10 ** (-0.4 * magnitude);
}

/** nu f_nu in erg/s/cm2 of a flux in Janskys at a wavelength in nm. */
export function nuFnu(jansky: number, wavelengthNm: number): number {
  return jansky * 1e-23 * LIGHT_NM_PER_S / wavelengthNm;
}

export function isBroad(filter: Element): boolean {
  return filter.widthNm !== null && filter.wavelengthNm !== null && filter.widthNm > BROAD * filter.wavelengthNm;
}

/** Filters by wavelength; those without one come last in their own order. */
export function byWavelength<T extends { wavelengthNm: number | null; index: number }>(filters: T[]): T[] {
  return [...filters].sort((a, b) => (a.wavelengthNm ?? Infinity) - (b.wavelengthNm ?? Infinity) || a.index - b.index);
}

/** The points of an aperture in wavelength order; `limits` are the faintest AB magnitudes by the filter's index. */
export function sedOf(aperture: Aperture, value: (column: string) => Cell, flags: string[], limits: Map<number, { depth: number | null }>): SedPoint[] {
  const values = numbers(value(aperture.values.name));
  const errors = aperture.errors ? numbers(value(aperture.errors.name)) : [];
  const marks = flags.map((name) => numbers(value(name)));
  return byWavelength(aperture.enumeration.elements).map((filter) => {
    const at = filter.index - 1;
    const flag = marks.reduce((sum, list) => sum | (list[at] ?? 0), 0);
    const measured = aperture.kind === "magnitude"
      ? ofMagnitude(values[at] ?? null, errors[at] ?? null)
      : ofFlux(values[at] ?? null, errors[at] ?? null, aperture);
    const limit = measured.state === "limit" && measured.magnitude === null ? limits.get(filter.index)?.depth ?? null : null;
    return { filter, flags: flag, ...measured, ...(limit === null ? {} : { magnitude: limit, flux: fluxOf(limit) }) };
  });
}

type Measured = Omit<SedPoint, "filter" | "flags">;
const MISSING: Measured = { state: "missing", magnitude: null, error: null, flux: null, fluxError: null };

function ofMagnitude(magnitude: number | null, error: number | null): Measured {
  if (magnitude === null || Math.abs(magnitude) >= NOT_DETECTED) {
    // An error that is a magnitude itself is the limit (the habit of SExtractor's users).
    const limit = error !== null && error > 10 && error < NOT_DETECTED ? error : null;
    const state = magnitude === null && error === null ? "missing" : "limit";
    return { ...MISSING, state, magnitude: limit, flux: limit === null ? null : fluxOf(limit) };
  }
  const flux = fluxOf(magnitude);
  const known = error !== null && error < NOT_DETECTED ? error : null;
  return { state: "detected", magnitude, error: known, flux, fluxError: known === null ? null : flux * known / POGSON };
}

function ofFlux(value: number | null, error: number | null, aperture: Aperture): Measured {
  if (value === null) return MISSING;
  const flux = value * aperture.jansky;
  const sigma = error === null ? null : aperture.isRelativeError ? Math.abs(flux) * error : error * aperture.jansky;
  if (flux > 0 && (sigma === null || flux > sigma)) {
    return { state: "detected", magnitude: magnitudeOf(flux), error: sigma === null ? null : POGSON * sigma / flux, flux, fluxError: sigma };
  }
  // Less than one sigma: the three-sigma limit is what is known.
  const limit = sigma === null ? null : 3 * sigma + Math.max(flux, 0);
  return { state: "limit", magnitude: limit === null ? null : magnitudeOf(limit), error: null, flux: limit, fluxError: null };
}

/** A point on a scale: the value and the ends of its error bar; null where there is none to draw. */
export function onScale(point: SedPoint, scale: Scale): { value: number; low: number | null; high: number | null } | null {
  const { magnitude, error, flux, fluxError } = point;
  if (scale === "ab") {
    if (magnitude === null) return null;
    return { value: magnitude, low: error === null ? null : magnitude - error, high: error === null ? null : magnitude + error };
  }
  const wavelength = point.filter.wavelengthNm;
  if (flux === null || (scale === "nufnu" && wavelength === null)) return null;
  const factor = scale === "fnu" ? 1 : nuFnu(1, wavelength ?? 1);
  return {
    value: flux * factor,
    low: fluxError === null ? null : (flux - fluxError) * factor,
    high: fluxError === null ? null : (flux + fluxError) * factor,
  };
}

/** The cell of an array column as numbers. */
export function numbers(cell: Cell): (number | null)[] {
  if (Array.isArray(cell)) return cell.map((one) => (one === null ? null : Number(one)));
  return typeof cell === "number" ? [cell] : [];
}
