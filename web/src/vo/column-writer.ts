// Fills the chunks of one column, from binary cells of many rows at once or from the text of one cell.
import { ELEMENT_BYTES, makeValues, type Chunk, type Layout, type Values } from "./cells.ts";

/** Reads `count` elements from each place in `at`, and moves each place behind them. */
type Take = (out: Values, first: number, view: DataView, at: Int32Array, rows: number, count: number) => void;

const ONE = new Int32Array(1);
const ENCODER = new TextEncoder();

export class ColumnWriter {
  rows = 0;
  private values: Values;
  private offsets: Uint32Array | undefined;
  private nulls: Uint8Array | undefined;
  private readonly take: Take | undefined;

  constructor(readonly layout: Layout, private readonly capacity: number) {
    this.take = TAKE[layout.datatype];
    this.values = makeValues(layout, layout.count === null ? capacity * 8 : capacity * layout.count);
    this.offsets = layout.count === null ? new Uint32Array(capacity + 1) : undefined;
  }

  /** Adds a cell for each place in `at`; there must be room. Places move to the next column's cell. */
  addBinary(view: DataView, bytes: Uint8Array, at: Int32Array, rows: number): void {
    const { layout } = this;
    const first = this.rows;
    if (this.offsets || layout.datatype === "bit") {
      for (let row = 0; row < rows; row++) at[row] = this.addOne(view, bytes, at[row]!);
      return;
    }
    this.take!(this.values, first * layout.count!, view, at, rows, layout.count!);
    this.rows += rows;
    if (layout.nullElement !== null && layout.scalar) this.markNullElements(first);
  }

  /** Makes a cell that was added null. */
  setNull(row: number): void {
    if (this.layout.scalar && (this.values instanceof Float64Array || this.values instanceof Float32Array)) {
      this.values[row] = NaN;
      return;
    }
    this.nulls ??= new Uint8Array((this.capacity + 7) >> 3);
    this.nulls[row >> 3]! |= 1 << (row & 7);
  }

  /** Adds a cell from its TABLEDATA text (VOTable 1.4, 5.1); empty text is null. */
  addText(text: string): void {
    const { layout } = this;
    const row = this.rows++;
    if (layout.kind === "text") {
      this.addElements(layout.datatype === "unicodeChar" ? utf16(text) : ENCODER.encode(text));
      if (text === "") this.setNull(row);
      return;
    }
    const elements = elementsOf(layout, text);
    if (this.offsets) this.addElements(elements);
    else this.addFixed(row, elements);
    const missing = elements.length === 0 || (layout.scalar && elements[0] === layout.nullElement);
    if (missing) this.setNull(row);
  }

  /** The rows so far as a chunk of their own; the writer keeps them and goes on. */
  copy(): Chunk {
    const end = this.offsets ? this.offsets[this.rows]! : this.rows * this.layout.count!;
    const chunk: Chunk = { rows: this.rows, values: this.values.slice(0, end) as Values };
    if (this.offsets) chunk.offsets = this.offsets.slice(0, this.rows + 1);
    if (this.nulls) chunk.nulls = this.nulls.slice();
    return chunk;
  }

  /** The rows so far; the writer begins again with none. */
  finish(): Chunk {
    const whole = this.rows === this.capacity && !this.offsets;
    const chunk = whole ? { rows: this.rows, values: this.values, ...(this.nulls ? { nulls: this.nulls } : {}) } : this.copy();
    if (whole) this.values = makeValues(this.layout, this.values.length);
    this.nulls = undefined;
    this.rows = 0;
    return chunk;
  }

  /** One cell of text, of bits or of a number of elements of its own; answers where the next cell begins. */
  private addOne(view: DataView, bytes: Uint8Array, at: number): number {
    const { layout } = this;
    const declared = layout.declared ?? view.getInt32(at);
    const from = layout.declared === null ? at + 4 : at;
    const row = this.rows++;
    if (layout.datatype === "bit") {
      const elements = Uint8Array.from({ length: declared }, (_, bit) => (bytes[from + (bit >> 3)]! >> (7 - (bit & 7))) & 1);
      if (this.offsets) this.addElements(elements);
      else this.addFixed(row, elements);
      return from + ((declared + 7) >> 3);
    }
    const length = declared * ELEMENT_BYTES[layout.datatype]!;
    if (layout.kind === "text") {
      this.addBytes(bytes, from, length);
    } else {
      const count = layout.datatype.endsWith("Complex") ? declared * 2 : declared;
      const first = this.room(count);
      ONE[0] = from;
      this.take!(this.values, first, view, ONE, 1, count);
      this.offsets![row + 1] = first + count;
    }
    return from + length;
  }

  private addBytes(bytes: Uint8Array, from: number, length: number): void {
    const first = this.room(length);
    const values = this.values as Uint8Array;
    // A loop is faster than `set` with a new view for the few bytes of most names.
    if (length < 64) for (let i = 0; i < length; i++) values[first + i] = bytes[from + i]!;
    else values.set(bytes.subarray(from, from + length), first);
    this.offsets![this.rows] = first + length;
  }

  private addElements(elements: ArrayLike<number> | ArrayLike<bigint>): void {
    const first = this.room(elements.length);
    (this.values as Float64Array).set(elements as ArrayLike<number>, first);
    this.offsets![this.rows] = first + elements.length;
  }

  private addFixed(row: number, elements: ArrayLike<number> | ArrayLike<bigint>): void {
    const count = this.layout.count!;
    const fill = this.values instanceof BigInt64Array ? 0n : this.layout.kind === "boolean" ? 2 : NaN;
    (this.values as Float64Array).fill(fill as number, row * count, (row + 1) * count);
    for (let i = 0; i < Math.min(count, elements.length); i++) this.values[row * count + i] = elements[i]!;
  }

  /** Room for `count` more elements of the open cell; answers where they begin. */
  private room(count: number): number {
    const first = this.offsets![this.rows - 1]!;
    if (first + count > this.values.length) {
      const grown = makeValues(this.layout, Math.max(this.values.length * 2, first + count));
      (grown as Float64Array).set(this.values as Float64Array);
      this.values = grown;
    }
    return first;
  }

  private markNullElements(first: number): void {
    const { values, layout } = this;
    for (let row = first; row < this.rows; row++) if (values[row] === layout.nullElement) this.setNull(row);
  }
}

const TAKE: Record<string, Take> = {
  double: takeDoubles, doubleComplex: takeDoubles, float: takeFloats, floatComplex: takeFloats, long: takeLongs,
  int(out, first, view, at, rows, count) {
    for (let row = 0; row < rows; row++) {
      let place = at[row]!;
      for (let i = 0; i < count; i++, place += 4) out[first++] = view.getInt32(place);
      at[row] = place;
    }
  },
  short(out, first, view, at, rows, count) {
    for (let row = 0; row < rows; row++) {
      let place = at[row]!;
      for (let i = 0; i < count; i++, place += 2) out[first++] = view.getInt16(place);
      at[row] = place;
    }
  },
  unsignedByte(out, first, view, at, rows, count) {
    for (let row = 0; row < rows; row++) {
      let place = at[row]!;
      for (let i = 0; i < count; i++, place++) out[first++] = view.getUint8(place);
      at[row] = place;
    }
  },
  boolean(out, first, view, at, rows, count) {
    for (let row = 0; row < rows; row++) {
      let place = at[row]!;
      for (let i = 0; i < count; i++, place++) out[first++] = truth(view.getUint8(place));
      at[row] = place;
    }
  },
};

function takeDoubles(out: Values, first: number, view: DataView, at: Int32Array, rows: number, count: number): void {
  for (let row = 0; row < rows; row++) {
    let place = at[row]!;
    for (let i = 0; i < count; i++, place += 8) out[first++] = view.getFloat64(place);
    at[row] = place;
  }
}

function takeFloats(out: Values, first: number, view: DataView, at: Int32Array, rows: number, count: number): void {
  for (let row = 0; row < rows; row++) {
    let place = at[row]!;
    for (let i = 0; i < count; i++, place += 4) out[first++] = view.getFloat32(place);
    at[row] = place;
  }
}

/** Halves of longs, because a BigInt for each would be an object for each. Little-endian, as every browser's machine. */
function takeLongs(out: Values, first: number, view: DataView, at: Int32Array, rows: number, count: number): void {
  const halves = new Int32Array(out.buffer, out.byteOffset, out.length * 2);
  for (let row = 0; row < rows; row++) {
    let place = at[row]!;
    for (let i = 0; i < count; i++, place += 8, first++) {
      halves[first * 2 + 1] = view.getInt32(place);
      halves[first * 2] = view.getInt32(place + 4);
    }
    at[row] = place;
  }
}

/** T t 1 are true, F f 0 false, all else null (VOTable 1.4, 6). */
function truth(byte: number): number {
  if (byte === 0x54 || byte === 0x74 || byte === 0x31) return 1;
  return byte === 0x46 || byte === 0x66 || byte === 0x30 ? 0 : 2;
}

function elementsOf(layout: Layout, text: string): number[] | bigint[] {
  const trimmed = text.trim();
  if (trimmed === "") return [];
  if (layout.datatype === "bit") return [...trimmed.replace(/\s/g, "")].map(Number);
  const words = trimmed.split(/\s+/);
  if (layout.kind === "boolean") return words.map(word => truth(word.charCodeAt(0)));
  if (layout.kind === "long") return words.map(long);
  return words.map(number);
}

/** Decimal, `0xHH`, or one of the spellings of infinity and NaN (VOT-24). */
function number(word: string): number {
  const infinity = /^([+-]?)inf(inity)?$/i.exec(word);
  return infinity ? (infinity[1] === "-" ? -Infinity : Infinity) : Number(word);
}

function long(word: string): bigint {
  if (!/^([+-]?\d+|0x[0-9a-f]+)$/i.test(word)) throw new Error(`"${word}" is not a whole number.`);
  return BigInt.asIntN(64, BigInt(word.replace(/^\+/, "")));
}

function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    bytes[i * 2] = text.charCodeAt(i) >> 8;
    bytes[i * 2 + 1] = text.charCodeAt(i) & 255;
  }
  return bytes;
}
