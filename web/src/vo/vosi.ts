// The tables of a service: the JSON of ours, the VOSI 1.1 XML of any other.
import { ask } from "./http.ts";
import { type XmlElement, all, child, parse } from "./xml.ts";

export interface Column {
  /** As a query writes it, with quotes where it needs them. */
  name: string;
  datatype: string;
  arraysize: string | null;
  xtype: string | null;
  unit: string | null;
  ucd: string | null;
  utype: string | null;
  description: string | null;
  indexed: boolean;
  principal: boolean;
  std: boolean;
  /** The enumeration that names the elements of this array. */
  enumeration: string | null;
  min: number | string | null;
  max: number | string | null;
  nullFraction: number | null;
}

export interface ForeignKey {
  target: string;
  /** Pairs of a column of this table and a column of the target. */
  columns: [string, string][];
}

export interface Table {
  /** Qualified: `schema.table`. */
  name: string;
  type: string | null;
  description: string | null;
  rows: number | null;
  /** `null` until they were asked for. */
  columns: Column[] | null;
  foreignKeys: ForeignKey[];
}

export interface Schema {
  name: string;
  description: string | null;
  tables: Table[];
}

export interface Element {
  name: string;
  /** Place in arrays, from 1. */
  index: number;
  wavelengthNm: number | null;
  widthNm: number | null;
  color: string | null;
  description: string | null;
}

export interface Enumeration {
  name: string;
  elements: Element[];
}

export interface TableSet {
  schemas: Schema[];
  enumerations: Enumeration[];
}

/** All tables by name (`min`), or with their columns (`max`). */
export async function tables(tap: string, detail: "min" | "max", signal?: AbortSignal): Promise<TableSet> {
  return read(await ask(`${tap}/tables?detail=${detail}&RESPONSEFORMAT=json`, { signal }));
}

/** One table with its columns, and the enumerations that they name. */
export async function table(tap: string, name: string, signal?: AbortSignal): Promise<{ table: Table; enumerations: Enumeration[] }> {
  const set = await read(await ask(`${tap}/tables/${encodeURIComponent(name)}?RESPONSEFORMAT=json`, { signal }));
  const found = set.schemas.flatMap((schema) => schema.tables)[0];
  if (found === undefined) throw new Error(`the answer for table ${name} has no table`);
  return { table: { ...found, columns: found.columns ?? [] }, enumerations: set.enumerations };
}

/** Reads either form of a table set; a VOSI document of one table is a set of one. */
export function readTableSet(text: string): TableSet {
  return text.trimStart().startsWith("{") ? fromJson(JSON.parse(text)) : fromXml(parse(text));
}

async function read(response: Response): Promise<TableSet> {
  return readTableSet(await response.text());
}

type Json = Record<string, unknown>;

function fromJson(json: Json): TableSet {
  return {
    schemas: (list(json.schemas) ?? []).map((schema) => ({
      name: String(schema.name),
      description: text(schema.description),
      tables: (list(schema.tables) ?? []).map(tableFromJson),
    })),
    enumerations: Object.entries((json.enumerations ?? {}) as Record<string, Json[]>).map(([name, elements]) => ({
      name,
      elements: elements.map(elementFromJson),
    })),
  };
}

function tableFromJson(json: Json): Table {
  return {
    name: String(json.name),
    type: text(json.type),
    description: text(json.description),
    rows: number(json.rows),
    columns: list(json.columns)?.map(columnFromJson) ?? null,
    foreignKeys: (list(json.foreignKeys) ?? []).map((key) => ({ target: String(key.target), columns: key.columns as [string, string][] })),
  };
}

function columnFromJson(json: Json): Column {
  return {
    name: String(json.name),
    datatype: String(json.datatype),
    arraysize: text(json.arraysize),
    xtype: text(json.xtype),
    unit: text(json.unit),
    ucd: text(json.ucd),
    utype: text(json.utype),
    description: text(json.description),
    indexed: json.indexed === true,
    principal: json.principal === true,
    std: json.std === true,
    enumeration: text(json.enumeration),
    min: (json.min as number | string | null | undefined) ?? null,
    max: (json.max as number | string | null | undefined) ?? null,
    nullFraction: number(json.null_fraction),
  };
}

function elementFromJson(json: Json): Element {
  return {
    name: String(json.name),
    index: Number(json.index),
    wavelengthNm: number(json.wavelength_nm),
    widthNm: number(json.width_nm),
    color: text(json.color),
    description: text(json.description),
  };
}

function fromXml(root: XmlElement): TableSet {
  if (root.name === "table") return { schemas: [{ name: "", description: null, tables: [tableFromXml(root)] }], enumerations: [] };
  const schemas = all(root, "schema").map((schema) => ({
    name: own(schema, "name") ?? "",
    description: own(schema, "description"),
    tables: schema.children.filter((element) => element.name === "table").map(tableFromXml),
  }));
  return { schemas, enumerations: [] };
}

function tableFromXml(element: XmlElement): Table {
  const columns = element.children.filter((part) => part.name === "column").map(columnFromXml);
  const rows = own(element, "nrows");
  return {
    name: own(element, "name") ?? "",
    type: element.attributes.type ?? null,
    description: own(element, "description"),
    rows: rows === null ? null : Number(rows),
    columns: columns.length > 0 ? columns : null,
    foreignKeys: all(element, "foreignKey").map((key) => ({
      target: own(key, "targetTable") ?? "",
      columns: all(key, "fkColumn").map((pair) => [own(pair, "fromColumn") ?? "", own(pair, "targetColumn") ?? ""]),
    })),
  };
}

function columnFromXml(element: XmlElement): Column {
  const type = child(element, "dataType");
  const flags = element.children.filter((part) => part.name === "flag").map((flag) => flag.text.trim());
  return {
    name: own(element, "name") ?? "",
    datatype: type?.text.trim() ?? "char",
    arraysize: type?.attributes.arraysize ?? null,
    xtype: type?.attributes.extendedType ?? null,
    unit: own(element, "unit"),
    ucd: own(element, "ucd"),
    utype: own(element, "utype"),
    description: own(element, "description"),
    indexed: flags.includes("indexed") || flags.includes("primary"),
    principal: false,
    std: element.attributes.std === "true",
    enumeration: null,
    min: null,
    max: null,
    nullFraction: null,
  };
}

function own(element: XmlElement, name: string): string | null {
  const text = child(element, name)?.text.trim();
  return text === undefined || text === "" ? null : text;
}

function list(value: unknown): Json[] | null {
  return Array.isArray(value) ? (value as Json[]) : null;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
