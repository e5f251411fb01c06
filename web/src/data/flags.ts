// Sums of flags in words, as far as the description of their column explains the bits.
import type { Column } from "../vo/vosi.ts";
import { words } from "../words/object.ts";

/** The words of the bits that are set; bits without a word by their value. */
export function flagWords(column: Pick<Column, "description">, sum: number): string[] {
  const known = new Map([...(column.description ?? "").matchAll(/\b(\d+) ([a-z][a-z ]*[a-z])/g)].map((found) => [Number(found[1]), found[2] ?? ""]));
  const set: string[] = [];
  for (let bit = 1; bit <= sum && bit < 2 ** 31; bit *= 2) if (Math.floor(sum / bit) % 2 === 1) set.push(known.get(bit) ?? words.flagBit(bit));
  return set;
}
