// The names that a query may use: tables, columns, enumerations and functions of one service.
import type { Column, Element, Enumeration, Schema, Table } from "../vo/vosi.ts";
import { type Signature, builtIn } from "./keywords.ts";
import { nameKey, nameParts } from "./tokens.ts";

export class Catalogue {
  schemas: Schema[] = [];
  functions: readonly Signature[] = builtIn;
  #tables = new Map<string, Table>();
  #enumerations = new Map<string, Enumeration>();

  /** Takes the list of tables, with or without columns; columns that are known already are kept. */
  setSchemas(schemas: Schema[]): void {
    const known = this.#tables;
    this.#tables = new Map();
    this.schemas = schemas.map((schema) => ({
      ...schema,
      tables: schema.tables.map((table) => this.#keep(table, known.get(pathKey(nameParts(table.name))))),
    }));
  }

  /** Takes one table with its columns; a table that no schema lists is taken too. */
  setTable(table: Table): void {
    const key = pathKey(nameParts(table.name));
    this.#tables.set(key, table);
    for (const schema of this.schemas) {
      schema.tables = schema.tables.map((old) => (pathKey(nameParts(old.name)) === key ? { ...old, ...table } : old));
    }
  }

  setEnumerations(enumerations: Enumeration[]): void {
    for (const enumeration of enumerations) this.#enumerations.set(nameKey(enumeration.name), enumeration);
  }

  /** Takes the functions that the service declares beside the built-in ones. */
  setFunctions(functions: Signature[]): void {
    this.functions = [...functions, ...builtIn];
  }

  get tables(): Table[] {
    return [...this.#tables.values()];
  }

  get enumerations(): Enumeration[] {
    return [...this.#enumerations.values()];
  }

  /** The table of a path as a query writes it: `[[catalog.]schema.]table`; a bare name has to be unique. */
  table(path: string[]): Table | null {
    const exact = this.#tables.get(pathKey(path)) ?? this.#tables.get(pathKey(path.slice(-2)));
    if (exact !== undefined) return exact;
    if (path.length !== 1) return null;
    const key = nameKey(path[0] ?? "");
    const found = this.tables.filter((table) => nameKey(nameParts(table.name).at(-1) ?? "") === key);
    return found.length === 1 ? (found[0] ?? null) : null;
  }

  enumeration(name: string): Enumeration | null {
    return this.#enumerations.get(nameKey(name)) ?? null;
  }

  /** The elements of an enumeration by wavelength; those without one come last, by index. */
  elements(name: string): Element[] {
    const elements = this.enumeration(name)?.elements ?? [];
    return [...elements].sort((a, b) => (a.wavelengthNm ?? Infinity) - (b.wavelengthNm ?? Infinity) || a.index - b.index);
  }

  #keep(table: Table, known: Table | undefined): Table {
    const kept = table.columns === null && known !== undefined ? { ...table, columns: known.columns, foreignKeys: known.foreignKeys } : table;
    this.#tables.set(pathKey(nameParts(table.name)), kept);
    return kept;
  }
}

/** Whether a column has several elements, that is, takes a subscript. */
export function isArray(column: Column): boolean {
  if (column.arraysize === null || column.datatype === "char" || column.datatype === "unicodeChar") return false;
  return column.xtype === null && column.arraysize !== "1";
}

function pathKey(path: string[]): string {
  return path.map(nameKey).join("\u0000");
}
