// Links, cutouts, pictures and cones: the addresses that a service gets.

import assert from "node:assert/strict";
import test from "node:test";
import { countQuery, isPlainCone, rowsQuery, type ConeSearch } from "../../src/data/cone-query.ts";
import { flagWords } from "../../src/data/flags.ts";
import { rolesOf } from "../../src/data/roles.ts";
import { stampUrl, withIntervals, type Stamp } from "../../src/data/stamps.ts";
import { linksOf } from "../../src/vo/datalink.ts";
import { coneService, coneUrl } from "../../src/vo/scs.ts";
import { cutoutUrl, pictureUrl, recentred } from "../../src/vo/soda.ts";
import type { Column } from "../../src/vo/vosi.ts";
import { readVotable } from "../../src/vo/votable.ts";

const DOCUMENT = `<VOTABLE><RESOURCE type="results"><TABLE>
<FIELD name="ID" datatype="char" arraysize="*"/><FIELD name="access_url" datatype="char" arraysize="*"/><FIELD name="service_def" datatype="char" arraysize="*"/>
<FIELD name="error_message" datatype="char" arraysize="*"/><FIELD name="semantics" datatype="char" arraysize="*"/><FIELD name="content_length" datatype="long"/>
<FIELD name="link_authorized" datatype="boolean"/><DATA><TABLEDATA>
<TR><TD>a</TD><TD>http://h/f?ID=a</TD><TD/><TD/><TD>#this</TD><TD>134220480</TD><TD>F</TD></TR>
<TR><TD>a</TD><TD/><TD>cut</TD><TD/><TD>#cutout</TD><TD/><TD/></TR>
<TR><TD>b</TD><TD/><TD/><TD>NotFoundFault: no b</TD><TD>#this</TD><TD/><TD/></TR></TABLEDATA></DATA></TABLE></RESOURCE>
<RESOURCE type="meta" utype="adhoc:service" ID="cut"><PARAM name="accessURL" datatype="char" arraysize="*" value="http://h/sync?x=1"/>
<GROUP name="inputParams"><PARAM name="ID" datatype="char" arraysize="*" value="ivo://a?b"/><PARAM name="CIRCLE" datatype="double" arraysize="3" value=""/>
<PARAM name="FORMAT" datatype="char" arraysize="*" value=""><VALUES><OPTION value="application/fits"/><OPTION value="image/png"/></VALUES></PARAM></GROUP></RESOURCE></VOTABLE>`;
const circle = { position: { ra: 10.5, dec: -2 }, radius: 0.005 };

test("rows of a links document have an address, a service, or an error", () => {
  const [file, cutout, unknown] = linksOf(readVotable(DOCUMENT));
  assert.deepEqual([file?.url, file?.contentLength, file?.authorized], ["http://h/f?ID=a", 134220480, false]);
  assert.equal(cutout?.service?.accessUrl, "http://h/sync?x=1");
  assert.deepEqual([unknown?.id, unknown?.error, unknown?.url], ["b", "NotFoundFault: no b", undefined]);
});

test("a cutout has what the descriptor declares, and no more", () => {
  const service = linksOf(readVotable(DOCUMENT))[1]!.service!;
  assert.equal(cutoutUrl(service, circle), "http://h/sync?x=1&ID=ivo%3A%2F%2Fa%3Fb&CIRCLE=10.5+-2+0.005");
  assert.equal(new URL(pictureUrl(service, circle, 128)!).searchParams.get("FORMAT"), "image/png");
  const byPos = { ...service, inputs: [{ ...service.inputs[1]!, name: "POS" }, { ...service.inputs[0]!, value: "" }] };
  assert.equal(new URL(cutoutUrl(byPos, circle, "c")!).search, "?x=1&ID=c&POS=CIRCLE+10.5+-2+0.005");
  assert.equal(pictureUrl(byPos, circle, 128), null);
  assert.equal(cutoutUrl({ ...service, inputs: [] }, circle), null);
});

test("a picture is moved, and keeps the images that it is made of", () => {
  const url = new URL(recentred("http://h/colour?ID=a&ID=b&ID=c&SIZE=1024&FORMAT=jpeg", circle, { SIZE: "64" }));
  assert.deepEqual(url.searchParams.getAll("ID"), ["a", "b", "c"]);
  assert.deepEqual([url.searchParams.get("CIRCLE"), url.searchParams.get("SIZE")], ["10.5 -2 0.005", "64"]);
  assert.equal(new URL(recentred("http://h/sync?ID=a&POS=CIRCLE+1+2+3", circle)).search, "?ID=a&POS=CIRCLE+10.5+-2+0.005");
});

test("stamps on the same scale have limits in counts by their zero points", () => {
  const stamp = (index: number): Stamp => ({
    label: "f", filter: { name: "f", index, wavelengthNm: 500, widthNm: 10, color: null, description: null }, picture: "http://h/p", cutout: null, interval: null,
  });
  const facts = new Map([[1, { depth: 22, zeroPoint: 25 }], [2, { depth: 21, zeroPoint: 22.5 }], [3, { depth: null, zeroPoint: null }]]);
  const [one, two, three] = withIntervals([stamp(1), stamp(2), stamp(3)], facts, 15);
  assert.ok(Math.abs(one!.interval![1] / two!.interval![1] - 10) < 1e-9);
  assert.ok(one!.interval![0] < 0);
  assert.equal(three!.interval, null);
  assert.match(stampUrl(one!, circle, 64, true), /INTERVAL=-/);
  assert.doesNotMatch(stampUrl(one!, circle, 64, false), /INTERVAL/);
});

test("flags are told by the words of their column", () => {
  const column = { description: "Sum of the flags of SExtractor, for each filter: 1 neighbours, 2 blended, 4 saturated, 8 truncated" };
  assert.deepEqual(flagWords(column, 0), []);
  assert.deepEqual(flagWords(column, 5), ["neighbours", "saturated"]);
  assert.deepEqual(flagWords(column, 16), ["bit 16"]);
});

test("a cone has an address, and with limits a query", () => {
  const service = coneService("http://h/scs", "jplus.\"My Table\"");
  assert.equal(service, "http://h/scs/jplus/My%20Table");
  const url = new URL(coneUrl(service, { ...circle, verbosity: 3, maxrec: 10, byDistance: true }));
  assert.deepEqual([...url.searchParams], [["RA", "10.5"], ["DEC", "-2"], ["SR", "0.005"], ["VERB", "3"], ["MAXREC", "10"], ["ORDER", "distance"]]);
  const column = (name: string, ucd: string, more: Partial<Column> = {}): Column => ({
    name, ucd, datatype: "double", arraysize: null, xtype: null, unit: null, utype: null, description: null, indexed: false, principal: false, std: false,
    enumeration: null, min: null, max: null, nullFraction: null, ...more,
  });
  const columns = [
    column("no", "meta.id;meta.main", { principal: true }), column("lon", "pos.eq.ra;meta.main", { principal: true }), column("lat", "pos.eq.dec;meta.main"),
    column("mag", "phot.mag", { arraysize: "2", enumeration: "f" }), column("size", "phys.angSize"),
  ];
  const roles = rolesOf({ name: "s.t", type: null, description: null, rows: null, columns, foreignKeys: [] }, [{ name: "f", elements: [] }])!;
  const search: ConeSearch = { roles, ...circle, columns: "principal", limits: null };
  assert.equal(isPlainCone(search), true);
  const limited: ConeSearch = { ...search, columns: ["size"], limits: { index: 2, from: null, to: 20 } };
  assert.equal(isPlainCone(limited), false);
  const distance = "DISTANCE(POINT(lon, lat), POINT(10.5, -2))";
  assert.equal(rowsQuery(search), `SELECT no, lon, ${distance} AS separation\nFROM s.t\nWHERE ${distance} <= 0.005\nORDER BY separation`);
  assert.equal(rowsQuery(limited), `SELECT no, lon, lat, size, ${distance} AS separation\nFROM s.t\nWHERE ${distance} <= 0.005 AND mag[2] <= 20\nORDER BY separation`);
  assert.equal(countQuery(limited), `SELECT COUNT(*) AS n FROM s.t WHERE ${distance} <= 0.005 AND mag[2] <= 20`);
});
