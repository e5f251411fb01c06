// SAMP's XML both ways, and what the page says in each state of the connection.
import assert from "node:assert/strict";
import { test } from "node:test";
import { causeOf, type Cause, type Surroundings } from "../../src/samp-permission.ts";
import { plainText, readAnswer, SampFault, writeCall, type SampValue } from "../../src/vo/xml-rpc.ts";
import { child, parse } from "../../src/vo/xml.ts";
import { long, mark, short } from "../../src/words/samp.ts";

const answer = (value: string): string => `<?xml version='1.0'?>\n<methodResponse>\n<params><param><value>${value}</value></param></params></methodResponse>`;

test("a call is the one of the standard's example", () => {
  const params = { url: "https://demo.example/s?a=1&b=2", "table-id": "job-118", name: "M31 <sources>" };
  assert.equal(
    writeCall("samp.webhub.notify", ["wk:1", "c1", { "samp.mtype": "table.load.votable", "samp.params": params }]),
    '<?xml version="1.0"?>\n<methodCall><methodName>samp.webhub.notify</methodName><params>' +
      "<param><value>wk:1</value></param><param><value>c1</value></param><param><value><struct>" +
      "<member><name>samp.mtype</name><value>table.load.votable</value></member>" +
      "<member><name>samp.params</name><value><struct>" +
      "<member><name>url</name><value>https://demo.example/s?a=1&amp;b=2</value></member>" +
      "<member><name>table-id</name><value>job-118</value></member>" +
      "<member><name>name</name><value>M31 &lt;sources&gt;</value></member>" +
      "</struct></value></member></struct></value></param></params></methodCall>",
  );
});

test("what is written is read back: strings, lists, maps inside each other, blanks, line ends", () => {
  const values: SampValue[] = ["", " a  b ", "line\r\nend\ttab", "<&>\"'", [], ["1", ["2", {}]], {}, { a: { "b.c": ["", "x"] }, "": "no name" }];
  for (const value of values) {
    const call = parse(writeCall("m", [value]));
    assert.equal(child(child(call, "params"), "param")?.children.length, 1);
    const inner = /<param><value>(.*)<\/value><\/param>/s.exec(writeCall("m", [value]))?.[1] ?? "";
    assert.deepEqual(readAnswer(answer(inner)), value);
  }
});

test("answers of careless libraries are read: typed scalars, blanks between elements, CDATA, no value", () => {
  assert.equal(readAnswer(answer("<string>a</string>")), "a");
  assert.equal(readAnswer(answer("\n <i4>7</i4>\n")), "7");
  assert.equal(readAnswer(answer("<boolean>1</boolean>")), "1");
  assert.equal(readAnswer(answer("<double>1.5</double>")), "1.5");
  assert.equal(readAnswer(answer("<![CDATA[<x>]]>")), "<x>");
  assert.deepEqual(readAnswer(answer(" <array> <data> <value>a</value> <value/> </data> </array> ")), ["a", ""]);
  assert.equal(readAnswer("<methodResponse><params/></methodResponse>"), "");
});

test("a fault is thrown with its sentence, other documents with what they are", () => {
  const fault = (value: string): string => `<methodResponse><fault><value>${value}</value></fault></methodResponse>`;
  const struct = "<struct><member><name>faultCode</name><value><int>1</int></value></member><member><name>faultString</name><value>user denied it</value></member></struct>";
  assert.throws(() => readAnswer(fault(struct)), (e) => e instanceof SampFault && e.message === "user denied it");
  assert.throws(() => readAnswer(fault("odd")), (e) => e instanceof SampFault && e.message === "refused without a reason");
  assert.throws(() => readAnswer("<html/>"), /not an answer of XML-RPC: its outer element is <html>/);
  assert.throws(() => readAnswer("404 page not found"), /no element/);
});

test("only SAMP's characters leave the page", () => {
  assert.equal(plainText("plain\t~\n"), "plain\t~\n");
  assert.equal(plainText("Gómez Ångström"), "Gomez Angstrom");
  assert.equal(plainText("α Cen 𝛼"), "? Cen ?");
  assert.equal(plainText("a\u0000b"), "a?b");
  assert.match(writeCall("m", ["é"]), /<value>e<\/value>/);
});

test("the cause of silence follows from permission, address and browser", () => {
  const chrome: Surroundings = { hostname: "archive.example", isSecure: true, vendor: "Google Inc." };
  assert.equal(causeOf("prompt", chrome), "prompt");
  assert.equal(causeOf("denied", chrome), "denied");
  assert.equal(causeOf("granted", chrome), "no-hub");
  assert.equal(causeOf("unknown", { ...chrome, vendor: "" }), "no-hub");
  assert.equal(causeOf("denied", { ...chrome, isSecure: false }), "unsupported");
  assert.equal(causeOf("unknown", { ...chrome, vendor: "Apple Computer, Inc." }), "unsupported");
  for (const hostname of ["localhost", "portal.localhost", "127.0.0.1", "127.0.1.1", "[::1]"]) {
    assert.equal(causeOf("prompt", { ...chrome, hostname }), "no-hub", hostname);
  }
  assert.equal(causeOf("granted", { ...chrome, hostname: "127.0.0.1.example", isSecure: false }), "unsupported");
});

test("each state has a mark, a word and a sentence with the next step", () => {
  const peers = ["TOPCAT", "Aladin", "DS9"].map((name, i) => ({ id: `c${i}`, name }));
  const told = (state: Parameters<typeof long>[0]): string[] => [mark(state), short(state), long(state)];
  assert.deepEqual(told({ kind: "off" }).slice(0, 2), ["○", "off"]);
  assert.equal(long({ kind: "off", reason: "the hub was closed" }), "Disconnected: the hub was closed.");
  assert.deepEqual(told({ kind: "asking", who: "browser" }), [
    "◔",
    "asking",
    "Your browser asks whether this site may reach programs on your computer. Choose Allow: it is needed to talk to TOPCAT or Aladin.",
  ]);
  assert.match(long({ kind: "asking", who: "hub" }), /Choose Yes in its window/);
  assert.deepEqual(told({ kind: "connected", peers: [] }), ["●", "connected", "Connected. No other program is: start TOPCAT or Aladin."]);
  assert.equal(short({ kind: "connected", peers: peers.slice(0, 2) }), "TOPCAT, Aladin");
  assert.equal(short({ kind: "connected", peers }), "TOPCAT, Aladin +1");
  const blocked = (cause: Cause): string => long({ kind: "blocked", cause });
  assert.equal(blocked("denied"), "Blocked by the browser for this site. Address bar icon -> Local network -> Allow.");
  assert.equal(blocked("no-hub"), "No SAMP hub found. Start TOPCAT or Aladin, then try again.");
  assert.equal(blocked("unsupported"), "This browser cannot reach local programs from a web page.");
  assert.match(blocked("prompt"), /Choose Allow/);
  assert.match(blocked("refused"), /refused this page/);
  assert.equal(mark({ kind: "blocked", cause: "denied" }), "✖");
});
