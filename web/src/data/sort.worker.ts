// Worker for what takes long over many rows: order, ranges, expressions, projections.
import { evaluate, type Step } from "./expression.ts";
import { everyRow, keep, order, type Condition, type Keys } from "./order.ts";
import { project, type Projection } from "./projection.ts";
import { spreadOf, type Spread } from "./spread.ts";

export type Task =
  | { do: "arrange"; length: number; conditions: { keys: Keys; condition: Condition }[]; sort: { keys: Keys; isDescending: boolean } | null }
  | { do: "evaluate"; steps: Step[]; inputs: Float64Array[]; length: number }
  | { do: "project"; lon: Float64Array; lat: Float64Array; projection: Projection | null };

/** Values, and over which range they spread. */
export interface Values extends Spread {
  values: Float64Array;
}

/** What each task answers, by its name. */
export interface Done {
  arrange: Uint32Array;
  evaluate: Values;
  project: { x: Values; y: Values; projection: Projection };
}

self.onmessage = ({ data: { id, task } }: MessageEvent<{ id: number; task: Task }>) => {
  try {
    const result = run(task);
    (self as unknown as Worker).postMessage({ id, result }, buffersOf(result));
  } catch (error) {
    self.postMessage({ id, problem: error instanceof Error ? error.message : String(error) });
  }
};

function run(task: Task): Done[keyof Done] {
  // Answers take the memory of what came, which nobody else has: a worker that rests would keep both.
  if (task.do === "evaluate") return withSpread(evaluate(task, task.inputs, task.length, task.inputs[0]));
  if (task.do === "project") {
    const { x, y, projection } = project(task.lon, task.lat, task.projection, task.lon, task.lat);
    return { x: withSpread(x), y: withSpread(y), projection };
  }
  const kept = task.conditions.reduce((rows, { keys, condition }) => keep(rows, keys, condition), everyRow(task.length));
  return task.sort ? order(kept, task.sort.keys, task.sort.isDescending) : kept;
}

function withSpread(values: Float64Array): Values {
  return { values, ...spreadOf(values) };
}

function buffersOf(result: Done[keyof Done]): Transferable[] {
  if (result instanceof Uint32Array) return [result.buffer];
  return "x" in result ? [result.x.values.buffer, result.y.values.buffer] : [result.values.buffer];
}
