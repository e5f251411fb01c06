// What the text of the search box means.
import assert from "node:assert/strict";
import { test } from "node:test";
import { understand } from "../../src/data/understand.ts";

const knowledge = { tables: ["jplus.MagABDualObj"], hasResolver: false };

test("each kind of text leads to its page", () => {
  const cases: [string, string, string | undefined][] = [
    ["", "nothing", undefined],
    ["select 1", "query", "query"],
    ["  WITH a AS (SELECT 1) SELECT * FROM a", "query", "query"],
    ["jplus.magabdualobj", "table", "query"],
    ["2241-13456", "object", "object"],
    ["7030000000001", "object", "object"],
    ["150.05 +2.2", "position", "cone"],
    ["10:00:12.1 +02:12:00 30\"", "position", "cone"],
    ["NGC 4565", "unknown", undefined],
    ["selection", "unknown", undefined],
  ];
  for (const [text, kind, page] of cases) {
    const meaning = understand(text, knowledge);
    assert.deepEqual([meaning.kind, meaning.page?.name], [kind, page], text);
  }
});

test("a position says where, and how wide it is searched", () => {
  const plain = understand("150.05 +2.2", knowledge);
  assert.match(plain.said, /RA 150\.05000°, Dec \+2\.20000° \(ICRS\)/);
  assert.deepEqual([plain.page?.params["ra"], plain.page?.params["dec"]], ["150.05", "2.2"]);
  assert.equal(Number(plain.page?.params["sr"]), 30 / 3600);
  assert.equal(Number(understand("150.05 +2.2 2'", knowledge).page?.params["sr"]), 2 / 60);
});

test("a query goes to the editor as it was typed", () => {
  assert.equal(understand("SELECT a + 'ü'\nFROM t", knowledge).page?.fragment, "q=SELECT%20a%20%2B%20'%C3%BC'%0AFROM%20t");
});

test("several places are asked about, and names where somebody knows them", () => {
  const ambiguous = understand("10 10 +10 10", knowledge);
  assert.equal(ambiguous.kind, "ambiguous");
  assert.ok((ambiguous.alternatives?.length ?? 0) >= 2 && ambiguous.page === undefined);
  assert.equal(understand("NGC 4565", { ...knowledge, hasResolver: true }).kind, "name");
});
