// Completion of a query: what may be written at the cursor, in the order in which it is shown.
import type { Column, Element, Schema, Table } from "../vo/vosi.ts";
import { type Catalogue, isArray } from "./catalogue.ts";
import { type Known, columnsOf, missingTables, resolve, sourceOf } from "./columns.ts";
import { type Signature, types } from "./keywords.ts";
import { type Place, placeAt } from "./place.ts";
import { type Select, type Source, clauseAt, sourceName } from "./scope.ts";
import { nameKey, nameParts } from "./tokens.ts";

export interface Item {
  kind: "column" | "table" | "schema" | "alias" | "function" | "keyword" | "element" | "enumeration" | "type" | "join";
  label: string;
  /** What is written; the label if absent. */
  insert?: string;
  /** Whether the next list opens at once, as behind the bracket of an array. */
  opens?: boolean;
  column?: Column | null;
  /** The alias or table that a column belongs to. */
  of?: string;
  table?: Table;
  schema?: Schema;
  element?: Element;
  signature?: Signature;
}

export interface Completion {
  /** The half-open range that an item replaces. */
  from: number;
  to: number;
  items: Item[];
  /** Tables whose columns belong here and are not known yet. */
  missing: string[];
}

/** The list at a position; `null` where nothing can be completed. */
export function complete(text: string, position: number, catalogue: Catalogue): Completion | null {
  const place = placeAt(text, position);
  if (place === null) return null;
  const items = matching(itemsAt(place, text, catalogue), place.prefix);
  return { from: place.from, to: place.to, items, missing: missingTables(place.selects, catalogue) };
}

function itemsAt(place: Place, text: string, catalogue: Catalogue): Item[] {
  const { expects, select } = place;
  const closing = text.charAt(place.to) === "]" ? "" : "]";
  switch (expects.what) {
    case "start":
      return words(["SELECT", "WITH"], place.prefix);
    case "table":
      return [...commonTables(select), ...tables(catalogue.schemas), ...schemas(catalogue.schemas), ...words(["SELECT"], place.prefix)];
    case "member":
      return members(expects.qualifier, select, catalogue);
    case "subscript":
      return subscripts(resolve(select, expects.path, catalogue)?.column ?? null, closing, catalogue);
    case "element":
      return elements(expects.enumeration, "", expects.inBrackets ? closing : "", catalogue);
    case "type":
      return types.map((label) => ({ kind: "type", label }));
    case "word":
      return words(expects.words, place.prefix);
    case "join":
      return [...joins(select, catalogue), ...values(place, VALUE_ON, catalogue)];
    case "value":
      return values(place, expects.words, catalogue);
  }
}

const VALUE_ON = ["NOT", "EXISTS"];

function values(place: Place, keywords: readonly string[], catalogue: Catalogue): Item[] {
  const { select, from } = place;
  const enumerations = catalogue.enumerations.map(({ name }): Item => ({ kind: "enumeration", label: name, insert: `${name}::`, opens: true }));
  const functions = catalogue.functions.map((signature): Item => ({ kind: "function", label: signature.name, signature }));
  const names = select === null ? [] : [...outputs(select, from), ...visibleColumns(select, catalogue), ...aliases(select)];
  return [...names, ...functions, ...words(keywords, place.prefix), ...enumerations];
}

/** The columns that a select sees, its own first; a name that two of its tables have is written with its table. */
function visibleColumns(select: Select, catalogue: Catalogue): Item[] {
  const items: Item[] = [];
  for (let at: Select | null = select; at !== null; at = at.outer) {
    const lists = at.sources.map((source) => ({ source, columns: columnsOf(at as Select, source, catalogue) }));
    const counts = new Map<string, number>();
    for (const known of lists.flatMap((list) => list.columns)) counts.set(nameKey(known.name), (counts.get(nameKey(known.name)) ?? 0) + 1);
    for (const { source, columns } of lists) {
      items.push(...columns.map((known) => columnItem(known, sourceName(source), (counts.get(nameKey(known.name)) ?? 0) > 1)));
    }
  }
  return items;
}

function columnItem(known: Known, of: string | null, qualified: boolean): Item {
  const array = known.column !== null && isArray(known.column);
  const name = qualified && of !== null ? `${of}.${known.name}` : known.name;
  const item: Item = { kind: "column", label: known.name, column: known.column, insert: array ? `${name}[` : name, opens: array };
  return of === null ? item : { ...item, of };
}

/** The names that ORDER BY, GROUP BY and HAVING may take from the select list. */
function outputs(select: Select, position: number): Item[] {
  if (!["ORDER", "GROUP", "HAVING"].includes(clauseAt(select, position))) return [];
  const named = select.outputs.filter((output) => output.name !== null && output.path?.at(-1) !== output.name);
  return named.map((output) => ({ kind: "alias", label: output.name ?? "" }));
}

function aliases(select: Select): Item[] {
  const items: Item[] = [];
  for (let at: Select | null = select; at !== null; at = at.outer) {
    items.push(...at.sources.map(sourceItem).filter((item) => item.label !== ""));
  }
  return items;
}

function sourceItem(source: Source): Item {
  const label = source.alias ?? source.path?.join(".") ?? "";
  return { kind: "alias", label, insert: `${label}.`, opens: true };
}

function members(qualifier: string[], select: Select | null, catalogue: Catalogue): Item[] {
  const found = sourceOf(select, qualifier);
  const columns = found === null ? unjoined(qualifier, catalogue) : columnsOf(found.select, found.source, catalogue);
  const schema = qualifier.length === 1 ? catalogue.schemas.find(({ name }) => nameKey(name) === nameKey(qualifier[0] ?? "")) : undefined;
  const inSchema = (schema?.tables ?? []).map((table): Item => ({ kind: "table", label: nameParts(table.name).at(-1) ?? table.name, table }));
  return [...columns.map((known) => columnItem(known, null, false)), ...inSchema];
}

/** The columns of a table that the query has not in its FROM yet. */
function unjoined(qualifier: string[], catalogue: Catalogue): Known[] {
  return (catalogue.table(qualifier)?.columns ?? []).map((column) => ({ name: column.name, column }));
}

function subscripts(column: Column | null, closing: string, catalogue: Catalogue): Item[] {
  const names = column?.enumeration ? [column.enumeration] : column === null ? [] : catalogue.enumerations.map(({ name }) => name);
  return names.flatMap((name) => elements(name, `${name}::`, closing, catalogue));
}

function elements(enumeration: string, prefix: string, closing: string, catalogue: Catalogue): Item[] {
  return catalogue.elements(enumeration).map((element) => {
    const label = prefix + (/^[A-Za-z][A-Za-z0-9_]*$/.test(element.name) ? element.name : `"${element.name.replaceAll('"', '""')}"`);
    return { kind: "element", label, insert: label + closing, element };
  });
}

function tables(schemas: Schema[]): Item[] {
  return schemas.flatMap((schema) => schema.tables.map((table): Item => ({ kind: "table", label: table.name, table })));
}

function schemas(all: Schema[]): Item[] {
  return all.map((schema) => ({ kind: "schema", label: schema.name, insert: `${schema.name}.`, opens: true, schema }));
}

function commonTables(select: Select | null): Item[] {
  return (select?.commonTables ?? []).map(({ name }) => ({ kind: "alias", label: name }));
}

/** Conditions that join the last table with those before it, from the foreign keys of both. */
function joins(select: Select | null, catalogue: Catalogue): Item[] {
  if (select === null) return [];
  const sources = select.sources.flatMap((source) => {
    const table = source.path === null ? null : catalogue.table(source.path);
    return table === null ? [] : [{ table, called: sourceName(source) ?? "" }];
  });
  const items: Item[] = [];
  for (const left of sources) {
    for (const key of left.table.foreignKeys) {
      for (const right of sources.filter((other) => other !== left && nameKey(other.table.name) === nameKey(key.target))) {
        const label = key.columns.map(([from, to]) => `${left.called}.${from} = ${right.called}.${to}`).join(" AND ");
        items.push({ kind: "join", label });
      }
    }
  }
  return items;
}

/** Keywords in the case in which the writer writes. */
function words(list: readonly string[], prefix: string): Item[] {
  const lower = prefix !== "" && prefix === prefix.toLowerCase();
  return list.map((word) => ({ kind: "keyword", label: lower ? word.toLowerCase() : word }));
}

/** Those that begin with the prefix first, then those of which a part does, then those that hold it. */
function matching(items: Item[], prefix: string): Item[] {
  if (prefix === "") return items;
  const wanted = prefix.replace(/^"/, "").toLowerCase();
  const ranks: Item[][] = [[], [], []];
  for (const item of items) {
    const label = item.label.replace(/^"/, "").toLowerCase();
    const at = label.indexOf(wanted);
    if (at === 0) ranks[0]?.push(item);
    else if (at > 0 && /[^a-z0-9]/.test(label.charAt(at - 1))) ranks[1]?.push(item);
    else if (at > 0 && wanted.length > 1) ranks[2]?.push(item);
  }
  return ranks.flat();
}
