// A bare page of an operator with samp.js by one script tag, and what it takes to look at it in a test.
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Locator, Page } from "playwright-core";

const SCRIPT = readFileSync("../plugins/samp/assets/samp.js");

/** Serves the built samp.js at every path, from an origin of its own. */
export function serveScript(): Promise<Server> {
  return serve(() => ["text/javascript", SCRIPT]);
}

/** Serves what is answered for a path: type and body. */
export async function serve(answer: (path: string) => [string, string | Buffer], headers: Record<string, string> = {}): Promise<Server> {
  const server = createServer((request, response) => {
    const [type, body] = request.url === "/favicon.ico" ? ["image/x-icon", ""] : answer(request.url ?? "/");
    response.writeHead(200, { "Content-Type": type, ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** The origin of a server of {@link serve}. */
export function origin(server: Server): string {
  return `http://127.0.0.1:${portOf(server)}`;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** The SAMP button of a page. */
export function sampButton(page: Page): Locator {
  return page.locator("armilla-samp-button #button");
}

/** What an element shows, blanks as one. */
export async function shown(element: Locator): Promise<string> {
  return (await element.innerText()).replace(/\s+/g, " ").trim();
}
