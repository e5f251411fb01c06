// What a table offers to plots: its positions, and pairs of columns worth a look, by UCD.
import type { Column } from "./columns.ts";
import { isMagnitude } from "./expression.ts";
import type { Table } from "./rows.ts";

/** Expressions for the axes of a plot. */
export interface Suggestion {
  x: string;
  y: string;
}

/** Writes an expression of a column or of one of its elements (from 0). */
type Write = (column: Column, element: number | null) => string;

/** The columns of positions, in degrees: by UCD, main ones first, else by the usual names. Null if there are none. */
export function positionColumns(table: Table): { lon: Column; lat: Column } | null {
  const numeric = table.columns.filter(column => column.isNumeric && column.layout.scalar);
  const byUcd = (ucd: string): Column | undefined => {
    const found = numeric.filter(({ field }) => (field.ucd ?? "").toLowerCase().split(";")[0] === ucd && !/rad|hourangle/i.test(field.unit ?? ""));
    return found.find(({ field }) => /meta\.main/i.test(field.ucd ?? "")) ?? found[0];
  };
  const byName = (names: RegExp): Column | undefined => numeric.find(({ field }) => names.test(field.name));
  const lon = byUcd("pos.eq.ra") ?? byName(/^(ra|raj2000|s_ra|ra_deg|alpha_j2000)$/i);
  const lat = byUcd("pos.eq.dec") ?? byName(/^(dec|de|dej2000|s_dec|dec_deg|delta_j2000)$/i);
  return lon && lat ? { lon, lat } : null;
}

/**
 * The plot to begin with: a colour and a magnitude, else two columns of numbers. Null if there is no number.
 * `ends`: the elements (from 0) of an array of magnitudes that make its colour: blue, red and the one to plot against.
 */
export function suggestion(table: Table, write: Write, ends: (column: Column) => { blue: number; red: number } | null): Suggestion | null {
  const magnitudes = table.columns.filter(column => column.isNumeric && isMagnitude(column.field));
  const array = magnitudes.find(column => column.isArray);
  const pair = array && ends(array);
  if (array && pair) {
    return { x: `${write(array, pair.blue)} - ${write(array, pair.red)}`, y: write(array, pair.red) };
  }
  const [first, second] = magnitudes.filter(column => column.layout.scalar).toSorted((a, b) => bandPlace(a) - bandPlace(b) || a.index - b.index);
  if (first && second) return { x: `${write(first, null)} - ${write(second, null)}`, y: write(second, null) };
  const numbers = table.columns.filter(column => column.isNumeric && column.layout.scalar && column.layout.kind === "number" && !/^meta\.(id|record)/.test(column.field.ucd ?? ""));
  const [x, y] = numbers.filter(({ field }) => !/^pos\.eq\./.test(field.ucd ?? "")).concat(numbers);
  if (!x) return null;
  return { x: write(x, null), y: y && y !== x ? write(y, null) : "" };
}

/** Places of bands from blue to red, by the UCD of the band or the last letter of the name; those unknown come last. */
function bandPlace({ field }: Column): number {
  const ucd = /em\.opt\.([UBVRI])/i.exec(field.ucd ?? "")?.[1];
  const letter = ucd ?? /(?:^|_|mag)([ugrizy])$/i.exec(field.name)?.[1];
  const place = letter ? "ubgvrizy".indexOf(letter.toLowerCase()) : -1;
  return place < 0 ? 99 : place;
}
