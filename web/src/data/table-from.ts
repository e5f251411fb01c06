// Tables of what is in memory already: a small answer, or the bytes of a document.
import { RowSink } from "../vo/row-sink.ts";
import { VotableStream } from "../vo/votable-stream.ts";
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

/** The table of a VOTable in any serialization. Throws if the document has none, or is not whole. */
export function tableOf(document: Uint8Array): Table {
  const tables: Table[] = [];
  const stream = new VotableStream({
    head: (answer, shift) => tables.push(new Table(answer.fields, shift, answer)),
    part: part => tables[0]!.add(part),
    tail: answer => tables[0]!.finish(answer, null),
  });
  stream.push(document);
  stream.end();
  return tables[0]!;
}
