// Small pictures of a place in each filter, from the links of an object, at any size and brightness.
import { links, type Link } from "../vo/datalink.ts";
import { cutoutUrl, pictureUrl, recentred, type Circle } from "../vo/soda.ts";
import type { Element } from "../vo/vosi.ts";
import type { ImageFacts } from "./object.ts";

/** The pictures of one filter, or the one in colour. */
export interface Stamp {
  /** Name of the filter; of a picture in colour, of the three. */
  label: string;
  filter: Element | null;
  picture: string;
  /** A cutout as FITS. */
  cutout: string | null;
  /** Lowest and highest pixel value that show the same light in all filters. */
  interval: [number, number] | null;
}

/** Black is this many times the noise of the sky below it, white this part of the peak of the brightest image. */
const BLACK_SIGMAS = 2;
const WHITE_SIGMAS = 12;
const WHITE_PART = 0.04;
/** Pixels over which a point source's light is spread, about: for its peak. */
const POINT_PIXELS = 4.5;
/** Five sigma within three arcsec are about 25 pixels of half an arcsec: the noise of one pixel is this part of that. */
const DEPTH_NOISE = 25;

/** The circle of an address that is moved before it is used. */
const ANYWHERE: Circle = { position: { ra: 0, dec: 0 }, radius: 0.005 };
const PIXELS = 128;

/** What the links of one object give. */
export interface ObjectPictures {
  /** In wavelength order. */
  stamps: Stamp[];
  /** The picture in colour of the image that shows it. */
  colour: Stamp | null;
  links: Link[];
}

/** Pictures of objects by their identifiers; two requests for up to fifty. @throws ServiceError */
export async function picturesOf(datalink: string, ids: string[], filters: Element[], signal?: AbortSignal): Promise<Map<string, ObjectPictures>> {
  const found = (await links(datalink, ids, signal)).filter((link) => !link.error);
  const byId = new Map(ids.map((id) => [id, found.filter((link) => link.id === id)]));
  const images = new Map([...byId].map(([id, own]) => [id, imageOf(own)]));
  const dids = [...new Set([...images.values()].filter((did): did is string => did !== null))];
  const colours = new Map((dids.length > 0 ? await links(datalink, dids, signal) : []).flatMap((link) => {
    const stamp = colourOf(link);
    return stamp ? [[link.id, stamp]] : [];
  }));
  return new Map([...byId].map(([id, own]) => [id, { stamps: byFilter(own, filters), colour: colours.get(images.get(id) ?? "") ?? null, links: own }]));
}

/** The pictures of one object. @throws ServiceError */
export async function stampsOf(datalink: string, id: string, filters: Element[], signal?: AbortSignal): Promise<ObjectPictures> {
  return (await picturesOf(datalink, [id], filters, signal)).get(id) ?? { stamps: [], colour: null, links: [] };
}

/** The address of a stamp of a circle. */
export function stampUrl(stamp: Stamp, circle: Circle, pixels: number, isSameScale: boolean): string {
  const interval: Record<string, string> = isSameScale && stamp.filter && stamp.interval ? { INTERVAL: stamp.interval.map((value) => Number(value.toPrecision(5))).join(",") } : {};
  return recentred(stamp.picture, circle, { SIZE: String(pixels), ...interval });
}

/** Stamps whose limits stand for the same light, by the zero points; as they are where those are not known. */
export function withIntervals(stamps: Stamp[], facts: Map<number, ImageFacts>, brightest: number | null): Stamp[] {
  const depths = [...facts.values()].flatMap(({ depth }) => depth ?? []);
  if (depths.length === 0) return stamps;
  const sigma = 10 ** (-0.4 * Math.max(...depths)) / DEPTH_NOISE;
  const peak = brightest === null ? 0 : 10 ** (-0.4 * brightest) / POINT_PIXELS;
  const [black, white] = [-BLACK_SIGMAS * sigma, Math.max(WHITE_SIGMAS * sigma, WHITE_PART * peak)];
  return stamps.map((stamp) => {
    const zero = stamp.filter && facts.get(stamp.filter.index)?.zeroPoint;
    if (zero == null) return stamp;
    const counts = 10 ** (0.4 * zero);
    return { ...stamp, interval: [black * counts, white * counts] };
  });
}

/** Pictures are links of their own, or a service of cutouts declares that it makes them. */
function byFilter(found: Link[], filters: Element[]): Stamp[] {
  const labelOf = (link: Link): string => link.localSemantics ?? link.description ?? "";
  const stamps = [...new Set(found.map(labelOf))].flatMap((label): Stamp[] => {
    const own = found.filter((link) => labelOf(link) === label);
    const service = own.find((link) => link.semantics === "#cutout" && link.service)?.service;
    const url = (semantics: string): string | null => own.find((link) => link.semantics === semantics)?.url ?? null;
    const picture = url("#preview-image") ?? (service ? pictureUrl(service, ANYWHERE, PIXELS) : null);
    const filter = filters.find((one) => one.name === label) ?? null;
    return picture === null ? [] : [{ label, filter, picture, cutout: url("#cutout") ?? (service ? cutoutUrl(service, ANYWHERE) : null), interval: null }];
  });
  return stamps.sort((a, b) => (a.filter?.wavelengthNm ?? Infinity) - (b.filter?.wavelengthNm ?? Infinity));
}

/** The identifier of the first image that shows the object. */
function imageOf(found: Link[]): string | null {
  const url = found.find((link) => link.semantics === "#counterpart" && link.url)?.url;
  return url ? new URL(url).searchParams.get("ID") : null;
}

/** A link to a picture of three images. */
function colourOf({ semantics, url, description }: Link): Stamp | null {
  if (semantics !== "#preview-image" || !url || new URL(url).searchParams.getAll("ID").length !== 3) return null;
  const bands = /\bof (.+)$/.exec(description ?? "")?.[1] ?? "";
  return { label: bands, filter: null, picture: url, cutout: null, interval: null };
}
