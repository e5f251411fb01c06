// The page's one connection to the SAMP hub of the user's computer: its state, its clients, messages out and in.

import type { Handed } from "./vo/handover.ts";
import { findHub, HUBS, SampClient, type Peer, type Received, type Reply } from "./vo/samp.ts";
import { SampFault, type SampMap } from "./vo/xml-rpc.ts";
import { causeOf, loopbackPermission, surroundings, type Cause } from "./samp-permission.ts";

export type { Peer, Received, SampMap, Cause };

/** Where the connection stands. */
export type SampState =
  /** Not connected; `reason` says why a connection ended that the user did not end. */
  | { kind: "off"; reason?: string }
  /** Waits for the user: at the browser's question, or at that of the hub. */
  | { kind: "asking"; who: "browser" | "hub" }
  | { kind: "connected"; peers: Peer[] }
  | { kind: "blocked"; cause: Cause };

/** How this page shows itself to other programs, and what it does with addresses that need a login. */
export interface Identity {
  name: string;
  description?: string;
  /** Absolute addresses. */
  icon?: string;
  documentation?: string;
  /** Where hubs may listen. */
  hubs?: string[];
  /** An address that a program without the login can read; the same one if it is public. */
  sign?: (url: string) => Promise<Handed>;
}

/** What became of a message: how many got it, and what a single receiver said against it. */
export interface Outcome {
  receivers: number;
  error?: string;
}

/**
 * Takes a message from the program of that name; `false` leaves it to an earlier handler of the same MType.
 * A sender that waits for an answer gets it once the handler is done, or the sentence of what it throws.
 */
export type Handler = (message: Received, sender: string) => boolean | void | Promise<boolean | void>;

/** Reply times beyond this, in milliseconds, are not waited for: the program may load a large table. */
const REPLY_MS = 15_000;

/** Changes among other clients come in bursts; the list is read again this many milliseconds after the first. */
const PEERS_MS = 200;

// Hub events that change the list of clients.
const PEER_EVENTS = ["samp.hub.event.register", "samp.hub.event.unregister", "samp.hub.event.metadata", "samp.hub.event.subscriptions"];

/** The connection of this page; tells of each new state by an event `change`. */
export class SampBus extends EventTarget {
  state: SampState = { kind: "off" };
  identity: Identity = { name: document.title || location.hostname };
  #client: SampClient | null = null;
  #connecting: Promise<boolean> | null = null;
  #handlers = new Map<string, Handler[]>();
  #peersTimer: ReturnType<typeof setTimeout> | undefined;
  #subscribed: Promise<void> = Promise.resolve();

  constructor() {
    super();
    addEventListener("pagehide", () => void this.disconnect());
  }

  /** Connects if need be; to be called on a click only, since it may ask the user twice. True once connected. */
  connect(): Promise<boolean> {
    if (this.#client) return Promise.resolve(true);
    this.#connecting ??= this.#connect().finally(() => (this.#connecting = null));
    return this.#connecting;
  }

  async disconnect(): Promise<void> {
    const client = this.#client;
    if (!client) return;
    this.#end({ kind: "off" });
    await client.unregister();
  }

  /** The programs that take an MType; none while not connected. */
  async clients(mtype: string): Promise<Peer[]> {
    return (await this.#client?.peers(mtype)) ?? [];
  }

  /** Sends to one program and waits for its word, or to all that take the MType. */
  async send(mtype: string, params: SampMap, to?: string): Promise<Outcome> {
    const client = this.#client;
    if (!client) throw new Error("not connected to a SAMP hub");
    if (to === undefined) return { receivers: await client.notifyAll({ mtype, params }) };
    const silence = new Promise<null>((resolve) => setTimeout(resolve, REPLY_MS, null));
    const reply: Reply | null = await Promise.race([client.call(to, { mtype, params }), silence]);
    return reply?.status === "samp.error" ? { receivers: 1, error: reply.error } : { receivers: 1 };
  }

  /** Takes messages of one MType until the answered function is called; the last handler is asked first. */
  on(mtype: string, handler: Handler): () => void {
    const handlers = this.#handlers.get(mtype) ?? [];
    this.#handlers.set(mtype, [handler, ...handlers]);
    if (handlers.length === 0) this.#subscribeQuietly();
    return () => this.#off(mtype, handler);
  }

  /** The address at the hub by which this page reads what another program sent. */
  translate(url: string): string {
    if (!this.#client) throw new Error("not connected to a SAMP hub");
    return this.#client.translate(url);
  }

  async #connect(): Promise<boolean> {
    const permission = await loopbackPermission();
    this.#set({ kind: "asking", who: permission === "prompt" ? "browser" : "hub" });
    let hub: string;
    try {
      hub = await findHub(this.identity.hubs ?? HUBS);
    } catch {
      this.#set({ kind: "blocked", cause: causeOf(await loopbackPermission(), surroundings()) });
      return false;
    }
    this.#set({ kind: "asking", who: "hub" });
    try {
      await this.#register(hub);
      return true;
    } catch (error) {
      // A fault is the user's No; all else is a hub that went in the middle.
      this.#end({ kind: "blocked", cause: error instanceof SampFault ? "refused" : "no-hub" });
      return false;
    }
  }

  async #register(hub: string): Promise<void> {
    const client = await SampClient.register(hub, metadata(this.identity));
    await client.listen({
      receive: (message) => this.#receive(message),
      closed: (reason) => this.#end({ kind: "off", reason }),
    });
    this.#client = client;
    await this.#subscribe();
    this.#set({ kind: "connected", peers: await client.peers() });
  }

  async #receive(message: Received): Promise<SampMap> {
    if (PEER_EVENTS.includes(message.mtype)) {
      this.#peersTimer ??= setTimeout(() => void this.#readPeers(), PEERS_MS);
      return {};
    }
    const sender = await this.#nameOf(message.sender);
    for (const handler of this.#handlers.get(message.mtype) ?? []) {
      if ((await handler(message, sender)) !== false) return {};
    }
    throw new Error(`this page has no use for ${message.mtype} now`);
  }

  async #readPeers(): Promise<void> {
    clearTimeout(this.#peersTimer);
    this.#peersTimer = undefined;
    try {
      const peers = await this.#client?.peers();
      if (peers && this.state.kind === "connected") this.#set({ kind: "connected", peers });
    } catch {
      // The hub is gone; the long poll finds that out as well and ends the connection.
    }
  }

  /** Tells the hub what is taken now, one call after the other: it keeps the list that comes last. */
  #subscribe(): Promise<void> {
    const told = this.#subscribed.then(() => this.#client?.subscribe(["samp.app.ping", "samp.hub.event.shutdown", "samp.hub.disconnect", ...PEER_EVENTS, ...this.#handlers.keys()]));
    this.#subscribed = told.catch(() => undefined);
    return told;
  }

  #subscribeQuietly(): void {
    // A hub that goes in this moment is found out by the long poll.
    this.#subscribe().catch(() => undefined);
  }

  #off(mtype: string, handler: Handler): void {
    const left = (this.#handlers.get(mtype) ?? []).filter((other) => other !== handler);
    if (left.length > 0) this.#handlers.set(mtype, left);
    else if (this.#handlers.delete(mtype)) this.#subscribeQuietly();
  }

  /** A program may send at once when it has come: neither it nor its name need be in the list then. */
  async #nameOf(id: string): Promise<string> {
    const name = (): string => (this.state.kind === "connected" ? this.state.peers.find((peer) => peer.id === id)?.name : undefined) ?? id;
    if (name() === id) await this.#readPeers();
    return name();
  }

  #end(state: SampState): void {
    clearTimeout(this.#peersTimer);
    this.#peersTimer = undefined;
    this.#client = null;
    this.#set(state);
  }

  #set(state: SampState): void {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}

let only: SampBus | null = null;

/** The connection of this page, made at the first call and not yet connected. */
export function bus(): SampBus {
  only ??= new SampBus();
  return only;
}

/** An address of this page's own host. */
export function isOwn(url: string): boolean {
  return URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin;
}

function metadata({ name, description, icon, documentation }: Identity): SampMap {
  const known: [string, string | undefined][] = [
    ["samp.name", name],
    ["samp.description.text", description],
    ["samp.icon.url", icon],
    ["samp.documentation.url", documentation],
  ];
  return Object.fromEntries(known.filter((entry): entry is [string, string] => Boolean(entry[1])));
}
