// Cells as text: exact for files, short for the eye.
import type { Cell, Field } from "../vo/votable.ts";

/** The cell as TABLEDATA writes it (VOTable 1.4, 5.1), without XML escapes; empty for null. */
export function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (Array.isArray(cell)) return cell.map(one => (one === null ? "NaN" : plain(one))).join(" ");
  if (typeof cell === "boolean") return cell ? "T" : "F";
  return plain(cell);
}

/** The cell for a person: as many digits as its datatype holds, arrays shortened. */
export function cellShown(cell: Cell, field: Field): string {
  if (cell === null) return "";
  if (!Array.isArray(cell)) return one(cell, field);
  const shown = cell.slice(0, 4).map(element => (element === null ? "–" : one(element, field))).join("  ");
  return cell.length > 4 ? `${shown}  … (${cell.length})` : shown;
}

function one(cell: string | number | bigint | boolean, field: Field): string {
  if (typeof cell !== "number") return String(cell);
  if (field.datatype === "float" || field.datatype === "floatComplex") return short(cell, 7);
  return field.datatype === "double" || field.datatype === "doubleComplex" ? short(cell, 12) : String(cell);
}

/** Digits that a float of 32 bits does not have are noise. */
function short(value: number, digits: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : plain(value);
}

function plain(value: string | number | bigint): string {
  if (value === Infinity) return "+Inf";
  return value === -Infinity ? "-Inf" : String(value);
}
