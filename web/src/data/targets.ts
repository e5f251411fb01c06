// Lists of targets in any form that people have: lines with names and positions, CSV, VOTable, FITS tables.
import { parsePosition, type Position } from "../vo/sky.ts";
import type { Cell, Field } from "../vo/votable.ts";
import { words } from "../words/list.ts";
import { readFitsTable } from "./fits-table.ts";
import type { Table } from "./rows.ts";
import { tableOf } from "./table-from.ts";

/** One thing to look for. */
export interface Target {
  /** Line of the text, or row of the table, from 1. */
  line: number;
  name: string;
  position: Position;
}

/** A line that is no target, and why. */
export interface Rejected {
  line: number;
  text: string;
  reason: string;
}

/** What was read. */
export interface TargetList {
  form: "lines" | "csv" | "votable" | "fits";
  targets: Target[];
  rejected: Rejected[];
  /** Columns that were taken for name, right ascension and declination; none of lines. */
  columns: { name: string | null; ra: string; dec: string } | null;
}

/** What is wrong with a whole list. */
export class ListError extends Error {}

const RA_NAME = /^_?(ra|raj2000|ra_?icrs|ra_?deg|ra_?j2000|alpha(_?j2000)?|right ?ascension|s_ra)\b/i;
const DEC_NAME = /^_?(dec?|decl|dej2000|decj2000|de_?icrs|dec_?icrs|de[c]?_?deg|dec_?j2000|delta(_?j2000)?|declination|s_dec)\b/i;
const NAME_NAME = /^(name|id|object(_?id)?|target(_?name)?|source(_?id)?|designation|main_id|label)$/i;
/** How a VOTable begins; the mark of an encoding counts as space. */
const VOTABLE = /^\s*<(\?xml|VOTABLE)/i;
/** Numbers of a written position. */
const TOKENS_MAX = 8;

/** Reads what was pasted or typed. @throws ListError */
export function readTargets(text: string): TargetList {
  if (VOTABLE.test(text)) return fromVotable(new TextEncoder().encode(text));
  const lines = text.split(/\r\n|\r|\n/);
  const first = lines.findIndex((line) => line.trim() !== "" && !isComment(line));
  const separator = [",", "\t", ";", "|"].find((mark) => headerOf(cells(lines[first] ?? "", mark)) !== null);
  return separator === undefined ? fromLines(lines) : fromCsv(lines, first, separator);
}

/** Reads a file that was dropped; FITS by its first bytes. @throws ListError */
export function readTargetBytes(bytes: Uint8Array): TargetList {
  const text = new TextDecoder().decode(bytes.subarray(0, 64));
  if (VOTABLE.test(text)) return fromVotable(bytes);
  if (!text.startsWith("SIMPLE  =")) return readTargets(new TextDecoder().decode(bytes));
  const table = readFitsTable(bytes);
  if (!table) throw new ListError(words.noFitsTable);
  const columns = pick(table.names.map((name) => ({ name, datatype: "double" })));
  if (!columns) throw new ListError(words.noColumns(table.names));
  return fromTable("fits", table.names, columns, table.rows);
}

/** The targets as a VOTable to send along with a query: columns `n`, `ra`, `dec`. */
export function targetTable(targets: Target[]): Blob {
  const rows = targets.map(({ position }, n) => `<TR><TD>${n}</TD><TD>${position.ra}</TD><TD>${position.dec}</TD></TR>`);
  const head = '<?xml version="1.0" encoding="UTF-8"?><VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">'
    + '<RESOURCE type="results"><COOSYS ID="icrs" system="ICRS"/><TABLE name="targets"><FIELD name="n" datatype="int"/>'
    + '<FIELD name="ra" datatype="double" unit="deg" ucd="pos.eq.ra;meta.main" ref="icrs"/>'
    + '<FIELD name="dec" datatype="double" unit="deg" ucd="pos.eq.dec;meta.main" ref="icrs"/><DATA><TABLEDATA>';
  return new Blob([head, ...rows, "</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"], { type: "application/x-votable+xml" });
}

/** One line of CSV; quotes hold separators, two quotes are one. */
export function cells(line: string, separator: string): string[] {
  const found: string[] = [];
  let [cell, isQuoted] = ["", false];
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] ?? "";
    if (letter === '"' && isQuoted && line[at + 1] === '"') cell += line[at++] ?? "";
    else if (letter === '"' && (isQuoted || cell.trim() === "")) isQuoted = !isQuoted;
    else if (letter === separator && !isQuoted) {
      found.push(cell.trim());
      cell = "";
    } else cell += letter;
  }
  return [...found, cell.trim()];
}

function fromLines(lines: string[]): TargetList {
  const list: TargetList = { form: "lines", targets: [], rejected: [], columns: null };
  lines.forEach((line, index) => {
    const text = line.trim();
    if (text === "" || isComment(line)) return;
    const target = readLine(text);
    if (typeof target === "string") list.rejected.push({ line: index + 1, text, reason: target });
    else list.targets.push({ line: index + 1, name: target.name || words.unnamed(index + 1), position: target.position });
  });
  return list;
}

/** A position with a name before or after it; a sentence if there is none. */
function readLine(text: string): { name: string; position: Position } | string {
  const whole = parsePosition(text);
  if (whole.position) return { name: "", position: whole.position };
  const tokens = text.split(/[\s,;|]+/);
  const starts = [...text.matchAll(/[^\s,;|]+/g)].map((found) => found.index);
  for (let skip = 1; skip < tokens.length - 1; skip++) {
    const { position } = parsePosition(text.slice(starts[skip]));
    if (position) return { name: trimmed(text.slice(0, starts[skip])), position };
  }
  for (let take = Math.min(tokens.length - 1, TOKENS_MAX); take >= 2; take--) {
    const position = /^[\d.+-]/.test(tokens[take] ?? "") ? undefined : parsePosition(text.slice(0, starts[take])).position;
    if (position) return { name: trimmed(text.slice(starts[take])), position };
  }
  return whole.said;
}

function fromCsv(lines: string[], header: number, separator: string): TargetList {
  const names = cells(lines[header] ?? "", separator);
  const columns = headerOf(names);
  if (!columns) throw new ListError(words.noColumns(names));
  const list: TargetList = { form: "csv", targets: [], rejected: [], columns: told(columns, names) };
  lines.forEach((line, index) => {
    if (index <= header || line.trim() === "" || isComment(line)) return;
    add(list, index + 1, line, cells(line, separator), columns);
  });
  return list;
}

function fromVotable(document: Uint8Array): TargetList {
  const table = votable(document);
  const names = table.fields.map((field) => field.name);
  const columns = pick(table.fields);
  if (!columns) throw new ListError(words.noColumns(names));
  if (table.length === 0) throw new ListError(words.noRows);
  const rows = Array.from({ length: table.length }, (_, row) => table.columns.map((column) => column.get(row)));
  return fromTable("votable", names, columns, rows);
}

function votable(document: Uint8Array): Table {
  try {
    return tableOf(document);
  } catch (error) {
    throw new ListError(words.badVotable(error instanceof Error ? error.message : String(error)));
  }
}

function fromTable(form: "votable" | "fits", names: string[], columns: Columns, rows: Cell[][]): TargetList {
  const list: TargetList = { form, targets: [], rejected: [], columns: told(columns, names) };
  rows.forEach((row, index) => {
    const texts = row.map((cell) => cell?.toString() ?? "");
    add(list, index + 1, texts.join(" "), texts, columns);
  });
  return list;
}

function add(list: TargetList, line: number, text: string, texts: string[], columns: Columns): void {
  const reading = parsePosition(`${texts[columns.ra] ?? ""}, ${texts[columns.dec] ?? ""}`);
  if (!reading.position) {
    list.rejected.push({ line, text, reason: reading.said });
    return;
  }
  const name = columns.name === null ? "" : texts[columns.name] ?? "";
  list.targets.push({ line, name: name || words.unnamed(line), position: reading.position });
}

interface Columns {
  name: number | null;
  ra: number;
  dec: number;
}

function headerOf(names: string[]): Columns | null {
  return names.length < 2 ? null : pick(names.map((name) => ({ name, datatype: "char" })));
}

/** The columns by UCD (either form), else by name. */
function pick(fields: Field[]): Columns | null {
  const by = (ucd: RegExp, name: RegExp): number => {
    const main = fields.findIndex((field) => ucd.test(field.ucd ?? "") && /main/i.test(field.ucd ?? ""));
    const any = main >= 0 ? main : fields.findIndex((field) => ucd.test(field.ucd ?? ""));
    return any >= 0 ? any : fields.findIndex((field) => name.test(field.name));
  };
  const [ra, dec] = [by(/^pos[._]eq[._]ra/i, RA_NAME), by(/^pos[._]eq[._]dec/i, DEC_NAME)];
  const name = by(/^(meta\.id|id_main)/i, NAME_NAME);
  return ra < 0 || dec < 0 || ra === dec ? null : { ra, dec, name: name < 0 ? null : name };
}

function told(columns: Columns, names: string[]): TargetList["columns"] {
  const name = columns.name === null ? null : names[columns.name] ?? null;
  return { name, ra: names[columns.ra] ?? "", dec: names[columns.dec] ?? "" };
}

function trimmed(name: string): string {
  return name.replace(/^[\s,;|"']+|[\s,;|"']+$/g, "");
}

function isComment(line: string): boolean {
  return /^\s*(#|--|\/\/)/.test(line);
}
