// Marks in a query: ranges in code points, places in sentences, the word that is being written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { errorMark, sentence, settledMarks, warningMarks } from "../../src/adql/diagnostics.ts";

const marked = (text: string, { from, to }: { from: number; to: number }): string => text.slice(from, to);

test("ranges count code points, the editor counts UTF-16 units", () => {
  const text = "SELECT '🔭🔭' AS a, J0661 FROM t";
  const points = [...text];
  const from = points.indexOf("J");
  const mark = errorMark(text, { message: "no such", place: { from, to: from + 5 }, repairs: [{ from, to: from + 5, text: "J0660" }] });
  assert.equal(marked(text, mark), "J0661");
  assert.deepEqual(mark.fixes.map((fix) => [fix.old, fix.text]), [["J0661", "J0660"]]);
});

test("a sentence with line and column marks the token that stands there", () => {
  const text = "SELECT a\nFROM demo.starz WHERE 1 = 1";
  assert.equal(marked(text, errorMark(text, { message: 'unknown table "starz" at line 2, column 6', repairs: [] })), "demo");
  assert.equal(marked(text, errorMark(text, { message: "Encountered FRM at l.2 c.6", repairs: [] })), "demo");
  assert.equal(marked(text, errorMark(text, { message: "no", repairs: [] })), text);
});

test("the end of the text and an empty range mark the last token", () => {
  const text = "SELECT a FROM ";
  assert.equal(marked(text, errorMark(text, { message: "ends", place: { from: 14, to: 14 }, repairs: [] })), "FROM");
  assert.equal(marked(text, errorMark(text, { message: "beyond", place: { from: 90, to: 95 }, repairs: [] })), "FROM");
});

test("warnings of the whole query are no marks", () => {
  const warnings = [{ from: 0, to: 0, message: "scan" }, { from: 7, to: 8, message: "integer division" }];
  assert.deepEqual(warningMarks("SELECT 1/3", warnings).map((mark) => mark.message), ["integer division"]);
});

test("the word at the cursor is not marked while it is written", () => {
  const text = "SELECT abc FROM t";
  const mark = errorMark(text, { message: "unknown", place: { from: 7, to: 10 }, repairs: [] });
  assert.equal(settledMarks([mark], text, 10).length, 0);
  assert.equal(settledMarks([mark], text, 11).length, 1);
  assert.equal(settledMarks([mark], text, null).length, 1);
});

test("a sentence is the first line without its place", () => {
  assert.equal(sentence("line 2, column 5: unknown column `a`\n  SELECT a\n  ^"), "unknown column `a`");
});
