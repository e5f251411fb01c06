// Rows of a table in memory as files: CSV and VOTable.
import { encode } from "../vo/xml.ts";
import type { Field } from "../vo/votable.ts";
import { cellText } from "./cell-text.ts";
import { breathe } from "./columns.ts";
import type { Table } from "./rows.ts";

/** Rows between two breaths of the page. */
const SLICE = 2000;

/** RFC 4180 with a line of names; null and NaN are empty. */
export async function csv(table: Table, rows: Uint32Array): Promise<Blob> {
  const names = table.fields.map(field => quoted(field.name)).join(",");
  const line = (row: number): string => table.columns.map(column => quoted(cellText(column.get(row)))).join(",");
  return new Blob([names, "\r\n", ...await pieces(rows, row => `${line(row)}\r\n`)], { type: "text/csv;header=present" });
}

/** VOTable 1.4 in TABLEDATA, with units, UCDs and the rest of each column's description. */
export async function votable(table: Table, rows: Uint32Array): Promise<Blob> {
  const head = `<?xml version="1.0" encoding="UTF-8"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
<RESOURCE type="results">
<INFO name="QUERY_STATUS" value="OK"/>
<TABLE nrows="${rows.length}">
${table.fields.map(fieldElement).join("\n")}
<DATA><TABLEDATA>
`;
  const line = (row: number): string => table.columns.map(column => `<TD>${text(cellText(column.get(row)))}</TD>`).join("");
  const body = await pieces(rows, row => `<TR>${line(row)}</TR>\n`);
  return new Blob([head, ...body, "</TABLEDATA></DATA>\n</TABLE>\n</RESOURCE>\n</VOTABLE>\n"], { type: "application/x-votable+xml;serialization=TABLEDATA" });
}

async function pieces(rows: Uint32Array, line: (row: number) => string): Promise<string[]> {
  const list: string[] = [];
  for (let from = 0; from < rows.length; from += SLICE) {
    list.push(Array.from(rows.subarray(from, from + SLICE), line).join(""));
    await breathe();
  }
  return list;
}

function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function fieldElement(field: Field): string {
  const attributes = { ID: field.id, name: field.name, datatype: field.datatype, arraysize: field.arraysize, unit: field.unit, ucd: field.ucd, utype: field.utype, xtype: field.xtype };
  const written = Object.entries(attributes).filter(([, value]) => value !== undefined).map(([name, value]) => ` ${name}="${encode(value!)}"`);
  const inner = (field.description ? `<DESCRIPTION>${text(field.description)}</DESCRIPTION>` : "") + (field.nullValue ? `<VALUES null="${encode(field.nullValue)}"/>` : "");
  return `<FIELD${written.join("")}${inner ? `>${inner}</FIELD>` : "/>"}`;
}

/** Characters that XML 1.0 does not have are replaced (VOT-25). */
function text(value: string): string {
  return encode(value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")).replaceAll("\r", "&#13;");
}
