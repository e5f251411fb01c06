// A table in memory: its columns, what the answer said beside them, and why rows are missing.
import type { Part } from "../vo/row-sink.ts";
import type { Answer, Cell, Descriptor, Field, Info } from "../vo/votable.ts";
import { Column } from "./columns.ts";

/** Why rows are missing. */
export interface Shortfall {
  kind: "overflow" | "rows-max" | "stopped" | "broken" | "error";
  message: string;
}

export class Table {
  readonly columns: Column[];
  length = 0;
  infos: Info[];
  descriptors: Descriptor[] = [];
  status: Answer["status"];
  /** Null if all rows of the answer are here. */
  shortfall: Shortfall | null = null;
  isComplete = false;

  constructor(readonly fields: Field[], shift: number, answer: Pick<Answer, "infos" | "status">) {
    this.columns = fields.map((field, index) => new Column(field, index, shift));
    this.infos = answer.infos;
    this.status = answer.status;
  }

  column(index: number): Column {
    const column = this.columns[index];
    if (!column) throw new RangeError(`The table has no column ${index}.`);
    return column;
  }

  /** The column of this name, letters of any case. */
  named(name: string): Column | undefined {
    return this.columns.find(column => column.field.name === name)
      ?? this.columns.find(column => column.field.name.toLowerCase() === name.toLowerCase());
  }

  get(row: number, column: number): Cell {
    return this.column(column).get(row);
  }

  add(part: Part): void {
    this.columns.forEach((column, index) => column.add(part.first, part.chunks[index]!));
    this.length = part.first + part.rows;
  }

  finish(answer: Answer | null, shortfall: Shortfall | null): void {
    this.isComplete = true;
    this.shortfall = shortfall;
    if (!answer) return;
    this.infos = answer.infos;
    this.descriptors = answer.descriptors;
    this.status = answer.status;
  }
}
