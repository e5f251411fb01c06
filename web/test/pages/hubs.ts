// Real SAMP programs for page tests: the hub of JSAMP with its Web Profile, its snooper, its message sender, STILTS.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { until } from "./harness.ts";

const JSAMP = process.env["JSAMP"] ?? "/usr/share/java/jsamp.jar";
/** The port that SAMP fixes for hubs of pages. */
const WEB_PORT = 21012;

/** A program that runs until it is stopped. */
export interface Running {
  process: ChildProcess;
  /** What it has printed. */
  printed(): string;
  /** Done when it has ended and all that it printed is here. */
  gone: Promise<void>;
  stop(): Promise<void>;
}

/** A hub with a home folder of its own, so that no other hub's lock file is seen. */
export interface Hub extends Running {
  home: string;
}

/** The hub of a run: JSAMP's, or that of `ARMILLA_HUB` (the command armilla), which lets pages of the origin in. */
export function testHub(origin: string): Promise<Hub> {
  const own = process.env["ARMILLA_HUB"];
  return own ? armillaHub(own, origin) : jsampHub();
}

/** JSAMP's hub: every page may register, since nobody is there to be asked. */
export function jsampHub(): Promise<Hub> {
  return hub("java", (home) => jsamp(home, "hub", "-mode", "no-gui", "-profiles", "std,web", "-web:auth", "true"));
}

/** Armilla's own hub, which lets pages of one origin in without a question. */
function armillaHub(command: string, origin: string): Promise<Hub> {
  return hub(command, () => ["samp", "hub", "--yes-to", origin]);
}

async function hub(command: string, args: (home: string) => string[]): Promise<Hub> {
  await until(async () => !(await answers(WEB_PORT)), `port ${WEB_PORT} is free (a hub or TOPCAT that runs here holds it: stop it)`, 120);
  const home = mkdtempSync(join(tmpdir(), "samp-hub-"));
  const running = start(command, args(home), home);
  await until(() => answers(WEB_PORT), "the hub listens");
  const stop = async (): Promise<void> => {
    await running.stop();
    rmSync(home, { recursive: true, force: true });
  };
  return { ...running, home, stop };
}

/** JSAMP's snooper: takes all messages and prints them. */
export async function snooper(hub: Hub): Promise<Running> {
  const running = start("java", jsamp(hub.home, "snooper", "-clientname", "Snooper", "-mtype", "*"), hub.home);
  await until(() => running.printed().includes("samp.hub.event.subscriptions"), "the snooper is connected");
  return running;
}

/** Sends one message from outside to all, or to the client of that name. Answers what it printed. */
export function sendMessage(hub: Hub, mtype: string, params: Record<string, string>, mode = "notify"): string {
  const told = Object.entries(params).flatMap(([name, value]) => ["-param", name, value]);
  const run = spawnSync("java", jsamp(hub.home, "messagesender", "-mtype", mtype, "-mode", mode, "-sendername", "Sender", ...told), { encoding: "utf8", env: env(hub.home) });
  return run.stdout + run.stderr;
}

/** The parameters of the messages of one MType that a snooper has printed, oldest first. */
export function messages(snoop: Running, mtype: string): unknown[] {
  const told = /^\{ {2}"samp\.mtype": "([^"]+)",\n {3}"samp\.params": (\{[^]*?\}) \}$/gm;
  return [...snoop.printed().matchAll(told)].filter((found) => found[1] === mtype).map((found) => JSON.parse(found[2]!));
}

/** Waits until a snooper has printed that many messages of an MType; answers their parameters. */
export async function heard(snoop: Running, mtype: string, count: number): Promise<unknown[]> {
  await until(() => messages(snoop, mtype).length >= count, `the snooper hears ${count} of ${mtype}`);
  return messages(snoop, mtype);
}

/** Starts a program with the hub's home folder. */
export function start(command: string, args: string[], home: string): Running {
  const child = spawn(command, args, { env: env(home) });
  const texts = [child.stdout, child.stderr].map(textOf);
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await gone;
  };
  return { process: child, printed: () => texts.map((text) => text()).join("\n"), gone, stop };
}

function textOf(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (data: string) => (text += data));
  return () => text;
}

function jsamp(home: string, ...args: string[]): string[] {
  return ["-Djava.awt.headless=true", `-Duser.home=${home}`, "-jar", JSAMP, ...args];
}

function env(home: string): NodeJS.ProcessEnv {
  return { ...process.env, HOME: home, SAMP_HUB: `std-lockurl:file://${home}/.samp` };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => (socket.destroy(), resolve(true)));
    socket.once("error", () => resolve(false));
  });
}
