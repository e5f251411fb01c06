// Reads a VOTable while it arrives: the head at once, rows in chunks, at last what stands behind the table.
import { Base64Decoder } from "./base64.ts";
import { BinaryReader } from "./binary2.ts";
import { RowSink, type Part } from "./row-sink.ts";
import { TableDataReader } from "./tabledata.ts";
import { nextTag, type Tag } from "./tags.ts";
import { number } from "../words/number.ts";
import { readVotable, type Answer } from "./votable.ts";
import { decode } from "./xml.ts";

/** A head longer than this is not a table's. */
const HEAD_MAX = 64 << 20;
const SERIALIZATIONS = ["TABLEDATA", "BINARY", "BINARY2", "FITS"];

/** What the reader hands on, in this order: one head, parts, one tail. */
export interface Listener {
  /** Columns and what stands before the rows; `answer.rows` is empty. `shift`: full chunks have 2 to this power rows. */
  head(answer: Answer, shift: number): void;
  part(part: Part): void;
  /** The whole document without its rows: its status says whether rows were cut off. */
  tail(answer: Answer): void;
}

export class VotableStream {
  private readonly text = new TextDecoder("utf-8");
  private readonly open: string[] = [];
  private head = "";
  private tail = "";
  private scanned = 0;
  private data: "before" | "binary" | "text" | "after" = "before";
  private serialization = "";
  private sink: RowSink | undefined;
  private readonly base64 = new Base64Decoder();
  private binary: BinaryReader | undefined;
  private tableData: TableDataReader | undefined;

  constructor(private readonly listener: Listener) {}

  get rows(): number {
    return this.sink?.rows ?? 0;
  }

  /** Takes the next bytes of the document; throws if they cannot be part of one. */
  push(bytes: Uint8Array): void {
    this.take(this.text.decode(bytes, { stream: true }));
  }

  /** Shows the rows that do not fill a chunk yet. */
  peek(): void {
    if (this.data === "binary" || this.data === "text") this.sink?.peek();
  }

  /** Says that no more comes; rows so far are handed on also if this throws because the document is not whole. */
  end(): void {
    this.sink?.end();
    if (this.data === "binary") throw new Error(cut(this.rows));
    if (this.data === "text") this.tableData!.end();
    const document = this.head + this.tail;
    if (document.trim() === "") throw new Error("The answer is empty.");
    let answer: Answer;
    try {
      answer = readVotable(document);
    } catch (error) {
      throw this.data === "after" ? new Error(cut(this.rows)) : error;
    }
    if (this.data === "before") this.listener.head(answer, 0);
    this.listener.tail(answer);
  }

  /** Hands on what has come and takes no more. */
  stop(): void {
    this.sink?.end();
  }

  private take(piece: string): void {
    if (this.data === "before") this.takeHead(piece);
    else if (this.data === "binary") this.takeBinary(piece);
    else if (this.data === "text") this.takeText(piece);
    else this.tail += piece;
  }

  private takeHead(piece: string): void {
    this.head += piece;
    if (this.head.length > HEAD_MAX) throw new Error("The answer has no table in its first 64 MB.");
    for (;;) {
      const tag = nextTag(this.head, this.scanned);
      if (tag === null) return;
      this.scanned = tag.to;
      this.follow(tag);
      if (this.beginsData(tag)) return this.begin(tag.to);
    }
  }

  private follow(tag: Tag): void {
    if (tag.kind === "open") this.open.push(tag.qualified);
    else if (tag.kind === "close") this.open.pop();
    if (SERIALIZATIONS.includes(tag.name) && tag.kind === "open") this.serialization = tag.name;
  }

  /** Whether rows begin behind this tag: that of TABLEDATA, or that of the STREAM of the binary serializations. */
  private beginsData(tag: Tag): boolean {
    if (tag.name === "TABLEDATA") return tag.kind === "open";
    if (tag.name !== "STREAM") return false;
    const text = this.head.slice(tag.from, tag.to);
    if (this.serialization === "FITS") throw new Error("The table is in FITS, which this page does not read. It can be downloaded.");
    if (/\shref\s*=/.test(text)) throw new Error("The rows are in a document of their own, which this page does not read.");
    if (!/\sencoding\s*=\s*["']base64["']/.test(text)) throw new Error("The rows are in an encoding that is not base64.");
    return tag.kind === "open";
  }

  private begin(at: number): void {
    const rest = this.head.slice(at);
    this.head = this.head.slice(0, at);
    const closing = this.open.toReversed().map(name => `</${name}>`).join("");
    const answer = readVotable(this.head + closing);
    this.sink = new RowSink(answer.fields, part => this.listener.part(part));
    if (this.serialization === "TABLEDATA") {
      this.tableData = new TableDataReader(this.sink, decode);
      this.data = "text";
    } else {
      this.binary = new BinaryReader(this.sink, this.serialization === "BINARY2");
      this.data = "binary";
    }
    this.listener.head(answer, this.sink.shift);
    this.take(rest);
  }

  private takeBinary(piece: string): void {
    const end = piece.indexOf("<");
    this.binary!.push(this.base64.push(end < 0 ? piece : piece.slice(0, end)));
    if (end < 0) return;
    this.binary!.push(this.base64.end());
    this.binary!.end();
    this.data = "after";
    this.tail = piece.slice(end);
  }

  private takeText(piece: string): void {
    const rest = this.tableData!.push(piece);
    if (rest === null) return;
    this.data = "after";
    this.tail = rest;
  }
}

function cut(rows: number): string {
  return `The document ends after ${number(rows)} ${rows === 1 ? "row" : "rows"}.`;
}
