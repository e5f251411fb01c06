// Reads the BINARY2 and BINARY serializations from a stream cut at any byte (VOTable 1.4, 5.3 and 5.4).
import { ELEMENT_BYTES, type Layout } from "./cells.ts";
import type { RowSink } from "./row-sink.ts";

/** Cells above this number of elements are taken for a damaged stream (VOT-43). */
const ELEMENTS_MAX = 1 << 28;

export class BinaryReader {
  /** Bytes of a row that has not come whole. */
  private rest = new Uint8Array(0);
  private restLength = 0;
  private starts = new Int32Array(4096);
  private at = new Int32Array(4096);
  private readonly flagBytes: number;
  private readonly widths: number[];
  private readonly rowWidth: number | null;

  /** `flags`: rows begin with null flags, as in BINARY2. */
  constructor(private readonly sink: RowSink, flags: boolean) {
    this.flagBytes = flags ? (sink.layouts.length + 7) >> 3 : 0;
    this.widths = sink.layouts.map(width);
    this.rowWidth = this.widths.includes(-1) ? null : this.widths.reduce((all, one) => all + one, this.flagBytes);
  }

  /** Takes the next bytes of the stream; throws if they cannot be cells. */
  push(piece: Uint8Array): void {
    const bytes = this.restLength > 0 ? this.join(piece) : piece;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let from = 0;
    for (;;) {
      const [rows, next] = this.findRows(view, from);
      if (rows === 0) break;
      this.addRows(view, bytes, rows);
      from = next;
    }
    this.keep(bytes, from);
  }

  /** Says that the stream is at its end; throws if a row is not whole. */
  end(): void {
    if (this.restLength > 0) throw new Error(`The table ends inside row ${this.sink.rows + 1}.`);
  }

  /** Bytes of the unfinished row and the next piece. The room doubles, so that a long row is not copied again and again. */
  private join(piece: Uint8Array): Uint8Array {
    const length = this.restLength + piece.length;
    if (this.rest.length < length) {
      const grown = new Uint8Array(Math.max(length, this.rest.length * 2));
      grown.set(this.rest.subarray(0, this.restLength));
      this.rest = grown;
    }
    this.rest.set(piece, this.restLength);
    return this.rest.subarray(0, length);
  }

  private keep(bytes: Uint8Array, from: number): void {
    const length = bytes.length - from;
    if (bytes.buffer === this.rest.buffer) this.rest.copyWithin(0, from, bytes.length);
    else {
      if (this.rest.length < length) this.rest = new Uint8Array(length);
      this.rest.set(bytes.subarray(from));
    }
    this.restLength = length;
  }

  /** Finds whole rows from `from` on, as many as the chunk has room for: their number, and where the next one begins. */
  private findRows(view: DataView, from: number): [number, number] {
    const most = Math.min(this.sink.room, this.starts.length);
    let rows = 0;
    if (this.rowWidth !== null) {
      rows = this.rowWidth === 0 ? 0 : Math.min(most, Math.floor((view.byteLength - from) / this.rowWidth));
      for (let row = 0; row < rows; row++) this.starts[row] = from + row * this.rowWidth;
      return [rows, from + rows * this.rowWidth];
    }
    while (rows < most) {
      const next = this.rowEnd(view, from, rows);
      if (next < 0) break;
      this.starts[rows++] = from;
      from = next;
    }
    return [rows, from];
  }

  /** Where the row at `from` ends, `before` rows of this turn standing before it; -1 if that is not in these bytes. */
  private rowEnd(view: DataView, from: number, before: number): number {
    const { widths } = this;
    let place = from + this.flagBytes;
    for (let column = 0; column < widths.length; column++) {
      const width = widths[column]!;
      if (width >= 0) {
        place += width;
      } else {
        if (place + 4 > view.byteLength) return -1;
        const count = view.getInt32(place);
        if (count < 0 || count > ELEMENTS_MAX) {
          // Whole rows are taken first; the next turn begins with this one.
          if (before > 0) return -1;
          throw new Error(this.damaged(column, count));
        }
        place += 4 + cellBytes(this.sink.layouts[column]!, count);
      }
    }
    return place <= view.byteLength ? place : -1;
  }

  private addRows(view: DataView, bytes: Uint8Array, rows: number): void {
    const { at, starts, flagBytes, sink } = this;
    const set = this.flagsSet(bytes, rows);
    for (let row = 0; row < rows; row++) at[row] = starts[row]! + flagBytes;
    sink.columns.forEach((column, index) => {
      const first = column.rows;
      column.addBinary(view, bytes, at, rows);
      const mask = 0x80 >> (index & 7);
      if (flagBytes === 0 || !(set[index >> 3]! & mask)) return;
      for (let row = 0; row < rows; row++) if (bytes[starts[row]! + (index >> 3)]! & mask) column.setNull(first + row);
    });
    sink.added(rows);
  }

  /** The flags that any of the rows sets: most columns have no null and need no second look. */
  private flagsSet(bytes: Uint8Array, rows: number): Uint8Array {
    const set = new Uint8Array(this.flagBytes);
    for (let row = 0; row < rows; row++) {
      const start = this.starts[row]!;
      for (let i = 0; i < set.length; i++) set[i]! |= bytes[start + i]!;
    }
    return set;
  }

  private damaged(column: number, count: number): string {
    return `Row ${this.sink.rows + 1} cannot be read: column ${column + 1} says that it has ${count} elements.`;
  }
}

/** Bytes of a cell of fixed size; -1 if its count is written before it. */
function width(layout: Layout): number {
  return layout.declared === null ? -1 : cellBytes(layout, layout.declared);
}

function cellBytes(layout: Layout, count: number): number {
  return layout.datatype === "bit" ? (count + 7) >> 3 : count * ELEMENT_BYTES[layout.datatype]!;
}
