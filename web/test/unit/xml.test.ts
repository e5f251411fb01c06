// The XML reader over what documents of services hold.
import assert from "node:assert/strict";
import { test } from "node:test";
import { all, child, decode, encode, find, parse } from "../../src/vo/xml.ts";

test("names lose their prefix, xsi:type keeps it", () => {
  const root = parse('<vosi:a xmlns:vosi="urn:x"><b xsi:type="vs:T" type="u">x &amp; &#x41;</b></vosi:a>');
  assert.equal(root.name, "a");
  assert.deepEqual(child(root, "b")?.attributes, { "xsi:type": "vs:T", type: "u" });
  assert.equal(find(root, "b")?.text, "x & A");
});

test("comments, instructions, CDATA and > in quotes are no trouble", () => {
  const root = parse("<?xml version='1.0'?><!DOCTYPE a><!-- < --><a t='1>2'><![CDATA[<b>]]><c/><c/></a>");
  assert.equal(root.attributes["t"], "1>2");
  assert.equal(root.text, "<b>");
  assert.equal(all(root, "c").length, 2);
});

test("broken documents say where", () => {
  assert.throws(() => parse("<a><b></a>"), /closing tag without its element at character 6/);
  assert.throws(() => parse("<a>"), /element a is not closed/);
  assert.throws(() => parse("plain"), /no element/);
  assert.throws(() => parse("<a".repeat(1)), /tag without end/);
  assert.throws(() => parse("<a>".repeat(500)), /more than 200/);
});

test("what is encoded is decoded to the same", () => {
  const text = `<>&"' é 𝛼 &amp;`;
  assert.equal(decode(encode(text)), text);
  assert.equal(decode("&unknown; &#1114112;"), "&unknown; &#1114112;");
});
