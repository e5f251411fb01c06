// What a query expects at the cursor: a column, a table, an element of an array, a keyword.
import { type Select, clauseAt, endsValue, isName, readSelects, selectAt } from "./scope.ts";
import { type Token, is, isClosed, tokenize } from "./tokens.ts";

/** What may stand at the cursor. */
export type Expectation =
  | { what: "start" }
  | { what: "table" }
  /** Behind a dot: columns of a table, or tables of a schema. */
  | { what: "member"; qualifier: string[] }
  /** Behind `column[`. */
  | { what: "subscript"; path: string[] }
  /** Behind `enumeration::`. */
  | { what: "element"; enumeration: string; inBrackets: boolean }
  | { what: "type" }
  /** A value: columns, functions, and the words that may begin one. */
  | { what: "value"; words: readonly string[] }
  /** Behind a value or a table: only words can follow. */
  | { what: "word"; words: readonly string[] }
  /** Behind ON: a condition that joins. */
  | { what: "join" };

export interface Place {
  /** What a completion replaces, half-open. */
  from: number;
  to: number;
  /** What was typed of the name so far. */
  prefix: string;
  select: Select | null;
  selects: Select[];
  expects: Expectation;
}

/** Where the cursor stands; `null` inside of strings, numbers, comments and new names. */
export function placeAt(text: string, position: number): Place | null {
  const tokens = tokenize(text);
  const touched = tokens.find((token) => token.from < position && position <= token.to);
  if (touched !== undefined && isSilent(touched, position)) return null;
  const word = touched?.kind === "word" || touched?.kind === "quoted" ? touched : undefined;
  const before = tokens.filter((token) => token.to <= position && token !== word && token.kind !== "comment");
  const selects = readSelects(text, tokens);
  // The word itself may begin a clause; what counts is what stands before it.
  const from = word?.from ?? position;
  const select = selectAt(selects, from);
  const expects = expectation(before, select, from);
  if (expects === null) return null;
  return { from, to: word?.to ?? position, prefix: text.slice(from, position), select, selects, expects };
}

/** Words that follow another word at once. */
const AFTER: Readonly<Record<string, readonly string[]>> = {
  GROUP: ["BY"],
  ORDER: ["BY"],
  PARTITION: ["BY"],
  LEFT: ["JOIN", "OUTER JOIN"],
  RIGHT: ["JOIN", "OUTER JOIN"],
  FULL: ["JOIN", "OUTER JOIN"],
  INNER: ["JOIN"],
  OUTER: ["JOIN"],
  NATURAL: ["JOIN", "INNER JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"],
  IS: ["NULL", "NOT NULL"],
  UNION: ["SELECT", "ALL"],
  EXCEPT: ["SELECT", "ALL"],
  INTERSECT: ["SELECT", "ALL"],
  DOUBLE: ["PRECISION"],
  ASC: ["OFFSET"],
  DESC: ["OFFSET"],
};

const VALUE = ["CASE", "NULL", "NOT", "EXISTS", "CAST", "COALESCE"];
const SETS = ["UNION", "EXCEPT", "INTERSECT"];
const COMPARE = ["AND", "OR", "BETWEEN", "IN", "LIKE", "ILIKE", "IS", "NOT", "WHEN", "THEN", "ELSE", "END"];
const TAIL = ["GROUP BY", "HAVING", "ORDER BY", "OFFSET", ...SETS];

/** Words that can follow a complete value or table, by clause. */
const BEHIND: Readonly<Record<string, readonly string[]>> = {
  SELECT: ["AS", "FROM", ...COMPARE, "OVER"],
  FROM: [
    "AS", "JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "INNER JOIN", "NATURAL JOIN", "ON", "USING", "WHERE", ...TAIL, ...COMPARE,
    "LEFT", "RIGHT", "FULL", "INNER", "OUTER", "NATURAL",
  ],
  WHERE: [...COMPARE, ...TAIL],
  GROUP: ["HAVING", "ORDER BY", "OFFSET", ...SETS, ...COMPARE],
  HAVING: [...COMPARE, "ORDER BY", "OFFSET", ...SETS],
  ORDER: ["DESC", "ASC", "OFFSET", ...COMPARE],
  OFFSET: [],
  LIMIT: ["OFFSET"],
};

function isSilent(token: Token, position: number): boolean {
  if (token.kind === "comment") return true;
  if (token.kind === "string") return position < token.to || !isClosed(token);
  return token.kind === "number";
}

function expectation(before: Token[], select: Select | null, position: number): Expectation | null {
  const last = before.at(-1);
  if (last === undefined || is(last, ";")) return { what: "start" };
  if (is(last, "::")) return element(before);
  if (is(last, "[")) return subscript(before);
  if (is(last, ".")) return { what: "member", qualifier: pathBefore(before.slice(0, -1)) };
  if (is(last, "TOP", "OFFSET", "LIMIT")) return null;
  const call = callAround(before);
  if (is(last, "AS")) return call === "CAST" ? { what: "type" } : select === null ? { what: "start" } : null;
  if (is(last, "WITH")) return null;
  const words = last.kind === "word" ? AFTER[last.upper] : undefined;
  if (words !== undefined) return { what: "word", words };
  return inSelect(before, last, select, call, position);
}

function inSelect(before: Token[], last: Token, select: Select | null, call: string | null, position: number): Expectation | null {
  // Behind WITH, before the first SELECT.
  if (select === null) return isName(last) ? { what: "word", words: ["AS"] } : is(last, ",") ? null : { what: "start" };
  const clause = clauseAt(select, position);
  if (expectsTable(before, clause)) return { what: "table" };
  if (is(last, "ON")) return { what: "join" };
  if (is(last, "NOT")) return { what: "value", words: ["NULL", "EXISTS", "BETWEEN", "IN", "LIKE", "ILIKE"] };
  if (is(last, "*") && isStar(before)) return { what: "word", words: BEHIND.SELECT ?? [] };
  if (last.kind === "number" && is(before.at(-2), "TOP")) return { what: "value", words: ["ALL", ...VALUE] };
  if (endsValue(last)) return { what: "word", words: [...(BEHIND[clause] ?? []), ...(call === null ? [] : ["PARTITION BY", "ORDER BY", "ROWS"])] };
  if (is(last, "SELECT")) return { what: "value", words: ["DISTINCT", "ALL", "TOP", ...VALUE] };
  if (is(last, "DISTINCT", "ALL")) return { what: "value", words: ["TOP", "SELECT", ...VALUE] };
  if (is(last, "EXISTS")) return { what: "word", words: [] };
  if (is(last, "(")) return { what: "value", words: ["SELECT", "DISTINCT", "PARTITION BY", "ORDER BY", ...VALUE] };
  if (is(last, "CASE")) return { what: "value", words: ["WHEN", ...VALUE] };
  return { what: "value", words: VALUE };
}

/** Whether the cursor stands where FROM has the name of a table; parentheses at such a place hold tables too. */
function expectsTable(before: Token[], clause: string): boolean {
  const last = before.at(-1);
  if (is(last, "FROM", "JOIN")) return true;
  if (clause !== "FROM") return false;
  if (is(last, "(")) return expectsTable(before.slice(0, -1), clause);
  if (!is(last, ",")) return false;
  let depth = 0;
  for (let at = before.length - 2; at >= 0; at -= 1) {
    const token = before[at];
    if (depth === 0 && is(token, "FROM", "JOIN")) return true;
    if (depth === 0 && is(token, "(")) return expectsTable(before.slice(0, at), clause);
    depth += Number(is(token, ")")) - Number(is(token, "("));
  }
  return false;
}

/** The word before the innermost parenthesis that is open, `""` if there is none before it; `null` if none is open. */
function callAround(before: Token[]): string | null {
  let depth = 0;
  for (let at = before.length - 1; at >= 0; at -= 1) {
    if (is(before[at], ")")) depth += 1;
    if (!is(before[at], "(")) continue;
    if (depth === 0) return before[at - 1]?.kind === "word" ? (before[at - 1]?.upper ?? "") : "";
    depth -= 1;
  }
  return null;
}

function element(before: Token[]): Expectation | null {
  const enumeration = before.at(-2);
  if (enumeration === undefined || (enumeration.kind !== "word" && enumeration.kind !== "quoted")) return null;
  return { what: "element", enumeration: enumeration.text, inBrackets: is(before.at(-3), "[") };
}

function subscript(before: Token[]): Expectation | null {
  let end = before.length - 1;
  // Of `a[1][` the column is `a`.
  while (is(before[end - 1], "]")) {
    while (end > 0 && !is(before[end - 1], "[")) end -= 1;
    end -= 1;
  }
  const path = pathBefore(before.slice(0, end));
  return path.length === 0 ? null : { what: "subscript", path };
}

/** The dotted name that ends the tokens. */
function pathBefore(tokens: Token[]): string[] {
  const path: string[] = [];
  for (let at = tokens.length - 1; at >= 0; at -= 2) {
    const token = tokens[at];
    if (!isName(token)) break;
    path.unshift(token.text);
    if (!is(tokens[at - 1], ".")) break;
  }
  return path;
}

/** Whether the last `*` means all columns, and is no multiplication. */
function isStar(before: Token[]): boolean {
  return is(before.at(-2), "SELECT", "DISTINCT", "ALL", ",", ".") || (before.at(-2)?.kind === "number" && is(before.at(-3), "TOP"));
}
