// Where rows stand in a grid of any length, keys that move, ticks and ranges of plots, downloads, files of a selection.
import assert from "node:assert/strict";
import { test } from "node:test";
import { csv, votable } from "../../src/data/export.ts";
import { Selection } from "../../src/data/selection.ts";
import { spreadOf } from "../../src/data/spread.ts";
import { positionColumns, suggestion } from "../../src/data/suggest.ts";
import { tableFrom } from "../../src/data/table-from.ts";
import { columnWindow, edges, HEIGHT_MAX, ROW_HEIGHT, rowWindow, spaceHeight, topFor, topRow } from "../../src/panels/grid/geometry.ts";
import { gridColumns } from "../../src/panels/grid/columns.ts";
import { copied } from "../../src/panels/grid/copy.ts";
import { moved } from "../../src/panels/grid/keys.ts";
import { shownRange, snapped, ticks } from "../../src/panels/plot/axes.ts";
import { readVotable } from "../../src/vo/votable.ts";

const DOCUMENT = `<VOTABLE version="1.4"><RESOURCE type="results"><INFO name="QUERY_STATUS" value="OVERFLOW"/><TABLE>
  <FIELD name="id" datatype="long" ucd="meta.id;meta.main"/><FIELD name="ra" datatype="double" unit="deg" ucd="pos.eq.ra;meta.main"/>
  <FIELD name="dec" datatype="double" unit="deg" ucd="pos.eq.dec"/><FIELD name="name, long" datatype="char" arraysize="*"><DESCRIPTION>a &lt; b</DESCRIPTION></FIELD>
  <FIELD name="mag_r" datatype="float" unit="mag" ucd="phot.mag;em.opt.R"/><FIELD name="mag_b" datatype="float" unit="mag" ucd="phot.mag;em.opt.B"/>
  <FIELD name="aper" datatype="float" arraysize="3" unit="mag" ucd="phot.mag"/>
  <DATA><TABLEDATA><TR><TD>9007199254740993</TD><TD>10.5</TD><TD>-2</TD><TD>a "b", &lt;c&gt;</TD><TD>17.25</TD><TD>18</TD><TD>1 NaN 3</TD></TR>
  <TR><TD>2</TD><TD>11</TD><TD>-3</TD><TD></TD><TD></TD><TD>19</TD><TD>4 5 6</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>`;

test("every row of a short and of a very long grid can be scrolled to and stands in view", () => {
  for (const rows of [1, 500, 1_000_000, 50_000_000]) {
    const view = { rows, height: 600, top: 0 };
    const most = Math.max(0, spaceHeight(rows) - view.height);
    assert.ok(spaceHeight(rows) <= HEIGHT_MAX);
    for (const row of [0, Math.min(1, rows - 1), Math.floor(rows / 3), rows - 1]) {
      const top = Math.min(topFor(row, view), most);
      const { first, count, offset } = rowWindow({ ...view, top });
      assert.ok(first <= row && row < first + count, `row ${row} of ${rows} is not in ${first} to ${first + count}`);
      const place = offset + (row - first) * ROW_HEIGHT - top;
      assert.ok(place > -1 && place <= view.height, `row ${row} of ${rows} stands at ${place} px`);
    }
    const end = rowWindow({ ...view, top: most });
    assert.equal(end.first + end.count, rows);
    assert.ok(Math.abs(topRow({ ...view, top: most }) - Math.max(0, rows - view.height / ROW_HEIGHT)) < 1);
  }
});

test("only columns in view are laid out", () => {
  const list = edges([100, 50, 200, 80], 60);
  assert.deepEqual(list, [60, 160, 210, 410, 490]);
  assert.deepEqual(columnWindow(list, 60, 100), { from: 0, to: 1 });
  assert.deepEqual(columnWindow(list, 205, 30), { from: 1, to: 3 });
  assert.deepEqual(columnWindow(list, 480, 500), { from: 3, to: 4 });
});

test("keys move inside the grid and stop at its borders", () => {
  const size = { rows: 1000, columns: 5, page: 20 };
  const press = (key: string, ctrlKey = false) => moved({ row: 10, column: 2 }, { key, ctrlKey, metaKey: false }, size);
  assert.deepEqual(press("ArrowUp"), { row: 9, column: 2 });
  assert.deepEqual(press("PageUp"), { row: 0, column: 2 });
  assert.deepEqual(press("PageDown"), { row: 30, column: 2 });
  assert.deepEqual(press("End"), { row: 10, column: 4 });
  assert.deepEqual(press("End", true), { row: 999, column: 4 });
  assert.deepEqual(press("Home", true), { row: 0, column: -1 });
  assert.deepEqual(moved({ row: -1, column: -1 }, { key: "ArrowUp", ctrlKey: false, metaKey: false }, size), { row: -1, column: -1 });
  assert.equal(press("a"), null);
});

test("ticks are round and inside; logarithmic ones are powers or round values", () => {
  assert.deepEqual(ticks({ from: 24, to: 13.2 }, false, 6).map(one => one.label), ["14", "16", "18", "20", "22", "24"]);
  assert.deepEqual(ticks({ from: -0.31, to: 0.32 }, false, 4).map(one => one.label), ["−0.2", "0.0", "0.2"]);
  assert.deepEqual(ticks({ from: -1, to: 3 }, true, 8).map(one => one.label), ["0.1", "1", "10", "100", "1000"]);
  assert.deepEqual(ticks({ from: 0, to: 0.5 }, true, 4).map(one => one.label), ["1", "2", "3"]);
});

test("the bulk is shown without the values that stand for none; all is shown when asked for", () => {
  const values = Float64Array.from({ length: 10_000 }, (_, row) => (row % 8 === 0 ? 99 : row % 100 === 1 ? NaN : 14 + (row % 1000) / 100));
  const spread = spreadOf(values);
  const range = shownRange(spread, true)!;
  assert.ok(range.from > range.to && range.from < 25 && range.to > 13, JSON.stringify(range));
  assert.ok(shownRange(spread, false, true)!.to > 99);
  assert.equal(shownRange(spreadOf(Float64Array.of(NaN)), false), null);
  assert.deepEqual(shownRange(spreadOf(Float64Array.of(5, 5, 5)), false), { from: 4.85, to: 5.15 });
});

test("edges of boxes are short numbers near those drawn", () => {
  for (const span of [1e-5, 0.3, 12, 4000, 3e9]) {
    const value = span * 0.3712345678;
    assert.ok(Math.abs(snapped(value, span) - value) <= Math.max(0.5, span) / 900);
    assert.ok(String(snapped(value, span)).length <= 12, String(snapped(value, span)));
  }
});

test("a small answer becomes a table; its files have the same cells", async () => {
  const table = tableFrom(readVotable(DOCUMENT));
  assert.equal(table.length, 2);
  assert.deepEqual(table.shortfall, { kind: "overflow", message: "" });
  assert.deepEqual([table.get(0, 0), table.get(1, 0), table.get(0, 3), table.get(1, 4)], [9007199254740993n, 2n, 'a "b", <c>', null]);
  const rows = Uint32Array.of(0, 1);
  assert.equal(await (await csv(table, rows)).text(), 'id,ra,dec,"name, long",mag_r,mag_b,aper\r\n9007199254740993,10.5,-2,"a ""b"", <c>",17.25,18,1 NaN 3\r\n2,11,-3,,,19,4 5 6\r\n');
  const again = tableFrom(readVotable(await (await votable(table, rows)).text()));
  assert.deepEqual(again.fields, table.fields);
  for (let row = 0; row < 2; row++) for (let column = 0; column < 7; column++) assert.deepEqual(again.get(row, column), table.get(row, column));
});

test("positions and a first plot are found by UCD", () => {
  const table = tableFrom(readVotable(DOCUMENT));
  assert.deepEqual([positionColumns(table)?.lon.field.name, positionColumns(table)?.lat.field.name], ["ra", "dec"]);
  const write = (column: { field: { name: string } }, element: number | null): string => (element === null ? column.field.name : `${column.field.name}[${element + 1}]`);
  assert.deepEqual(suggestion(table, write, () => null), { x: "mag_b - mag_r", y: "mag_r" });
  assert.deepEqual(suggestion(table, write, () => ({ blue: 0, red: 2 })), { x: "aper[1] - aper[3]", y: "aper[3]" });
});

test("arrays open as columns; selected rows are copied with names, a cell alone without", () => {
  const table = tableFrom(readVotable(DOCUMENT));
  const columns = gridColumns(table, new Set([6]), () => undefined);
  assert.deepEqual(columns.slice(6).map(column => column.label), ["aper[1]", "aper[2]", "aper[3]"]);
  const named = gridColumns(table, new Set([6]), () => ({ enumeration: "e", elements: ["c", "a", "b"].map((name, i) => ({ name, index: i + 1, wavelengthNm: [3, 1, 2][i]!, widthNm: null, color: null, description: null })) }));
  assert.deepEqual(named.slice(6).map(column => column.expression), ["aper[e::a]", "aper[e::b]", "aper[e::c]"]);
  const selection = new Selection(2);
  assert.deepEqual(copied(columns, 0, 8, selection), { text: "3", rows: 0 });
  selection.setRows([1]);
  assert.equal(copied(columns.slice(0, 2), 1, 0, selection).text, "id\tra\n2\t11");
});
