// Real SAMP programs for page tests: the hub of JSAMP with its Web Profile, its snooper, its message sender, STILTS.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const JSAMP = process.env["JSAMP"] ?? "/usr/share/java/jsamp.jar";
/** The port that SAMP fixes for hubs of pages. */
const WEB_PORT = 21012;

/** A program that runs until it is stopped; `lines` grows with what it prints. */
export interface Running {
  process: ChildProcess;
  lines: string[];
  /** Done when it has ended. */
  gone: Promise<void>;
  stop(): Promise<void>;
}

/** A hub with a home folder of its own, so that no other hub's lock file is seen. */
export interface Hub extends Running {
  home: string;
}

/** JSAMP's hub: every page may register, since nobody is there to be asked. */
export async function jsampHub(): Promise<Hub> {
  await until(async () => !(await answers(WEB_PORT)), `port ${WEB_PORT} is free (a hub or TOPCAT that runs here holds it: stop it)`, 120);
  const home = mkdtempSync(join(tmpdir(), "samp-hub-"));
  const running = start("java", jsamp(home, "hub", "-mode", "no-gui", "-profiles", "std,web", "-web:auth", "true"), home);
  await until(() => answers(WEB_PORT), "the hub listens");
  const stop = async (): Promise<void> => {
    await running.stop();
    rmSync(home, { recursive: true, force: true });
  };
  return { ...running, home, stop };
}

/** Armilla's own hub, which lets pages of one origin in without a question. */
export async function armillaHub(command: string, origin: string): Promise<Hub> {
  await until(async () => !(await answers(WEB_PORT)), `port ${WEB_PORT} is free (a hub or TOPCAT that runs here holds it: stop it)`, 120);
  const home = mkdtempSync(join(tmpdir(), "samp-hub-"));
  const running = start(command, ["samp", "hub", "--yes-to", origin], home);
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
  await until(() => running.lines.some((line) => line.includes("samp.hub.event.subscriptions")), "the snooper is connected");
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
  const printed = /^\{ {2}"samp\.mtype": "([^"]+)",\n {3}"samp\.params": (\{[^]*?\}) \}$/gm;
  return [...snoop.lines.join("\n").matchAll(printed)].filter((found) => found[1] === mtype).map((found) => JSON.parse(found[2]!));
}

/** Starts a program with the hub's home folder. */
export function start(command: string, args: string[], home: string): Running {
  const child = spawn(command, args, { env: env(home) });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => lines.push(...data.toString().split("\n")));
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await gone;
  };
  return { process: child, lines, gone, stop };
}

/** Waits for a condition; says what was waited for when it does not come in that many seconds. */
export async function until(condition: () => boolean | Promise<boolean>, what: string, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not in ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
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
