// The reader of tables: every datatype, nulls, arrays, cuts at every byte, damaged streams.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cellOf, type Chunk } from "../../src/vo/cells.ts";
import type { Part } from "../../src/vo/row-sink.ts";
import { VotableStream } from "../../src/vo/votable-stream.ts";
import type { Answer, Cell, Field } from "../../src/vo/votable.ts";
import { layoutOf } from "../../src/vo/cells.ts";

interface Read {
  fields: Field[];
  rows: Cell[][];
  tail: Answer | null;
}

/** Reads a document whose bytes come in the given pieces. */
function read(pieces: Uint8Array[]): Read {
  const parts: Part[] = [];
  const out: Read = { fields: [], rows: [], tail: null };
  const stream = new VotableStream({
    head: answer => (out.fields = answer.fields),
    part: part => parts.push(part),
    tail: answer => (out.tail = answer),
  });
  try {
    for (const piece of pieces) stream.push(piece);
    stream.end();
  } finally {
    out.rows = parts.filter(part => !part.partial).flatMap(part => rowsOf(out.fields, part.chunks));
    last = out;
  }
  return out;
}

let last: Read;

function rowsOf(fields: Field[], chunks: Chunk[]): Cell[][] {
  return Array.from({ length: chunks[0]?.rows ?? 0 }, (_, row) => fields.map((field, index) => cellOf(layoutOf(field), chunks[index]!, row)));
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function document(fields: string, data: string, after = ""): string {
  return `<?xml version="1.0"?><!-- <STREAM> --><VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE type="results">
    <INFO name="QUERY_STATUS" value="OK"/><TABLE>${fields}<DATA>${data}</DATA>${after}</TABLE></RESOURCE></VOTABLE>`;
}

const stream = (of: string, content: Uint8Array): string => `<${of}><STREAM encoding="base64">${Buffer.from(content).toString("base64")}</STREAM></${of}>`;

/** A column of the test: how it is declared, its cells, and the bytes of each by hand of DataView. */
interface Column {
  field: string;
  cells: { value: Cell; bytes: number[] }[];
}

function be(write: (view: DataView) => void, size: number): number[] {
  const buffer = new ArrayBuffer(size);
  write(new DataView(buffer));
  return [...new Uint8Array(buffer)];
}
const i16 = (value: number): number[] => be(view => view.setInt16(0, value), 2);
const i32 = (value: number): number[] => be(view => view.setInt32(0, value), 4);
const i64 = (value: bigint): number[] => be(view => view.setBigInt64(0, value), 8);
const f32 = (value: number): number[] => be(view => view.setFloat32(0, value), 4);
const f64 = (value: number): number[] => be(view => view.setFloat64(0, value), 8);
const text = (value: string): number[] => [...i32(bytes(value).length), ...bytes(value)];
const wide = (value: string): number[] => [...i32(value.length), ...[...value].flatMap(letter => i16(letter.charCodeAt(0)))];

const COLUMNS: Column[] = [
  { field: 'datatype="boolean"', cells: [{ value: true, bytes: [0x54] }, { value: false, bytes: [0x30] }, { value: null, bytes: [0] }, { value: null, bytes: [0x3f] }] },
  { field: 'datatype="boolean" arraysize="*"', cells: [{ value: [1, 0, null], bytes: [...i32(3), 0x74, 0x66, 0x20] }, { value: [], bytes: i32(0) }, { value: [1], bytes: [...i32(1), 0x31] }, { value: null, bytes: i32(0) }] },
  { field: 'datatype="bit"', cells: [1, 0, 1, 1].map(bit => ({ value: bit, bytes: [bit << 7] })) },
  { field: 'datatype="bit" arraysize="10"', cells: [[0xaa, 0xc0], [0, 0], [0xff, 0x40], [1, 0x80]].map(pair => ({ value: [...Array(10).keys()].map(bit => (pair[bit >> 3]! >> (7 - (bit & 7))) & 1), bytes: pair })) },
  { field: 'datatype="bit" arraysize="*"', cells: [{ value: [1, 0, 1], bytes: [...i32(3), 0xa0] }, { value: [], bytes: i32(0) }, { value: [1, 1, 1, 1, 1, 1, 1, 1, 1], bytes: [...i32(9), 0xff, 0x80] }, { value: null, bytes: i32(0) }] },
  { field: 'datatype="unsignedByte"', cells: [0, 255, 128, null].map(value => ({ value, bytes: [value ?? 0] })) },
  { field: 'datatype="short"', cells: [-32768, 32767, -1, null].map(value => ({ value, bytes: i16(value ?? 0) })) },
  { field: 'datatype="int"', cells: [258, -2147483648, 2147483647, null].map(value => ({ value, bytes: i32(value ?? 0) })) },
  { field: 'datatype="long"', cells: [9007199254740993n, -9223372036854775808n, 5n, null].map(value => ({ value, bytes: i64(value ?? 0n) })) },
  { field: 'datatype="long" arraysize="2"', cells: [{ value: [1, 2], bytes: [...i64(1n), ...i64(2n)] }, { value: ["9007199254740993", "-1"], bytes: [...i64(9007199254740993n), ...i64(-1n)] }, { value: [-3, 0], bytes: [...i64(-3n), ...i64(0n)] }, { value: null, bytes: [...i64(0n), ...i64(0n)] }] },
  { field: 'datatype="float"', cells: [1.5, -0.25, Infinity, null].map(value => ({ value, bytes: f32(value ?? NaN) })) },
  { field: 'datatype="double"', cells: [Math.PI, -Infinity, 5e-324, null].map(value => ({ value, bytes: f64(value ?? NaN) })) },
  { field: 'datatype="double" arraysize="2"', cells: [{ value: [10, -2], bytes: [...f64(10), ...f64(-2)] }, { value: [null, 1], bytes: [...f64(NaN), ...f64(1)] }, { value: [0, 0], bytes: [...f64(0), ...f64(0)] }, { value: null, bytes: [...f64(NaN), ...f64(NaN)] }] },
  { field: 'datatype="float" arraysize="2x*"', cells: [{ value: [1, 2, 3, 4], bytes: [...i32(4), ...[1, 2, 3, 4].flatMap(f32)] }, { value: [], bytes: i32(0) }, { value: [5, 6], bytes: [...i32(2), ...f32(5), ...f32(6)] }, { value: null, bytes: i32(0) }] },
  { field: 'datatype="short" arraysize="3"', cells: [{ value: [1, -2, 3], bytes: [1, -2, 3].flatMap(i16) }, { value: [0, 0, 0], bytes: [0, 0, 0].flatMap(i16) }, { value: [7, 8, 9], bytes: [7, 8, 9].flatMap(i16) }, { value: null, bytes: [0, 0, 0].flatMap(i16) }] },
  { field: 'datatype="floatComplex"', cells: [{ value: [1, -1], bytes: [...f32(1), ...f32(-1)] }, { value: [0, 2], bytes: [...f32(0), ...f32(2)] }, { value: [3, 3], bytes: [...f32(3), ...f32(3)] }, { value: null, bytes: [...f32(NaN), ...f32(NaN)] }] },
  { field: 'datatype="doubleComplex" arraysize="*"', cells: [{ value: [1, 2, 3, 4], bytes: [...i32(2), ...[1, 2, 3, 4].flatMap(f64)] }, { value: [], bytes: i32(0) }, { value: [5, 6], bytes: [...i32(1), ...f64(5), ...f64(6)] }, { value: null, bytes: i32(0) }] },
  { field: 'datatype="char"', cells: ["a", "b", "~", null].map(value => ({ value, bytes: [value?.charCodeAt(0) ?? 0] })) },
  { field: 'datatype="char" arraysize="*"', cells: ["Vega", "", "α Lyr", null].map(value => ({ value, bytes: text(value ?? "") })) },
  { field: 'datatype="char" arraysize="6"', cells: [{ value: "abc", bytes: [97, 98, 99, 0, 0, 0] }, { value: "abcdef", bytes: [97, 98, 99, 100, 101, 102] }, { value: "", bytes: [0, 0, 0, 0, 0, 0] }, { value: null, bytes: [0, 0, 0, 0, 0, 0] }] },
  { field: 'datatype="char" arraysize="3x*"', cells: [{ value: ["abc", "d"], bytes: text("abcd  ") }, { value: [], bytes: i32(0) }, { value: ["xyz"], bytes: text("xyz") }, { value: null, bytes: i32(0) }] },
  { field: 'datatype="unicodeChar" arraysize="*"', cells: ["Ångström", "", "星", null].map(value => ({ value, bytes: wide(value ?? "") })) },
  { field: 'datatype="unicodeChar" arraysize="2"', cells: [{ value: "é!", bytes: [...i16(0xe9), ...i16(0x21)] }, { value: "é", bytes: [...i16(0xe9), 0, 0] }, { value: "", bytes: [0, 0, 0, 0] }, { value: null, bytes: [0, 0, 0, 0] }] },
];

const FIELDS = COLUMNS.map(({ field }, index) => `<FIELD name="c${index}" ${field}/>`).join("");
const ROWS = [0, 1, 2, 3].map(row => COLUMNS.map(column => column.cells[row]!.value));

function rowBytes(row: number, flags: boolean): number[] {
  const nulls = new Array<number>(flags ? (COLUMNS.length + 7) >> 3 : 0).fill(0);
  if (flags) COLUMNS.forEach((column, index) => column.cells[row]!.value === null && (nulls[index >> 3]! |= 0x80 >> (index & 7)));
  return [...nulls, ...COLUMNS.flatMap(column => column.cells[row]!.bytes)];
}
const BODY = Uint8Array.from([0, 1, 2, 3].flatMap(row => rowBytes(row, true)));

test("every datatype is read as it was written", () => {
  const { rows, tail } = read([bytes(document(FIELDS, stream("BINARY2", BODY)))]);
  assert.deepEqual(rows, ROWS);
  assert.equal(tail?.status, "OK");
});

test("the pieces may be cut at every byte", () => {
  const whole = bytes(document(FIELDS, stream("BINARY2", BODY)));
  for (let at = 0; at <= whole.length; at++) assert.deepEqual(read([whole.slice(0, at), whole.slice(at)]).rows, ROWS, `cut at ${at}`);
  assert.deepEqual(read([...whole].map(byte => Uint8Array.of(byte))).rows, ROWS, "a byte at a time");
});

test("the worked example of the checklist, with white space in the base64", () => {
  const fields = `<FIELD name="id" datatype="int"/><FIELD name="name" datatype="char" arraysize="*"/><FIELD name="x" datatype="double"/>
    <FIELD name="flag" datatype="boolean"/><FIELD name="pos" datatype="double" arraysize="2"/>`;
  const base64 = "AAAAAQIAAAAEVmVnYT/4AAAAAAAAVEAkAAAAAAAAwAAAAAAAAAD4AAAAAAAAAAB/+AAAAAAAAAB/+AAAAAAAAH/4AAAAAAAA";
  const spaced = base64.replace(/(.{7})/g, "$1\n  ");
  const { rows } = read([bytes(document(fields, `<BINARY2><STREAM encoding='base64'>\n${spaced}\n</STREAM></BINARY2>`))]);
  assert.deepEqual(rows, [[258, "Vega", 1.5, true, [10, -2]], [null, null, null, null, null]]);
});

test("BINARY has no flags; VALUES/@null says what is null, also in arrays", () => {
  const fields = `<FIELD name="i" datatype="int"><VALUES null="-2147483648"/></FIELD><FIELD name="a" datatype="short" arraysize="2"><VALUES null="-1"/></FIELD>
    <FIELD name="l" datatype="long"><VALUES null="-9223372036854775808"/></FIELD>`;
  const body = Uint8Array.from([...i32(7), ...i16(-1), ...i16(2), ...i64(3n), ...i32(-2147483648), ...i16(4), ...i16(5), ...i64(-9223372036854775808n)]);
  assert.deepEqual(read([bytes(document(fields, stream("BINARY", body)))]).rows, [[7, [null, 2], 3n], [null, [4, 5], null]]);
});

test("many rows cross chunks and keep their order and their nulls", () => {
  const fields = '<FIELD name="i" datatype="int"/><FIELD name="t" datatype="char" arraysize="*"/>';
  const count = 150_000;
  const out: number[] = [];
  for (let row = 0; row < count; row++) out.push(row % 7 === 0 ? 0x80 : 0, ...i32(row), ...text(`row ${row}`));
  const whole = bytes(document(fields, stream("BINARY2", Uint8Array.from(out))));
  const pieces = Array.from({ length: Math.ceil(whole.length / 65_537) }, (_, index) => whole.slice(index * 65_537, (index + 1) * 65_537));
  const { rows } = read(pieces);
  assert.equal(rows.length, count);
  rows.forEach((row, index) => assert.deepEqual(row, [index % 7 === 0 ? null : index, `row ${index}`]));
});

test("TABLEDATA is read into the same cells, cut anywhere, with entities and CDATA", () => {
  const fields = `<FIELD name="i" datatype="int"><VALUES null="-1"/></FIELD><FIELD name="t" datatype="char" arraysize="*"/><FIELD name="d" datatype="double"/>
    <FIELD name="a" datatype="float" arraysize="3"/><FIELD name="b" datatype="boolean"/><FIELD name="l" datatype="long"/><FIELD name="u" datatype="unicodeChar" arraysize="*"/>`;
  const data = `<TABLEDATA>\n<TR><TD>1</TD><TD>a &lt; b &amp; &#x3b1;</TD><TD>1.5E3</TD><TD>1 NaN 3</TD><TD>T</TD><TD>9007199254740993</TD><TD>Ångström</TD></TR>
    <TR><TD>-1</TD><TD/><TD></TD><TD></TD><TD>?</TD><TD></TD><TD></TD></TR>
    <TR><TD>0x10</TD><TD><![CDATA[<b> & c]]></TD><TD>-Inf</TD><TD> 4  5\n6 </TD><TD>false</TD><TD>-5</TD><TD> x </TD></TR></TABLEDATA>`;
  const expected: Cell[][] = [
    [1, "a < b & α", 1500, [1, null, 3], true, 9007199254740993n, "Ångström"],
    [null, null, null, null, null, null, null],
    [16, "<b> & c", -Infinity, [4, 5, 6], false, -5n, " x "],
  ];
  const whole = bytes(document(fields, data).replaceAll("<TR", "<TR").replace('<TD>1</TD>', '<TD title="a > b">1</TD>'));
  for (let at = 0; at <= whole.length; at++) assert.deepEqual(read([whole.slice(0, at), whole.slice(at)]).rows, expected, `cut at ${at}`);
});

test("OVERFLOW and an error after the first row are told after the table", () => {
  const overflow = document(FIELDS, stream("BINARY2", BODY), '<INFO name="QUERY_STATUS" value="OVERFLOW"/>');
  assert.equal(read([bytes(overflow)]).tail?.status, "OVERFLOW");
  const broken = read([bytes(document(FIELDS, stream("BINARY2", BODY), '<INFO name="QUERY_STATUS" value="ERROR">the database went away</INFO>'))]);
  assert.equal(broken.tail?.status, "ERROR");
  assert.equal(broken.rows.length, 4);
});

test("a document that ends early gives its whole rows, and says so", () => {
  const whole = bytes(document(FIELDS, stream("BINARY2", BODY)));
  const text = new TextDecoder().decode(whole);
  const from = text.indexOf("base64\">") + 8;
  for (let at = from; at < whole.length - 1; at += 3) {
    assert.throws(() => read([whole.slice(0, at)]), /The document ends after \d rows?\.|ends inside row/);
    assert.ok(last.rows.length <= 4);
    assert.deepEqual(last.rows, ROWS.slice(0, last.rows.length));
  }
  assert.equal(last.rows.length, 4);
});

test("a count that cannot be is an error, and takes no memory", () => {
  const fields = '<FIELD name="t" datatype="char" arraysize="*"/>';
  for (const count of [-1, 0x7fffffff]) {
    const body = Uint8Array.from([0, ...text("ok"), 0, ...i32(count), 1, 2, 3]);
    assert.throws(() => read([bytes(document(fields, stream("BINARY2", body)))]), /Row 2 cannot be read: column 1 says that it has/);
  }
  const short = Uint8Array.from([0, ...i32(1000), 1, 2, 3]);
  assert.throws(() => read([bytes(document(fields, stream("BINARY2", short)))]), /ends inside row 1/);
});

test("what this page does not read is named", () => {
  assert.throws(() => read([bytes(document(FIELDS, '<FITS><STREAM encoding="base64">AA</STREAM></FITS>'))]), /FITS/);
  assert.throws(() => read([bytes(document(FIELDS, '<BINARY2><STREAM href="http://localhost/x"/></BINARY2>'))]), /document of their own/);
  assert.throws(() => read([bytes(document(FIELDS, stream("BINARY2", BODY).replace("base64", "gzip")))]), /encoding/);
  assert.throws(() => read([bytes(document('<FIELD name="x" datatype="decimal"/>', stream("BINARY2", BODY)))]), /decimal/);
  assert.throws(() => read([bytes("")]), /empty/);
});

test("a table without rows has its columns", () => {
  const none = read([bytes(document(FIELDS, "<BINARY2><STREAM encoding=\"base64\"></STREAM></BINARY2>"))]);
  assert.equal(none.fields.length, COLUMNS.length);
  assert.deepEqual(none.rows, []);
  const bare = read([bytes(document(FIELDS, "").replace("<DATA></DATA>", ""))]);
  assert.equal(bare.fields.length, COLUMNS.length);
});
