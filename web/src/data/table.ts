// How a table gets into memory: a worker reads the answer of a service and hands chunks over.
import workerUrl from "worker:./load.worker.ts";
import { ServiceError } from "../vo/http.ts";
import { Table } from "./rows.ts";
import { startWorker } from "./worker.ts";
import type { FromWorker, ToWorker } from "./load.worker.ts";

export { Table, type Shortfall } from "./rows.ts";

/** Where a table is. With `form` it is a POST. */
export interface Source {
  url: string;
  method?: "GET" | "POST";
  form?: Record<string, string | string[] | undefined> | URLSearchParams;
  accept?: string;
}

/** Told at most about ten times a second. */
export interface Progress {
  /** Grows while it is read; null until its columns are known. */
  table: Table | null;
  rows: number;
  /** Bytes that have come, after the browser unpacked them. */
  bytes: number;
}

/** Bytes that may be on their way to the worker when the page passes an answer on. */
const PUMP_BYTES = 4 << 20;

/**
 * Reads a table. If `signal` ends it after its columns are known, the rows so far are the answer.
 * `rowsMax`: the reading stops there, and `shortfall` says so. Throws ServiceError if the service refuses.
 */
export function load(
  source: string | Source | Response, onProgress: (progress: Progress) => void = () => {}, signal?: AbortSignal, rowsMax = Infinity,
): Promise<Table> {
  const worker = startWorker(workerUrl);
  return new Promise<Table>((resolve, reject) => {
    let table: Table | null = null;
    const stop = (): void => (table ? worker.postMessage({ type: "stop" } satisfies ToWorker) : reject(abortError(signal!)));
    if (signal?.aborted) return reject(abortError(signal));
    signal?.addEventListener("abort", stop);
    worker.onerror = event => reject(new Error(`The reader of tables failed: ${event.message}`));
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === "head") table = new Table(data.answer.fields, data.shift, data.answer);
      else if (data.type === "part") table!.add(data.part);
      else if (data.type === "progress") onProgress({ table, rows: data.rows, bytes: data.bytes });
      else if (data.type === "error") reject(data.service ? serviceError(data.service) : new Error(data.message));
      else if (data.type === "end") {
        table!.finish(data.answer, data.shortfall);
        onProgress({ table, rows: data.rows, bytes: data.bytes });
        resolve(table!);
      }
    };
    if (source instanceof Response) void pump(source, worker, rowsMax);
    else worker.postMessage({ type: "read", request: request(source), rowsMax } satisfies ToWorker);
  }).finally(() => worker.terminate());
}

function request(source: string | Source): Extract<ToWorker, { type: "read" }>["request"] {
  const { url, method, form, accept } = typeof source === "string" ? { url: source } as Source : source;
  const pairs = form instanceof URLSearchParams ? [...form] : Object.entries(form ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).filter(one => one !== undefined).map(one => [name, one] as [string, string]));
  return { url: new URL(url, location.href).href, method: method ?? (form ? "POST" : "GET"), form: form ? pairs : null, accept };
}

/** Passes the bytes of an answer on, never many more than the worker has taken. */
async function pump(response: Response, worker: Worker, rowsMax: number): Promise<void> {
  worker.postMessage({ type: "take", rowsMax } satisfies ToWorker);
  const reader = response.body!.getReader();
  let waiting = 0;
  let wake = (): void => {};
  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
    if (data.type === "taken") waiting -= data.bytes;
    if (data.type === "end" || data.type === "error") void reader.cancel();
    wake();
  });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      waiting += value.byteLength;
      const bytes = value.byteLength === value.buffer.byteLength ? value : value.slice();
      worker.postMessage({ type: "bytes", bytes } satisfies ToWorker, [bytes.buffer]);
      while (waiting > PUMP_BYTES) await new Promise<void>(done => (wake = done));
    }
    worker.postMessage({ type: "done", problem: null } satisfies ToWorker);
  } catch (error) {
    worker.postMessage({ type: "done", problem: String(error) } satisfies ToWorker);
  }
}

function serviceError(told: { message: string; status: number; url: string } & Partial<ServiceError>): ServiceError {
  return Object.assign(new ServiceError(told.message, told.status, told.url), told);
}

function abortError(signal: AbortSignal): unknown {
  return signal.reason ?? new DOMException("Stopped.", "AbortError");
}
