// Lists of targets in every form; lines that are none are told with number and reason.

import assert from "node:assert/strict";
import test from "node:test";
import { ListError, readTargetBytes, readTargets, targetTable } from "../../src/data/targets.ts";
import { readVotable } from "../../src/vo/votable.ts";

const brief = (text: string): string[] =>
  readTargets(text).targets.map(({ line, name, position }) => `${line} ${name} ${position.ra.toFixed(4)} ${position.dec.toFixed(4)}`);

test("lines have names before, after or nowhere, in any spelling", () => {
  const text = `# my targets
150.05042 +2.2
M 100 185.72875 +15.82250
NGC 4, 1.75, 8.3722
3 150.05 2.2
10:00:12.1 +02:12:00 follow-up

SDSS J100012.10+021200.0
obj-7 10h00m12.1s +02d12m00s
a|150.05|2.2`;
  assert.deepEqual(brief(text), [
    "2 line 2 150.0504 2.2000", "3 M 100 185.7287 15.8225", "4 NGC 4 1.7500 8.3722", "5 3 150.0500 2.2000",
    "6 follow-up 150.0504 2.2000", "8 line 8 150.0504 2.2000", "9 obj-7 150.0504 2.2000", "10 a 150.0500 2.2000",
  ]);
});

test("a line without a place is left out with its number and reason", () => {
  const { targets, rejected } = readTargets("150 2\nM 31\n10:61:00 +02:00:00\n150 2 3 4 x");
  assert.deepEqual(targets.map((target) => target.line), [1]);
  assert.deepEqual(rejected.map(({ line, text }) => [line, text]), [[2, "M 31"], [3, "10:61:00 +02:00:00"], [4, "150 2 3 4 x"]]);
  assert.match(rejected[1]?.reason ?? "", /below 60/);
});

test("CSV is told by its header, with any separator, order and quotes", () => {
  const comma = readTargets('id,mag,RA (deg),"Dec (deg)"\n"a, the first",17.1,150.05,2.2\nb,18,10:00:12.1,+02:12:00\nc,19,,\n');
  assert.equal(comma.form, "csv");
  assert.deepEqual(comma.columns, { name: "id", ra: "RA (deg)", dec: "Dec (deg)" });
  assert.deepEqual(comma.targets.map((target) => [target.line, target.name]), [[2, "a, the first"], [3, "b"]]);
  assert.deepEqual(comma.rejected.map((line) => line.line), [4]);
  assert.deepEqual(brief("RAJ2000\tDEJ2000\n12 30 00\t-01 00 00\n"), ["2 line 2 187.5000 -1.0000"]);
  assert.deepEqual(brief("dec;ra;name\n2.2;150;x\n"), ["2 x 150.0000 2.2000"]);
});

test("a VOTable is read by its UCDs, and what is sent along is one", async () => {
  const text = `<VOTABLE><RESOURCE><TABLE><FIELD name="a" datatype="double" ucd="pos.eq.dec;meta.main"/>
    <FIELD name="b" datatype="double" ucd="POS_EQ_RA_MAIN"/><FIELD name="c" datatype="char" arraysize="*" ucd="meta.id"/>
    <DATA><TABLEDATA><TR><TD>2.2</TD><TD>150</TD><TD>x</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>`;
  const list = readTargets(text);
  assert.deepEqual(list.columns, { name: "c", ra: "b", dec: "a" });
  const sent = readVotable(await targetTable(list.targets).text());
  assert.deepEqual(sent.fields.map((field) => field.name), ["n", "ra", "dec"]);
  assert.deepEqual(sent.rows, [[0, 150, 2.2]]);
  assert.throws(() => readTargets('<VOTABLE><RESOURCE><TABLE><FIELD name="x" datatype="int"/></TABLE></RESOURCE></VOTABLE>'), ListError);
});

test("a VOTable is read in its binary serializations too, pasted or as a file, and one that is cut says where", () => {
  const fields = '<FIELD name="ra" datatype="double"/><FIELD name="dec" datatype="double"/><FIELD name="name" datatype="char" arraysize="*"/>';
  const whole = (of: string, begin: number[]): string => {
    const cells = new DataView(new ArrayBuffer(21));
    cells.setFloat64(0, 150.05042);
    cells.setFloat64(8, -2.2);
    cells.setInt32(16, 1);
    cells.setUint8(20, "x".charCodeAt(0));
    const bytes = Buffer.from([...begin, ...new Uint8Array(cells.buffer)]);
    return `<?xml version="1.0"?><VOTABLE><RESOURCE><TABLE>${fields}<DATA><${of}><STREAM encoding="base64">${bytes.toString("base64")}</STREAM></${of}></DATA></TABLE></RESOURCE></VOTABLE>`;
  };
  // Each row of BINARY2 begins with the flags of its nulls.
  for (const document of [whole("BINARY2", [0]), whole("BINARY", [])]) {
    const expected = { form: "votable", targets: [{ line: 1, name: "x", position: { ra: 150.05042, dec: -2.2 } }], rejected: [], columns: { name: "name", ra: "ra", dec: "dec" } };
    assert.deepEqual(readTargets(document), expected);
    assert.deepEqual(readTargetBytes(new TextEncoder().encode(document)), expected);
    assert.deepEqual(readTargetBytes(new TextEncoder().encode(`\ufeff${document}`)), expected);
    assert.throws(() => readTargets(document.slice(0, document.indexOf("</STREAM>"))), { message: "This VOTable cannot be read. The document ends after 1 row." });
  }
});

test("a FITS table is read behind an image", () => {
  const list = readTargetBytes(fits());
  assert.equal(list.form, "fits");
  assert.deepEqual(list.targets, [
    { line: 1, name: "first", position: { ra: 150.05, dec: 2.2 } },
    { line: 2, name: "second", position: { ra: 0.5, dec: -45 } },
  ]);
  assert.throws(() => readTargetBytes(fits().subarray(0, 2880 * 2)), /no binary table/);
});

/** A primary image of 4 bytes, then a table of a string, an array, and two doubles. */
function fits(): Uint8Array {
  const header = (cards: [string, string | number][]): Uint8Array => {
    const text = cards.map(([key, value]) => `${key.padEnd(8)}= ${typeof value === "string" && value !== "T" ? `'${value}'` : String(value).padStart(20)}`.padEnd(80));
    return padded(new TextEncoder().encode([...text, "END".padEnd(80)].join("")), 32);
  };
  const row = (name: string, ra: number, dec: number): Uint8Array => {
    const bytes = new Uint8Array(8 + 4 + 16);
    bytes.set(new TextEncoder().encode(name.padEnd(8)));
    const view = new DataView(bytes.buffer);
    view.setFloat64(12, ra);
    view.setFloat64(20, dec);
    return bytes;
  };
  const rows = [row("first", 150.05, 2.2), row("second", 0.5, -45)];
  const parts = [
    header([["SIMPLE", "T"], ["BITPIX", 8], ["NAXIS", 1], ["NAXIS1", 4]]),
    padded(new Uint8Array(4), 0),
    header([
      ["XTENSION", "BINTABLE"], ["BITPIX", 8], ["NAXIS", 2], ["NAXIS1", 28], ["NAXIS2", 2], ["PCOUNT", 0], ["GCOUNT", 1], ["TFIELDS", 4],
      ["TTYPE1", "NAME"], ["TFORM1", "8A"], ["TTYPE2", "PAIR"], ["TFORM2", "2I"], ["TTYPE3", "RA"], ["TFORM3", "D"], ["TTYPE4", "DEC"], ["TFORM4", "1D"],
    ]),
    padded(Uint8Array.from(rows.flatMap((bytes) => [...bytes])), 0),
  ];
  return Uint8Array.from(parts.flatMap((bytes) => [...bytes]));
}

function padded(bytes: Uint8Array, fill: number): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 2880) * 2880).fill(fill);
  whole.set(bytes);
  return whole;
}
