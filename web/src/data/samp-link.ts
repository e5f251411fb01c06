// Links a table on a page with the same table in other programs: selected rows and the marked row, in and out by SAMP.

import type { Received, SampBus } from "../samp-bus.ts";

/** More selected rows than this are not told to others: a message holds each row as text. */
export const ROWS_MAX = 100_000;

/** Selections change while a box is drawn; others hear of it this many milliseconds after the last change. */
const SETTLE_MS = 150;

/** How other programs know the table: the names it was sent or received under. */
export interface TableName {
  /** `table-id` of SAMP. */
  id: string;
  url: string;
}

/** What a link needs of a page's `Selection`; rows are zero-based, in the order of the table's address. */
export interface LinkedRows extends EventTarget {
  readonly count: number;
  rows(): Iterable<number>;
  setRows(rows: Iterable<number>): void;
  /** The marked row; null for none. */
  readonly highlighted: number | null;
  highlight(row: number | null): void;
}

/** Is told how many rows are selected whenever others were to hear of it; above ROWS_MAX they did not. */
export type Told = (count: number) => void;

/**
 * Links a selection (events `change` and `highlight`) until the answered function is called.
 * Rows and the marked row that others tell of are not told back to them.
 */
export function linkRows(bus: SampBus, rows: LinkedRows, table: TableName, told: Told): () => void {
  const outgoing = new Outgoing(bus, rows, table, told);
  const offs = [
    bus.on("table.select.rowList", (message) => isOf(message, table) && outgoing.quietly(() => rows.setRows(rowList(message)))),
    bus.on("table.highlight.row", (message) => isOf(message, table) && outgoing.quietly(() => rows.highlight(rowOf(message.params["row"])))),
  ];
  rows.addEventListener("change", outgoing.changed);
  rows.addEventListener("highlight", outgoing.marked);
  return () => {
    offs.forEach((off) => off());
    outgoing.stop();
    rows.removeEventListener("change", outgoing.changed);
    rows.removeEventListener("highlight", outgoing.marked);
  };
}

/** Takes positions that others point at until the answered function is called; degrees, ICRS. */
export function followPositions(bus: SampBus, go: (ra: number, dec: number, sender: string) => boolean | void): () => void {
  return bus.on("coord.pointAt.sky", (message, sender) => {
    const [ra, dec] = [degrees(message.params["ra"]), degrees(message.params["dec"])];
    if (ra === null || dec === null || Math.abs(dec) > 90) throw new Error("ra and dec are to be numbers, in degrees");
    return go(((ra % 360) + 360) % 360, dec, sender);
  });
}

/** Tells others of a position; quiet while there is no connection. */
export async function pointAt(bus: SampBus, ra: number, dec: number): Promise<void> {
  if (bus.state.kind === "connected") await bus.send("coord.pointAt.sky", { ra: ra.toFixed(7), dec: dec.toFixed(7) });
}

class Outgoing {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isQuiet = false;

  constructor(
    private readonly bus: SampBus,
    private readonly rows: LinkedRows,
    private readonly table: TableName,
    private readonly told: Told,
  ) {}

  /** Changes by `change` are not told to others. */
  quietly(change: () => void): void {
    this.#isQuiet = true;
    try {
      change();
    } finally {
      this.#isQuiet = false;
    }
  }

  readonly changed = (): void => {
    clearTimeout(this.#timer);
    if (!this.#isQuiet) this.#timer = setTimeout(() => this.#tellRows(), SETTLE_MS);
  };

  readonly marked = (): void => {
    const row = this.rows.highlighted;
    if (!this.#isQuiet && row !== null) this.#tell("table.highlight.row", { row: String(row) });
  };

  stop(): void {
    clearTimeout(this.#timer);
  }

  #tellRows(): void {
    this.told(this.rows.count);
    if (this.rows.count <= ROWS_MAX) this.#tell("table.select.rowList", { "row-list": Array.from(this.rows.rows(), String) });
  }

  #tell(mtype: string, what: Record<string, string | string[]>): void {
    if (this.bus.state.kind !== "connected") return;
    // A hub that goes in this moment is found out by the bus; a lost selection is made again by the next change.
    this.bus.send(mtype, { "table-id": this.table.id, url: this.table.url, ...what }).catch(() => undefined);
  }
}

/** A message names the table by its id, its address, or both (SAMP MTypes, table.highlight.row). */
function isOf({ params }: Received, table: TableName): boolean {
  return params["table-id"] === undefined ? params["url"] === table.url : params["table-id"] === table.id;
}

function rowList({ params }: Received): number[] {
  const list = params["row-list"];
  if (!Array.isArray(list)) throw new Error("row-list is to be a list of row numbers");
  return list.map((row) => {
    const number = rowOf(row);
    if (number === null) throw new Error(`not a row number: ${String(row)}`);
    return number;
  });
}

function rowOf(value: unknown): number | null {
  return typeof value === "string" && /^\s*\+?\d+\s*$/.test(value) ? Number(value) : null;
}

function degrees(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}
