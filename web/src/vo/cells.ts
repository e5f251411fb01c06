// Keeps the cells of a VOTable in typed arrays, a chunk of rows at a time (VOTable 1.4, section 6 and table 2).
import type { Cell, Field } from "./votable.ts";

export type Values = Float64Array | Float32Array | Int32Array | Int16Array | Uint8Array | BigInt64Array;
export type Kind = "number" | "long" | "boolean" | "text";

/** One column's cells of some consecutive rows. Plain data: it travels between a worker and the page. */
export interface Chunk {
  rows: number;
  values: Values;
  /** Where cell `i` begins and ends in `values` (`i` and `i + 1`); absent if every cell has `Layout.count` elements. */
  offsets?: Uint32Array;
  /** One bit a row, lowest bit first, 1 = null; absent if the chunk has no null. */
  nulls?: Uint8Array;
}

/** How the cells of a field are kept. */
export interface Layout {
  datatype: string;
  kind: Kind;
  /** Elements in a cell; null if each cell has its own number. Two for each complex number; bytes for text in memory. */
  count: number | null;
  /** Elements in a cell as the binary serializations count them; null if the count is written before the cell. */
  declared: number | null;
  scalar: boolean;
  /** Characters of each string of an array of strings; null for one string. */
  stringLength: number | null;
  /** The element that means null, from VALUES/@null (VOT-31). */
  nullElement: number | bigint | null;
}

/** The bytes of one element in BINARY and BINARY2; bits are packed and have none of their own. */
export const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  boolean: 1, unsignedByte: 1, char: 1, short: 2, unicodeChar: 2, int: 4, float: 4, long: 8, double: 8, floatComplex: 8, doubleComplex: 16,
};

const UTF8 = new TextDecoder("utf-8");
const UTF16 = new TextDecoder("utf-16be");

export function layoutOf(field: Field): Layout {
  const { datatype } = field;
  if (datatype !== "bit" && !(datatype in ELEMENT_BYTES)) {
    throw new Error(`Column ${field.name} has the datatype "${datatype}", which VOTable does not have.`);
  }
  const dimensions = (field.arraysize ?? "").trim();
  const variable = dimensions.endsWith("*");
  const sizes = dimensions.replace(/\d*\*$/, "").split("x").filter(part => part !== "").map(Number);
  const declared = variable ? null : sizes.reduce((all, one) => all * one, 1);
  const text = datatype === "char" || datatype === "unicodeChar";
  const perElement = datatype.endsWith("Complex") ? 2 : 1;
  return {
    datatype, declared,
    kind: text ? "text" : datatype === "long" ? "long" : datatype === "boolean" ? "boolean" : "number",
    count: text || declared === null ? null : declared * perElement,
    scalar: !text && declared === 1 && sizes.length <= 1 && perElement === 1,
    stringLength: text && (sizes.length > 1 || (variable && sizes.length === 1 && dimensions.includes("x"))) ? sizes[0] ?? null : null,
    nullElement: nullElement(field),
  };
}

export function makeValues(layout: Layout, length: number): Values {
  switch (layout.datatype) {
    case "double": case "doubleComplex": return new Float64Array(length);
    case "float": case "floatComplex": return new Float32Array(length);
    case "int": return new Int32Array(length);
    case "short": return new Int16Array(length);
    case "long": return new BigInt64Array(length);
    default: return new Uint8Array(length);
  }
}

/** The cell of row `row` of a chunk. A boolean element of 2 is null; NaN is null. */
export function cellOf(layout: Layout, chunk: Chunk, row: number): Cell {
  if (chunk.nulls && (chunk.nulls[row >> 3]! >> (row & 7)) & 1) return null;
  const from = chunk.offsets ? chunk.offsets[row]! : row * layout.count!;
  const to = chunk.offsets ? chunk.offsets[row + 1]! : from + layout.count!;
  if (layout.kind === "text") return textOf(layout, (chunk.values as Uint8Array).subarray(from, to));
  if (layout.scalar) {
    const value = chunk.values[from]!;
    if (layout.kind === "boolean") return value === 2 ? null : value === 1;
    return value !== value ? null : value;
  }
  return layout.kind === "long" ? longs(layout, chunk.values as BigInt64Array, from, to) : numbers(layout, chunk.values as Float64Array, from, to);
}

/** Element `element` (from 0) of row `row` as a number; NaN for null, for text and outside the array. */
export function numberOf(layout: Layout, chunk: Chunk, row: number, element: number): number {
  if (layout.kind === "text" || (chunk.nulls && (chunk.nulls[row >> 3]! >> (row & 7)) & 1)) return NaN;
  const from = chunk.offsets ? chunk.offsets[row]! : row * layout.count!;
  const to = chunk.offsets ? chunk.offsets[row + 1]! : from + layout.count!;
  if (from + element >= to) return NaN;
  const value = chunk.values[from + element]!;
  if (value === layout.nullElement || (layout.kind === "boolean" && value === 2)) return NaN;
  return Number(value);
}

function numbers(layout: Layout, values: Exclude<Values, BigInt64Array>, from: number, to: number): (number | null)[] {
  const cell: (number | null)[] = [];
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    const missing = value !== value || value === layout.nullElement || (layout.kind === "boolean" && value === 2);
    cell.push(missing ? null : value);
  }
  return cell;
}

/** Longs as numbers if each fits exactly, else all as their digits: a cell never loses a digit. */
function longs(layout: Layout, values: BigInt64Array, from: number, to: number): (number | null)[] | string[] {
  const cell = values.subarray(from, to);
  if (cell.every(value => value === layout.nullElement || Number.isSafeInteger(Number(value)))) {
    return Array.from(cell, value => (value === layout.nullElement ? null : Number(value)));
  }
  return Array.from(cell, String);
}

function textOf(layout: Layout, bytes: Uint8Array): string | string[] {
  const text = (layout.datatype === "unicodeChar" ? UTF16 : UTF8).decode(bytes);
  if (layout.stringLength === null) return withoutPadding(text);
  const strings: string[] = [];
  for (let at = 0; at < text.length; at += layout.stringLength) {
    strings.push(withoutPadding(text.slice(at, at + layout.stringLength)).trimEnd());
  }
  return strings;
}

/** A fixed-size string ends at its first NUL (VOT-23). */
function withoutPadding(text: string): string {
  const end = text.indexOf("\0");
  return end < 0 ? text : text.slice(0, end);
}

function nullElement(field: Field): number | bigint | null {
  const literal = field.nullValue?.trim();
  if (literal === undefined || literal === "") return null;
  if (field.datatype === "long") {
    return /^([+-]?\d+|0x[0-9a-f]+)$/i.test(literal) ? BigInt(literal.replace(/^\+/, "")) : null;
  }
  return ["unsignedByte", "short", "int"].includes(field.datatype) && !Number.isNaN(Number(literal)) ? Number(literal) : null;
}
