// Orders rows by a column and keeps those in a range: radix sort, stable, nulls last both ways.

/** The values of a column in one of three forms, as they can be moved to a worker. */
export type Keys =
  | { kind: "number"; values: Float64Array }
  | { kind: "long"; values: BigInt64Array; nulls: Uint8Array | null }
  | { kind: "text"; bytes: Uint8Array; offsets: Uint32Array };

/** Keeps rows from `from` to `to` (both included; null: open), or those whose text has `text` in it, in any case. */
export type Condition = { from: number | null; to: number | null } | { text: string };

const DIGIT = 1 << 16;

/** `rows` in the order of the keys. */
export function order(rows: Uint32Array, keys: Keys, isDescending: boolean): Uint32Array {
  const { high, low, isNull } = words(keys);
  const present = rows.filter(row => !isNull(row));
  const absent = present.length === rows.length ? new Uint32Array(0) : rows.filter(isNull);
  let sorted = radix(radix(present, low), high);
  if (keys.kind === "text") settleTies(sorted, keys, high, low);
  // Equal rows stay as they were also in descending order: reversed twice.
  if (isDescending) sorted = descending(sorted, (a, b) => high[a] === high[b] && low[a] === low[b] && (keys.kind !== "text" || compareText(keys, a, b) === 0));
  const out = new Uint32Array(rows.length);
  out.set(sorted);
  out.set(absent, sorted.length);
  return out;
}

/** `rows` without those that fail the condition; nulls fail. */
export function keep(rows: Uint32Array, keys: Keys, condition: Condition): Uint32Array {
  if ("text" in condition) {
    if (keys.kind !== "text") return rows;
    const decoder = new TextDecoder();
    const wanted = condition.text.toLowerCase();
    return rows.filter(row => decoder.decode(keys.bytes.subarray(keys.offsets[row], keys.offsets[row + 1])).toLowerCase().includes(wanted));
  }
  if (keys.kind === "text") return rows;
  const { from, to } = condition;
  const low = from ?? -Infinity;
  const high = to ?? Infinity;
  if (keys.kind === "long") {
    return rows.filter(row => !hasBit(keys.nulls, row) && Number(keys.values[row]) >= low && Number(keys.values[row]) <= high);
  }
  return rows.filter(row => keys.values[row]! >= low && keys.values[row]! <= high);
}

/** All rows in the order of the table. */
export function everyRow(length: number): Uint32Array {
  const rows = new Uint32Array(length);
  for (let row = 0; row < length; row++) rows[row] = row;
  return rows;
}

/** Two words for each row whose order as unsigned numbers is that of the values; for text, of its first eight bytes. */
function words(keys: Keys): { high: Uint32Array; low: Uint32Array; isNull: (row: number) => boolean } {
  if (keys.kind === "text") return textWords(keys);
  const { values } = keys;
  const halves = new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
  const high = new Uint32Array(values.length);
  const low = new Uint32Array(values.length);
  const isFloat = keys.kind === "number";
  for (let row = 0; row < values.length; row++) {
    const top = halves[row * 2 + 1]!;
    // IEEE 754 doubles order as whole numbers once the sign is turned, and all bits of negative ones.
    const turned = isFloat && top & 0x80000000;
    high[row] = turned ? ~top : top ^ 0x80000000;
    low[row] = turned ? ~halves[row * 2]! : halves[row * 2]!;
  }
  if (keys.kind === "number") return { high, low, isNull: row => keys.values[row] !== keys.values[row] };
  return { high, low, isNull: row => hasBit(keys.nulls, row) };
}

function textWords({ bytes, offsets }: Extract<Keys, { kind: "text" }>): ReturnType<typeof words> {
  const length = offsets.length - 1;
  const high = new Uint32Array(length);
  const low = new Uint32Array(length);
  const word = (from: number, to: number): number => {
    let all = 0;
    for (let i = 0; i < 4; i++) all = (all << 8) | (from + i < to ? bytes[from + i]! : 0);
    return all;
  };
  for (let row = 0; row < length; row++) {
    const from = offsets[row]!;
    const to = offsets[row + 1]!;
    high[row] = word(from, to);
    low[row] = word(from + 4, to);
  }
  return { high, low, isNull: row => offsets[row] === offsets[row + 1] };
}

/** Stable sort by 16 bits at a time; a digit that is the same everywhere costs only its count. */
function radix(rows: Uint32Array, keys: Uint32Array): Uint32Array {
  let from = rows;
  for (const shift of [0, 16]) {
    const starts = new Uint32Array(DIGIT + 1);
    for (let i = 0; i < from.length; i++) starts[((keys[from[i]!]! >>> shift) & 0xffff) + 1]!++;
    if (starts.includes(from.length, 1)) continue;
    for (let digit = 1; digit <= DIGIT; digit++) starts[digit]! += starts[digit - 1]!;
    const to = new Uint32Array(from.length);
    for (let i = 0; i < from.length; i++) to[starts[(keys[from[i]!]! >>> shift) & 0xffff]!++] = from[i]!;
    from = to;
  }
  return from === rows ? rows.slice() : from;
}

/** Runs with the same first eight bytes are ordered by all their bytes. */
function settleTies(rows: Uint32Array, keys: Extract<Keys, { kind: "text" }>, high: Uint32Array, low: Uint32Array): void {
  for (let from = 0; from < rows.length; ) {
    let to = from + 1;
    while (to < rows.length && high[rows[to]!] === high[rows[from]!] && low[rows[to]!] === low[rows[from]!]) to++;
    if (to - from > 1 && low[rows[from]!] !== 0) rows.subarray(from, to).sort((a, b) => compareText(keys, a, b) || a - b);
    from = to;
  }
}

function compareText({ bytes, offsets }: Extract<Keys, { kind: "text" }>, a: number, b: number): number {
  const lengthA = offsets[a + 1]! - offsets[a]!;
  const lengthB = offsets[b + 1]! - offsets[b]!;
  const shared = Math.min(lengthA, lengthB);
  for (let i = 0; i < shared; i++) {
    const difference = bytes[offsets[a]! + i]! - bytes[offsets[b]! + i]!;
    if (difference !== 0) return difference;
  }
  return lengthA - lengthB;
}

function descending(rows: Uint32Array, same: (a: number, b: number) => boolean): Uint32Array {
  const out = rows.slice().reverse();
  for (let from = 0; from < out.length; ) {
    let to = from + 1;
    while (to < out.length && same(out[from]!, out[to]!)) to++;
    if (to - from > 1) out.subarray(from, to).reverse();
    from = to;
  }
  return out;
}

function hasBit(bits: Uint8Array | null, row: number): boolean {
  return bits !== null && ((bits[row >> 3]! >> (row & 7)) & 1) === 1;
}
