// A cone search with limits as ADQL: what a cone service cannot say.
import type { Position } from "../vo/sky.ts";
import type { ObjectRoles } from "./roles.ts";

/** What is searched. */
export interface ConeSearch {
  roles: ObjectRoles;
  position: Position;
  /** Degrees. */
  radius: number;
  columns: "principal" | "all" | string[];
  /** Magnitudes of one filter of the first aperture. */
  limits: { index: number; from: number | null; to: number | null } | null;
}

/** Whether a cone service can answer it: no limits, and columns as VERB has them. */
export function isPlainCone({ columns, limits }: ConeSearch): boolean {
  return !limits && typeof columns === "string";
}

/** The rows, nearest first. */
export function rowsQuery(search: ConeSearch): string {
  const { table, id, ra, dec } = search.roles;
  const all = table.columns ?? [];
  const principal = all.filter((column) => column.principal);
  const chosen = search.columns === "all" ? all
    : search.columns === "principal" ? (principal.length > 0 ? principal : all)
      : all.filter((column) => search.columns.includes(column.name) || column === id || column === ra || column === dec);
  const distance = distanceOf(search);
  return `SELECT ${chosen.map((column) => column.name).join(", ")}, ${distance} AS separation\nFROM ${table.name}\nWHERE ${conditionOf(search)}\nORDER BY separation`;
}

export function countQuery(search: ConeSearch): string {
  return `SELECT COUNT(*) AS n FROM ${search.roles.table.name} WHERE ${conditionOf(search)}`;
}

function conditionOf(search: ConeSearch): string {
  const { roles: { apertures }, limits, radius } = search;
  const conditions = [`${distanceOf(search)} <= ${Number(radius.toPrecision(12))}`];
  const values = apertures.find(({ kind }) => kind === "magnitude")?.values.name;
  if (limits && values) {
    if (limits.from !== null) conditions.push(`${values}[${limits.index}] >= ${limits.from}`);
    if (limits.to !== null) conditions.push(`${values}[${limits.index}] <= ${limits.to}`);
  }
  return conditions.join(" AND ");
}

function distanceOf({ roles: { ra, dec }, position }: ConeSearch): string {
  return `DISTANCE(POINT(${ra.name}, ${dec.name}), POINT(${position.ra}, ${position.dec}))`;
}
