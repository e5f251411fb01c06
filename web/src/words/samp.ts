// What the page says about SAMP: the button, its states, the menu of receivers.

import type { Peer, SampState } from "../samp-bus.ts";
import type { Cause } from "../samp-permission.ts";
import { number } from "./number.ts";

const CAUSES: Record<Cause, string> = {
  prompt:
    "Your browser asks whether this site may reach programs on your computer. Choose Allow: it is needed to talk to TOPCAT or Aladin.",
  denied: "Blocked by the browser for this site. Address bar icon -> Local network -> Allow.",
  "no-hub": "No SAMP hub found. Start TOPCAT or Aladin, then try again.",
  unsupported: "This browser cannot reach local programs from a web page.",
  refused: "The SAMP hub on your computer refused this page. Connect again and choose Yes in its window.",
};

/** At most this many programs are named on the button. */
const NAMES_MAX = 2;

export const words = {
  samp: "SAMP",
  connect: "Connect",
  connectPrograms: "Connect to programs on this computer",
  tryAgain: "Try again",
  disconnect: "Disconnect",
  whatIsIt: "SAMP carries tables, images and positions between this page and programs on your computer, such as TOPCAT, Aladin or DS9.",
  alone: "Connected. No other program is: start TOPCAT or Aladin.",
  linked: "Selections of a table that was sent or received, and positions, go both ways.",
  programs: "Connected programs",
  send: "Send",
  sendTitle: "Send to a program on this computer",
  sendTo: (name: string) => `Send to ${name}`,
  sendToAll: (count: number) => `Send to all ${count}`,
  nobodyTakes: "No connected program takes this.",
  download: "Download",
  copyUrl: "Copy address",
  copyPosition: "Copy position",
  copied: "Copied.",
  copiedUntil: (time: string) => `Copied. The address works without a login until ${time}.`,
  sent: (name: string) => `Sent to ${name}.`,
  sentToAll: (count: number) => (count === 1 ? "Sent to 1 program." : `Sent to ${count} programs.`),
  notTaken: (name: string, reason: string) => `${name} did not take it: ${reason || "no reason given"}`,
  notSent: (reason: string) => `Not sent: ${reason}`,
  tableCame: (name: string, sender: string) => `${sender} sends the table ${name}`,
  positionCame: (position: string, sender: string) => `${sender} points at ${position}`,
  position: (ra: number, dec: number) => `RA ${ra.toFixed(5)}° Dec ${dec >= 0 ? "+" : ""}${dec.toFixed(5)}°`,
  open: "Open",
  showOnSky: "Show on the sky",
  dismiss: "Dismiss",
  rowsLinked: "Linked by SAMP",
  tooManySelected: (count: number, limit: number) =>
    `${number(count)} rows are selected; SAMP is told of at most ${number(limit)}.`,
  unreadable: "This table came by SAMP from another program. Connect to SAMP and let that program send it again.",
};

/** The mark before the word SAMP: shape as well as colour tells the state. */
export function mark(state: SampState): string {
  return { off: "○", asking: "◔", connected: "●", blocked: "✖" }[state.kind];
}

/** The state in a few words, for the button. */
export function short(state: SampState): string {
  if (state.kind === "asking") return "asking";
  if (state.kind === "blocked") return "blocked";
  if (state.kind === "off") return "off";
  return state.peers.length === 0 ? "connected" : namesOf(state.peers);
}

/** The state in sentences, with what to do next. */
export function long(state: SampState): string {
  if (state.kind === "off") return state.reason ? `Disconnected: ${state.reason}.` : words.whatIsIt;
  if (state.kind === "blocked") return CAUSES[state.cause];
  if (state.kind === "connected") return state.peers.length === 0 ? words.alone : words.linked;
  return state.who === "browser" ? CAUSES.prompt : "The SAMP hub asks on your computer whether this page may connect. Choose Yes in its window.";
}

function namesOf(peers: Peer[]): string {
  const names = peers.slice(0, NAMES_MAX).map((peer) => peer.name);
  const more = peers.length - names.length;
  return names.join(", ") + (more > 0 ? ` +${more}` : "");
}
