// What a column holds: extremes, nulls and a histogram of its values.
import { breathe } from "../../data/columns.ts";
import { countLine, extent, type Range } from "../../data/count.ts";
import type { GridColumn } from "./columns.ts";

export interface Summary {
  /** Null for text, and for columns without a value. */
  range: Range | null;
  nulls: number;
  bins: Uint32Array;
}

export const BINS = 40;
/** Rows between two breaths of the page. */
const SLICE = 50_000;

export async function summaryOf({ column, element }: GridColumn): Promise<Summary> {
  if (!column.isNumeric) return { range: null, nulls: await emptyCells({ column }), bins: new Uint32Array(0) };
  const values = await column.numbers(element ?? 0);
  const range = extent(values);
  await breathe();
  let nulls = 0;
  for (let row = 0; row < values.length; row++) if (values[row] !== values[row]) nulls++;
  await breathe();
  return { range, nulls, bins: range ? countLine(values, range.from === range.to ? { from: range.from - 0.5, to: range.to + 0.5 } : range, BINS) : new Uint32Array(0) };
}

async function emptyCells({ column }: Pick<GridColumn, "column">): Promise<number> {
  let empty = 0;
  for (let row = 0; row < column.length; row++) {
    const cell = column.get(row);
    if (cell === null || cell === "") empty++;
    if (row % SLICE === SLICE - 1) await breathe();
  }
  return empty;
}
