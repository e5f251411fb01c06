// The rows of the tree of tables: what is unfolded, or what a search finds.
import { type Catalogue, isArray } from "../../adql/catalogue.ts";
import type { Column, Element, Table } from "../../vo/vosi.ts";
import { short, words } from "../../words/query.ts";

export interface Row {
  id: string;
  level: 1 | 2 | 3;
  label: string;
  detail: string;
  description: string | null;
  /** The element of an enumeration, which has a colour. */
  element: Element | null;
  /** What is written into the query; `null` for headings. */
  insert: string | null;
  /** `null` for rows that have nothing below them. */
  unfolded: boolean | null;
  /** A table whose columns have to be read when it is unfolded. */
  wanted: string | null;
}

/** A table of 1888 columns would fill the page: the rest is found by searching. */
const COLUMNS_MAX = 200;

/**
 * The visible rows in their order. Schemas are unfolded at first, all else is folded; `toggled` are those that are not as at first.
 * A search unfolds what it finds and hides the rest.
 */
export function treeRows(catalogue: Catalogue, toggled: ReadonlySet<string>, sought: string): Row[] {
  const wanted = sought.toLowerCase();
  const open = (id: string): boolean => wanted !== "" || toggled.has(id);
  const schemas = catalogue.schemas.flatMap((schema) => {
    const id = `schema:${schema.name}`;
    const heading = row({ id, level: 1, label: schema.name, description: schema.description, unfolded: wanted !== "" || !toggled.has(id) });
    const inside = schema.tables.flatMap((table) => tableRows(table, schema.name, open(`table:${table.name}`), wanted));
    if (wanted !== "") return inside.length > 0 ? [heading, ...inside] : [];
    return heading.unfolded ? [heading, ...inside] : [heading];
  });
  const functions = catalogue.functions
    .filter(({ form, description }) => holds(wanted, form, description))
    .map(({ form, name, description }): Row => row({ id: `function:${form}`, level: 2, label: form, insert: `${name}(`, description }));
  const enumerations = catalogue.enumerations.flatMap(({ name }) => enumerationRows(catalogue, name, open(`enumeration:${name}`), wanted));
  return [...schemas, ...group("functions", words.functions, functions, open), ...group("enumerations", words.enumerations, enumerations, open)];
}

function tableRows(table: Table, schema: string, isOpen: boolean, wanted: string): Row[] {
  const isNamed = holds(wanted, table.name, table.description);
  const columns = (table.columns ?? []).filter((column) => wanted === "" || holds(wanted, column.name, column.description, column.ucd));
  if (wanted !== "" && !isNamed && columns.length === 0) return [];
  const unfolded = wanted === "" ? isOpen : columns.length > 0;
  const heading = row({
    id: `table:${table.name}`,
    level: 2,
    label: table.name.startsWith(`${schema}.`) ? table.name.slice(schema.length + 1) : table.name,
    detail: table.rows === null ? "" : words.rows(table.rows),
    description: table.description,
    insert: table.name,
    unfolded,
    wanted: table.columns === null ? table.name : null,
  });
  if (!unfolded) return [heading];
  const shown = columns.slice(0, COLUMNS_MAX).map((column) => columnRow(table, column));
  const rest = columns.length - shown.length;
  const more = rest > 0 ? [row({ id: `more:${table.name}`, level: 3, label: words.moreColumns(rest) })] : [];
  const none = table.columns?.length === 0 ? [row({ id: `none:${table.name}`, level: 3, label: words.noColumns })] : [];
  return [heading, ...shown, ...more, ...none];
}

function columnRow(table: Table, column: Column): Row {
  const array = isArray(column) ? `[${column.arraysize}] ` : "";
  const description = [column.description, column.ucd].filter(Boolean).join(" · ");
  return row({ id: `column:${table.name}.${column.name}`, level: 3, label: column.name, detail: array + (column.unit ?? ""), description, insert: column.name });
}

function enumerationRows(catalogue: Catalogue, name: string, isOpen: boolean, wanted: string): Row[] {
  const elements = isOpen ? elementRows(catalogue, name, wanted) : [];
  if (elements.length === 0 && !holds(wanted, name)) return [];
  return [row({ id: `enumeration:${name}`, level: 2, label: name, unfolded: isOpen }), ...elements];
}

function elementRows(catalogue: Catalogue, enumeration: string, wanted: string): Row[] {
  const elements = catalogue.elements(enumeration).filter(({ name, description }) => holds(wanted, name, description));
  return elements.map((element) =>
    row({
      id: `element:${enumeration}.${element.name}`,
      level: 3,
      label: element.name,
      detail: element.wavelengthNm === null ? "" : words.nm(element.wavelengthNm),
      description: element.description,
      insert: `${enumeration}::${element.name}`,
      element,
    }),
  );
}

/** A heading and, unfolded, its rows; nothing without rows. */
function group(id: string, label: string, rows: Row[], open: (id: string) => boolean): Row[] {
  if (rows.length === 0) return [];
  const heading = row({ id, level: 1, label, detail: short(rows.length), unfolded: open(id) });
  return heading.unfolded ? [heading, ...rows] : [heading];
}

function row(part: Pick<Row, "id" | "level" | "label"> & Partial<Row>): Row {
  return { detail: "", description: null, element: null, insert: null, unfolded: null, wanted: null, ...part };
}

function holds(wanted: string, ...texts: (string | null)[]): boolean {
  return wanted === "" || texts.some((text) => text?.toLowerCase().includes(wanted));
}
