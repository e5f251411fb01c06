// The reader of small VOTables: values of every kind, states, service descriptors.
import assert from "node:assert/strict";
import { test } from "node:test";
import { faultOf, warningsOf } from "../../src/vo/fault.ts";
import { readVotable } from "../../src/vo/votable.ts";

const document = (fields: string, rows: string, more = ""): string =>
  `<VOTABLE><RESOURCE type="results"><INFO name="QUERY_STATUS" value="OK"/><TABLE>${fields}<DATA><TABLEDATA>${rows}</TABLEDATA></DATA></TABLE>${more}</RESOURCE></VOTABLE>`;

test("values have the types of their columns", () => {
  const answer = readVotable(
    document(
      '<FIELD name="i" datatype="int"><VALUES null="-1"/></FIELD><FIELD name="l" datatype="long"/><FIELD name="d" datatype="double"/>' +
        '<FIELD name="b" datatype="boolean"/><FIELD name="s" datatype="char" arraysize="*"/><FIELD name="a" datatype="float" arraysize="2"/>',
      "<TR><TD>7</TD><TD>9007199254740993</TD><TD>NaN</TD><TD>T</TD><TD>a &lt; b</TD><TD>1.5 NaN</TD></TR>" +
        "<TR><TD>-1</TD><TD/><TD>-Inf</TD><TD/><TD/><TD/></TR>",
    ),
  );
  assert.deepEqual(answer.rows, [
    [7, 9007199254740993n, null, true, "a < b", [1.5, null]],
    [null, null, -Infinity, null, null, null],
  ]);
  assert.equal(answer.status, "OK");
});

test("rows that were cut off are told", () => {
  const answer = readVotable(document("", "", '<INFO name="QUERY_STATUS" value="OVERFLOW"/>'));
  assert.equal(answer.status, "OVERFLOW");
});

test("errors carry place, hint and repairs, warnings their place", () => {
  const text = `<VOTABLE><RESOURCE type="results"><INFO name="QUERY_STATUS" value="ERROR">no column J0661</INFO>
    <INFO name="QUERY_ERROR_RANGE" value="7 12"/><INFO name="QUERY_HINT" value="did you mean J0660"/><INFO name="QUERY_REPAIR" value="7 12 J0660"/></RESOURCE></VOTABLE>`;
  const error = faultOf(text, "application/x-votable+xml", 400, "http://h/tap/sync");
  assert.equal(error.message, "no column J0661");
  assert.deepEqual(error.place, { from: 7, to: 12 });
  assert.deepEqual(error.repairs, [{ from: 7, to: 12, text: "J0660" }]);
  assert.equal(error.hint, "did you mean J0660");
  assert.deepEqual(warningsOf([{ name: "QUERY_WARNING", value: "0 0 reads all rows", text: "" }]), [{ from: 0, to: 0, message: "reads all rows" }]);
});

test("an answer that is no VOTable says its text, or else its status", () => {
  assert.equal(faultOf("no such job\n", "text/plain; charset=utf-8", 404, "u").message, "no such job");
  assert.equal(faultOf('{"message":"too many"}', "application/json", 429, "u").message, "too many");
  assert.equal(faultOf("<html>", "text/html", 502, "u").message, "the service answered with status 502");
});

test("service descriptors tell their inputs", () => {
  const meta = `<VOTABLE><RESOURCE type="results"><TABLE/></RESOURCE><RESOURCE type="meta" utype="adhoc:service" ID="soda"><PARAM name="accessURL" datatype="char" arraysize="*" value="http://h/sync"/>
    <PARAM name="standardID" datatype="char" arraysize="*" value="ivo://ivoa.net/std/SODA#sync-1.0"/><GROUP name="inputParams"><PARAM name="ID" datatype="char" value="" ref="c1"/>
    <PARAM name="FORMAT" datatype="char" value=""><VALUES><OPTION value="image/png"/></VALUES></PARAM></GROUP></RESOURCE></VOTABLE>`;
  const [descriptor] = readVotable(meta).descriptors;
  assert.equal(descriptor?.accessUrl, "http://h/sync");
  assert.deepEqual(descriptor?.inputs.map((input) => [input.name, input.ref, input.options]), [["ID", "c1", []], ["FORMAT", undefined, ["image/png"]]]);
});
