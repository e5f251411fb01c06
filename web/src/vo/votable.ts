// Small VOTables (TABLEDATA) as rows of cells, with what DALI puts around them. Big ones are streamed: binary2.ts.
import { all, child, parse, type XmlElement } from "./xml.ts";

/** A column, as VOTable 1.4 section 4.1 describes it. */
export interface Field {
  name: string;
  datatype: string;
  arraysize?: string;
  unit?: string;
  ucd?: string;
  utype?: string;
  xtype?: string;
  id?: string;
  description?: string;
  /** The value that stands for NULL, as it is written. */
  nullValue?: string;
}

/** A value; `long` is a bigint beyond 2^53. Arrays of more dimensions are flat, first index fastest. */
export type Cell = null | number | bigint | string | boolean | (number | null)[] | string[];

/** An INFO: name, value and text. */
export interface Info {
  name: string;
  value: string;
  text: string;
}

/** A service that a document describes (DataLink 1.1 section 4): where it is and what it takes. */
export interface Descriptor {
  id?: string;
  name?: string;
  description?: string;
  standardId?: string;
  accessUrl?: string;
  inputs: Parameter[];
}

/** An input parameter of a service descriptor. */
export interface Parameter extends Field {
  value: string;
  /** The column, by its ID, whose cell is the value. */
  ref?: string;
  options: string[];
  min?: string;
  max?: string;
}

/** The first results table of a document, and what stands beside it. */
export interface Answer {
  fields: Field[];
  rows: Cell[][];
  infos: Info[];
  /** DALI 1.1 section 4.4: OVERFLOW where rows were cut off. */
  status: "OK" | "OVERFLOW" | "ERROR";
  descriptors: Descriptor[];
}

/** Reads a document with TABLEDATA. @throws XmlError for what is no XML. */
export function readVotable(text: string): Answer {
  const root = parse(text);
  const resources = all(root, "RESOURCE");
  const results = resources.find((found) => found.attributes["type"] === "results") ?? resources.find((found) => child(found, "TABLE"));
  const table = child(results, "TABLE");
  const fields = (table?.children ?? []).filter((found) => found.name === "FIELD").map(readField);
  const data = child(child(table, "DATA"), "TABLEDATA");
  const rows = (data?.children ?? []).map((row) => fields.map((field, index) => readCell(row.children[index]?.text ?? "", field)));
  const infos = readInfos(results ?? root);
  const states = infos.filter((info) => info.name === "QUERY_STATUS").map((info) => info.value);
  const status = states.includes("ERROR") ? "ERROR" : states.includes("OVERFLOW") ? "OVERFLOW" : "OK";
  return { fields, rows, infos, status, descriptors: resources.filter(isService).map(readDescriptor) };
}

/** The position of the first column that the test holds for. */
export function columnIndex(answer: Answer, test: (field: Field) => boolean): number | undefined {
  const index = answer.fields.findIndex(test);
  return index < 0 ? undefined : index;
}

/** All INFOs below an element. */
export function readInfos(element: XmlElement): Info[] {
  return all(element, "INFO").map((info) => ({
    name: info.attributes["name"] ?? "",
    value: info.attributes["value"] ?? "",
    text: info.text,
  }));
}

/** A FIELD or PARAM. */
export function readField(element: XmlElement): Field {
  const { name = "", datatype = "char", arraysize, unit, ucd, utype, xtype, ID: id } = element.attributes;
  const description = child(element, "DESCRIPTION")?.text.trim();
  const nullValue = child(element, "VALUES")?.attributes["null"];
  return { name, datatype, arraysize, unit, ucd, utype, xtype, id, description, nullValue };
}

/** A value of TABLEDATA (VOTable 1.4 section 5.1); empty is NULL but for strings. */
export function readCell(text: string, field: Field): Cell {
  const { datatype } = field;
  if (datatype === "char" || datatype === "unicodeChar") return text === "" ? null : text;
  const trimmed = text.trim();
  if (trimmed === "" || trimmed === field.nullValue) return null;
  if (field.arraysize && field.arraysize !== "1") {
    return trimmed.split(/\s+/).map((one) => {
      const value = readScalar(one, datatype);
      return typeof value === "bigint" ? Number(value) : typeof value === "boolean" ? Number(value) : value;
    });
  }
  return readScalar(trimmed, datatype);
}

function readScalar(text: string, datatype: string): number | bigint | boolean | null {
  if (datatype === "boolean") return /^[tT1]/.test(text) ? true : /^[fF0]/.test(text) ? false : null;
  if (datatype === "float" || datatype === "double") return readReal(text);
  const number = text.startsWith("0x") ? Number.parseInt(text, 16) : Number(text);
  if (Number.isNaN(number)) return null;
  return datatype === "long" && !Number.isSafeInteger(number) ? BigInt(text) : number;
}

function readReal(text: string): number | null {
  if (text === "+Inf" || text === "Inf") return Infinity;
  if (text === "-Inf") return -Infinity;
  const number = Number(text);
  return Number.isNaN(number) ? null : number;
}

function isService(resource: XmlElement): boolean {
  return resource.attributes["type"] === "meta" && resource.attributes["utype"] === "adhoc:service";
}

function readDescriptor(resource: XmlElement): Descriptor {
  const parameter = (name: string): string | undefined =>
    resource.children.find((found) => found.name === "PARAM" && found.attributes["name"] === name)?.attributes["value"];
  const group = resource.children.find((found) => found.name === "GROUP" && found.attributes["name"] === "inputParams");
  return {
    id: resource.attributes["ID"],
    name: resource.attributes["name"],
    description: child(resource, "DESCRIPTION")?.text.trim(),
    standardId: parameter("standardID"),
    accessUrl: parameter("accessURL"),
    inputs: (group?.children ?? []).filter((found) => found.name === "PARAM").map(readParameter),
  };
}

function readParameter(element: XmlElement): Parameter {
  const values = child(element, "VALUES");
  return {
    ...readField(element),
    value: element.attributes["value"] ?? "",
    ref: element.attributes["ref"],
    options: (values?.children ?? []).filter((found) => found.name === "OPTION").map((found) => found.attributes["value"] ?? ""),
    min: child(values, "MIN")?.attributes["value"],
    max: child(values, "MAX")?.attributes["value"],
  };
}
