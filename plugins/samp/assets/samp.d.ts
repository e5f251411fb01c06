// Types of samp.js: what `window.armillaSamp` offers to scripts of the page, and what the elements take.

/** Parameters of messages: strings, lists and maps only (SAMP 1.3 §3.3). */
export type SampValue = string | SampValue[] | { [key: string]: SampValue };
export interface SampMap {
  [key: string]: SampValue;
}

/** Another program at the hub. */
export interface Peer {
  id: string;
  name: string;
}

/** A message that came in. */
export interface Received {
  /** Id of the program that sent it. */
  sender: string;
  mtype: string;
  params: SampMap;
}

/** Where the connection stands. */
export type SampState =
  | { kind: "off"; reason?: string }
  | { kind: "asking"; who: "browser" | "hub" }
  | { kind: "connected"; peers: Peer[] }
  | { kind: "blocked"; cause: "prompt" | "denied" | "no-hub" | "unsupported" | "refused" };

/** How the page shows itself to other programs; addresses are absolute. */
export interface Identity {
  /** Default: the page's title. */
  name: string;
  description?: string;
  icon?: string;
  documentation?: string;
  /** Where hubs may listen; default: port 21012 of 127.0.0.1, then of localhost. */
  hubs?: string[];
  /** Answers an address that a program without the reader's login can read, and until when (null: for ever). */
  sign?: (url: string) => Promise<{ url: string; expires: string | null }>;
}

/** What became of a message. */
export interface Outcome {
  receivers: number;
  /** What the one receiver said against it. */
  error?: string;
}

/** Takes a message; `false` leaves it to an earlier handler, an exception's message is told to the sender. */
export type Handler = (message: Received, sender: string) => boolean | void | Promise<boolean | void>;

/** The one connection of the page; its event `change` tells of a new state. */
export interface Bus extends EventTarget {
  readonly state: SampState;
  /** The programs that take an MType; none while not connected. */
  clients(mtype: string): Promise<Peer[]>;
  /** Sends to one program, by its id, or to all that take the MType. */
  send(mtype: string, params: SampMap, to?: string): Promise<Outcome>;
  /** Takes messages of an MType until the answered function is called. */
  on(mtype: string, handler: Handler): () => void;
}

/** What the Send menu hands on; positions are degrees, ICRS. */
export type Sendable =
  | { kind: "table" | "image" | "coverage"; url: string; id?: string; name: string }
  | { kind: "position"; ra: number; dec: number; name: string };

export interface ArmillaSamp {
  readonly bus: Bus;
  /** Names the page to other programs; to be called before `connect`. */
  describe(identity: Partial<Identity>): void;
  /** Connects; to be called on a click, since browser and hub ask the reader. True once connected. */
  connect(): Promise<boolean>;
  disconnect(): Promise<void>;
  /** Opens the Send menu below an element. */
  openMenu(what: Sendable, below: Element): Promise<void>;
  /** Points other programs at a position in degrees, ICRS; does nothing while not connected. */
  pointAt(ra: number, dec: number): Promise<void>;
}

/** `<armilla-send>`: the Send button with its menu. */
export interface SendElement extends HTMLElement {
  what: Sendable | null;
  /** Opens the menu. */
  open(): Promise<void>;
}

declare global {
  interface Window {
    armillaSamp: ArmillaSamp;
  }
  interface HTMLElementTagNameMap {
    /** Shows the state of the connection and connects on a click. */
    "armilla-samp-button": HTMLElement;
    "armilla-send": SendElement;
  }
}
