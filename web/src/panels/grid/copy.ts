// Cells of a grid as text for the clipboard.
import { cellText } from "../../data/cell-text.ts";
import type { Selection } from "../../data/selection.ts";
import type { GridColumn } from "./columns.ts";

/** Rows that are copied at most: more belong in a file. */
const COPIED_MAX = 100_000;

/** The selected rows with names, tab-separated, if the active row is one of them; else the active cell. `rows`: 0 for a cell. */
export function copied(columns: GridColumn[], row: number | null, column: number, selection: Selection): { text: string; rows: number } {
  if (row === null || (selection.count > 0 && selection.has(row))) {
    const rows = [...selection.rows(COPIED_MAX)];
    const lines = rows.map(one => columns.map(each => exactCell(each, one)).join("\t"));
    return { text: [columns.map(each => each.label).join("\t"), ...lines].join("\n"), rows: rows.length };
  }
  const one = columns[column];
  return { text: one ? exactCell(one, row) : String(row + 1), rows: 0 };
}

function exactCell({ column, element }: GridColumn, row: number): string {
  const cell = column.get(row);
  const text = cellText(element !== null && Array.isArray(cell) ? cell[element] ?? null : cell);
  return text.replace(/[\t\n]/g, " ");
}
