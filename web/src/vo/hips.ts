// Sky views: HiPS 1.0, the list of a service and the properties of each.
import { ask } from "./http.ts";
import type { Position } from "./sky.ts";

/** A HiPS of images, as its properties describe it (HiPS 1.0 section 4.4.1). */
export interface Hips {
  /** Without a slash at its end. */
  url: string;
  title: string;
  collection: string | null;
  /** The filter, where the view has one. */
  band: string | null;
  isColour: boolean;
  /** Where a look at it begins, with its width in degrees. */
  initial: { centre: Position; fov: number } | null;
  /** The part of the sky that it covers, 0 to 1. */
  skyFraction: number | null;
}

/** The address of the list of a service (HiPS 1.0 section 5.2). */
export function hipsListUrl(service: string): string {
  return `${service}/list`;
}

/** The image views of a service that the caller may see, those in colour first. @throws ServiceError */
export async function hipsList(service: string, signal?: AbortSignal): Promise<Hips[]> {
  const text = await (await ask(hipsListUrl(service), { signal })).text();
  const all = text.split(/\r?\n\s*\r?\n/).map(readProperties).flatMap((properties) => hipsOf(properties) ?? []);
  for (const hips of all) hips.url = asReached(hips.url, service);
  return all.sort((a, b) => Number(b.isColour) - Number(a.isColour));
}

/** The address of the coverage of a HiPS, a MOC in FITS. */
export function mocUrl({ url }: Hips): string {
  return `${url}/Moc.fits`;
}

/** `key = value` lines; comments begin with `#`. */
export function readProperties(text: string): Map<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => !line.trimStart().startsWith("#") && line.includes("="));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1).trim()]));
}

/** The address of a view below the service by the name under which the service was reached: a host may have several. */
export function asReached(url: string, service: string): string {
  const path = new URL(service).pathname;
  const own = new URL(url);
  return own.pathname.startsWith(`${path}/`) ? `${service}${own.pathname.slice(path.length)}` : url;
}

/** `null` for what is no view of images, or has no address. */
export function hipsOf(properties: ReadonlyMap<string, string>): Hips | null {
  const url = properties.get("hips_service_url")?.replace(/\/+$/, "");
  const kind = properties.get("dataproduct_type");
  if (!url || (kind !== undefined && kind !== "image")) return null;
  const number = (key: string): number | null => {
    const value = Number(properties.get(key) || NaN);
    return Number.isFinite(value) ? value : null;
  };
  const [ra, dec, fov] = [number("hips_initial_ra"), number("hips_initial_dec"), number("hips_initial_fov")];
  return {
    url,
    title: properties.get("obs_title") ?? url,
    collection: properties.get("obs_collection") ?? null,
    band: properties.get("bandpass") ?? null,
    isColour: properties.get("dataproduct_subtype") === "color",
    initial: ra === null || dec === null ? null : { centre: { ra, dec }, fov: fov ?? 1 },
    skyFraction: number("moc_sky_fraction"),
  };
}
