// Queries for the objects of a region: all of them, their number, or the brightest for a map.
import { adqlShapes, type Region } from "../vo/region.ts";
import type { Position } from "../vo/sky.ts";
import type { ObjectRoles } from "./roles.ts";

/** Wavelength near which objects are detected, nm. */
const DETECTION_NM = 625;

/** All columns of the objects in a region. */
export function objectsIn(roles: ObjectRoles, region: Region): string {
  return `SELECT *\nFROM ${roles.table.name}\nWHERE ${condition(roles, region)}`;
}

/** How many objects lie in a region. */
export function countIn(roles: ObjectRoles, region: Region): string {
  return `SELECT COUNT(*) AS objects FROM ${roles.table.name} WHERE ${condition(roles, region)}`;
}

/** What a list of objects by brightness shows. */
export interface Brightness {
  /** The column or element, as a query writes it. */
  expression: string;
  /** The filter, or the column where there is none. */
  name: string;
}

/** The magnitude by which a table's objects are ordered: that of its first aperture nearest to red light. */
export function brightnessOf(roles: ObjectRoles): Brightness | null {
  const aperture = roles.apertures.find(({ kind }) => kind === "magnitude");
  if (aperture) {
    const away = (nm: number | null): number => Math.abs((nm ?? Infinity) - DETECTION_NM);
    const [element] = [...aperture.enumeration.elements].sort((a, b) => away(a.wavelengthNm) - away(b.wavelengthNm));
    if (element) return { expression: `${aperture.name}[${aperture.enumeration.name}::${element.name}]`, name: element.name };
  }
  const scalar = roles.table.columns?.find(({ ucd, arraysize }) => ucd?.toLowerCase().startsWith("phot.mag") && !arraysize);
  return scalar ? { expression: scalar.name, name: scalar.name } : null;
}

/** Identifier, position and magnitude of the brightest objects of a circle, at most so many. */
export function brightestIn(roles: ObjectRoles, centre: Position, radius: number, rows_max: number, faintest: number | null): string {
  const brightness = brightnessOf(roles);
  const columns = [roles.id?.name ?? "NULL", roles.ra.name, roles.dec.name, brightness?.expression ?? "NULL"];
  const names = ["object_id", "lon", "lat", "brightness"];
  const limit = brightness && faintest !== null ? `\n  AND ${brightness.expression} < ${faintest}` : "";
  return `SELECT TOP ${rows_max} ${columns.map((column, index) => `${column} AS ${names[index]}`).join(", ")}
FROM ${roles.table.name}
WHERE DISTANCE(POINT(${roles.ra.name}, ${roles.dec.name}), POINT(${centre.ra}, ${centre.dec})) < ${radius}${limit}${brightness ? `\nORDER BY ${brightness.expression}` : ""}`;
}

function condition(roles: ObjectRoles, region: Region): string {
  const inside = adqlShapes(region).map((shape) => `1 = CONTAINS(POINT(${roles.ra.name}, ${roles.dec.name}), ${shape})`);
  return inside.length === 1 ? inside[0]! : `(${inside.join(" OR ")})`;
}
