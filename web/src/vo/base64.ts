// Decodes base64 that comes in pieces cut anywhere (RFC 4648, section 4; white space is passed over).

interface NativeDecoder {
  setFromBase64?(text: string, options: { lastChunkHandling: "stop-before-partial" | "loose" }): { read: number; written: number };
}

const CODES = new Uint8Array(256).fill(255);
for (const [code, letter] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].entries()) {
  CODES[letter.charCodeAt(0)] = code;
}
for (const letter of " \t\r\n=") CODES[letter.charCodeAt(0)] = 254;

export class Base64Decoder {
  /** Letters of a group that has not come whole. */
  private rest = "";
  private room = new Uint8Array(0);

  /** The bytes of the groups that are whole; they are good until the next call. Throws for letters that are not base64. */
  push(piece: string): Uint8Array {
    return this.decode(this.rest + piece, "stop-before-partial");
  }

  /** The bytes of a last group without its padding. */
  end(): Uint8Array {
    return this.decode(this.rest, "loose");
  }

  private decode(text: string, last: "stop-before-partial" | "loose"): Uint8Array {
    const length = Math.ceil((text.length * 3) / 4) + 3;
    if (this.room.length < length) this.room = new Uint8Array(length);
    const native = this.room as Uint8Array & NativeDecoder;
    const { read, written } = native.setFromBase64 ? native.setFromBase64(text, { lastChunkHandling: last }) : decodeInto(this.room, text, last);
    this.rest = text.slice(read);
    return this.room.subarray(0, written);
  }
}

/** For browsers of before 2025, which have no decoder of their own for bytes. */
function decodeInto(out: Uint8Array, text: string, last: "stop-before-partial" | "loose"): { read: number; written: number } {
  let written = 0;
  let read = 0;
  let bits = 0;
  let letters = 0;
  for (let i = 0; i < text.length; i++) {
    const code = CODES[text.charCodeAt(i) & 255]!;
    if (code === 255) throw new Error(`"${text[i]}" is not a letter of base64.`);
    if (code === 254) continue;
    bits = (bits << 6) | code;
    if (++letters < 4) continue;
    out[written++] = bits >> 16;
    out[written++] = bits >> 8;
    out[written++] = bits;
    letters = bits = 0;
    read = i + 1;
  }
  if (letters === 0 || (last === "stop-before-partial" && !text.includes("=", read))) return { read, written };
  bits <<= 6 * (4 - letters);
  if (letters > 1) out[written++] = bits >> 16;
  if (letters > 2) out[written++] = bits >> 8;
  return { read: text.length, written };
}
