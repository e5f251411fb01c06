// Which columns a grid shows, in which order, and how wide.
import { cellShown } from "../../data/cell-text.ts";
import type { Column } from "../../data/columns.ts";
import { nameOf } from "../../data/expression.ts";
import type { Table } from "../../data/table.ts";
import type { Cell } from "../../vo/votable.ts";
import type { Element } from "../../vo/vosi.ts";

/** A column of the grid: one of the table, or one element of an array. */
export interface GridColumn {
  id: string;
  column: Column;
  /** From 0; null for the whole cell. */
  element: number | null;
  label: string;
  /** As an expression of plots and ADQL has it. */
  expression: string;
  color: string | null;
  width: number;
  isNumber: boolean;
}

/** Elements that open as columns if the array has no fixed number of them. */
const OPENED_MAX = 60;
/** Widths of letters, px: those of cells, and those of names, which are bold and often capitals. */
const LETTER = 7.8;
const HEAD_LETTER = 9.8;

/** The enumeration of a column's elements; undefined if there is none. */
export type ElementsOf = (column: Column) => { enumeration: string; elements: Element[] } | undefined;

/** The page of what a cell names; null where there is none. */
export type LinkOf = (column: Column, cell: Cell) => string | null;

/** The columns of a table; those named in `opened` one for each element, in the order of wavelengths if known. */
export function gridColumns(table: Table, opened: ReadonlySet<number>, elementsOf: ElementsOf): GridColumn[] {
  return table.columns.flatMap(column => (opened.has(column.index) ? elementColumns(column, elementsOf(column)) : [wholeColumn(column)]));
}

export function shownCell({ column, element }: GridColumn, row: number): string {
  const cell: Cell = column.get(row);
  if (element === null || !Array.isArray(cell)) return cellShown(cell, column.field);
  return cellShown(cell[element] ?? null, column.field);
}

function wholeColumn(column: Column): GridColumn {
  const { field, index } = column;
  const isNumber = column.isNumeric && column.layout.scalar && column.layout.kind !== "boolean";
  return { id: String(index), column, element: null, label: field.name, expression: nameOf(field.name), color: null, width: widthOf(column), isNumber };
}

function elementColumns(column: Column, known: ReturnType<ElementsOf>): GridColumn[] {
  const count = Math.min(column.layout.count ?? OPENED_MAX, 1000);
  const named = known && known.elements.length > 0
    ? known.elements.filter(one => one.index <= count).toSorted((a, b) => (a.wavelengthNm ?? a.index) - (b.wavelengthNm ?? b.index))
    : Array.from({ length: count }, (_, i) => ({ name: String(i + 1), index: i + 1, color: null }));
  const name = nameOf(column.field.name);
  return named.map(one => ({
    id: `${column.index}.${one.index}`, column, element: one.index - 1, label: `${column.field.name}[${one.name}]`,
    expression: `${name}[${known ? `${known.enumeration}::${one.name}` : one.name}]`, color: one.color ?? null,
    width: Math.max(96, (column.field.name.length + one.name.length + 2) * HEAD_LETTER + 56), isNumber: true,
  }));
}

/** Room for the name and its menu, and for the cells of the first rows. */
function widthOf(column: Column): number {
  const { field } = column;
  const head = Math.max(field.name.length * HEAD_LETTER + 46, (field.unit?.length ?? 0) * 6.5 + 20);
  let longest = 0;
  for (let row = 0; row < Math.min(column.length, 50); row++) longest = Math.max(longest, cellShown(column.get(row), field).length);
  return Math.round(Math.min(Math.max(head, longest * LETTER + 20, 64), 320));
}
