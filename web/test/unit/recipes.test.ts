// A request in the words of other programs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { line, recipes, type Recipe, type Told } from "../../src/data/recipes.ts";

function text(told: Told, name: Recipe["name"]): string | undefined {
  return recipes(told).find((recipe) => recipe.name === name)?.text;
}

const query: Told = { method: "POST", url: "http://h/tap/sync", adql: "SELECT 'it''s' FROM t\nWHERE a > 1" };

test("a query is one for TAP clients, with its quotes", () => {
  assert.equal(text(query, "pyvo"), 'import pyvo\nservice = pyvo.dal.TAPService("http://h/tap")\ntable = service.search("""SELECT \'it\'\'s\' FROM t\nWHERE a > 1""").to_table()');
  assert.equal(text(query, "STILTS"), "stilts tapquery tapurl='http://h/tap' \\\n  adql='SELECT '\\''it'\\'''\\''s'\\'' FROM t\nWHERE a > 1' \\\n  out=result.fits");
  assert.equal(text(query, "ADQL"), query.adql);
  assert.equal(text(query, "URL"), "http://h/tap/sync?LANG=ADQL&QUERY=SELECT+%27it%27%27s%27+FROM+t%0AWHERE+a+%3E+1");
  assert.match(text(query, "curl")!, /^curl -fL 'http:\/\/h\/tap\/sync' \\\n {2}--data-urlencode 'LANG=ADQL' \\\n {2}--data-urlencode 'QUERY=SELECT /);
  assert.equal(line(query), "POST /tap/sync · SELECT 'it''s' FROM t WHERE a > 1");
});

test("a cone and a search of images have their own clients", () => {
  const cone: Told = { method: "GET", url: "http://h/scs/a/b?RA=10&DEC=-2.5&SR=0.1" };
  assert.equal(text(cone, "pyvo"), 'import pyvo\ntable = pyvo.dal.SCSService("http://h/scs/a/b?").search((10, -2.5), 0.1).to_table()');
  assert.equal(text(cone, "curl"), "curl -fL -o result 'http://h/scs/a/b?RA=10&DEC=-2.5&SR=0.1'");
  const images: Told = { method: "GET", url: "http://h/sia/query?POS=CIRCLE+1+2+0.1&BAND=6e-7&RESPONSEFORMAT=votable" };
  assert.equal(text(images, "pyvo"), 'import pyvo\ntable = pyvo.dal.sia2.SIA2Query("http://h/sia/query", **{"POS": ["CIRCLE 1 2 0.1"], "BAND": ["6e-7"]}).execute().to_table()');
  assert.equal(line(images), "GET /sia/query?POS=CIRCLE 1 2 0.1&BAND=6e-7&RESPONSEFORMAT=votable");
});

test("a picture is no table", () => {
  assert.deepEqual(recipes({ method: "GET", url: "http://h/datalink/preview.png" }).map((recipe) => recipe.name), ["URL", "curl"]);
});
