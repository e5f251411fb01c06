// Worker for what takes long over many rows: order, ranges, expressions, projections.
import { evaluate, type Step } from "./expression.ts";
import { everyRow, keep, order, type Condition, type Keys } from "./order.ts";
import { project, type Projection } from "./projection.ts";

export type Task =
  | { do: "arrange"; length: number; conditions: { keys: Keys; condition: Condition }[]; sort: { keys: Keys; isDescending: boolean } | null }
  | { do: "evaluate"; steps: Step[]; inputs: Float64Array[]; length: number }
  | { do: "project"; lon: Float64Array; lat: Float64Array; projection: Projection | null };

/** What each task answers, by its name. */
export interface Done {
  arrange: Uint32Array;
  evaluate: Float64Array;
  project: { x: Float64Array; y: Float64Array; projection: Projection };
}

self.onmessage = ({ data: { id, task } }: MessageEvent<{ id: number; task: Task }>) => {
  try {
    const result = run(task);
    const buffers = "x" in result ? [result.x.buffer, result.y.buffer] : [result.buffer];
    (self as unknown as Worker).postMessage({ id, result }, buffers);
  } catch (error) {
    self.postMessage({ id, problem: error instanceof Error ? error.message : String(error) });
  }
};

function run(task: Task): Done[keyof Done] {
  if (task.do === "evaluate") return evaluate(task, task.inputs, task.length);
  if (task.do === "project") return project(task.lon, task.lat, task.projection);
  const kept = task.conditions.reduce((rows, { keys, condition }) => keep(rows, keys, condition), everyRow(task.length));
  return task.sort ? order(kept, task.sort.keys, task.sort.isDescending) : kept;
}
