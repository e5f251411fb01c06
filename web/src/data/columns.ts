// Columns of a table in memory: typed chunks as they arrived, read by row.
import { cellOf, layoutOf, numberOf, type Chunk, type Layout } from "../vo/cells.ts";
import type { Cell, Field } from "../vo/votable.ts";

/** Time that a loop over all rows may take before it lets the page breathe, ms. */
const SLICE_MS = 8;

/** One column. Rows are numbered from 0; full chunks have 2 to the power `shift` rows. */
export class Column {
  readonly layout: Layout;
  readonly chunks: Chunk[] = [];
  length = 0;

  constructor(readonly field: Field, readonly index: number, readonly shift: number) {
    this.layout = layoutOf(field);
  }

  /** Whether its cells, or the elements of its arrays, are numbers. */
  get isNumeric(): boolean {
    return this.layout.kind !== "text";
  }

  /** Whether its cells are arrays of numbers. */
  get isArray(): boolean {
    return this.isNumeric && !this.layout.scalar;
  }

  /** Sets the rows from `first` on, which begin a chunk. */
  add(first: number, chunk: Chunk): void {
    this.chunks[first >> this.shift] = chunk;
    this.length = first + chunk.rows;
  }

  get(row: number): Cell {
    const chunk = this.chunks[row >> this.shift];
    if (!chunk || row >= this.length) return null;
    return cellOf(this.layout, chunk, row & ((1 << this.shift) - 1));
  }

  /** Element `element` (from 0) of the cell as a number; NaN where there is none. */
  number(row: number, element = 0): number {
    const chunk = this.chunks[row >> this.shift];
    return chunk && row < this.length ? numberOf(this.layout, chunk, row & ((1 << this.shift) - 1), element) : NaN;
  }

  /** Element `element` of the first `length` rows, copied in slices so that the page does not stand still. Rows may arrive meanwhile. */
  async numbers(element = 0, length = this.length): Promise<Float64Array> {
    const out = new Float64Array(length);
    let until = performance.now() + SLICE_MS;
    for (let row = 0; row < length; row += 1 << this.shift) {
      fill(out, row, this.layout, this.chunks[row >> this.shift]!, element);
      if (performance.now() > until) {
        await breathe();
        until = performance.now() + SLICE_MS;
      }
    }
    return out;
  }
}

/** Lets waiting events be handled first. */
export function breathe(): Promise<void> {
  return new Promise(done => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(0);
  });
}

/** `numberOf` for all rows of a chunk; the frequent forms are copied whole. */
function fill(out: Float64Array, first: number, layout: Layout, chunk: Chunk, element: number): void {
  const { values } = chunk;
  const rows = Math.min(chunk.rows, out.length - first);
  const plain = layout.kind === "number" && layout.nullElement === null && !chunk.nulls && !(values instanceof BigInt64Array);
  if (plain && layout.count === 1 && element === 0) {
    out.set(values.subarray(0, rows) as Float64Array, first);
  } else if (plain && layout.count !== null && element < layout.count) {
    const count = layout.count;
    for (let row = 0, from = element; row < rows; row++, from += count) out[first + row] = values[from] as number;
  } else {
    for (let row = 0; row < rows; row++) out[first + row] = numberOf(layout, chunk, row, element);
  }
}
