// Orders, ranges, expressions, counts and projections of columns in memory.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countLine, countPlane, extent, inBox, inPolygon } from "../../src/data/count.ts";
import { compile, evaluate, ExpressionError, type Scope } from "../../src/data/expression.ts";
import { everyRow, keep, order, type Keys } from "../../src/data/order.ts";
import { project, unproject } from "../../src/data/projection.ts";
import { Selection } from "../../src/data/selection.ts";

/** Numbers that look random and are the same each time. */
function* numbers(seed = 1): Generator<number> {
  for (;;) yield (seed = (seed * 48271) % 2147483647) / 2147483647;
}

function textKeys(list: string[]): Keys {
  const bytes = new TextEncoder().encode(list.join(""));
  const offsets = new Uint32Array(list.length + 1);
  list.forEach((one, row) => (offsets[row + 1] = offsets[row]! + new TextEncoder().encode(one).length));
  return { kind: "text", bytes, offsets };
}

test("numbers are ordered as numbers, nulls last, equal rows as they were", () => {
  const random = numbers();
  const values = Float64Array.from({ length: 5000 }, (_, row) => (row % 11 === 0 ? NaN : Math.round((random.next().value! - 0.5) * 400) / (row % 3 === 0 ? 1e-9 : 7)));
  values.set([Infinity, -Infinity, 0, -0, Number.MIN_VALUE, -Number.MAX_VALUE], 1);
  const rows = [...everyRow(values.length)];
  for (const isDescending of [false, true]) {
    const sign = isDescending ? -1 : 1;
    const expected = rows.filter(row => !Number.isNaN(values[row]!)).sort((a, b) => {
      const [left, right] = [values[a]!, values[b]!];
      // -0 stands before 0: their bits differ.
      if (left === right) return left === 0 && !Object.is(left, right) ? sign * (Object.is(left, -0) ? -1 : 1) : a - b;
      return left < right ? -sign : sign;
    });
    const nulls = rows.filter(row => Number.isNaN(values[row]!));
    assert.deepEqual([...order(everyRow(values.length), { kind: "number", values }, isDescending)], [...expected, ...nulls]);
  }
});

test("longs are ordered by all their digits", () => {
  const values = BigInt64Array.from([9007199254740993n, 9007199254740992n, -1n, 0n, -9223372036854775808n, 9223372036854775807n]);
  assert.deepEqual([...order(everyRow(6), { kind: "long", values, nulls: Uint8Array.of(0b001000) }, false)], [4, 2, 1, 0, 5, 3]);
});

test("text is ordered by code points, beyond its first eight bytes too", () => {
  const list = ["J-PLUS 2", "J-PLUS 10", "", "J-PLUS 1", "α", "a", "B", "J-PLUS 123456", "J-PLUS 123455", "J-PLUS 1"];
  const expected = [...list.keys()].filter(row => list[row] !== "").sort((a, b) => (list[a]! < list[b]! ? -1 : list[a]! > list[b]! ? 1 : a - b));
  assert.deepEqual([...order(everyRow(list.length), textKeys(list), false)], [...expected, 2]);
  const down = [...order(everyRow(list.length), textKeys(list), true)].map(row => list[row]);
  assert.deepEqual(down, [...expected.map(row => list[row]).reverse(), ""]);
});

test("a range keeps its ends and drops nulls; text is found in any case", () => {
  const values = Float64Array.of(1, 2, NaN, 3, 4);
  assert.deepEqual([...keep(everyRow(5), { kind: "number", values }, { from: 2, to: 3 })], [1, 3]);
  assert.deepEqual([...keep(everyRow(5), { kind: "number", values }, { from: null, to: 2 })], [0, 1]);
  assert.deepEqual([...keep(everyRow(3), textKeys(["Vega", "Deneb", "novae"]), { text: "VE" })], [0]);
});

const SCOPE: Scope = {
  fields: [
    { name: "a", datatype: "double", unit: "mag", ucd: "phot.mag;em.opt.R" },
    { name: "MAG", datatype: "float", arraysize: "12", unit: "mag", ucd: "phot.mag" },
    { name: "odd name", datatype: "int" },
    { name: "t", datatype: "char", arraysize: "*" },
  ],
  element: (enumeration, name) => (enumeration === "jplus" && name === "rSDSS" ? 8 : null),
};

function value(text: string, inputs: Record<string, number> = {}): number {
  const program = compile(text, SCOPE);
  const values = program.inputs.map(({ column, element }) => Float64Array.of(inputs[`${SCOPE.fields[column]!.name}${element || ""}`]!));
  return evaluate(program, values, 1)[0]!;
}

test("expressions are computed as they are read in mathematics", () => {
  const cases: [string, number][] = [
    ["1 + 2 * 3", 7], ["(1 + 2) * 3", 9], ["2 ^ 3 ^ 2", 512], ["-2 ^ 2", -4], ["2 ^ -1", 0.5], ["10 - 4 - 3", 3], ["8 / 4 / 2", 1], ["log10(1000)", 3], ["sqrt(abs(-16))", 4], ["ln(1)", 0], ["1.5e1", 15],
  ];
  for (const [text, expected] of cases) assert.ok(Math.abs(value(text) - expected) < 1e-12, `${text} = ${value(text)}`);
  assert.equal(value("a - MAG[3]", { a: 20, MAG2: 18 }), 2);
  assert.equal(value('a * "odd name"', { a: 3, "odd name": 5 }), 15);
  assert.equal(value("A", { a: 3 }), 3);
  assert.ok(Number.isNaN(value("log10(a)", { a: -1 })));
});

test("elements have numbers and names; units and magnitudes are known", () => {
  assert.deepEqual(compile("MAG[jplus::rSDSS]", SCOPE).inputs, [{ column: 1, element: 7 }]);
  assert.deepEqual(compile("MAG[1] - MAG[1]", SCOPE).inputs, [{ column: 1, element: 0 }]);
  assert.equal(compile("a - MAG[1]", SCOPE).unit, "mag");
  assert.equal(compile("a * 2", SCOPE).unit, undefined);
  assert.equal(compile("MAG[2]", SCOPE).isMagnitude, true);
  assert.equal(compile("a - MAG[2]", SCOPE).isMagnitude, false);
});

test("a wrong expression says what is wrong, and where", () => {
  const cases: [string, RegExp, number, number][] = [
    ["a + b", /no column b/, 4, 5], ["MAG", /name an element/, 0, 3], ["MAG[13]", /elements 1 to 12/, 4, 6], ["MAG[jplus::J9999]", /jplus::J9999 is not known/, 4, 16],
    ["a[1]", /not an array/, 2, 3], ["t", /is text/, 0, 1], ["sin(a)", /no function sin/, 0, 3], ["a +", /missing at the end/, 3, 3], ["(a", /\) is missing/, 2, 2], ["a $", /no meaning/, 2, 3], ["a a", /not expected/, 2, 3],
  ];
  for (const [text, message, from, to] of cases) {
    assert.throws(() => compile(text, SCOPE), (error: unknown) => {
      assert.ok(error instanceof ExpressionError);
      assert.match(error.message, message);
      assert.deepEqual([error.from, error.to], [from, to], text);
      return true;
    });
  }
});

test("counts, boxes and lassos agree with a plain loop", () => {
  const random = numbers(7);
  const x = Float64Array.from({ length: 20_000 }, () => random.next().value! * 10);
  const y = Float64Array.from({ length: 20_000 }, (_, row) => (row % 50 === 0 ? NaN : random.next().value! * 10));
  const counts = countPlane(x, y, { from: 2, to: 8 }, { from: 9, to: 1 }, 30, 20);
  const inside = [...x.keys()].filter(row => x[row]! >= 2 && x[row]! < 8 && y[row]! > 1 && y[row]! <= 9);
  assert.equal(counts.reduce((all, one) => all + one), inside.length);
  const box = inBox(x, { from: 3, to: 4 }, y, { from: 6, to: 5 });
  assert.deepEqual([...box.keys()].filter(row => box[row]), [...x.keys()].filter(row => x[row]! >= 3 && x[row]! <= 4 && y[row]! >= 5 && y[row]! <= 6));
  const lasso = inPolygon(x, y, [[5, 1], [9, 5], [5, 9], [1, 5]]);
  assert.deepEqual([...lasso.keys()].filter(row => lasso[row]), [...x.keys()].filter(row => Math.abs(x[row]! - 5) + Math.abs(y[row]! - 5) < 4));
  assert.deepEqual([...countLine(Float64Array.of(0, 1, 2, 2, NaN), { from: 0, to: 2 }, 2)], [1, 3]);
  assert.deepEqual(extent(Float64Array.of(NaN, 3, -Infinity, -2, Infinity)), { from: -2, to: 3 });
  assert.equal(extent(Float64Array.of(NaN)), null);
});

test("a selection adds, inverts, and keeps a condition only while one says the same", () => {
  const selection = new Selection(5);
  let told = 0;
  selection.addEventListener("change", () => told++);
  selection.set(Uint8Array.of(1, 0, 1, 0, 0), { condition: "a < 2" });
  selection.set(Uint8Array.of(0, 0, 1, 1, 0), { adds: true, condition: "b > 3" });
  assert.deepEqual([[...selection.rows()], selection.count, selection.condition], [[0, 2, 3], 3, "(a < 2) OR (b > 3)"]);
  selection.invert();
  assert.deepEqual([[...selection.rows()], selection.condition], [[1, 4], "NOT ((a < 2) OR (b > 3))"]);
  selection.toggle(0);
  assert.deepEqual([[...selection.rows(2)], selection.count, selection.condition], [[0, 1], 3, null]);
  selection.grow(7);
  assert.deepEqual([selection.count, selection.mask.length], [3, 7]);
  selection.clear();
  assert.deepEqual([selection.count, told], [0, 5]);
});

test("positions come back from the plane, near the pole, across 0h and over the whole sky", () => {
  const fields: [number, number, number][] = [[150, 2, 5], [0.1, -30, 10], [45, 89, 20], [10, 0, 170]];
  for (const [lon0, lat0, radius] of fields) {
    const lon = Float64Array.from({ length: 50 }, (_, i) => (lon0 + Math.sin(i) * radius + 360) % 360);
    const lat = Float64Array.from({ length: 50 }, (_, i) => Math.max(-89, Math.min(89, lat0 + Math.cos(i * 1.7) * Math.min(radius, 60))));
    const { x, y, projection } = project(lon, lat, null);
    assert.equal(projection.kind, radius > 100 ? "hammer" : "gnomonic");
    for (let row = 0; row < lon.length; row++) {
      const back = unproject([x[row]!, y[row]!], projection)!;
      const dLon = ((back.ra - lon[row]! + 540) % 360) - 180;
      assert.ok(Math.abs(back.dec - lat[row]!) < 1e-9 && Math.abs(dLon) * Math.cos((lat[row]! * Math.PI) / 180) < 1e-9, `${lon[row]} ${lat[row]} became ${back.ra} ${back.dec}`);
    }
  }
});
