// Image searches: Simple Image Access 2.0, with the ObsCore columns of its answers.

import { withParameters } from "./http.ts";
import { centreOf, type Circle, parseRegion, type Region } from "./region.ts";
import { type Position, separation } from "./sky.ts";
import type { Answer, Cell } from "./votable.ts";

/** What is searched for; alternatives of one kind are lists, and what is left out is no condition (SIA 2.0 section 2.1). */
export interface ImageSearch {
  circles?: Circle[];
  /** Ranges of vacuum wavelengths in metres. */
  bands?: Interval[];
  /** MJD in UTC. */
  times?: Interval;
  /** Seconds. */
  exposure?: Interval;
  /** Width of point sources in arcsec. */
  seeing?: Interval;
  collections?: string[];
  /** The most rows of the answer. */
  rows_max?: number;
}

/** Both ends are included; `null` is an open end. */
export type Interval = readonly [low: number | null, high: number | null];

/** An image as ObsCore 1.1 describes it. What is not said is `null`. */
export interface ImageRecord {
  /** `obs_publisher_did`. */
  did: string;
  collection: string;
  observation: string;
  title: string | null;
  target: string | null;
  /** What the archive gives: the file, or its links. */
  url: string | null;
  format: string | null;
  /** An estimate. */
  bytes: number | null;
  centre: Position | null;
  /** Diameter in degrees. */
  fov: number | null;
  region: Region | null;
  /** Why `region` is `null` although the archive says one. */
  regionProblem: string | null;
  /** Shortest and longest wavelength in metres. */
  band: readonly [number, number] | null;
  /** MJD in UTC. */
  times: readonly [number, number] | null;
  exposure_secs: number | null;
  resolution_arcsec: number | null;
  pixels: readonly [number, number] | null;
  /** `public`, `secure` or `proprietary`. */
  rights: string | null;
}

/** The images of one field: those whose middles and sizes are the same. */
export interface FieldOfImages {
  name: string;
  collection: string;
  centre: Position | null;
  region: Region | null;
  images: ImageRecord[];
}

/** The media type of an `access_url` that gives links (DataLink 1.1 section 3.3). */
export const LINKS_TYPE = "application/x-votable+xml;content=datalink";

/** The part of a field's diameter by which the middles of its images may differ. */
const SAME_MIDDLE = 0.05;

/** The parameters of a query (SIA 2.0 section 2.1). */
export function siaForm(search: ImageSearch): Record<string, string[]> {
  const form: Record<string, string[]> = {
    POS: (search.circles ?? []).map(({ centre, radius }) => `CIRCLE ${centre.ra} ${centre.dec} ${radius}`),
    BAND: (search.bands ?? []).map(interval),
    TIME: single(search.times),
    EXPTIME: single(search.exposure),
    SPATRES: single(search.seeing),
    COLLECTION: search.collections ?? [],
    DPTYPE: ["image"],
    MAXREC: search.rows_max === undefined ? [] : [String(search.rows_max)],
  };
  return Object.fromEntries(Object.entries(form).filter(([, values]) => values.length > 0));
}

/** The address of a query. */
export function siaUrl(service: string, search: ImageSearch): string {
  return withParameters(`${service}/query`, siaForm(search));
}

/** The images of an answer. Rows without an identifier are left out: nothing can be asked about them. */
export function imagesOf(answer: Answer): ImageRecord[] {
  const places = new Map(answer.fields.map((field, index) => [field.name.toLowerCase(), index]));
  const xtype = answer.fields[places.get("s_region") ?? -1]?.xtype ?? "";
  return answer.rows.flatMap((row) => {
    const cell = (name: string): Cell => row[places.get(name) ?? -1] ?? null;
    const did = text(cell("obs_publisher_did"));
    return did === null ? [] : [image(did, cell, xtype)];
  });
}

/** Images by field, in the order in which their fields come first; the images of a field by wavelength. */
export function fieldsOf(images: readonly ImageRecord[]): FieldOfImages[] {
  const fields: FieldOfImages[] = [];
  for (const image of images) {
    const known = fields.find((field) => isSameField(field.images[0]!, image));
    if (known) known.images.push(image);
    else {
      const { collection, centre, region } = image;
      fields.push({ name: image.target ?? image.title ?? image.observation, collection, centre, region, images: [image] });
    }
  }
  for (const field of fields) field.images.sort((a, b) => (a.band?.[0] ?? Infinity) - (b.band?.[0] ?? Infinity));
  return fields;
}

/** The middle of a band in nanometres. */
export function wavelength_nm(image: ImageRecord): number | null {
  return image.band === null ? null : ((image.band[0] + image.band[1]) / 2) * 1e9;
}

function image(did: string, cell: (name: string) => Cell, xtype: string): ImageRecord {
  const [kbyte, lon, lat] = [number(cell("access_estsize")), number(cell("s_ra")), number(cell("s_dec"))];
  const { region, regionProblem } = regionOf(cell("s_region"), xtype);
  return {
    did,
    collection: text(cell("obs_collection")) ?? "",
    observation: text(cell("obs_id")) ?? did,
    title: text(cell("obs_title")),
    target: text(cell("target_name")),
    url: text(cell("access_url")),
    format: text(cell("access_format")),
    bytes: kbyte === null ? null : kbyte * 1000,
    centre: lon !== null && lat !== null ? { ra: lon, dec: lat } : region && centreOf(region),
    fov: number(cell("s_fov")),
    region,
    regionProblem,
    band: pair(cell("em_min"), cell("em_max")),
    times: pair(cell("t_min"), cell("t_max")),
    exposure_secs: number(cell("t_exptime")),
    resolution_arcsec: number(cell("s_resolution")),
    pixels: pair(cell("s_xel1"), cell("s_xel2")),
    rights: text(cell("data_rights")),
  };
}

function regionOf(value: Cell, xtype: string): Pick<ImageRecord, "region" | "regionProblem"> {
  const said = Array.isArray(value) ? (value as (number | null)[]) : text(value);
  if (said === null || said.length === 0) return { region: null, regionProblem: null };
  try {
    return { region: parseRegion(said, xtype), regionProblem: null };
  } catch (error) {
    return { region: null, regionProblem: error instanceof Error ? error.message : String(error) };
  }
}

function isSameField(a: ImageRecord, b: ImageRecord): boolean {
  if (a.collection !== b.collection) return false;
  if (a.centre === null || b.centre === null) return a.centre === b.centre && a.target !== null && a.target === b.target;
  const [wide, other] = [a.fov ?? 0, b.fov ?? 0];
  const near = separation(a.centre, b.centre) <= Math.max(wide, other) * SAME_MIDDLE;
  return near && other >= wide * 0.9 && other <= wide * 1.1;
}

function single(range: Interval | undefined): string[] {
  return range === undefined || (range[0] === null && range[1] === null) ? [] : [interval(range)];
}

function interval([low, high]: Interval): string {
  return `${low ?? "-Inf"} ${high ?? "+Inf"}`;
}

function text(cell: Cell): string | null {
  return typeof cell === "string" && cell !== "" ? cell : null;
}

function number(cell: Cell): number | null {
  const value = typeof cell === "bigint" ? Number(cell) : cell;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function pair(first: Cell, second: Cell): readonly [number, number] | null {
  const [low, high] = [number(first), number(second)];
  return low === null || high === null ? null : [low, high];
}
