// What the sky page knows: the surveys of the host, where the view is, and what was found in it.
import { service } from "../services.ts";
import { type Hips, hipsList } from "../vo/hips.ts";
import { contains, rings } from "../vo/region.ts";
import type { FieldOfImages } from "../vo/sia.ts";
import { parsePosition, type Position } from "../vo/sky.ts";
import type { SkyPicture } from "../panels/footprints.ts";
import { type Nearest, nearestTo } from "./image-answer.ts";
import { brightnessOf } from "./object-query.ts";
import { type ObjectRoles, objectTables, positionTables } from "./roles.ts";
import type { Ground, SkyObject } from "./sky-messages.ts";
import { allImagesUrl, fieldsInView, OBJECTS_FOV_MAX, objectsInView, pictureOf, type View, withPictures } from "./sky-scene.ts";
import { survey } from "./survey.ts";

/** What is looked for in a view. */
export interface Wanted {
  objects: boolean;
  /** Magnitude. */
  faintest: number | null;
  /** Whether pictures of the images stand for the viewer. */
  pictures: boolean;
}

/** A view without a survey or an address that says otherwise. */
const START = { centre: { ra: 0, dec: 0 }, fov: 60 };

/** Event `change` whenever something was found or failed. */
export class SkyState extends EventTarget {
  isReady = false;
  error: unknown = null;
  views: Hips[] = [];
  ground: Ground | null = null;
  roles: ObjectRoles | null = null;
  view: View = { ...START, aspect: 0.6 };
  /** What the brightness of objects is measured in. */
  band = "";
  objects: SkyObject[] = [];
  isCut = false;
  fields: FieldOfImages[] = [];
  outlines: Position[][] = [];
  pictures: SkyPicture[] = [];
  isOutside = false;
  nearest: Nearest | null = null;
  /** Why a layer is not there, by its name. */
  failures = new Map<string, string>();
  /** The last request of objects. */
  request: { method: string; url: string; adql: string } | null = null;
  #asked: AbortController | null = null;
  #tablesProblem: string | null = null;
  #pictures = new Map<string, string>();

  /** Whether the view is narrow enough for objects. */
  get hasObjects(): boolean {
    return this.roles !== null && this.view.fov < OBJECTS_FOV_MAX;
  }

  /** Where the survey begins. */
  get start(): { centre: Position; fov: number } {
    return this.views.find(({ url }) => url === this.ground?.url)?.initial ?? START;
  }

  /** Reads the surveys and tables of the host; what cannot be had is left out. `address` tells what the page's address says then. */
  async begin(address: () => URLSearchParams, aspect: number): Promise<void> {
    const [hips, tap] = [service("hips"), service("tap")];
    const [views, tables] = await Promise.allSettled([hips ? hipsList(hips) : [], tap ? survey(tap) : null]);
    this.error = hips && tap && views.status === "rejected" && tables.status === "rejected" ? views.reason : null;
    this.views = views.status === "fulfilled" ? views.value : [];
    const set = tables.status === "fulfilled" ? tables.value : null;
    this.roles = set ? (objectTables(set)[0] ?? positionTables(set).find(({ id }) => id !== null) ?? null) : null;
    this.band = (this.roles && brightnessOf(this.roles)?.name) ?? "";
    this.#tablesProblem = tables.status === "rejected" ? reason(tables.reason) : null;
    const params = address();
    this.choose(params.get("survey"));
    this.view = { ...this.viewOf(params), aspect };
    this.isReady = true;
    this.#tell();
  }

  /** Takes a survey by its address, or the first one. */
  choose(url: string | null): void {
    const found = this.views.find((hips) => hips.url === url) ?? this.views[0];
    if (found && found.url !== this.ground?.url) this.ground = { url: found.url, title: found.title };
  }

  /** The view that an address of the page names. */
  viewOf(params: URLSearchParams): { centre: Position; fov: number } {
    const fov = Number(params.get("fov") || NaN);
    return {
      centre: parsePosition(params.get("pos") ?? "").position ?? (this.isReady && params.has("pos") ? this.view.centre : this.start.centre),
      fov: fov > 0 && fov <= 360 ? fov : this.start.fov,
    };
  }

  /** Looks at what lies in the view. */
  async look(wanted: Wanted): Promise<void> {
    this.#asked?.abort();
    const { signal } = (this.#asked = new AbortController());
    this.failures.clear();
    if (this.#tablesProblem !== null) this.failures.set("objects", this.#tablesProblem);
    await Promise.all([this.#part("objects", this.#findObjects(wanted, signal), signal), this.#part("footprints", this.#findFields(wanted, signal), signal)]);
  }

  stop(): void {
    this.#asked?.abort();
    for (const url of this.#pictures.values()) URL.revokeObjectURL(url);
    this.#pictures.clear();
  }

  async #findObjects({ objects, faintest }: Wanted, signal: AbortSignal): Promise<void> {
    const tap = service("tap");
    if (tap === null || !this.roles || !objects || !this.hasObjects) {
      this.objects = [];
      return;
    }
    const found = await objectsInView(tap, this.roles, this.view, faintest, signal);
    if (signal.aborted) return;
    [this.objects, this.isCut] = [found.objects, found.isCut];
    this.request = { method: "POST", url: `${tap}/sync`, adql: found.adql };
  }

  async #findFields({ pictures }: Wanted, signal: AbortSignal): Promise<void> {
    const sia = service("sia");
    if (sia === null) return;
    const { view } = this;
    const fields = await fieldsInView(sia, view, signal);
    if (signal.aborted) return;
    this.fields = fields;
    this.outlines = fields.flatMap(({ region }) => (region ? rings(region) : []));
    this.isOutside = fields.length === 0 || (view.fov < OBJECTS_FOV_MAX && !fields.some(({ region }) => region && (contains(region, view.centre) || view.fov > 0.1)));
    this.nearest = null;
    this.#tell();
    if (this.isOutside) this.nearest = await nearestTo(view.centre, allImagesUrl(sia), signal);
    if (pictures) await this.#findPictures(signal);
  }

  async #findPictures(signal: AbortSignal): Promise<void> {
    const datalink = service("datalink");
    if (datalink === null) return;
    for (const field of withPictures(this.fields)) {
      const key = field.images[0]?.did ?? "";
      const url = this.#pictures.get(key) ?? (await pictureOf(datalink, field, signal));
      if (url) this.#pictures.set(key, url);
      if (signal.aborted) return;
      this.pictures = this.fields.flatMap(({ region, images }) => {
        const known = this.#pictures.get(images[0]?.did ?? "");
        return region && known ? [{ url: known, region }] : [];
      });
      this.#tell();
    }
  }

  async #part(layer: string, work: Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!signal.aborted) this.failures.set(layer, reason(error));
    }
    if (!signal.aborted) this.#tell();
  }

  #tell(): void {
    this.dispatchEvent(new Event("change"));
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
