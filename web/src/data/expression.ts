// Expressions of columns for plots, such as `MAG_AUTO[jplus::gSDSS] - MAG_AUTO[jplus::rSDSS]`: read, named, computed.
import type { Field } from "../vo/votable.ts";

/** A column, or an element (from 0) of an array column. */
export interface Input {
  column: number;
  element: number;
}

export type Step =
  | { do: "input"; input: number }
  | { do: "constant"; value: number }
  | { do: "unary"; name: Unary }
  | { do: "binary"; name: Binary };

type Unary = "negate" | "log10" | "ln" | "sqrt" | "abs";
type Binary = "+" | "-" | "*" | "/" | "^";

/** An expression in the order of its computation. */
export interface Program {
  text: string;
  inputs: Input[];
  steps: Step[];
  /** Unit of the values; undefined if it is not that of one column, or of the difference of two with the same. */
  unit: string | undefined;
  /** Set if the expression is a column alone. */
  field: Field | null;
  /** Whether smaller values are brighter: a magnitude alone. Axes of magnitudes point down. */
  isMagnitude: boolean;
}

/** What names in an expression can mean. */
export interface Scope {
  fields: Field[];
  /** The place (from 1) of an element in arrays; null if the enumeration or the element is not known. */
  element(enumeration: string, name: string): number | null;
}

/** What is wrong with an expression; `from` and `to` are places in its text. */
export class ExpressionError extends Error {
  constructor(message: string, readonly from: number, readonly to: number) {
    super(message);
  }
}

const FUNCTIONS: readonly Unary[] = ["log10", "ln", "sqrt", "abs"];
/** Values that one step computes at once: few enough to stay in the processor's cache. */
const BLOCK = 4096;

interface Token {
  kind: "number" | "name" | "sign" | "end";
  text: string;
  from: number;
  to: number;
}

export function compile(text: string, scope: Scope): Program {
  return new Parser(text, scope).program();
}

/** The values of the expression in `out`, which may be an input; `inputs` are the values of `program.inputs`. Outside a function's domain: NaN. */
export function evaluate(program: Pick<Program, "steps">, inputs: Float64Array[], length: number, out: Float64Array = new Float64Array(length)): Float64Array {
  const depth = program.steps.filter(step => step.do === "input" || step.do === "constant").length;
  const stack = Array.from({ length: depth }, () => new Float64Array(BLOCK));
  for (let from = 0; from < length; from += BLOCK) {
    const count = Math.min(BLOCK, length - from);
    let top = 0;
    for (const step of program.steps) {
      if (step.do === "input") stack[top++]!.set(inputs[step.input]!.subarray(from, from + count));
      else if (step.do === "constant") stack[top++]!.fill(step.value, 0, count);
      else if (step.do === "unary") unary(step.name, stack[top - 1]!, count);
      else binary(step.name, stack[--top - 1]!, stack[top]!, count);
    }
    out.set(stack[0]!.subarray(0, count), from);
  }
  return out;
}

class Parser {
  private readonly tokens: Token[];
  private place = 0;
  private readonly steps: Step[] = [];
  private readonly inputs: Input[] = [];

  constructor(private readonly text: string, private readonly scope: Scope) {
    this.tokens = tokens(text);
  }

  program(): Program {
    this.sum();
    const rest = this.tokens[this.place]!;
    if (rest.kind !== "end") throw new ExpressionError(`"${rest.text}" is not expected here`, rest.from, rest.to);
    const { inputs, steps, text } = this;
    const fields = inputs.map(input => this.scope.fields[input.column]!);
    const isColumn = steps.length === 1 && inputs.length === 1;
    const isDifference = steps.length === 3 && inputs.length === 2 && ["+", "-"].includes((steps[2] as { name: string }).name);
    const sameUnit = new Set(fields.map(field => field.unit)).size === 1 && (isColumn || isDifference);
    return {
      text, inputs, steps, unit: sameUnit ? fields[0]!.unit : undefined, field: isColumn ? fields[0]! : null,
      isMagnitude: isColumn && isMagnitude(fields[0]!),
    };
  }

  private sum(): void {
    this.product();
    for (let sign = this.sign("+", "-"); sign; sign = this.sign("+", "-")) {
      this.product();
      this.steps.push({ do: "binary", name: sign as Binary });
    }
  }

  private product(): void {
    this.signed();
    for (let sign = this.sign("*", "/"); sign; sign = this.sign("*", "/")) {
      this.signed();
      this.steps.push({ do: "binary", name: sign as Binary });
    }
  }

  private signed(): void {
    const sign = this.sign("-", "+");
    if (!sign) return this.power();
    this.signed();
    if (sign === "-") this.steps.push({ do: "unary", name: "negate" });
  }

  /** Binds to the right, and tighter than a sign before it: -a^2 is -(a^2). */
  private power(): void {
    this.atom();
    if (!this.sign("^")) return;
    this.signed();
    this.steps.push({ do: "binary", name: "^" });
  }

  private atom(): void {
    const token = this.tokens[this.place++]!;
    if (token.kind === "number") {
      this.steps.push({ do: "constant", value: Number(token.text) });
    } else if (token.kind === "name" && this.tokens[this.place]!.text === "(") {
      this.call(token);
    } else if (token.kind === "name") {
      this.input(token);
    } else if (token.text === "(") {
      this.sum();
      this.expect(")");
    } else {
      this.place--;
      throw new ExpressionError(token.kind === "end" ? "a column or a number is missing at the end" : `"${token.text}" is not expected here`, token.from, token.to);
    }
  }

  private call(token: Token): void {
    const name = FUNCTIONS.find(one => one === token.text.toLowerCase());
    if (!name) throw new ExpressionError(`there is no function ${token.text}; there are ${FUNCTIONS.join(", ")}`, token.from, token.to);
    this.expect("(");
    this.sum();
    this.expect(")");
    this.steps.push({ do: "unary", name });
  }

  private input(token: Token): void {
    const column = this.column(token);
    const field = this.scope.fields[column]!;
    const isArray = field.arraysize !== undefined && field.arraysize !== "1";
    if (field.datatype === "char" || field.datatype === "unicodeChar") throw new ExpressionError(`${field.name} is text, not a number`, token.from, token.to);
    const element = this.sign("[") ? this.element(field, isArray) : null;
    if (isArray && element === null) throw new ExpressionError(`${field.name} is an array: name an element, such as ${field.name}[1]`, token.from, token.to);
    const known = this.inputs.findIndex(one => one.column === column && one.element === (element ?? 0));
    const input = known >= 0 ? known : this.inputs.push({ column, element: element ?? 0 }) - 1;
    this.steps.push({ do: "input", input });
  }

  private column(token: Token): number {
    const { fields } = this.scope;
    const quoted = token.text.startsWith('"');
    const name = quoted ? token.text.slice(1, -1).replaceAll('""', '"') : token.text;
    const exact = fields.findIndex(field => field.name === name);
    const column = exact >= 0 || quoted ? exact : fields.findIndex(field => field.name.toLowerCase() === name.toLowerCase());
    if (column < 0) throw new ExpressionError(`the table has no column ${name}`, token.from, token.to);
    return column;
  }

  /** What stands in brackets: a number from 1, or an element of an enumeration. Answers the place from 0. */
  private element(field: Field, isArray: boolean): number {
    const token = this.tokens[this.place++]!;
    if (!isArray) throw new ExpressionError(`${field.name} is not an array`, token.from, token.to);
    let place: number | null = null;
    if (token.kind === "number" && /^\d+$/.test(token.text)) {
      place = Number(token.text);
    } else if (token.kind === "name" && this.sign("::")) {
      const name = this.tokens[this.place++]!;
      place = this.scope.element(token.text, name.text);
      if (place === null) throw new ExpressionError(`${token.text}::${name.text} is not known`, token.from, name.to);
    } else {
      throw new ExpressionError("a number or an element such as jplus::rSDSS is missing", token.from, token.to);
    }
    const size = /^\d+$/.test(field.arraysize ?? "") ? Number(field.arraysize) : Infinity;
    if (place < 1 || place > size) throw new ExpressionError(`${field.name} has the elements 1 to ${size}`, token.from, token.to);
    this.expect("]");
    return place - 1;
  }

  private sign(...signs: string[]): string | null {
    const token = this.tokens[this.place]!;
    if (token.kind !== "sign" || !signs.includes(token.text)) return null;
    this.place++;
    return token.text;
  }

  private expect(sign: string): void {
    const token = this.tokens[this.place]!;
    if (!this.sign(sign)) throw new ExpressionError(`${sign} is missing`, token.from, token.to);
  }
}

/** A column's name as ADQL and expressions have it, quoted if it must be. */
export function nameOf(column: string): string {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(column) ? column : `"${column.replaceAll('"', '""')}"`;
}

/** Whether the column holds magnitudes: by UCD, since names and units vary. */
export function isMagnitude(field: Field): boolean {
  return /(^|;)phot\.mag(;|$|\.)/i.test(field.ucd ?? "") && !/stat\.error|phot\.color/i.test(field.ucd ?? "");
}

function tokens(text: string): Token[] {
  const list: Token[] = [];
  const pattern = /\s+|(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_]*)|(::|[-+*/^()[\]])/uy;
  while (pattern.lastIndex < text.length) {
    const from = pattern.lastIndex;
    const found = pattern.exec(text);
    if (!found) throw new ExpressionError(`"${text[from]}" has no meaning here`, from, from + 1);
    const kind = found[1] ? "number" : found[2] ? "name" : found[3] ? "sign" : null;
    if (kind) list.push({ kind, text: found[0], from, to: pattern.lastIndex });
  }
  list.push({ kind: "end", text: "", from: text.length, to: text.length });
  return list;
}

function unary(name: Unary, values: Float64Array, count: number): void {
  const compute = name === "negate" ? (value: number) => -value : name === "ln" ? Math.log : Math[name];
  for (let i = 0; i < count; i++) values[i] = compute(values[i]!);
}

function binary(name: Binary, left: Float64Array, right: Float64Array, count: number): void {
  if (name === "+") for (let i = 0; i < count; i++) left[i]! += right[i]!;
  else if (name === "-") for (let i = 0; i < count; i++) left[i]! -= right[i]!;
  else if (name === "*") for (let i = 0; i < count; i++) left[i]! *= right[i]!;
  else if (name === "/") for (let i = 0; i < count; i++) left[i]! /= right[i]!;
  else for (let i = 0; i < count; i++) left[i] = left[i]! ** right[i]!;
}
