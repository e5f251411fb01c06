// Everything that the tables of a service say of one object.
import { separation, type Position } from "../vo/sky.ts";
import { querySync } from "../vo/tap.ts";
import type { Column, Table, TableSet } from "../vo/vosi.ts";
import type { Cell } from "../vo/votable.ts";
import { objectTables, relatedTo, wordsOf, type ObjectRoles, type Related } from "./roles.ts";
import { numbers } from "./sed.ts";

/** A row of a table, cells by column. */
export interface Row {
  table: Table;
  cells: Map<string, Cell>;
}

export interface FoundObject extends Row {
  roles: ObjectRoles;
  id: string;
  position: Position;
  /** The query that gave its row. */
  adql: string;
}

/** One number of an object; of an array each element is one. */
export interface Measurement {
  table: string;
  column: Column;
  /** The filter of an element. */
  element: string | null;
  value: Cell;
}

/** The same place in another table of objects. */
export interface Twin {
  roles: ObjectRoles;
  id: string;
  /** Degrees. */
  distance: number;
}

/** Another release has the object within this distance, degrees. */
const TWIN_RADIUS = 1 / 3600;

/** The row of an identifier; null if the table has none. @throws ServiceError */
export async function loadObject(tap: string, roles: ObjectRoles, id: string, signal?: AbortSignal): Promise<FoundObject | null> {
  const { table } = roles;
  if (!roles.id || (isInteger(roles.id) && !/^[+-]?\d{1,19}$/.test(id.trim()))) return null;
  const adql = `SELECT ${names(table).join(", ")} FROM ${table.name} WHERE ${roles.id.name} = ${literal(roles.id, id.trim())}`;
  const answer = await querySync(tap, adql, { signal, maxrec: 1 });
  const row = answer.rows[0];
  if (!row) return null;
  const cells = cellsOf(table, row);
  const position = { ra: Number(cells.get(roles.ra.name)), dec: Number(cells.get(roles.dec.name)) };
  return { table, roles, cells, id: id.trim(), position, adql };
}

/** Rows of other tables about the same object. Tables that fail are left out. */
export async function loadRelated(tap: string, set: TableSet, object: FoundObject, signal?: AbortSignal): Promise<Row[]> {
  const found = await Promise.allSettled(relatedTo(object.table, set).map((related) => relatedRow(tap, related, object, signal)));
  return found.flatMap((one) => (one.status === "fulfilled" && one.value ? [one.value] : []));
}

/** All single numbers: arrays are opened by filter. */
export function measurements(rows: Row[], set: TableSet): Measurement[] {
  return rows.flatMap(({ table, cells }) => (table.columns ?? []).flatMap((column): Measurement[] => {
    const cell = cells.get(column.name) ?? null;
    const elements = set.enumerations.find((found) => found.name === column.enumeration)?.elements;
    if (!elements || !Array.isArray(cell)) return [{ table: table.name, column, element: null, value: cell }];
    const list = numbers(cell);
    return elements.map((element) => ({ table: table.name, column, element: element.name, value: list[element.index - 1] ?? null }));
  }));
}

/** The object in other tables of measured objects, nearest first. Tables that fail are left out. */
export async function loadTwins(tap: string, set: TableSet, object: FoundObject, signal?: AbortSignal): Promise<Twin[]> {
  const others = objectTables(set).filter((roles) => roles.table.name !== object.table.name);
  const found = await Promise.allSettled(others.map((roles) => nearest(tap, roles, object.position, TWIN_RADIUS, signal)));
  return found.flatMap((one) => (one.status === "fulfilled" && one.value ? [one.value] : []));
}

/** The nearest object within a radius in degrees. */
export async function nearest(tap: string, roles: ObjectRoles, from: Position, radius: number, signal?: AbortSignal): Promise<Twin | null> {
  const { id, ra, dec, table } = roles;
  if (!id) return null;
  const distance = `DISTANCE(POINT(${ra.name}, ${dec.name}), POINT(${from.ra}, ${from.dec}))`;
  const adql = `SELECT TOP 1 ${id.name}, ${ra.name}, ${dec.name} FROM ${table.name} WHERE ${distance} <= ${radius} ORDER BY ${distance}`;
  const row = (await querySync(tap, adql, { signal })).rows[0];
  if (!row) return null;
  return { roles, id: String(row[0]), distance: separation(from, { ra: Number(row[1]), dec: Number(row[2]) }) };
}

/** Identifiers next to one that is unknown, in order. @throws ServiceError */
export async function nearIds(tap: string, roles: ObjectRoles, id: string, signal?: AbortSignal): Promise<string[]> {
  if (!roles.id) return [];
  const [name, table, value] = [roles.id.name, roles.table.name, id.trim()];
  if (isInteger(roles.id) && !/^\d{1,18}$/.test(value)) return [];
  const side = (sign: string, order: string): string =>
    `SELECT TOP 3 ${name} FROM ${table} WHERE ${name} ${sign} ${literal(roles.id!, value)} ORDER BY ${name} ${order}`;
  const [below, above] = await Promise.all([querySync(tap, side("<", "DESC"), { signal }), querySync(tap, side(">", "ASC"), { signal })]);
  return [...below.rows.reverse(), ...above.rows].map((row) => String(row[0]));
}

/** What an image can show, by the index of its filter. */
export interface ImageFacts {
  /** Faintest AB magnitude that is detected. */
  depth: number | null;
  /** AB magnitude of one count. */
  zeroPoint: number | null;
}

/** Facts of the images of the object's tile; empty if no table has them. @throws ServiceError */
export async function loadImageFacts(tap: string, set: TableSet, object: FoundObject, signal?: AbortSignal): Promise<Map<number, ImageFacts>> {
  const tile = object.roles.image && object.cells.get(object.roles.image.name);
  const schema = object.table.name.split(".")[0];
  for (const table of set.schemas.filter((found) => found.name === schema).flatMap((found) => found.tables)) {
    const by = (...words: string[]): Column | undefined => table.columns?.find((column) => words.every((word) => wordsOf(column).includes(word)));
    const [depth, zero, filter, parent] = [by("instr.sensitivity", "phot.mag"), by("arith.zp", "phot.mag"), by("instr.filter", "meta.id"), by("meta.id.parent")];
    if (tile == null || !depth || !filter || !parent) continue;
    const wanted = [filter, depth, ...(zero ? [zero] : [])].map((column) => column.name).join(", ");
    const adql = `SELECT ${wanted} FROM ${table.name} WHERE ${parent.name} = ${literal(parent, String(tile))}`;
    const { rows } = await querySync(tap, adql, { signal, maxrec: 500 });
    const real = (cell: Cell | undefined): number | null => (typeof cell === "number" ? cell : null);
    return new Map(rows.map((row) => [Number(row[0]), { depth: real(row[1]), zeroPoint: real(row[2]) }]));
  }
  return new Map();
}

/** The query for all objects of the same image; null if the table does not tell the image. */
export function imageCatalogue(object: FoundObject): { image: string; adql: string } | null {
  const image = object.roles.image;
  const value = image && object.cells.get(image.name);
  if (!image || value == null) return null;
  return { image: String(value), adql: `SELECT * FROM ${object.table.name} WHERE ${image.name} = ${literal(image, String(value))}` };
}

async function relatedRow(tap: string, { table, keys }: Related, object: FoundObject, signal?: AbortSignal): Promise<Row | null> {
  const conditions = keys.map(([own, theirs]) => {
    const column = object.table.columns?.find((found) => found.name === theirs);
    const value = object.cells.get(theirs);
    return column && value != null ? `${own} = ${literal(column, String(value))}` : null;
  });
  if (conditions.includes(null)) return null;
  const adql = `SELECT ${names(table).join(", ")} FROM ${table.name} WHERE ${conditions.join(" AND ")}`;
  const row = (await querySync(tap, adql, { signal, maxrec: 1 })).rows[0];
  return row ? { table, cells: cellsOf(table, row) } : null;
}

function names(table: Table): string[] {
  return (table.columns ?? []).map((column) => column.name);
}

function cellsOf(table: Table, row: Cell[]): Map<string, Cell> {
  return new Map((table.columns ?? []).map((column, index) => [column.name, row[index] ?? null]));
}

function isInteger(column: Column): boolean {
  return /^(short|int|long|unsignedByte)$/.test(column.datatype) || /^(smallint|integer|bigint)$/i.test(column.datatype);
}

function literal(column: Column, value: string): string {
  return isInteger(column) ? value : `'${value.replaceAll("'", "''")}'`;
}
