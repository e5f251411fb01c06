// Names of the elements of array columns, as the tables of a TAP service tell them (an extension: may be absent).
import { ask } from "../vo/http.ts";
import type { Column } from "./columns.ts";
import type { Table } from "./table.ts";

/** An element of an enumeration. */
export interface Element {
  name: string;
  /** From 1, as in ADQL. */
  index: number;
  wavelength_nm?: number | null;
  color?: string | null;
}

interface Told {
  schemas?: { tables?: { columns?: { name: string; enumeration?: string | null }[] }[] }[];
  enumerations?: Record<string, Element[]>;
}

export class Enumerations {
  private readonly byColumn = new Map<string, string>();

  constructor(private readonly told: Told = {}) {
    const columns = told.schemas?.flatMap(schema => schema.tables ?? []).flatMap(table => table.columns ?? []) ?? [];
    for (const { name, enumeration } of columns) if (enumeration) this.byColumn.set(name.toLowerCase(), enumeration);
  }

  /** The elements of an array column, by its name; undefined if its length is not that of the enumeration. */
  of(column: Column): { enumeration: string; elements: Element[] } | undefined {
    const enumeration = this.byColumn.get(column.field.name.toLowerCase());
    const elements = enumeration ? this.told.enumerations?.[enumeration] : undefined;
    return enumeration && elements && column.isArray && elements.length === column.layout.count ? { enumeration, elements } : undefined;
  }

  /** Place (from 1) of an element; letters of any case. */
  place(enumeration: string, name: string): number | null {
    const known = Object.entries(this.told.enumerations ?? {}).find(([one]) => one.toLowerCase() === enumeration.toLowerCase());
    return known?.[1].find(element => element.name.toLowerCase() === name.toLowerCase())?.index ?? null;
  }

  /** A colour from the blue third of the wavelengths to the red one; null if no wavelengths are known. */
  ends(column: Column): { blue: number; red: number } | null {
    const elements = this.of(column)?.elements.filter(element => element.wavelength_nm).toSorted((a, b) => a.wavelength_nm! - b.wavelength_nm!);
    if (!elements || elements.length < 2) return null;
    const near = (nm: number): Element => elements.reduce((best, one) => (Math.abs(one.wavelength_nm! - nm) < Math.abs(best.wavelength_nm! - nm) ? one : best));
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
    told = ask(`${tap}/tables?RESPONSEFORMAT=json`, { accept: "application/json" })
      .then(answer => (answer.headers.get("Content-Type")?.includes("json") ? answer.json() as Promise<Told> : {}))
      .then(all => new Enumerations(all), () => new Enumerations());
    known.set(tap, told);
  }
  return told;
}
