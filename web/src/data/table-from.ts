// A table of an answer that is in memory already.
import { RowSink } from "../vo/row-sink.ts";
import type { Answer } from "../vo/votable.ts";
import { cellText } from "./cell-text.ts";
import { Table } from "./rows.ts";

/** A small answer, such as that of `querySync`, as a table for the panels. */
export function tableFrom(answer: Answer): Table {
  const sink = new RowSink(answer.fields, part => table.add(part));
  const table = new Table(answer.fields, sink.shift, answer);
  for (const row of answer.rows) {
    row.forEach((cell, index) => sink.columns[index]!.addText(cellText(cell)));
    sink.added(1);
  }
  sink.end();
  table.finish(answer, answer.status === "OVERFLOW" ? { kind: "overflow", message: "" } : null);
  return table;
}
