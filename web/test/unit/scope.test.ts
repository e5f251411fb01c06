// Which tables and columns each select of a query sees: subqueries, common tables, joins, unfinished texts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf, resolve } from "../../src/adql/columns.ts";
import { clauseAt, readSelects, selectAt, sourceName, type Select } from "../../src/adql/scope.ts";
import { survey } from "./survey.ts";

const sources = (select: Select | null): (string | null)[] => (select?.sources ?? []).map(sourceName);

test("joins of every form give their tables, also in parentheses", () => {
  const text = "SELECT 1 FROM (a AS x JOIN b ON x.i = b.i) LEFT JOIN (c NATURAL JOIN d) ON f(x.i, 2) = 3, s.e AS y WHERE 1 = 1";
  assert.deepEqual(sources(readSelects(text)[0] ?? null), ["x", "b", "c", "d", "y"]);
});

test("a subquery sees the tables around it, a derived table does not", () => {
  const { select: inner } = within("SELECT 1 FROM a WHERE EXISTS (SELECT | FROM b)");
  assert.deepEqual([sources(inner), sources(inner?.outer ?? null)], [["b"], ["a"]]);
  const { select: derived } = within("SELECT 1 FROM a, (SELECT | FROM b) AS q");
  assert.equal(derived?.outer, null);
});

test("derived tables and common tables have the columns of their select lists", () => {
  const catalogue = survey();
  const text =
    "WITH w AS (SELECT m.*, 2 * CLASS_STAR AS twice FROM jplus.MagABDualObj AS m) SELECT q.* FROM (SELECT NUMBER AS n, MAG_AUTO[jplus::rSDSS], w.FLAGS[2], twice FROM w) AS q";
  const select = readSelects(text).find((found) => sources(found)[0] === "q");
  assert.ok(select);
  const columns = columnsOf(select, select.sources[0]!, catalogue);
  assert.deepEqual(columns.map((known) => known.name), ["n", "mag_auto_rsdss", "flags_2", "twice"]);
  assert.equal(columns[0]?.column?.datatype, "int");
});

test("a common table hides a table of its name, and does not see itself", () => {
  const text = "WITH TileImage AS (SELECT NUMBER FROM jplus.MagABDualObj) SELECT 1 FROM TileImage";
  const select = readSelects(text).at(-1)!;
  assert.deepEqual(columnsOf(select, select.sources[0]!, survey()).map((known) => known.name), ["NUMBER"]);
  const circle = readSelects("WITH a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM b").at(-1)!;
  assert.deepEqual(columnsOf(circle, circle.sources[0]!, survey()), []);
});

test("set operators part a query, each part has its own tables", () => {
  const text = "SELECT 1 FROM a UNION ALL SELECT 2 FROM b EXCEPT (SELECT 3 FROM c)";
  assert.deepEqual(readSelects(text).map(sources), [["a"], ["b"], ["c"]]);
  assert.deepEqual(sources(selectAt(readSelects(text), text.indexOf("2"))), ["b"]);
});

test("names are found inside first, then outside, by alias or by the tail of the table's name", () => {
  const { select } = within("SELECT 1 FROM jplus.MagABDualObj WHERE EXISTS (SELECT 1 FROM jplus.TileImage AS t WHERE | = 1)");
  const catalogue = survey();
  assert.equal(resolve(select, ["TILE_ID"], catalogue)?.column?.datatype, "double");
  assert.equal(resolve(select, ["MagABDualObj", "tile_id"], catalogue)?.column?.datatype, "int");
  assert.equal(resolve(select, ["jplus", "MagABDualObj", "TILE_ID"], catalogue)?.column?.datatype, "int");
  assert.equal(resolve(select, ["TileImage", "TILE_ID"], catalogue), null);
});

test("clauses are told apart, and LIMIT is a clause only before a number", () => {
  const clause = (marked: string): string => {
    const { select, position } = within(marked);
    return clauseAt(select!, position);
  };
  assert.equal(clause("SELECT | FROM a"), "SELECT");
  assert.equal(clause("SELECT 1 FROM a limit |"), "FROM");
  assert.equal(clause("SELECT 1 FROM a WHERE b = (|"), "WHERE");
  assert.equal(clause("SELECT 1 FROM a WHERE b = 1 GROUP BY |"), "GROUP");
  assert.equal(clause("SELECT 1 FROM a ORDER BY b LIMIT 5 |"), "LIMIT");
});

test("texts that break off do not stop the reader", () => {
  for (const text of ["SELECT", "SELECT (", "SELECT a FROM", "SELECT a FROM (SELECT", "WITH", "WITH a AS (", "WITH a AS (SELECT 1 FROM b), ", "FROM (", ")))", "SELECT a FROM b."]) {
    readSelects(text);
  }
  const text = "SELECT x. FROM jplus.TileImage AS x WHERE (x.DEPTH > ";
  assert.deepEqual(sources(selectAt(readSelects(text), text.length)), ["x"]);
});

function within(marked: string): { select: Select | null; position: number } {
  const position = marked.indexOf("|");
  return { select: selectAt(readSelects(marked.replace("|", "")), position), position };
}
