// The tables of a service with the filters of their arrays, read once a page.
import { querySync } from "../vo/tap.ts";
import { tables, type Column, type Element, type Enumeration, type Table, type TableSet } from "../vo/vosi.ts";
import { wordsOf } from "./roles.ts";

const known = new Map<string, Promise<TableSet>>();

/** All tables that the caller sees, with their columns. @throws ServiceError */
export function survey(tap: string): Promise<TableSet> {
  let set = known.get(tap);
  if (!set) {
    set = read(tap);
    known.set(tap, set);
    // A failure is not kept: Retry asks again.
    set.catch(() => known.delete(tap));
  }
  return set;
}

/** Forgets what was read: after a login the caller sees other tables. */
export function forgetSurvey(): void {
  known.clear();
}

async function read(tap: string): Promise<TableSet> {
  const set = await tables(tap, "max");
  return set.enumerations.length > 0 ? set : withFilterTables(tap, set);
}

/** For services that do not tell enumerations: arrays as long as a schema's table of filters have its filters. */
async function withFilterTables(tap: string, set: TableSet): Promise<TableSet> {
  const enumerations: Enumeration[] = [];
  for (const schema of set.schemas) {
    const table = schema.tables.find((found) => role(found, "instr.filter") && role(found, "em.wl.central"));
    const elements = table ? await filtersOf(tap, table) : [];
    if (elements.length < 2) continue;
    enumerations.push({ name: schema.name, elements });
    for (const column of schema.tables.flatMap((found) => found.columns ?? [])) {
      const isOfFilters = Number(column.arraysize) === elements.length && /^(phot\.|stat\.error|meta\.code)/.test(column.ucd ?? "");
      if (isOfFilters) column.enumeration = schema.name;
    }
  }
  return { ...set, enumerations };
}

async function filtersOf(tap: string, table: Table): Promise<Element[]> {
  const columns = [role(table, "meta.id;meta.main"), role(table, "instr.filter"), role(table, "em.wl.central"), role(table, "instr.bandwidth")];
  const [id, name, wavelength, width] = columns;
  if (!id || !name || !wavelength) return [];
  const wanted = [id, name, wavelength, ...(width ? [width] : [])].map((column) => column.name);
  const answer = await querySync(tap, `SELECT ${wanted.join(", ")} FROM ${table.name} ORDER BY ${id.name}`, { maxrec: 500 });
  const nm = factor(wavelength.unit);
  return answer.rows.map((row) => ({
    name: String(row[1]),
    index: Number(row[0]),
    wavelengthNm: row[2] === null ? null : Number(row[2]) * nm,
    widthNm: row[3] == null ? null : Number(row[3]) * factor(width?.unit ?? null),
    color: null,
    description: null,
  }));
}

function role(table: Table, ucd: string): Column | null {
  const wanted = ucd.split(";");
  return (table.columns ?? []).find((column) => wanted.every((word) => wordsOf(column).includes(word))) ?? null;
}

/** Nanometres of one unit of length. */
function factor(unit: string | null): number {
  return { m: 1e9, um: 1e3, Angstrom: 0.1, nm: 1 }[unit ?? "nm"] ?? 1;
}
