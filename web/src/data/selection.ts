// The rows that are selected, and the one that is pointed at: one for all views of a table.

/** Events: `change` when the selected rows change, `highlight` when the pointed row does. */
export class Selection extends EventTarget {
  /** 1 for each selected row. Read only: the methods below change it and tell. */
  mask: Uint8Array;
  count = 0;
  highlighted: number | null = null;
  /** What was last selected as a condition of ADQL; null if no condition says the same. */
  condition: string | null = null;

  constructor(public length = 0) {
    super();
    this.mask = new Uint8Array(length);
  }

  /** Makes room for rows that have arrived; selected ones stay. */
  grow(length: number): void {
    if (length === this.length) return;
    const mask = new Uint8Array(length);
    mask.set(this.mask.subarray(0, Math.min(length, this.length)));
    this.mask = mask;
    this.length = length;
    this.count = sum(mask);
  }

  has(row: number): boolean {
    return this.mask[row] === 1;
  }

  /** Selects the rows of the mask, besides those selected already if `adds`. `condition` says the same in ADQL. */
  set(mask: Uint8Array, { adds = false, condition = null }: { adds?: boolean; condition?: string | null } = {}): void {
    if (adds) for (let row = 0; row < this.length; row++) this.mask[row]! |= mask[row]!;
    else this.mask = mask;
    const hadRows = this.count > 0;
    this.count = sum(this.mask);
    if (!adds || !hadRows) this.condition = condition;
    else this.condition = this.condition && condition ? `(${this.condition}) OR (${condition})` : null;
    this.changed();
  }

  /** Selects rows by their numbers; others no longer. */
  setRows(rows: Iterable<number>): void {
    const mask = new Uint8Array(this.length);
    for (const row of rows) if (row >= 0 && row < this.length) mask[row] = 1;
    this.set(mask);
  }

  toggle(row: number): void {
    this.mask[row]! ^= 1;
    this.count += this.mask[row]! ? 1 : -1;
    this.condition = null;
    this.changed();
  }

  clear(): void {
    if (this.count === 0) return;
    this.set(new Uint8Array(this.length));
  }

  invert(): void {
    const mask = this.mask.map(one => 1 - one);
    this.set(mask, { condition: this.condition ? `NOT (${this.condition})` : null });
  }

  /** The selected rows in order. */
  rows(limit = Infinity): Uint32Array {
    const rows = new Uint32Array(Math.min(this.count, limit));
    for (let row = 0, found = 0; row < this.length && found < rows.length; row++) if (this.mask[row]) rows[found++] = row;
    return rows;
  }

  highlight(row: number | null): void {
    if (row === this.highlighted) return;
    this.highlighted = row;
    this.dispatchEvent(new Event("highlight"));
  }

  private changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}

function sum(mask: Uint8Array): number {
  let count = 0;
  for (let row = 0; row < mask.length; row++) count += mask[row]!;
  return count;
}
