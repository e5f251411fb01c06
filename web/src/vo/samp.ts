// SAMP Web Profile client: finds the hub, registers, sends, and receives by long polling (SAMP 1.3, section 5).

import { plainText, readAnswer, SampFault, writeCall, type SampMap, type SampValue } from "./xml-rpc.ts";

/** Where hubs listen (SAMP 1.3 §5.2.1); the number first, since a name may resolve to an address without a hub. */
export const HUBS = ["http://127.0.0.1:21012/", "http://localhost:21012/"];

/** How long one long poll may wait at the hub, in seconds. */
const POLL_SECONDS = 30;

export interface Message {
  mtype: string;
  params: SampMap;
}

/** A message that came in, with the id of its sender. */
export interface Received extends Message {
  sender: string;
}

/** Another client of the hub: its id and its name, or the id again if it has told none. */
export interface Peer {
  id: string;
  name: string;
}

/** What a client answered to a call (SAMP 1.3 §3.9). */
export interface Reply {
  status: "samp.ok" | "samp.warning" | "samp.error";
  result: SampMap;
  error: string;
}

/** No hub answers at any of the addresses, or the browser does not let the page reach it: the page cannot tell. */
export class NoHub extends Error {
  override name = "NoHub";
}

/** What the client tells about incoming messages and about the end of the connection. */
export interface Listener {
  /** Answers the result of a call, or throws what is to be told to the sender. */
  receive(message: Received): Promise<SampMap>;
  /** The hub is gone, or has put this client out; called once. */
  closed(reason: string): void;
}

/** The address of the first hub that answers a ping. Each address is asked once. */
export async function findHub(hubs: string[] = HUBS): Promise<string> {
  for (const hub of hubs) {
    try {
      await callHub(hub, "ping", []);
      return hub;
    } catch (error) {
      // A fault is an answer too: there is a hub.
      if (error instanceof SampFault) return hub;
    }
  }
  throw new NoHub(`no SAMP hub answers at ${hubs.join(" or ")}`);
}

/** One registration at one hub. Made by `register`; ends with `unregister` or when the hub goes. */
export class SampClient {
  readonly id: string;
  readonly #hub: string;
  readonly #hubId: string;
  readonly #key: string;
  readonly #translator: string;
  readonly #stop = new AbortController();
  readonly #waiting = new Map<string, (reply: Reply) => void>();
  #tags = 0;
  #listener: Listener | null = null;

  private constructor(hub: string, registration: SampMap) {
    this.#hub = hub;
    this.#hubId = text(registration["samp.hub-id"]);
    this.#key = text(registration["samp.private-key"]);
    this.#translator = text(registration["samp.url-translator"]);
    this.id = text(registration["samp.self-id"]);
  }

  /** Asks the hub, and by it the user, for admission: may take as long as the user does. Throws SampFault when refused. */
  static async register(hub: string, metadata: SampMap): Promise<SampClient> {
    const name = text(metadata["samp.name"]);
    const registration = await callHub(hub, "register", [{ "samp.name": name }]);
    const client = new SampClient(hub, map(registration));
    await client.#ask("declareMetadata", metadata);
    return client;
  }

  /** Begins to receive. To be called once, before `subscribe` and `call` (SAMP 1.3 §5.2.4). */
  async listen(listener: Listener): Promise<void> {
    await this.#ask("allowReverseCallbacks", "1");
    this.#listener = listener;
    void this.#poll();
  }

  /** Declares the MTypes, or patterns as `table.*`, that this client takes; replaces what was declared before. */
  async subscribe(mtypes: Iterable<string>): Promise<void> {
    await this.#ask("declareSubscriptions", Object.fromEntries([...mtypes].map((mtype) => [mtype, {}])));
  }

  /** The clients that take an MType, or all without one; never this client or the hub; sorted by name. */
  async peers(mtype?: string): Promise<Peer[]> {
    const answer = mtype ? await this.#ask("getSubscribedClients", mtype) : await this.#ask("getRegisteredClients");
    const ids = Array.isArray(answer) ? answer.map(text) : Object.keys(map(answer));
    const peers = await Promise.all(ids.filter((id) => id !== this.#hubId).map((id) => this.#peer(id)));
    return peers.filter((peer) => peer !== null).sort((a, b) => a.name.localeCompare(b.name));
  }

  /** Sends to one client without waiting for an answer. */
  async notify(to: string, message: Message): Promise<void> {
    await this.#ask("notify", to, wire(message));
  }

  /** Sends to all that take the MType; answers how many these were. */
  async notifyAll(message: Message): Promise<number> {
    return list(await this.#ask("notifyAll", wire(message))).length;
  }

  /** Sends to one client and waits until it says what became of the message. */
  async call(to: string, message: Message): Promise<Reply> {
    const tag = `t${++this.#tags}`;
    const reply = new Promise<Reply>((resolve) => this.#waiting.set(tag, resolve));
    try {
      await this.#ask("call", to, tag, wire(message));
    } catch (error) {
      this.#waiting.delete(tag);
      throw error;
    }
    return reply;
  }

  /** An address at the hub by which this page may read what another client has sent (SAMP 1.3 §5.2.6). */
  translate(url: string): string {
    return this.#translator + encodeURIComponent(url);
  }

  /** Leaves the hub. Works while the page is being closed as well. */
  async unregister(): Promise<void> {
    this.#end();
    try {
      await callHub(this.#hub, "unregister", [this.#key], { keepalive: true });
    } catch {
      // The hub may have gone first; there is nothing left to leave.
    }
  }

  #ask(method: string, ...params: SampValue[]): Promise<SampValue> {
    return callHub(this.#hub, method, [this.#key, ...params]);
  }

  async #peer(id: string): Promise<Peer | null> {
    try {
      const metadata = map(await this.#ask("getMetadata", id));
      return { id, name: text(metadata["samp.name"]) || id };
    } catch (error) {
      // A client may leave between the two questions.
      if (error instanceof SampFault) return null;
      throw error;
    }
  }

  async #poll(): Promise<void> {
    const signal = this.#stop.signal;
    while (!signal.aborted) {
      try {
        const answer = await callHub(this.#hub, "pullCallbacks", [this.#key, String(POLL_SECONDS)], { signal });
        for (const callback of list(answer)) this.#take(map(callback));
      } catch (error) {
        this.#close(error instanceof SampFault ? error.message : "the hub does not answer any more");
      }
    }
  }

  #take(callback: SampMap): void {
    const method = text(callback["samp.methodName"]).replace(/^samp\.(web)?client\./, "");
    const params = list(callback["samp.params"]);
    if (method === "receiveNotification") void this.#hear(text(params[0]), map(params[1]));
    else if (method === "receiveCall") void this.#answer(text(params[0]), text(params[1]), map(params[2]));
    else if (method === "receiveResponse") this.#resolve(text(params[1]), map(params[2]));
  }

  async #hear(sender: string, message: SampMap): Promise<void> {
    // Nobody waits for the answer to a notification, so there is nobody to tell of a failure.
    await this.#receive(sender, message).catch(() => undefined);
  }

  async #receive(sender: string, message: SampMap): Promise<SampMap> {
    const mtype = text(message["samp.mtype"]);
    if (mtype === "samp.hub.event.shutdown") this.#close("the hub was closed");
    if (mtype === "samp.hub.disconnect") this.#close("the hub has disconnected this page");
    if (mtype === "samp.app.ping") return {};
    return (await this.#listener?.receive({ sender, mtype, params: map(message["samp.params"]) })) ?? {};
  }

  async #answer(sender: string, id: string, message: SampMap): Promise<void> {
    let response: SampMap;
    try {
      response = { "samp.status": "samp.ok", "samp.result": await this.#receive(sender, message) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      response = { "samp.status": "samp.error", "samp.error": { "samp.errortxt": plainText(reason) } };
    }
    // The sender may be gone, or the hub: nobody waits for the answer then.
    await this.#ask("reply", id, response).catch(() => undefined);
  }

  #resolve(tag: string, response: SampMap): void {
    this.#waiting.get(tag)?.(readReply(response));
    this.#waiting.delete(tag);
  }

  #close(reason: string): void {
    if (this.#stop.signal.aborted) return;
    this.#end();
    this.#listener?.closed(reason);
  }

  #end(): void {
    this.#stop.abort();
    for (const resolve of this.#waiting.values()) {
      resolve({ status: "samp.error", result: {}, error: "the connection to the hub has ended" });
    }
    this.#waiting.clear();
  }
}

async function callHub(hub: string, method: string, params: SampValue[], init: RequestInit = {}): Promise<SampValue> {
  const body = writeCall(`samp.webhub.${method}`, params);
  const response = await fetch(hub, { method: "POST", headers: { "Content-Type": "text/xml" }, body, credentials: "omit", ...init });
  if (!response.ok) throw new SampFault(`the hub answered ${response.status} to ${method}`);
  return readAnswer(await response.text());
}

function wire(message: Message): SampMap {
  return { "samp.mtype": message.mtype, "samp.params": message.params };
}

function readReply(response: SampMap): Reply {
  const status = text(response["samp.status"]);
  return {
    status: status === "samp.ok" || status === "samp.warning" ? status : "samp.error",
    result: map(response["samp.result"]),
    error: text(map(response["samp.error"])["samp.errortxt"]),
  };
}

function text(value: SampValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function list(value: SampValue | undefined): SampValue[] {
  return Array.isArray(value) ? value : [];
}

function map(value: SampValue | undefined): SampMap {
  return typeof value === "object" && !Array.isArray(value) ? value : {};
}
