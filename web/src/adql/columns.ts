// Which columns the tables of a select have, and what a dotted name in it means.
import type { Column, Table } from "../vo/vosi.ts";
import type { Catalogue } from "./catalogue.ts";
import { type Output, type Select, type Source, commonTable, sourceName } from "./scope.ts";
import { nameKey } from "./tokens.ts";

/** A column as a query can name it; `column` is `null` if it is an expression of a subquery. */
export interface Known {
  name: string;
  column: Column | null;
}

/** Subqueries of subqueries are followed this far; deeper ones, and circles, have no columns. */
const DEPTH_MAX = 20;

/** The columns of one source; empty while the service has not told them. */
export function columnsOf(select: Select, source: Source, catalogue: Catalogue, depth = 0): Known[] {
  if (depth > DEPTH_MAX) return [];
  const common = commonTable(select, source);
  const inner = source.path === null ? source.selects[0] : common?.selects[0];
  if (inner !== undefined) return inner.outputs.flatMap((output) => outputColumns(inner, output, catalogue, depth + 1));
  if (source.path === null || common !== null) return [];
  return (catalogue.table(source.path)?.columns ?? []).map((column) => ({ name: column.name, column }));
}

/** The tables that a text names and whose columns are not known yet, by their full names. */
export function missingTables(selects: Select[], catalogue: Catalogue): string[] {
  const missing = new Set<string>();
  for (const select of selects) {
    for (const source of select.sources) {
      const table = tableOf(select, source, catalogue);
      if (table !== null && table.columns === null) missing.add(table.name);
    }
  }
  return [...missing];
}

/** The table that a source names, `null` for subqueries, common tables and unknown names. */
export function tableOf(select: Select, source: Source, catalogue: Catalogue): Table | null {
  if (source.path === null || commonTable(select, source) !== null) return null;
  return catalogue.table(source.path);
}

/** The source that a qualifier means, looked for from the inside to the outside. */
export function sourceOf(select: Select | null, qualifier: string[]): { select: Select; source: Source } | null {
  for (let at = select; at !== null; at = at.outer) {
    const source = at.sources.find((candidate) => isCalled(candidate, qualifier));
    if (source !== undefined) return { select: at, source };
  }
  return null;
}

/** The column that a dotted name means, `null` if it is unknown. */
export function resolve(select: Select | null, path: string[], catalogue: Catalogue): Known | null {
  const name = nameKey(path.at(-1) ?? "");
  const qualifier = path.slice(0, -1);
  if (qualifier.length > 0) {
    const found = sourceOf(select, qualifier);
    return found === null ? null : withName(columnsOf(found.select, found.source, catalogue), name);
  }
  for (let at = select; at !== null; at = at.outer) {
    for (const source of at.sources) {
      const known = withName(columnsOf(at, source, catalogue), name);
      if (known !== null) return known;
    }
  }
  return null;
}

function withName(columns: Known[], key: string): Known | null {
  return columns.find((known) => nameKey(known.name) === key) ?? null;
}

function isCalled(source: Source, qualifier: string[]): boolean {
  const name = sourceName(source);
  if (name === null) return false;
  if (source.alias !== null || source.path === null) return qualifier.length === 1 && nameKey(name) === nameKey(qualifier[0] ?? "");
  const tail = source.path.slice(-qualifier.length);
  return tail.length === qualifier.length && tail.every((part, index) => nameKey(part) === nameKey(qualifier[index] ?? ""));
}

function outputColumns(select: Select, output: Output, catalogue: Catalogue, depth: number): Known[] {
  if (output.star !== null) {
    const found = output.star.length > 0 ? sourceOf(select, output.star) : null;
    const sources = output.star.length === 0 ? select.sources : found === null ? [] : [found.source];
    return sources.flatMap((source) => columnsOf(select, source, catalogue, depth));
  }
  if (output.name === null) return [];
  const known = output.path === null || depth > DEPTH_MAX ? null : resolveWithin(select, output.path, catalogue, depth);
  return [{ name: output.name, column: known?.column ?? null }];
}

function resolveWithin(select: Select, path: string[], catalogue: Catalogue, depth: number): Known | null {
  const key = nameKey(path.at(-1) ?? "");
  const qualifier = path.slice(0, -1);
  for (const source of select.sources) {
    if (qualifier.length > 0 && !isCalled(source, qualifier)) continue;
    const known = withName(columnsOf(select, source, catalogue, depth), key);
    if (known !== null) return known;
  }
  return null;
}
