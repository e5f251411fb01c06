// What an image search found: images by field, their outlines, and where nothing was found, which condition is the reason.
import { centreOf, type Circle, covers, nearestBorder, type Region } from "../vo/region.ts";
import { ask } from "../vo/http.ts";
import { type FieldOfImages, fieldsOf, imagesOf, type ImageRecord, siaUrl } from "../vo/sia.ts";
import { type Position, positionAngle } from "../vo/sky.ts";
import { readVotable } from "../vo/votable.ts";
import type { Band } from "./bands.ts";
import { type Conditions, type Kind, kindsOf, searchOf } from "./image-conditions.ts";

/** The most images of a search. */
const ROWS_MAX = 5000;
/** The most images where nothing is asked for. */
const ROWS_OF_ALL = 600;

const COMPASS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;

/** The nearest field to a place: how far away its border is, and in which direction. */
export interface Nearest {
  name: string;
  /** Its middle. */
  centre: Position;
  distance: number;
  compass: (typeof COMPASS)[number];
}

/** The answer to a search. */
export class ImageAnswer {
  readonly fields: FieldOfImages[];
  /** An outline for each field, with its index as id. */
  readonly footprints: { id: string; label: string; region: Region }[];
  /** How many images would be there without one kind of condition; filled by {@link explain}. */
  without: { kind: Kind; images: number }[] = [];
  nearest: Nearest | null = null;

  private constructor(
    readonly conditions: Conditions,
    readonly bands: readonly Band[],
    readonly url: string,
    readonly images: ImageRecord[],
    readonly circles: Circle[],
    readonly isCut: boolean,
    readonly rows_max: number,
  ) {
    this.fields = fieldsOf(images);
    this.footprints = this.fields.flatMap(({ name, region }, index) => (region ? [{ id: String(index), label: name, region }] : []));
  }

  /** Asks a service. The conditions have no mistake. @throws ServiceError */
  static async ask(sia: string, conditions: Conditions, bands: readonly Band[], signal: AbortSignal): Promise<ImageAnswer> {
    const rows_max = kindsOf(conditions).length === 0 ? ROWS_OF_ALL : ROWS_MAX;
    const search = searchOf(conditions, bands, rows_max);
    if ("kind" in search) throw new Error("the conditions of an image search are not valid");
    const url = siaUrl(sia, search);
    const { images, isCut } = await imagesAt(url, signal);
    const circles = search.circles ?? [];
    const kept = conditions.isFullCover && circles.length > 0 ? images.filter((image) => circles.some((circle) => holds(image, circle))) : images;
    return new ImageAnswer(conditions, bands, url, kept, circles, isCut, rows_max);
  }

  get isAll(): boolean {
    return kindsOf(this.conditions).length === 0;
  }

  /** Images whose outlines cannot be read. */
  get unreadable(): number {
    return this.images.filter(({ regionProblem }) => regionProblem !== null).length;
  }

  /** The outlines of fields of which an image is marked. */
  chosen(marked: ReadonlySet<string>): Set<string> {
    return new Set(this.fields.flatMap(({ images }, index) => (images.some(({ did }) => marked.has(did)) ? [String(index)] : [])));
  }

  /** The same positions as a query of ObsCore. */
  adql(): string {
    const near = this.circles.map(({ centre, radius }) => `1 = INTERSECTS(s_region, CIRCLE(${centre.ra}, ${centre.dec}, ${radius}))`);
    return `SELECT *\nFROM ivoa.obscore\nWHERE dataproduct_type = 'image'${near.length > 0 ? `\n  AND (${near.join("\n    OR ")})` : ""}`;
  }

  /** Where nothing was found: which condition removed the last image, and where the nearest one is. @throws ServiceError */
  async explain(sia: string, signal: AbortSignal): Promise<void> {
    if (this.images.length > 0) return;
    const kinds = kindsOf(this.conditions).filter((kind) => kind !== "cover" || this.circles.length > 0);
    this.without = await Promise.all(kinds.map(async (kind) => ({ kind, images: await this.#countWithout(sia, kind, signal) })));
    const [first] = this.circles;
    if (first === undefined) return;
    const all = this.without.find(({ kind }) => kind === "position");
    if (all && all.images > 0) this.nearest = await nearestTo(first.centre, this.#url(sia, "position"), signal);
  }

  async #countWithout(sia: string, kind: Kind, signal: AbortSignal): Promise<number> {
    const { images } = await imagesAt(this.#url(sia, kind), signal);
    const isStillFull = this.conditions.isFullCover && kind !== "cover" && kind !== "position";
    return isStillFull ? images.filter((image) => this.circles.some((circle) => holds(image, circle))).length : images.length;
  }

  #url(sia: string, without: Kind): string {
    const search = searchOf(this.conditions, this.bands, ROWS_MAX, without);
    return "kind" in search ? this.url : siaUrl(sia, search);
  }
}

/** The images that a query of SIA 2.0 finds. @throws ServiceError */
export async function imagesAt(url: string, signal: AbortSignal): Promise<{ images: ImageRecord[]; isCut: boolean }> {
  const answer = readVotable(await (await ask(url, { signal })).text());
  return { images: imagesOf(answer), isCut: answer.status === "OVERFLOW" };
}

/** The nearest field to a place among the images of a query. @throws ServiceError */
export async function nearestTo(from: Position, url: string, signal: AbortSignal): Promise<Nearest | null> {
  let best: Nearest | null = null;
  for (const { name, region } of fieldsOf((await imagesAt(url, signal)).images)) {
    if (region === null) continue;
    const { place, distance } = nearestBorder(region, from);
    if (best !== null && distance >= best.distance) continue;
    best = { name, centre: centreOf(region), distance, compass: COMPASS[Math.round(positionAngle(from, place) / 45) % 8]! };
  }
  return best;
}

function holds({ region }: ImageRecord, { centre, radius }: Circle): boolean {
  return region !== null && covers(region, centre, radius);
}
