// Job documents, job lists and TAP records as services write them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readExamples } from "../../src/vo/examples.ts";
import { readTapCapability } from "../../src/vo/tapregext.ts";
import { infoOf, isFinal, readJob, readJobs } from "../../src/vo/uws.ts";
import { readTableSet } from "../../src/vo/vosi.ts";

const HEAD = 'xmlns:uws="http://www.ivoa.net/xml/UWS/v1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

test("a finished job: nil is null, results are absolute, parameters keep their text", () => {
  const job = readJob(
    `<uws:job version="1.1" ${HEAD}><uws:jobId>k8</uws:jobId><uws:runId>ha &amp; more</uws:runId><uws:ownerId xsi:nil="true"/>
     <uws:phase>COMPLETED</uws:phase><uws:quote xsi:nil="true"/><uws:creationTime>2026-01-30T10:00:00Z</uws:creationTime>
     <uws:startTime>2026-01-30T10:00:05Z</uws:startTime><uws:endTime>2026-01-30T10:00:09Z</uws:endTime><uws:executionDuration>600</uws:executionDuration>
     <uws:destruction>2026-02-06T10:00:00Z</uws:destruction>
     <uws:parameters><uws:parameter id="query">SELECT 1
  FROM t WHERE a &lt; 3</uws:parameter></uws:parameters>
     <uws:results><uws:result id="result" xlink:href="results/result" mime-type="text/csv" size="20480"/></uws:results>
     <uws:jobInfo><x:plan xmlns:x="urn:x"><x:rows>12</x:rows></x:plan></uws:jobInfo></uws:job>`,
    "http://h/tap/async/k8",
  );
  assert.equal(job.owner, null);
  assert.equal(job.runId, "ha & more");
  assert.equal(job.parameters.QUERY, "SELECT 1\n  FROM t WHERE a < 3");
  assert.deepEqual(job.results, [{ id: "result", href: "http://h/tap/async/k8/results/result", mimeType: "text/csv", size: 20480 }]);
  assert.equal(infoOf(job, "rows"), "12");
  assert.equal(infoOf(job, "cost"), null);
  assert.ok(isFinal(job.phase));
});

test("a failed job has its sentence", () => {
  const job = readJob(
    `<uws:job ${HEAD}><uws:jobId>k9</uws:jobId><uws:phase>ERROR</uws:phase><uws:startTime/><uws:executionDuration>0</uws:executionDuration><uws:results/>
     <uws:errorSummary type="fatal" hasDetail="true"><uws:message>unknown table "demo.starz"</uws:message></uws:errorSummary></uws:job>`,
    "http://h/tap/async/k9",
  );
  assert.deepEqual(job.error, { message: 'unknown table "demo.starz"', isTransient: false, hasDetail: true });
  assert.equal(job.started, null);
  assert.deepEqual(job.parameters, {});
});

test("another document is no job", () => {
  assert.throws(() => readJob("<html/>", "http://h/tap/async/k9"), /no job but <html>/);
});

test("a list of jobs: an address that is left out is made from the id", () => {
  const jobs = readJobs(
    `<uws:jobs ${HEAD}><uws:jobref id="a" xlink:href="http://h/tap/async/a"><uws:phase>EXECUTING</uws:phase><uws:ownerId>ada</uws:ownerId></uws:jobref>
     <uws:jobref id="b"><uws:phase>pending</uws:phase></uws:jobref></uws:jobs>`,
    "http://h/tap/async",
  );
  assert.deepEqual(jobs.map((job) => [job.id, job.url, job.phase, job.owner]), [
    ["a", "http://h/tap/async/a", "EXECUTING", "ada"],
    ["b", "http://h/tap/async/b", "PENDING", null],
  ]);
});

test("VOSI tables of another service", () => {
  const set = readTableSet(
    `<vosi:tableset xmlns:vosi="http://www.ivoa.net/xml/VOSITables/v1.0"><schema><name>demo</name><table type="table"><name>demo.stars</name><nrows>9110</nrows>
     <column std="true"><name>"size"</name><unit>arcsec</unit><dataType arraysize="2" extendedType="point">double</dataType><flag>indexed</flag></column>
     <foreignKey><targetTable>demo.fields</targetTable><fkColumn><fromColumn>id</fromColumn><targetColumn>star_id</targetColumn></fkColumn></foreignKey></table>
     <table><name>demo.empty</name></table></schema></vosi:tableset>`,
  );
  const [stars, empty] = set.schemas[0]!.tables;
  assert.equal(stars?.rows, 9110);
  assert.deepEqual(stars?.foreignKeys, [{ target: "demo.fields", columns: [["id", "star_id"]] }]);
  const [column] = stars?.columns ?? [];
  assert.deepEqual([column?.name, column?.unit, column?.xtype, column?.indexed, column?.std], ['"size"', "arcsec", "point", true, true]);
  assert.equal(empty?.columns, null);
});

test("functions, formats and limits of a TAP record", () => {
  const told = readTapCapability(
    `<c><capability standardID="ivo://ivoa.net/std/VOSI#capabilities"/><capability standardID="ivo://ivoa.net/std/TAP">
     <language><name>ADQL</name><languageFeatures type="ivo://ivoa.net/std/TAPRegExt#features-udf"><feature><form>f(a REAL) -&gt; REAL</form><description>F.</description></feature></languageFeatures>
     <languageFeatures type="ivo://ivoa.net/std/TAPRegExt#features-adqlgeo"><feature><form>POINT</form></feature></languageFeatures></language>
     <outputFormat><mime>text/csv</mime><alias>csv</alias></outputFormat><outputLimit><default unit="row">2000</default><hard unit="row">10000000</hard></outputLimit></capability></c>`,
  );
  assert.deepEqual(told, {
    functions: [{ name: "f", form: "f(a REAL) -> REAL", description: "F." }],
    formats: [{ mime: "text/csv", aliases: ["csv"] }],
    rowsDefault: 2000,
    rowsHard: 10_000_000,
  });
});

test("examples with their names", () => {
  const found = readExamples(
    `<html><body vocab="ivo://ivoa.net/std/DALI-examples"><div typeof="example" id="a"><h2 property="name">Bright stars</h2>
     <pre property="query">SELECT 1
FROM t WHERE a &lt; 3</pre></div><div typeof="example"><h2 property="name">No query</h2></div></body></html>`,
  );
  assert.deepEqual(found, [{ name: "Bright stars", query: "SELECT 1\nFROM t WHERE a < 3" }]);
});
