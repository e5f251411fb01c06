// Tables that other programs sent by SAMP, read at once: their senders may be gone when one looks at them.

import { isOwn, type SampBus } from "../samp-bus.ts";
import { words } from "../words/samp.ts";

/** Larger tables are refused, bytes: they are held in memory. */
const BYTES_MAX = 512 * 1024 * 1024;

/** The last tables that came, by address; older ones go. */
const kept = new Map<string, Blob>();
const KEPT_MAX = 5;

/** Reads the table at an address that came by SAMP, through the hub; done once it is here. An own address is left where it is. */
export async function keep(bus: SampBus, url: string): Promise<void> {
  if (isOwn(url)) return;
  const answer = await fetch(bus.translate(url));
  if (!answer.ok) throw new Error(`the hub answered ${answer.status} for ${url}`);
  kept.delete(url);
  kept.set(url, await read(answer));
  for (const old of [...kept.keys()].slice(0, -KEPT_MAX)) kept.delete(old);
}

/** The table at an address: of this host, or one that was kept. Others are not read: an address in a link must not lead elsewhere. */
export async function tableAt(url: string, signal?: AbortSignal): Promise<Response> {
  const blob = kept.get(url);
  if (blob) return new Response(blob, { headers: { "Content-Type": "application/x-votable+xml", "Content-Length": String(blob.size) } });
  if (!isOwn(url)) throw new Error(words.unreadable);
  return fetch(url, { signal });
}

async function read(answer: Response): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = answer.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size > BYTES_MAX) {
      await reader?.cancel();
      throw new Error(`tables of more than ${BYTES_MAX / 1024 / 1024} MB are not taken; this one is larger`);
    }
    chunks.push(part.value);
  }
  return new Blob(chunks);
}
