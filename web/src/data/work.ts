// What the page asks of the worker for long tasks, with the columns that it needs.
import workerUrl from "worker:./sort.worker.ts";
import { breathe, type Column } from "./columns.ts";
import type { Program } from "./expression.ts";
import type { Condition, Keys } from "./order.ts";
import type { Table } from "./rows.ts";
import type { Done, Task, Values } from "./sort.worker.ts";
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
  const { length } = table;
  const conditions = [];
  for (const { column, element, condition } of filters) conditions.push({ condition, keys: await keysOf(table.column(column), element, length) });
  const sort = order && { isDescending: order.isDescending, keys: await keysOf(table.column(order.column), order.element, length) };
  return ask<"arrange">({ do: "arrange", length, conditions, sort });
}

/** The values of an expression for every row. */
export async function valuesOf(table: Table, program: Program): Promise<Values> {
  const { length } = table;
  const inputs = [];
  for (const { column, element } of program.inputs) inputs.push(await table.column(column).numbers(element, length));
  return ask<"evaluate">({ do: "evaluate", steps: program.steps, inputs, length });
}

/** Positions on a plane that shows all of them. */
export async function positionsOf(lon: Column, lat: Column): Promise<Done["project"]> {
  const { length } = lon;
  return ask<"project">({ do: "project", lon: await lon.numbers(0, length), lat: await lat.numbers(0, length), projection: null });
}

async function keysOf(column: Column, element: number, length: number): Promise<Keys> {
  if (column.layout.kind === "text") return textKeys(column, length);
  if (column.layout.kind !== "long" || !column.layout.scalar) return { kind: "number", values: await column.numbers(element, length) };
  const values = new BigInt64Array(length);
  const nulls = new Uint8Array((length + 7) >> 3);
  for (let first = 0; first < length; first += 1 << column.shift) {
    const chunk = column.chunks[first >> column.shift]!;
    values.set((chunk.values as BigInt64Array).subarray(0, length - first), first);
    if (chunk.nulls) nulls.set(chunk.nulls.subarray(0, nulls.length - (first >> 3)), first >> 3);
  }
  return { kind: "long", values, nulls };
}

/** Text of all chunks in one piece; text of two bytes a letter is made UTF-8, so that its bytes are in order. */
async function textKeys(column: Column, length: number): Promise<Keys> {
  const offsets = new Uint32Array(length + 1);
  const pieces: Uint8Array[] = [];
  const isWide = column.layout.datatype === "unicodeChar";
  const encoder = new TextEncoder();
  let total = 0;
  for (let row = 0; row < length; ) {
    const chunk = column.chunks[row >> column.shift]!;
    const rows = Math.min(chunk.rows, length - row);
    for (let i = 0; i < rows; i++) {
      const cell = isWide ? encoder.encode(String(column.get(row) ?? "")) : null;
      if (cell) pieces.push(cell);
      total += cell ? cell.length : chunk.offsets![i + 1]! - chunk.offsets![i]!;
      offsets[++row] = total;
    }
    if (!isWide) pieces.push((chunk.values as Uint8Array).subarray(0, chunk.offsets![rows]));
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
