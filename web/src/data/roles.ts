// What columns are for, told from their UCDs, units and enumerations, never from their names alone.
import type { Column, Enumeration, Table, TableSet } from "../vo/vosi.ts";

/** One way of measuring an object in all filters: an array of magnitudes or fluxes with what belongs to it. */
export interface Aperture {
  /** The column's name. */
  name: string;
  kind: "magnitude" | "flux";
  values: Column;
  /** Standard errors; of a flux also relative to it. */
  errors: Column | null;
  isRelativeError: boolean;
  /** Janskys of one unit of a flux; 1 for magnitudes. */
  jansky: number;
  enumeration: Enumeration;
}

/** What the page needs to know of a table of objects. */
export interface ObjectRoles {
  table: Table;
  id: Column | null;
  ra: Column;
  dec: Column;
  apertures: Aperture[];
  /** Arrays of flags, one element a filter. */
  flags: Column[];
  /** The image that the object was detected on. */
  image: Column | null;
  star: Column | null;
  redshift: Column | null;
}

/** A table that says more of the objects of another one. */
export interface Related {
  table: Table;
  /** Its column, and the column of the objects' table that has the same value. */
  keys: [own: string, objects: string][];
}

/** The roles of a table; null if it has no positions. */
export function rolesOf(table: Table, enumerations: Enumeration[]): ObjectRoles | null {
  const columns = table.columns ?? [];
  const first = (test: (words: string[], column: Column) => boolean): Column | null =>
    columns.find((column) => test(wordsOf(column), column)) ?? null;
  const ra = first((words) => words[0] === "pos.eq.ra" && words.includes("meta.main")) ?? first((words) => words[0] === "pos.eq.ra");
  const dec = first((words) => words[0] === "pos.eq.dec" && words.includes("meta.main")) ?? first((words) => words[0] === "pos.eq.dec");
  if (!ra || !dec) return null;
  return {
    table,
    ra,
    dec,
    id: first((words) => words[0] === "meta.id" && words.includes("meta.main")),
    apertures: aperturesOf(columns, enumerations),
    flags: columns.filter((column) => column.enumeration && wordsOf(column)[0]?.startsWith("meta.code.qual")),
    image: first((words) => words[0] === "meta.id" && words.includes("obs.image")),
    star: first((words) => words.includes("src.class.stargalaxy")),
    redshift: first((words) => words[0] === "src.redshift.phot"),
  };
}

/** Tables of measured objects, those with magnitudes in several filters first. */
export function objectTables(set: TableSet): ObjectRoles[] {
  const found = set.schemas.flatMap((schema) => schema.tables).map((table) => rolesOf(table, set.enumerations));
  const useful = found.filter((roles): roles is ObjectRoles => roles?.id != null && roles.apertures.length > 0);
  return useful.sort((a, b) => b.apertures.length - a.apertures.length);
}

/** Tables that may be searched by position. */
export function positionTables(set: TableSet): ObjectRoles[] {
  const found = set.schemas.flatMap((schema) => schema.tables).map((table) => rolesOf(table, set.enumerations));
  const all = found.filter((roles): roles is ObjectRoles => roles !== null);
  return all.sort((a, b) => b.apertures.length - a.apertures.length);
}

/** Tables with keys of this one: by declared foreign keys that lead to it. */
export function relatedTo(table: Table, set: TableSet): Related[] {
  return set.schemas.flatMap((schema) => schema.tables).flatMap((other) => {
    const key = other.foreignKeys.find((found) => same(found.target, table.name) && found.columns.length > 0);
    return key && other.columns ? [{ table: other, keys: key.columns }] : [];
  });
}

/** A table by its qualified name, however it is capitalised. */
export function tableNamed(set: TableSet, name: string): Table | null {
  return set.schemas.flatMap((schema) => schema.tables).find((table) => same(table.name, name)) ?? null;
}

/** The words of a column's UCD, in lower case. */
export function wordsOf(column: Column): string[] {
  return (column.ucd ?? "").toLowerCase().split(";").map((word) => word.trim());
}

function aperturesOf(columns: Column[], enumerations: Enumeration[]): Aperture[] {
  const arrays = columns.filter((column) => column.enumeration && column.arraysize);
  const errors = arrays.filter((column) => wordsOf(column)[0] === "stat.error");
  return arrays.flatMap((values) => {
    const enumeration = enumerations.find((found) => found.name === values.enumeration);
    const [word = ""] = wordsOf(values);
    const kind = word === "phot.mag" ? "magnitude" : word.startsWith("phot.flux.density") ? "flux" : null;
    if (!enumeration || !kind) return [];
    const error = errorOf(values, errors, columns);
    const jansky = kind === "flux" ? janskysOf(values.unit) : 1;
    if (jansky === null) return [];
    const isRelativeError = kind === "flux" && error !== null && !error.unit;
    return [{ name: values.name, kind, values, errors: error, isRelativeError, jansky, enumeration }] as Aperture[];
  });
}

/** The errors of a column: of the same quantity, told by their description, else by the nearest place after it. */
function errorOf(values: Column, errors: Column[], columns: Column[]): Column | null {
  const quantity = wordsOf(values)[0] ?? "";
  const fitting = errors.filter((error) => error.enumeration === values.enumeration && wordsOf(error).includes(quantity));
  const mention = new RegExp(`(^|\\W)${values.name.replace(/\W/g, "\\$&")}(\\W|$)`);
  const place = (column: Column): number => columns.indexOf(column);
  const after = fitting.filter((error) => place(error) > place(values)).sort((a, b) => place(a) - place(b));
  return fitting.find((error) => mention.test(error.description ?? "")) ?? after[0] ?? null;
}

/** Janskys in one unit: `Jy`, `uJy`, `1e-7Jy`; null for what is no flux per frequency. */
export function janskysOf(unit: string | null): number | null {
  const found = /^(?:([\d.]+(?:e[+-]?\d+)?|10\*\*\(?[+-]?\d+\)?)\s*\.?\s*)?(n|u|µ|m|)Jy$/i.exec(unit ?? "");
  if (!found) return null;
  const power = /^10\*\*\(?([+-]?\d+)\)?$/.exec(found[1] ?? "");
  const factor = power ? 10 ** Number(power[1]) : Number(found[1] ?? 1);
  return factor * ({ n: 1e-9, u: 1e-6, µ: 1e-6, m: 1e-3 }[found[2] ?? ""] ?? 1);
}

function same(a: string, b: string): boolean {
  return a.replaceAll('"', "").toLowerCase() === b.replaceAll('"', "").toLowerCase();
}
