// What the page asks of the worker for long tasks, with the columns that it needs.
import workerUrl from "worker:./sort.worker.ts";
import { breathe, type Column } from "./columns.ts";
import type { Program } from "./expression.ts";
import type { Condition, Keys } from "./order.ts";
import type { Done, Task } from "./sort.worker.ts";
import type { Table } from "./table.ts";
import { startWorker } from "./worker.ts";

/** A column by which rows are ordered; `element` (from 0) of an array column. */
export interface Order {
  column: number;
  element: number;
  isDescending: boolean;
}

/** Rows that a column lets through. */
export interface Filter {
  column: number;
  element: number;
  condition: Condition;
}

let worker: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();

/** The rows that pass all filters, in the order asked for. */
export async function arrange(table: Table, order: Order | null, filters: Filter[]): Promise<Uint32Array> {
  const conditions = [];
  for (const { column, element, condition } of filters) conditions.push({ condition, keys: await keysOf(table.column(column), element) });
  const sort = order && { isDescending: order.isDescending, keys: await keysOf(table.column(order.column), order.element) };
  return ask<"arrange">({ do: "arrange", length: table.length, conditions, sort });
}

/** The values of an expression for every row. */
export async function valuesOf(table: Table, program: Program): Promise<Float64Array> {
  const inputs = [];
  for (const { column, element } of program.inputs) inputs.push(await table.column(column).numbers(element));
  if (program.steps.length === 1 && inputs.length === 1) return inputs[0]!;
  return ask<"evaluate">({ do: "evaluate", steps: program.steps, inputs, length: table.length });
}

/** Positions on a plane that shows all of them. */
export async function positionsOf(lon: Column, lat: Column): Promise<Done["project"]> {
  return ask<"project">({ do: "project", lon: await lon.numbers(), lat: await lat.numbers(), projection: null });
}

async function keysOf(column: Column, element: number): Promise<Keys> {
  if (column.layout.kind === "text") return textKeys(column);
  if (column.layout.kind !== "long" || !column.layout.scalar) return { kind: "number", values: await column.numbers(element) };
  const values = new BigInt64Array(column.length);
  const nulls = new Uint8Array((column.length + 7) >> 3);
  column.chunks.forEach((chunk, index) => {
    const first = index << column.shift;
    values.set(chunk.values as BigInt64Array, first);
    if (chunk.nulls) nulls.set(chunk.nulls, first >> 3);
  });
  return { kind: "long", values, nulls };
}

/** Text of all chunks in one piece; text of two bytes a letter is made UTF-8, so that its bytes are in order. */
async function textKeys(column: Column): Promise<Keys> {
  const offsets = new Uint32Array(column.length + 1);
  const pieces: Uint8Array[] = [];
  const isWide = column.layout.datatype === "unicodeChar";
  let row = 0;
  let total = 0;
  for (const chunk of column.chunks) {
    const bytes = chunk.values as Uint8Array;
    for (let i = 0; i < chunk.rows; i++) {
      const cell = isWide ? new TextEncoder().encode(String(column.get(row) ?? "")) : null;
      if (cell) pieces.push(cell);
      total += cell ? cell.length : chunk.offsets![i + 1]! - chunk.offsets![i]!;
      offsets[++row] = total;
    }
    if (!isWide) pieces.push(bytes.subarray(0, chunk.offsets![chunk.rows]));
    await breathe();
  }
  const joined = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return { kind: "text", bytes: joined, offsets };
}

function ask<Name extends keyof Done>(task: Task): Promise<Done[Name]> {
  worker ??= start();
  const id = ++lastId;
  const buffers = new Set<ArrayBufferLike>();
  collect(task, buffers);
  return new Promise<Done[Name]>((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker!.postMessage({ id, task }, [...buffers] as ArrayBuffer[]);
  });
}

function start(): Worker {
  const made = startWorker(workerUrl);
  made.onmessage = ({ data }: MessageEvent<{ id: number; result: never; problem?: string }>) => {
    const { resolve, reject } = waiting.get(data.id)!;
    waiting.delete(data.id);
    if (data.problem === undefined) resolve(data.result);
    else reject(new Error(data.problem));
  };
  made.onerror = event => {
    for (const { reject } of waiting.values()) reject(new Error(`The sorting of the table failed: ${event.message}`));
    waiting.clear();
    worker = undefined;
  };
  return made;
}

/** The memory of all arrays in a task: it moves to the worker, since each array was copied for it. */
function collect(value: unknown, buffers: Set<ArrayBufferLike>): void {
  if (ArrayBuffer.isView(value)) buffers.add(value.buffer);
  else if (value && typeof value === "object") for (const one of Object.values(value)) collect(one, buffers);
}
