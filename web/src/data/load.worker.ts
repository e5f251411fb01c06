// Worker that fetches a table, reads it while it arrives and hands chunks to the page without copying them.
import { ask, ServiceError } from "../vo/http.ts";
import type { Part } from "../vo/row-sink.ts";
import { VotableStream } from "../vo/votable-stream.ts";
import type { Answer } from "../vo/votable.ts";
import type { Shortfall } from "./rows.ts";

export type ToWorker =
  | { type: "read"; request: { url: string; method: "GET" | "POST"; form: [string, string][] | null; accept?: string }; rowsMax: number }
  | { type: "take"; rowsMax: number }
  | { type: "bytes"; bytes: Uint8Array }
  | { type: "done"; problem: string | null }
  | { type: "stop" };

export type FromWorker =
  | { type: "head"; answer: Answer; shift: number }
  | { type: "part"; part: Part }
  | { type: "progress"; rows: number; bytes: number }
  | { type: "taken"; bytes: number }
  | { type: "end"; answer: Answer | null; shortfall: Shortfall | null; rows: number; bytes: number }
  | { type: "error"; message: string; service: ({ message: string; status: number; url: string } & Partial<ServiceError>) | null };

/** Time between two looks at rows that do not fill a chunk, ms: often at first, then seldom, since each copies them. */
const PEEK_MS = [100, 300, 1000];
const PROGRESS_MS = 100;

class Reading {
  private readonly stream: VotableStream;
  private readonly stopper = new AbortController();
  private bytes = 0;
  private toldAt = 0;
  private peekedAt = performance.now();
  private peeks = 0;
  private hasHead = false;
  private isOver = false;

  constructor(private readonly rowsMax: number) {
    this.stream = new VotableStream({
      head: (answer, shift) => {
        this.hasHead = true;
        tell({ type: "head", answer, shift });
      },
      part: part => {
        // Rows that come in whole chunks are shown as they come: no need to copy those between.
        this.peekedAt = performance.now();
        tell({ type: "part", part }, buffers(part));
      },
      tail: answer => this.end(answer, shortfallOf(answer)),
    });
  }

  async fetch(request: Extract<ToWorker, { type: "read" }>["request"]): Promise<void> {
    try {
      const form = request.form ? new URLSearchParams(request.form) : undefined;
      const answer = await ask(request.url, { method: request.method, form, accept: request.accept, signal: this.stopper.signal });
      const reader = answer.body!.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done || this.isOver) break;
        this.take(value);
      }
      this.done(null);
    } catch (error) {
      if (!this.isOver) this.fail(error);
    }
  }

  take(bytes: Uint8Array): void {
    if (this.isOver) return;
    try {
      this.bytes += bytes.byteLength;
      this.stream.push(bytes);
      if (this.stream.rows > this.rowsMax) this.stop({ kind: "rows-max", message: String(this.rowsMax) });
      else this.report();
    } catch (error) {
      this.fail(error);
    }
  }

  done(problem: string | null): void {
    if (this.isOver) return;
    try {
      if (problem !== null) throw new Error(problem);
      this.stream.end();
    } catch (error) {
      this.fail(error);
    }
  }

  stop(shortfall: Shortfall): void {
    if (this.isOver) return;
    this.stream.stop();
    this.end(null, shortfall);
    this.stopper.abort();
  }

  /** Rows that came stay: only an answer without a table is an error. */
  private fail(error: unknown): void {
    if (this.isOver) return;
    const message = error instanceof Error ? error.message : String(error);
    if (this.hasHead) {
      this.stream.stop();
      this.end(null, { kind: "broken", message });
      this.stopper.abort();
      return;
    }
    this.isOver = true;
    // An Error loses its own fields on the way to the page, so they go as a plain object.
    const service = error instanceof ServiceError ? { ...error, message, status: error.status, url: error.url } : null;
    tell({ type: "error", message, service });
  }

  private end(answer: Answer | null, shortfall: Shortfall | null): void {
    this.isOver = true;
    tell({ type: "end", answer, shortfall, rows: this.stream.rows, bytes: this.bytes });
  }

  private report(): void {
    const now = performance.now();
    if (this.hasHead && now - this.peekedAt > PEEK_MS[Math.min(this.peeks, PEEK_MS.length - 1)]!) {
      this.stream.peek();
      this.peeks++;
    }
    if (now - this.toldAt < PROGRESS_MS) return;
    this.toldAt = now;
    tell({ type: "progress", rows: this.stream.rows, bytes: this.bytes });
  }
}

let reading: Reading;

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "read") {
    reading = new Reading(data.rowsMax);
    void reading.fetch(data.request);
  } else if (data.type === "take") {
    reading = new Reading(data.rowsMax);
  } else if (data.type === "bytes") {
    const { byteLength } = data.bytes;
    reading.take(data.bytes);
    tell({ type: "taken", bytes: byteLength });
  } else if (data.type === "done") {
    reading.done(data.problem);
  } else {
    reading.stop({ kind: "stopped", message: "" });
  }
};

function tell(message: FromWorker, transfer: Transferable[] = []): void {
  (self as unknown as Worker).postMessage(message, transfer);
}

function buffers(part: Part): Transferable[] {
  return part.chunks.flatMap(chunk => [chunk.values, chunk.offsets, chunk.nulls].flatMap(array => (array ? [array.buffer] : [])));
}

function shortfallOf(answer: Answer): Shortfall | null {
  const told = answer.infos.filter(info => info.name === "QUERY_STATUS").at(-1);
  if (answer.status === "OVERFLOW") return { kind: "overflow", message: told?.text.trim() ?? "" };
  return answer.status === "ERROR" ? { kind: "error", message: told?.text.trim() ?? "" } : null;
}
