// Completion at every cursor place of thirty queries, and the lists of single places.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complete, type Item } from "../../src/adql/complete.ts";
import { tokenize } from "../../src/adql/tokens.ts";
import { survey } from "./survey.ts";

/** Names in `{}` are new (aliases), so no list can hold them. */
const QUERIES = [
  "SELECT TOP 100 m.TILE_ID, m.MAG_AUTO[jplus::rSDSS] - m.MAG_AUTO[jplus::J0660] AS {ha} FROM jplus.MagABDualObj AS {m} WHERE m.CLASS_STAR > 0.9",
  "SELECT TILE_ID, NUMBER FROM jplus.MagABDualObj",
  "SELECT * FROM jplus.TileImage WHERE DEPTH BETWEEN 20 AND 21.5",
  "SELECT DISTINCT FILTER_ID FROM jplus.TileImage ORDER BY FILTER_ID DESC",
  "SELECT COUNT(*) FROM jplus.MagABDualObj WHERE CLASS_STAR > 0.5 AND NOT label IS NULL",
  "SELECT m.ALPHA_J2000, t.DEPTH FROM jplus.MagABDualObj AS {m} JOIN jplus.TileImage AS {t} ON m.TILE_ID = t.TILE_ID",
  "SELECT m.NUMBER, t.DEPTH FROM jplus.MagABDualObj {m} LEFT JOIN jplus.TileImage {t} USING (TILE_ID)",
  "SELECT ALPHA_J2000 FROM jplus.MagABDualObj WHERE 1 = CONTAINS(POINT(ALPHA_J2000, DELTA_J2000), CIRCLE(10.68, 41.27, 0.5))",
  "SELECT ALPHA_J2000 FROM jplus.MagABDualObj WHERE DISTANCE(ALPHA_J2000, DELTA_J2000, 10.68, 41.27) < 0.5",
  "SELECT ROUND(CLASS_STAR, 1) AS {c}, COUNT(*) AS {n} FROM jplus.MagABDualObj GROUP BY ROUND(CLASS_STAR, 1) HAVING COUNT(*) > 3 ORDER BY c",
  "WITH {bright} AS (SELECT * FROM jplus.MagABDualObj WHERE MAG_AUTO[jplus::rSDSS] < 15) SELECT NUMBER FROM bright ORDER BY NUMBER OFFSET 10",
  "SELECT TILE_ID FROM jplus.MagABDualObj UNION SELECT TILE_ID FROM jplus.TileImage INTERSECT SELECT TILE_ID FROM jplus.xmatch_gaia",
  "SELECT s.{x} FROM (SELECT NUMBER AS {x} FROM jplus.MagABDualObj) AS {s} WHERE s.x > 3",
  "SELECT NUMBER FROM jplus.MagABDualObj WHERE EXISTS (SELECT TILE_ID FROM jplus.TileImage WHERE TileImage.TILE_ID = MagABDualObj.TILE_ID)",
  "SELECT NUMBER FROM jplus.MagABDualObj WHERE TILE_ID IN (SELECT TILE_ID FROM jplus.TileImage WHERE DEPTH > 22)",
  "SELECT o.pmra FROM jplus.xmatch_gaia AS {o}, jplus.MagABDualObj AS {m} WHERE o.NUMBER = m.NUMBER AND o.TILE_ID = m.TILE_ID",
  "SELECT CASE WHEN CLASS_STAR > 0.9 THEN 1 ELSE 0 END AS {star} FROM jplus.MagABDualObj",
  "SELECT CAST(NUMBER AS VARCHAR) FROM jplus.MagABDualObj",
  "SELECT COALESCE(CLASS_STAR, 0) FROM jplus.MagABDualObj WHERE label LIKE 'a%' OR label ILIKE 'b%'",
  "select m.number from jplus.magabdualobj as {m} where m.flags[jplus::gsdss] = 0",
  'SELECT "size", mag FROM demo."my stars" WHERE id > 7',
  "SELECT MAG_AUTO[jplus::uJAVA], MAG_APER_3_0[jplus::rSDSS] FROM jplus.MagABDualObj ORDER BY MAG_AUTO[jplus::uJAVA] ASC",
  "SELECT MAX(DEPTH), MIN(DEPTH), AVG(DEPTH) FROM jplus.TileImage -- a comment SELECT\nGROUP BY FILTER_ID",
  "SELECT ivo_to_mjd(label) FROM jplus.MagABDualObj",
  "SELECT a.NUMBER FROM (jplus.MagABDualObj AS {a} JOIN jplus.xmatch_gaia AS {g} ON a.NUMBER = g.NUMBER) JOIN jplus.TileImage AS {t} ON t.TILE_ID = a.TILE_ID",
  "SELECT t.* FROM jplus.TileImage AS {t} NATURAL JOIN jplus.xmatch_gaia",
  "SELECT {c}.NUMBER FROM jplus.MagABDualObj AS {c} FULL OUTER JOIN jplus.TileImage ON c.TILE_ID = TileImage.TILE_ID",
  "SELECT ABS(m.DELTA_J2000) * 2 + SIN(RADIANS(m.ALPHA_J2000)) FROM jplus.MagABDualObj AS {m} WHERE m.NUMBER <> 4 AND (m.CLASS_STAR < 0.1 OR m.CLASS_STAR > 0.9)",
  "WITH {a} AS (SELECT NUMBER FROM jplus.MagABDualObj), {b} AS (SELECT NUMBER FROM a) SELECT b.NUMBER FROM b",
  "SELECT TOP 5 inner_q.DEPTH FROM (SELECT t.* FROM jplus.TileImage AS {t}) AS {inner_q} ORDER BY inner_q.DEPTH",
];

test("every name and word of thirty queries is in the list, wherever the cursor stands in it", () => {
  assert.equal(QUERIES.length, 30);
  let places = 0;
  for (const marked of QUERIES) {
    const { text, created } = unmark(marked);
    for (let position = 0; position <= text.length; position += 1) complete(text, position, survey());
    for (const token of tokenize(text)) {
      if ((token.kind !== "word" && token.kind !== "quoted") || created.has(token.from)) continue;
      for (let position = token.from + 1; position < token.to; position += 1) {
        const list = complete(text, position, survey());
        assert.ok(list !== null, `no list: ${mark(text, position)}`);
        assert.deepEqual([list.from, list.to], [token.from, token.to], mark(text, position));
        assert.ok(list.items.some((item) => offers(item, token.text)), `${token.text} is not in the list: ${mark(text, position)}`);
        places += 1;
      }
    }
  }
  assert.ok(places > 1500, `${places} places`);
});

test("names that are not written yet get their tables, columns and elements", () => {
  const list = (marked: string): string[] => at(marked).map((item) => item.insert ?? item.label);
  assert.deepEqual(list("SELECT m.MAG_AUTO[| FROM jplus.MagABDualObj AS m"), [
    "jplus::uJAVA]", "jplus::gSDSS]", "jplus::rSDSS]", "jplus::J0660]", "jplus::\"r'\"]",
  ]);
  assert.deepEqual(list("SELECT m.MAG_AUTO[jplus::J| FROM jplus.MagABDualObj AS m"), ["J0660]"]);
  assert.deepEqual(list("SELECT m.MAG_AUTO[jplus::r|] FROM jplus.MagABDualObj AS m"), ["rSDSS", "\"r'\""]);
  assert.deepEqual(list("SELECT m.| FROM jplus.TileImage AS m"), ["TILE_ID", "FILTER_ID", "DEPTH"]);
  assert.deepEqual(list("SELECT m.MAG| FROM jplus.MagABDualObj AS m"), ["MAG_AUTO[", "MAG_APER_3_0["]);
  assert.deepEqual(list("SELECT 1 FROM jplus.T|"), ["TileImage"]);
  assert.deepEqual(list("SELECT 1 FROM jplus.MagABDualObj JOIN t|").slice(0, 1), ["jplus.TileImage"]);
  assert.deepEqual(list("SELECT 1 FROM jplus.MagABDualObj AS m JOIN jplus.TileImage AS t ON |").slice(0, 1), ["m.TILE_ID = t.TILE_ID"]);
});

test("a column that two tables have is written with its table", () => {
  const found = at("SELECT TILE| FROM jplus.MagABDualObj AS m, jplus.TileImage AS t").map((item) => item.insert);
  assert.deepEqual(found.slice(0, 2), ["m.TILE_ID", "t.TILE_ID"]);
});

test("columns of an inner select come before those around it", () => {
  const labels = at("SELECT 1 FROM jplus.MagABDualObj AS m WHERE EXISTS (SELECT 1 FROM jplus.TileImage AS t WHERE |)").map((item) => item.label);
  assert.ok(labels.indexOf("DEPTH") < labels.indexOf("CLASS_STAR"));
  assert.ok(labels.includes("CLASS_STAR"));
});

test("a table without known columns is asked for", () => {
  const text = "SELECT l. FROM demo.late AS l";
  assert.deepEqual(complete(text, 9, survey())?.missing, ["demo.late"]);
});

test("strings, comments, numbers and new names have no list", () => {
  for (const marked of ["SELECT 'a|b'", "SELECT 'a|", "SELECT 1 -- a|", "SELECT 12|", "SELECT TOP |", "SELECT NUMBER AS n|"]) {
    const { text, position } = cursor(`${marked} FROM jplus.MagABDualObj`);
    assert.equal(complete(text, position, survey()), null, marked);
  }
});

test("words are offered in the case of the writer", () => {
  assert.deepEqual(at("sel|").map((item) => item.label), ["select"]);
  assert.deepEqual(at("SE|").map((item) => item.label), ["SELECT"]);
});

function at(marked: string): Item[] {
  const { text, position } = cursor(marked);
  return complete(text, position, survey())?.items ?? [];
}

function cursor(marked: string): { text: string; position: number } {
  return { text: marked.replace("|", ""), position: marked.indexOf("|") };
}

function mark(text: string, position: number): string {
  return `${text.slice(0, position)}|${text.slice(position)}`;
}

function offers(item: Item, written: string): boolean {
  const wanted = written.toLowerCase();
  const label = item.label.toLowerCase();
  const bracket = label.split("::");
  return label === wanted || bracket[0] === wanted || label.split(".").at(-1) === wanted || label.split(".")[0] === wanted || label.split(" ").includes(wanted);
}

/** Takes the braces away; names that are new in their query are created where they stand first. */
function unmark(marked: string): { text: string; created: Set<number> } {
  const created = new Set<number>();
  let text = "";
  for (const piece of marked.split(/(\{[^}]*\})/)) {
    if (piece.startsWith("{")) created.add(text.length);
    text += piece.replace(/[{}]/g, "");
  }
  return { text, created };
}
