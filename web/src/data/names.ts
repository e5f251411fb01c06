// Reads the names of a TAP service into a catalogue, each when it is needed.
import { Catalogue } from "../adql/catalogue.ts";
import { missingTables } from "../adql/columns.ts";
import { readSelects } from "../adql/scope.ts";
import { examples, type Example } from "../vo/examples.ts";
import { tapCapability, type TapCapability } from "../vo/tapregext.ts";
import { table, tables } from "../vo/vosi.ts";

/** Events: `change`, whenever the catalogue has learnt something. */
export class Names extends EventTarget {
  readonly catalogue = new Catalogue();
  capability: TapCapability | null = null;
  examples: Example[] = [];
  isLoading = true;
  /** Why the tables could not be read; the other parts are left out in silence, since a query needs none of them. */
  error: unknown = null;
  readonly #asked = new Map<string, Promise<void>>();

  constructor(readonly tap: string) {
    super();
  }

  /** Reads the list of tables, the capabilities and the examples. */
  async load(): Promise<void> {
    this.isLoading = true;
    this.error = null;
    const lists = tables(this.tap, "min").then(
      (set) => {
        this.catalogue.setSchemas(set.schemas);
        this.catalogue.setEnumerations(set.enumerations);
      },
      (error: unknown) => (this.error = error),
    );
    const record = tapCapability(this.tap).then((told) => {
      this.capability = told;
      this.catalogue.setFunctions(told.functions);
    });
    const worked = examples(this.tap).then((found) => (this.examples = found));
    await Promise.allSettled([lists, record, worked]);
    this.isLoading = false;
    this.#tell();
  }

  /** Reads the columns of the tables that a text names. */
  async wantFor(text: string): Promise<void> {
    await this.want(missingTables(readSelects(text), this.catalogue));
  }

  /** Reads the columns of these tables, each once. */
  async want(names: string[]): Promise<void> {
    await Promise.all(names.map((name) => this.#once(name, () => this.#readTable(name))));
  }

  /** Reads the columns of all tables, once. */
  async wantAll(): Promise<void> {
    await this.#once("", async () => {
      const set = await tables(this.tap, "max");
      for (const known of set.schemas.flatMap((schema) => schema.tables)) if (known.columns !== null) this.catalogue.setTable(known);
      this.catalogue.setEnumerations(set.enumerations);
    });
  }

  async #readTable(name: string): Promise<void> {
    const found = await table(this.tap, name);
    this.catalogue.setTable(found.table);
    this.catalogue.setEnumerations(found.enumerations);
  }

  #once(key: string, read: () => Promise<void>): Promise<void> {
    const asked = this.#asked.get(key);
    if (asked !== undefined) return asked;
    const reading = read().then(
      () => this.#tell(),
      // The next time it is wanted it is asked for again.
      () => void this.#asked.delete(key),
    );
    this.#asked.set(key, reading);
    return reading;
  }

  #tell(): void {
    this.dispatchEvent(new Event("change"));
  }
}
