// What lies in a view of the sky: objects by brightness, fields of images, and their pictures.
import { links } from "../vo/datalink.ts";
import { ask } from "../vo/http.ts";
import { type FieldOfImages, fieldsOf, siaUrl, wavelength_nm } from "../vo/sia.ts";
import { type Position, tangentPlane } from "../vo/sky.ts";
import { querySync } from "../vo/tap.ts";
import { imagesAt } from "./image-answer.ts";
import { brightestIn } from "./object-query.ts";
import type { ObjectRoles } from "./roles.ts";
import type { SkyObject } from "./sky-messages.ts";

/** A view: its width in degrees, and its height as a part of the width. */
export interface View {
  centre: Position;
  fov: number;
  aspect: number;
}

/** The brightest objects of a view. */
export interface InView {
  objects: SkyObject[];
  /** Whether there are fainter ones that are not listed. */
  isCut: boolean;
  adql: string;
}

/** Objects are asked for in narrower views only. */
export const OBJECTS_FOV_MAX = 0.5;
/** The most objects of a view. */
export const OBJECTS_MAX = 2000;
const IMAGES_MAX = 5000;
/** The most pictures of a view without a viewer. */
const PICTURES_MAX = 12;
/** The wavelength of the image whose picture stands for a field, nm. */
const PICTURE_NM = 625;

/** The brightest objects of a view, down to a magnitude. @throws ServiceError */
export async function objectsInView(tap: string, roles: ObjectRoles, view: View, faintest: number | null, signal: AbortSignal): Promise<InView> {
  const radius = (view.fov / 2) * Math.hypot(1, view.aspect);
  const adql = brightestIn(roles, rounded(view.centre), Number(radius.toFixed(6)), OBJECTS_MAX, faintest);
  const { rows } = await querySync(tap, adql, { signal, maxrec: OBJECTS_MAX });
  const plane = tangentPlane(view.centre);
  const objects = rows.flatMap(([id, ra, dec, brightness]): SkyObject[] => {
    const position = { ra: Number(ra), dec: Number(dec) };
    const point = plane.project(position);
    const isIn = point !== null && Math.abs(point.x) <= view.fov / 2 && Math.abs(point.y) <= (view.fov / 2) * view.aspect;
    return isIn ? [{ id: String(id), position, brightness: typeof brightness === "number" ? brightness : null }] : [];
  });
  return { objects, isCut: rows.length >= OBJECTS_MAX, adql };
}

/** The fields whose images meet a view, by their distance from its centre as the service gives them. @throws ServiceError */
export async function fieldsInView(sia: string, { centre, fov, aspect }: View, signal: AbortSignal): Promise<FieldOfImages[]> {
  const radius = Math.min(180, Number(((fov / 2) * Math.hypot(1, aspect)).toFixed(6)));
  const circles = radius > 90 ? [] : [{ centre: rounded(centre), radius }];
  return fieldsOf((await imagesAt(siaUrl(sia, { circles, rows_max: IMAGES_MAX }), signal)).images);
}

/** The address under which all images of a service are listed. */
export function allImagesUrl(sia: string): string {
  return siaUrl(sia, { rows_max: IMAGES_MAX });
}

/** A picture of a field as an address of this page, in colour if there is one; `null` without pictures. @throws ServiceError */
export async function pictureOf(datalink: string, field: FieldOfImages, signal: AbortSignal): Promise<string | null> {
  const away = (nm: number | null): number => Math.abs((nm ?? Infinity) - PICTURE_NM);
  const [image] = [...field.images].sort((a, b) => away(wavelength_nm(a)) - away(wavelength_nm(b)));
  if (!image) return null;
  const pictures = (await links(datalink, [image.did], signal)).filter(({ semantics, url }) => semantics === "#preview-image" && url);
  // The picture in colour is listed behind that in grey.
  const url = pictures.at(-1)?.url;
  return url ? URL.createObjectURL(await (await ask(url, { signal })).blob()) : null;
}

/** The fields of which pictures are shown. */
export function withPictures(fields: readonly FieldOfImages[]): FieldOfImages[] {
  return fields.filter(({ region }) => region !== null).slice(0, PICTURES_MAX);
}

function rounded({ ra, dec }: Position): Position {
  return { ra: Number(ra.toFixed(6)), dec: Number(dec.toFixed(6)) };
}
