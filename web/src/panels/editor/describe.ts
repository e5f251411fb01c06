// What the editor says of a name: unit, UCD, description, index, range.
import { isArray } from "../../adql/catalogue.ts";
import type { Signature } from "../../adql/keywords.ts";
import type { Column, Element, Table } from "../../vo/vosi.ts";
import { words } from "../../words/query.ts";

export function describeColumn(column: Column): HTMLElement {
  const type = isArray(column) ? words.arrayOf(column.arraysize ?? "", column.enumeration) : column.datatype;
  const range = column.min === null || column.max === null ? null : words.range(String(column.min), String(column.max));
  const facts = [type, column.unit, column.ucd, column.indexed ? words.indexed : words.notIndexed, range];
  return card(column.name, column.description, facts);
}

export function describeElement(element: Element): HTMLElement {
  const wavelength = element.wavelengthNm === null ? null : words.nm(element.wavelengthNm);
  return card(element.name, element.description, [wavelength, words.elementIndex(element.index)]);
}

export function describeTable(table: Table): HTMLElement {
  return card(table.name, table.description, [table.rows === null ? null : words.rowsExact(table.rows)]);
}

export function describeFunction(signature: Signature): HTMLElement {
  return card(signature.form, signature.description, []);
}

/** For names that nothing is known of. */
export function describeNothing(name: string): HTMLElement {
  return card(name, words.noExplanation, []);
}

function card(name: string, description: string | null, facts: (string | null)[]): HTMLElement {
  const box = document.createElement("div");
  box.className = "card";
  box.append(line("mono", name));
  const known = facts.filter((fact) => fact !== null && fact !== "");
  if (known.length > 0) box.append(line("facts", known.join(" · ")));
  if (description) box.append(line("", description));
  return box;
}

function line(className: string, text: string): HTMLElement {
  const element = document.createElement("div");
  element.className = className;
  element.textContent = text;
  return element;
}
