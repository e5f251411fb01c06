// Where a key moves the active cell of a grid (ARIA Authoring Practices, grid pattern).

/** Row -1 is that of the names; column -1 that of the row numbers. */
export interface Place {
  row: number;
  column: number;
}

/** The new place; null for a key that does not move. */
export function moved({ row, column }: Place, { key, ctrlKey, metaKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey">, size: { rows: number; columns: number; page: number }): Place | null {
  const isFar = ctrlKey || metaKey;
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const to = (toRow: number, toColumn: number): Place => ({ row: Math.min(Math.max(toRow, -1), last.row), column: Math.min(Math.max(toColumn, -1), last.column) });
  switch (key) {
    case "ArrowUp": return to(isFar ? 0 : row - 1, column);
    case "ArrowDown": return to(isFar ? last.row : row + 1, column);
    case "ArrowLeft": return to(row, column - 1);
    case "ArrowRight": return to(row, column + 1);
    case "PageUp": return to(Math.max(row - size.page, 0), column);
    case "PageDown": return to(row + size.page, column);
    case "Home": return isFar ? to(0, -1) : to(row, -1);
    case "End": return isFar ? to(last.row, last.column) : to(row, last.column);
    default: return null;
  }
}
