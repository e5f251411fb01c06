// Names of the elements of array columns, as the tables of a TAP service tell them; a service need not.
import { tables, type Element, type TableSet } from "../vo/vosi.ts";
import type { Column } from "./columns.ts";
import type { Table } from "./rows.ts";

export class Enumerations {
  private readonly byColumn = new Map<string, string>();

  constructor(private readonly told: TableSet = { schemas: [], enumerations: [] }) {
    const columns = told.schemas.flatMap(schema => schema.tables).flatMap(table => table.columns ?? []);
    for (const { name, enumeration } of columns) if (enumeration) this.byColumn.set(name.toLowerCase(), enumeration);
  }

  /** The elements of an array column, by its name; undefined if its length is not that of the enumeration. */
  of(column: Column): { enumeration: string; elements: Element[] } | undefined {
    const enumeration = this.byColumn.get(column.field.name.toLowerCase());
    const elements = this.told.enumerations.find(one => one.name === enumeration)?.elements;
    return enumeration && elements && column.isArray && elements.length === column.layout.count ? { enumeration, elements } : undefined;
  }

  /** Place (from 1) of an element; letters of any case. */
  place(enumeration: string, name: string): number | null {
    const known = this.told.enumerations.find(one => one.name.toLowerCase() === enumeration.toLowerCase());
    return known?.elements.find(element => element.name.toLowerCase() === name.toLowerCase())?.index ?? null;
  }

  /** The elements (from 0) of a colour like g-r; null if no wavelengths are known. */
  ends(column: Column): { blue: number; red: number } | null {
    const elements = this.of(column)?.elements.filter(element => element.wavelengthNm !== null).toSorted((a, b) => a.wavelengthNm! - b.wavelengthNm!);
    if (!elements || elements.length < 2) return null;
    const near = (nm: number): Element => elements.reduce((best, one) => (Math.abs(one.wavelengthNm! - nm) < Math.abs(best.wavelengthNm! - nm) ? one : best));
    const [blue, red] = [near(480), near(625)];
    return blue === red ? { blue: elements[0]!.index - 1, red: elements.at(-1)!.index - 1 } : { blue: blue.index - 1, red: red.index - 1 };
  }
}

const known = new Map<string, Promise<Enumerations>>();

/** The enumerations of a TAP service, asked once; none if it does not tell any. */
export function enumerationsOf(tap: string | null, table: Table): Promise<Enumerations> {
  if (!tap || !table.columns.some(column => column.isArray)) return Promise.resolve(new Enumerations());
  let told = known.get(tap);
  if (!told) {
    // Without the names the elements have numbers, so a service that fails here is not an error.
    told = tables(tap, "max").then(set => new Enumerations(set), () => new Enumerations());
    known.set(tap, told);
  }
  return told;
}
