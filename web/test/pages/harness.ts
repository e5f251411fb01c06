// A headless Chromium before the portal: opens pages, watches what they must not do, runs axe.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after } from "node:test";
import assert from "node:assert/strict";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

/** Address of the portal under test, without a slash at its end. */
export const BASE = (process.env["ARMILLA_BASE"] ?? "http://127.0.0.1:8080/portal").replace(/\/$/, "");
/** Address of the host. */
export const HOST = new URL(BASE).origin;
/** The demo's user and password. */
export const ADA = { user: "ada", password: process.env["ARMILLA_ADA"] ?? "" };

/** What a page did beside what it shows. */
export interface Seen {
  page: Page;
  context: BrowserContext;
  /** Console errors, exceptions, CSP reports; {@link clean} wants none. */
  faults: string[];
  /** Every request's address. */
  requests: string[];
}

/** Options of a page. */
export interface Options {
  width?: number;
  height?: number;
  dark?: boolean;
  /** Console errors that a test provokes. */
  allow?: RegExp;
  permissions?: string[];
}

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let running: Promise<Browser> | undefined;

/** The one browser of a test file; `flags` count for the first call only. */
export function browser(flags: string[] = []): Promise<Browser> {
  running ??= chromium.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: [...FLAGS, ...flags] });
  return running;
}

after(async () => {
  await (await running)?.close();
});

/** Opens a path below the portal. */
export async function open(path: string, options: Options = {}): Promise<Seen> {
  const context = await (await browser()).newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    colorScheme: options.dark ? "dark" : "light",
    permissions: options.permissions,
  });
  // A machine that runs all tests at once takes its time.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  const seen: Seen = { page, context, faults: [], requests: [] };
  watch(seen, options.allow);
  await page.goto(BASE + path);
  return seen;
}

/** Logs the demo's user in, for all pages of the context. */
export async function login(seen: Seen): Promise<void> {
  const answer = await seen.context.request.post(`${HOST}/auth/login`, { form: { username: ADA.user, password: ADA.password } });
  assert.equal(answer.status(), 200, await answer.text());
}

/** No console error, no exception, no CSP report, no request to another machine. */
export function clean(seen: Seen): void {
  assert.deepEqual(seen.faults, []);
  const outside = seen.requests.filter((url) => !/^(data:|blob:|https?:\/\/(127\.0\.0\.1|localhost)[:/])/.test(url));
  assert.deepEqual(outside, []);
}

/** Waits for a condition; says what was waited for when it does not come in that many seconds. */
export async function until(condition: () => boolean | Promise<boolean>, what: string, seconds = 90): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not in ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** axe-core (WCAG 2.2 AA) finds nothing. */
export async function accessible(page: Page): Promise<void> {
  // Through the debugger, which the page's policy does not hold back.
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run: (root: Document, options: unknown) => Promise<AxeResults> } }).axe;
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const results = await axe.run(document, { runOnly: { type: "tag", values: tags } });
    return results.violations.map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.target.join(" ")).join("; ")}`);
  });
  assert.deepEqual(found, []);
}

interface AxeResults {
  violations: { id: string; help: string; nodes: { target: string[] }[] }[];
}

function watch(seen: Seen, allow: RegExp | undefined): void {
  const fault = (text: string): void => {
    if (!allow?.test(text)) seen.faults.push(text);
  };
  seen.page.on("console", (message) => {
    if (message.type() === "error") fault(message.text());
  });
  seen.page.on("pageerror", (error) => fault(String(error)));
  seen.page.on("request", (request) => seen.requests.push(request.url()));
}
