// Collects the rows of a table in chunks and hands each full chunk on.
import { ELEMENT_BYTES, layoutOf, type Chunk, type Layout } from "./cells.ts";
import { ColumnWriter } from "./column-writer.ts";
import type { Field } from "./votable.ts";

/** Bytes that a chunk of all columns should not exceed, so that none is a pause to move. */
const CHUNK_BYTES = 8 << 20;
const SHIFT_MAX = 16;

/** The chunks of all columns for the rows from `first` on; `partial`: the same rows come again, with more. */
export interface Part {
  first: number;
  rows: number;
  chunks: Chunk[];
  partial: boolean;
}

export class RowSink {
  readonly layouts: Layout[];
  readonly columns: ColumnWriter[];
  /** Rows of a full chunk are 2 to this power. */
  readonly shift: number;
  /** Rows taken so far. */
  rows = 0;

  constructor(fields: Field[], private readonly hand: (part: Part) => void) {
    this.layouts = fields.map(layoutOf);
    this.shift = shiftFor(this.layouts);
    this.columns = this.layouts.map(layout => new ColumnWriter(layout, 1 << this.shift));
  }

  /** Rows for which the open chunk has room, at least 1. */
  get room(): number {
    return (1 << this.shift) - this.open;
  }

  /** Says that `rows` rows were added to every column. */
  added(rows: number): void {
    this.rows += rows;
    if (this.open === 0 && rows > 0) this.send(this.rows - (1 << this.shift), false);
  }

  /** Hands on a copy of what the open chunk has, to be shown meanwhile. */
  peek(): void {
    if (this.open > 0) this.hand({ first: this.rows - this.open, rows: this.open, partial: true, chunks: this.columns.map(column => column.copy()) });
  }

  /** Hands on the last chunk. */
  end(): void {
    if (this.open > 0) this.send(this.rows - this.open, false);
  }

  private get open(): number {
    return this.rows & ((1 << this.shift) - 1);
  }

  private send(first: number, partial: boolean): void {
    this.hand({ first, rows: this.rows - first, partial, chunks: this.columns.map(column => column.finish()) });
  }
}

function shiftFor(layouts: Layout[]): number {
  const bytes = layouts.reduce((all, layout) => all + (ELEMENT_BYTES[layout.datatype] ?? 1) * (layout.declared ?? 16), 1);
  let shift = SHIFT_MAX;
  while (shift > 6 && bytes * 2 ** shift > CHUNK_BYTES) shift--;
  return shift;
}
