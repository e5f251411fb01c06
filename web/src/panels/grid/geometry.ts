// Where rows and columns of a grid stand, when there are more than a browser can lay out.

export const ROW_HEIGHT = 26;
export const HEAD_HEIGHT = 44;
/** Browsers cap the height of an element (Chromium 33,554,428 px, others less), so a taller grid is scrolled by ratio. */
export const HEIGHT_MAX = 8_000_000;

/** Rows in a view of `height` px, scrolled by `top` px. */
export interface View {
  rows: number;
  height: number;
  top: number;
}

export function spaceHeight(rows: number): number {
  return Math.min(rows * ROW_HEIGHT, HEIGHT_MAX);
}

/** The row at the upper edge, with its fraction. */
export function topRow({ rows, height, top }: View): number {
  const space = spaceHeight(rows);
  if (rows * ROW_HEIGHT <= HEIGHT_MAX) return top / ROW_HEIGHT;
  return (Math.min(1, top / (space - height))) * (rows - height / ROW_HEIGHT);
}

/** Scroll position that shows `row` at the upper edge. */
export function topFor(row: number, { rows, height }: View): number {
  if (rows * ROW_HEIGHT <= HEIGHT_MAX) return row * ROW_HEIGHT;
  return (row / (rows - height / ROW_HEIGHT)) * (spaceHeight(rows) - height);
}

/** Rows to lay out, and where the first stands from the top of the space, px. */
export function rowWindow(view: View): { first: number; count: number; offset: number } {
  const at = topRow(view);
  const first = Math.max(0, Math.floor(at) - 2);
  const count = Math.min(view.rows - first, Math.ceil(view.height / ROW_HEIGHT) + 5);
  return { first, count: Math.max(0, count), offset: view.top + (first - at) * ROW_HEIGHT };
}

/** The left edges of columns, and the right edge of the last. */
export function edges(widths: number[], from: number): number[] {
  const list = [from];
  for (const width of widths) list.push(list[list.length - 1]! + width);
  return list;
}

/** Columns between two places, from and to (excluded). */
export function columnWindow(list: number[], left: number, width: number): { from: number; to: number } {
  let from = 0;
  while (from < list.length - 2 && list[from + 1]! < left) from++;
  let to = from;
  while (to < list.length - 1 && list[to]! < left + width) to++;
  return { from, to };
}
