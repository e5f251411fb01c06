// Sessions, capabilities and availability as services write them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { logIn, session } from "../../src/vo/auth.ts";
import { readAvailability } from "../../src/vo/availability.ts";
import { readCapabilities } from "../../src/vo/capabilities.ts";
import { createServer } from "node:http";

test("a log-in sends a form and reads who one is then", async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      seen.push(`${request.method} ${request.url} ${request.headers.accept} ${body}`);
      const isWrong = body.includes("wrong");
      response.writeHead(isWrong ? 401 : 200, { "Content-Type": isWrong ? "text/plain" : "application/json" });
      response.end(isWrong ? "name or password are wrong\n" : JSON.stringify({ user: "ada", groups: ["staff"], expires: "2026-11-24T00:00:00Z" }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  const at = { login: `http://127.0.0.1:${port}/auth/login`, logout: "", session: `http://127.0.0.1:${port}/auth/session` };
  try {
    assert.deepEqual(await logIn(at, "ada", "a b&c"), { user: "ada", groups: ["staff"], expires: "2026-11-24T00:00:00Z" });
    assert.equal((await session(at)).user, "ada");
    await assert.rejects(logIn(at, "ada", "wrong"), { message: "name or password are wrong", status: 401 });
    assert.deepEqual(seen.slice(0, 2), [
      "POST /auth/login application/json username=ada&password=a+b%26c",
      "GET /auth/session application/json ",
    ]);
  } finally {
    server.close();
  }
});

test("an address is told once for each way to log in", () => {
  const [tap] = readCapabilities(`<v:capabilities xmlns:v="x"><capability standardID="ivo://ivoa.net/std/TAP">
    <interface version="1.1"><accessURL use="base">http://h/tap</accessURL></interface>
    <interface version="1.1"><accessURL>http://h/tap</accessURL><securityMethod standardID="ivo://ivoa.net/sso#cookie"/></interface>
    </capability></v:capabilities>`);
  assert.equal(tap?.standardId, "ivo://ivoa.net/std/TAP");
  assert.deepEqual(tap?.interfaces.map((one) => [one.url, one.version, one.security]), [
    ["http://h/tap", "1.1", []],
    ["http://h/tap", "1.1", ["ivo://ivoa.net/sso#cookie"]],
  ]);
});

test("only the word itself says that a service is available", () => {
  const document = (word: string): string => `<a:availability xmlns:a="x"><a:available>${word}</a:available><a:note>all well</a:note></a:availability>`;
  assert.deepEqual(readAvailability(document("true")), { available: true, upSince: null, notes: ["all well"] });
  for (const word of ["false", "", "truely"]) assert.equal(readAvailability(document(word)).available, false, word);
});
