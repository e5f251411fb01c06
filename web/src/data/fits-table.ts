// The first binary table of a FITS file (FITS 4.0, section 7.3): scalar numbers and strings.
import type { Cell } from "../vo/votable.ts";

/** Names of the columns that could be read, and their rows. */
export interface FitsTable {
  names: string[];
  rows: Cell[][];
}

interface Column {
  name: string;
  code: string;
  repeat: number;
  offset: number;
}

const BLOCK = 2880;
const CARD = 80;
/** Bytes of one element, by the letter of TFORM. */
const SIZES: Record<string, number> = { L: 1, X: 1 / 8, B: 1, I: 2, J: 4, K: 8, A: 1, E: 4, D: 8, C: 8, M: 16, P: 8, Q: 16 };

/** Null where the file has no binary table. */
export function readFitsTable(bytes: Uint8Array): FitsTable | null {
  let at = 0;
  while (at < bytes.length) {
    const { cards, end } = readHeader(bytes, at);
    if (cards.get("XTENSION") === "BINTABLE") return readRows(bytes, end, cards);
    at = end + Math.ceil(dataBytes(cards) / BLOCK) * BLOCK;
    if (end >= bytes.length) return null;
  }
  return null;
}

function readHeader(bytes: Uint8Array, from: number): { cards: Map<string, string>; end: number } {
  const cards = new Map<string, string>();
  let at = from;
  for (; at + CARD <= bytes.length; at += CARD) {
    const card = String.fromCharCode(...bytes.subarray(at, at + CARD));
    const key = card.slice(0, 8).trim();
    if (key === "END") break;
    if (card.slice(8, 10) !== "= ") continue;
    const text = /^\s*'((?:[^']|'')*)'/.exec(card.slice(10));
    cards.set(key, text ? (text[1] ?? "").replaceAll("''", "'").trim() : card.slice(10).split("/")[0]?.trim() ?? "");
  }
  return { cards, end: from + Math.ceil((at + CARD - from) / BLOCK) * BLOCK };
}

function dataBytes(cards: Map<string, string>): number {
  const axes = Number(cards.get("NAXIS") ?? 0);
  if (axes === 0) return 0;
  let elements = 1;
  for (let axis = 1; axis <= axes; axis++) elements *= Number(cards.get(`NAXIS${axis}`) ?? 0);
  const [groups, parameters] = [Number(cards.get("GCOUNT") ?? 1), Number(cards.get("PCOUNT") ?? 0)];
  return Math.abs(Number(cards.get("BITPIX") ?? 8)) / 8 * groups * (parameters + elements);
}

function readRows(bytes: Uint8Array, start: number, cards: Map<string, string>): FitsTable {
  const [width, count] = [Number(cards.get("NAXIS1")), Number(cards.get("NAXIS2"))];
  const columns: Column[] = [];
  let offset = 0;
  for (let field = 1; field <= Number(cards.get("TFIELDS") ?? 0); field++) {
    const [, repeats = "", code = "A"] = /^(\d*)([A-Z])/.exec(cards.get(`TFORM${field}`) ?? "") ?? [];
    const repeat = repeats === "" ? 1 : Number(repeats);
    const isRead = code === "A" || (repeat === 1 && "BIJKED".includes(code));
    if (isRead) columns.push({ name: cards.get(`TTYPE${field}`) ?? `column ${field}`, code, repeat, offset });
    offset += Math.ceil((SIZES[code] ?? 1) * repeat);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows: Cell[][] = [];
  for (let row = 0; row < count && start + (row + 1) * width <= bytes.length; row++) {
    rows.push(columns.map((column) => readCell(bytes, view, start + row * width + column.offset, column)));
  }
  return { names: columns.map((column) => column.name), rows };
}

function readCell(bytes: Uint8Array, view: DataView, at: number, { code, repeat }: Column): Cell {
  switch (code) {
    case "B": return view.getUint8(at);
    case "I": return view.getInt16(at);
    case "J": return view.getInt32(at);
    case "K": return view.getBigInt64(at);
    case "E": return real(view.getFloat32(at));
    case "D": return real(view.getFloat64(at));
    default: return new TextDecoder("latin1").decode(bytes.subarray(at, at + repeat)).replace(/\0[\s\S]*$/, "").trim() || null;
  }
}

function real(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
