// Reads the rows of a TABLEDATA element from text cut at any character (VOTable 1.4, 5.1).
import { nextTag } from "./tags.ts";
import type { RowSink } from "./row-sink.ts";

export class TableDataReader {
  private text = "";
  private column = -1;
  private cellFrom = -1;

  /** `decode` replaces the entities and character references of XML. */
  constructor(private readonly sink: RowSink, private readonly decode: (text: string) => string) {}

  /** Takes more text; answers what follows the closing tag of TABLEDATA, or null while it has not come. */
  push(piece: string): string | null {
    this.text += piece;
    let from = Math.max(0, this.cellFrom);
    let kept = from;
    for (;;) {
      const tag = nextTag(this.text, from);
      if (tag === null) break;
      from = tag.to;
      if (tag.name === "TABLEDATA" && tag.kind === "close") return this.finish(tag.from);
      this.take(tag.name, tag.kind, tag.from, tag.to);
      kept = this.cellFrom >= 0 ? this.cellFrom : from;
    }
    this.text = this.text.slice(kept);
    if (this.cellFrom >= 0) this.cellFrom = 0;
    return null;
  }

  /** Says that the stream is at its end without a closing tag. */
  end(): void {
    throw new Error(`The table ends after row ${this.sink.rows}, before its closing tag.`);
  }

  private take(name: string, kind: "open" | "close" | "empty", from: number, to: number): void {
    if (name === "TR") {
      if (kind === "open") this.column = 0;
      else this.endRow();
    } else if (name === "TD" && kind === "open") {
      this.cellFrom = to;
    } else if (name === "TD") {
      this.addCell(kind === "empty" ? "" : this.content(this.text.slice(this.cellFrom, from)));
      this.cellFrom = -1;
    }
  }

  private addCell(text: string): void {
    const column = this.sink.columns[this.column];
    if (!column) throw new Error(`Row ${this.sink.rows + 1} has more cells than the table has columns (${this.sink.columns.length}).`);
    column.addText(text);
    this.column++;
  }

  private endRow(): void {
    while (this.column < this.sink.columns.length) this.addCell("");
    this.sink.added(1);
  }

  private content(raw: string): string {
    if (!raw.includes("<")) return raw.includes("&") ? this.decode(raw) : raw;
    const parts = raw.replace(/<!--[^]*?-->/g, "").split(/<!\[CDATA\[([^]*?)\]\]>/);
    return parts.map((part, index) => (index % 2 === 1 ? part : this.decode(part))).join("");
  }

  private finish(end: number): string {
    const rest = this.text.slice(end);
    this.text = "";
    return rest;
  }
}
