// Tabs and texts of the query page, the tree of its tables, its links.
import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "../../src/data/history.ts";
import { treeRows } from "../../src/panels/tables/rows.ts";
import { formatName, formats } from "../../src/pages/query/formats.ts";
import { fragmentOf, textOf } from "../../src/pages/query/requests.ts";
import { Session } from "../../src/pages/query/session.ts";
import { clock, short, size } from "../../src/words/query.ts";
import { survey } from "./survey.ts";

test("a text opens in an empty tab, else in a new one, and never twice", () => {
  const session = new Session(new History("t:"));
  session.open("SELECT 1");
  assert.equal(session.tabs.length, 1);
  session.open("SELECT 2", "two");
  assert.deepEqual(session.tabs.map((tab) => tab.title), ["untitled", "two"]);
  session.open("SELECT 1");
  assert.deepEqual([session.tabs.length, session.tab.text], [2, "SELECT 1"]);
});

test("closing a tab shows its neighbour and keeps its text in the history", () => {
  const session = new Session(new History("t:"));
  for (const text of ["a", "b", "c"]) session.open(text);
  const [, second] = session.tabs;
  session.select(second!.id);
  session.close(second!.id);
  assert.equal(session.tab.text, "c");
  assert.deepEqual(session.history.texts, ["b"]);
  for (const tab of session.tabs) session.close(tab.id);
  assert.deepEqual([session.tabs.length, session.tab.text], [1, ""]);
});

test("the history holds fifty texts, each once, the newest first", () => {
  const history = new History("t:");
  for (let count = 0; count < 60; count += 1) history.addText(`q${count}`);
  history.addText("q30");
  assert.equal(history.texts.length, 50);
  assert.deepEqual(history.texts.slice(0, 2), ["q30", "q59"]);
  assert.equal(history.texts.filter((text) => text === "q30").length, 1);
});

test("the tree shows tables at first, columns when unfolded, and what a search finds", () => {
  const labels = (toggled: string[], sought: string): string[] => treeRows(survey(), new Set(toggled), sought).map((row) => row.label);
  assert.deepEqual(labels([], "").slice(0, 3), ["jplus", "MagABDualObj", "TileImage"]);
  assert.ok(!labels([], "").includes("DEPTH"));
  assert.deepEqual(labels(["table:jplus.TileImage"], "").slice(2, 6), ["TileImage", "TILE_ID", "FILTER_ID", "DEPTH"]);
  assert.deepEqual(labels(["schema:jplus"], "").slice(0, 2), ["jplus", "demo"]);
  assert.deepEqual(labels([], "depth"), ["jplus", "TileImage", "DEPTH"]);
  assert.deepEqual(labels([], "meta.main"), ["jplus", "MagABDualObj", "ALPHA_J2000"]);
  assert.deepEqual(treeRows(survey(), new Set(), "j0660").map((row) => row.insert).filter(Boolean), ["jplus::J0660"]);
});

test("a link holds any text in its fragment", () => {
  const text = "SELECT 'a#b%20' || \"ü\"\nFROM t WHERE x = 1 -- &q=";
  assert.equal(textOf(fragmentOf(text), new URLSearchParams()), text);
  assert.equal(textOf("", new URLSearchParams({ q: "SELECT 1" })), "SELECT 1");
  assert.equal(textOf("#q=%E0%A4%A", new URLSearchParams()), null);
});

test("formats have the names that people use", () => {
  const told = { functions: [], rowsDefault: null, rowsHard: null, formats: [{ mime: "text/csv;header=present", aliases: ["csv"] }, { mime: "text/xml", aliases: [] }] };
  assert.deepEqual(formats(told), [{ mime: "", name: "VOTable" }, { mime: "text/csv;header=present", name: "CSV" }]);
  assert.deepEqual(
    ["application/x-votable+xml;serialization=BINARY2", "text/csv;header=present", "application/fits", "application/vnd.apache.parquet", "text/tab-separated-values", "image/png"].map(formatName),
    ["VOTable", "CSV", "FITS", "Parquet", "TSV", "image/png"],
  );
});

test("counts, sizes and times are short", () => {
  assert.deepEqual([9_999, 100_000, 29_800_000, 1_234_567_890].map(short), ["9,999", "100 k", "29.8 M", "1.23 G"]);
  assert.deepEqual([631, 119_000_000].map(size), ["631 B", "119 MB"]);
  assert.deepEqual([41, 3723].map(clock), ["0:41", "1:02:03"]);
});
