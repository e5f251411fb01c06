// The selects of a query text, and which tables and names each of them sees; made for texts that are not finished.
import { reserved } from "./keywords.ts";
import { type Token, is, nameKey, tokenize } from "./tokens.ts";

export type Clause = "SELECT" | "FROM" | "WHERE" | "GROUP" | "HAVING" | "ORDER" | "OFFSET" | "LIMIT";

/** A table of a FROM clause: a name, or a subquery. */
export interface Source {
  /** As written; `null` for a subquery. */
  path: string[] | null;
  alias: string | null;
  /** The selects of a subquery, of which the first names the columns. */
  selects: Select[];
  /** Where the name of the table stands. */
  from: number;
  to: number;
}

/** One item of a select list. */
export interface Output {
  /** The name of the output column as written; `null` for `*` and for expressions without a name. */
  name: string | null;
  /** The column that the item is, if it is nothing else. */
  path: string[] | null;
  /** `*` (empty) or `x.*` (its qualifier); else `null`. */
  star: string[] | null;
}

export interface CommonTable {
  name: string;
  selects: Select[];
}

export interface Select {
  /** Half-open extent in the text, to the end of its parentheses or to the next set operator. */
  from: number;
  to: number;
  sources: Source[];
  outputs: Output[];
  /** Where each clause begins, in the order of the text. */
  clauses: { name: Clause; from: number }[];
  /** The common tables that this select sees. */
  commonTables: CommonTable[];
  /** The select around this one, whose columns it sees too. */
  outer: Select | null;
}

const CLAUSES: ReadonlySet<string> = new Set(["SELECT", "FROM", "WHERE", "GROUP", "HAVING", "ORDER", "OFFSET", "LIMIT"]);

/** All selects of a text, outer ones before those inside of them. */
export function readSelects(text: string, tokens = tokenize(text)): Select[] {
  return new Reader(text, tokens).selects;
}

/** The innermost select at a position, `null` if there is none. */
export function selectAt(selects: Select[], position: number): Select | null {
  let best: Select | null = null;
  for (const select of selects) {
    if (select.from < position && position <= select.to && (best === null || select.from > best.from)) best = select;
  }
  return best;
}

/** The clause of a select at a position. */
export function clauseAt(select: Select, position: number): Clause {
  return select.clauses.findLast((clause) => clause.from < position)?.name ?? "SELECT";
}

/** The name under which a query speaks of a source: its alias, or the last part of its name. */
export function sourceName(source: Source): string | null {
  return source.alias ?? source.path?.at(-1) ?? null;
}

/** The common table that a source names, `null` if it names none. */
export function commonTable(select: Select, source: Source): CommonTable | null {
  const name = source.path?.length === 1 ? source.path[0] : undefined;
  if (name === undefined) return null;
  return select.commonTables.findLast((common) => nameKey(common.name) === nameKey(name)) ?? null;
}

/** What is known while the tokens of one pair of parentheses are read. */
interface Frame {
  end: number;
  /** Where the text of these parentheses ends. */
  textEnd: number;
  outer: Select | null;
  commonTables: CommonTable[];
  selects: Select[];
}

class Reader {
  readonly selects: Select[] = [];
  readonly #tokens: Token[];
  readonly #closing: Map<number, number>;

  constructor(text: string, tokens: Token[]) {
    this.#tokens = tokens.filter((token) => token.kind !== "comment");
    this.#closing = matchParentheses(this.#tokens);
    this.#readGroup(0, { end: this.#tokens.length, textEnd: text.length, outer: null, commonTables: [], selects: [] });
  }

  /** Reads the tokens between two parentheses and gives the selects that stand in them, without those further in. */
  #readGroup(start: number, frame: Frame): Select[] {
    let at = is(this.#tokens[start], "WITH") ? this.#readCommonTables(start + 1, frame) : start;
    while (at < frame.end) {
      const token = this.#tokens[at];
      if (is(token, "SELECT")) at = this.#readSelect(at, frame);
      else if (is(token, "(")) at = this.#readParentheses(at, frame.outer, frame).next;
      else at += 1;
    }
    return frame.selects;
  }

  #readCommonTables(start: number, frame: Frame): number {
    let at = start;
    for (;;) {
      const name = this.#tokens[at];
      const open = is(this.#tokens[at + 1], "AS") ? at + 2 : at + 1;
      if (at >= frame.end || !isName(name) || !is(this.#tokens[open], "(")) return at;
      const { selects, next } = this.#readParentheses(open, frame.outer, { ...frame, commonTables: [...frame.commonTables] });
      frame.commonTables.push({ name: name.text, selects });
      if (!is(this.#tokens[next], ",")) return next;
      at = next + 1;
    }
  }

  /** Reads one select from its word to the next set operator, to a second SELECT, or to the end of the frame. */
  #readSelect(start: number, frame: Frame): number {
    const first = this.#tokens[start] as Token;
    const select: Select = {
      from: first.from,
      to: frame.textEnd,
      sources: [],
      outputs: [],
      clauses: [{ name: "SELECT", from: first.from }],
      commonTables: frame.commonTables,
      outer: frame.outer,
    };
    this.selects.push(select);
    frame.selects.push(select);
    let at = this.#readOutputs(start + 1, select, frame);
    while (at < frame.end) {
      const token = this.#tokens[at] as Token;
      if (is(token, "UNION", "EXCEPT", "INTERSECT", "SELECT")) {
        select.to = token.from;
        return at + 1 - Number(is(token, "SELECT"));
      }
      if (this.#isClause(at)) select.clauses.push({ name: token.upper as Clause, from: token.from });
      if (is(token, "FROM")) at = this.#readSources(at + 1, frame.end, select, frame);
      else if (is(token, "(")) at = this.#readParentheses(at, select, frame).next;
      else at += 1;
    }
    return at;
  }

  /** Reads the select list; subqueries in it see the select that they stand in. */
  #readOutputs(start: number, select: Select, frame: Frame): number {
    let at = this.#skipQuantifiers(start);
    let item: Token[] = [];
    const finish = () => {
      if (item.length > 0) select.outputs.push(readOutput(item));
      item = [];
    };
    while (at < frame.end) {
      const token = this.#tokens[at] as Token;
      if (this.#isClause(at) || is(token, "UNION", "EXCEPT", "INTERSECT", "SELECT")) break;
      if (is(token, ",")) finish();
      else item.push(token);
      if (is(token, "(")) {
        at = this.#readParentheses(at, select, frame).next;
        const close = this.#tokens[at - 1];
        if (close !== undefined && is(close, ")")) item.push(close);
      } else at += 1;
    }
    finish();
    return at;
  }

  /** Reads the tables of a FROM clause, or of joined tables in parentheses. */
  #readSources(start: number, end: number, select: Select, frame: Frame): number {
    let at = start;
    let expected = true;
    while (at < end) {
      const token = this.#tokens[at] as Token;
      if (this.#isClause(at) || is(token, "UNION", "EXCEPT", "INTERSECT", "SELECT")) break;
      if (expected && isName(token)) {
        at = this.#readTable(at, end, select);
        expected = false;
      } else if (expected && is(token, "(")) {
        at = this.#readTableInParentheses(at, end, select, frame);
        expected = false;
      } else if (is(token, "(")) {
        at = this.#readParentheses(at, select, frame).next;
      } else {
        expected = is(token, ",", "JOIN") || (expected && is(token, "LATERAL"));
        at += 1;
      }
    }
    return at;
  }

  #readTable(start: number, end: number, select: Select): number {
    const path = [(this.#tokens[start] as Token).text];
    let at = start + 1;
    while (at < end && is(this.#tokens[at], ".")) {
      const part = this.#tokens[at + 1];
      // A reserved word behind the dot begins the next clause: `FROM jplus. WHERE`.
      if (part === undefined || at + 1 >= end || !isName(part)) {
        path.push("");
        at += 1;
        break;
      }
      path.push(part.text);
      at += 2;
    }
    const last = this.#tokens[at - 1] as Token;
    const { alias, next } = this.#readAlias(at, end);
    select.sources.push({ path, alias, selects: [], from: (this.#tokens[start] as Token).from, to: last.to });
    return next;
  }

  #readTableInParentheses(start: number, end: number, select: Select, frame: Frame): number {
    const open = this.#tokens[start] as Token;
    const close = this.#closing.get(start) ?? this.#tokens.length;
    if (!this.#beginsQuery(start + 1)) {
      this.#readSources(start + 1, Math.min(close, end), select, frame);
      return close + 1;
    }
    const { selects, next } = this.#readParentheses(start, select.outer, frame);
    const { alias, next: behind } = this.#readAlias(next, end);
    select.sources.push({ path: null, alias, selects, from: open.from, to: this.#tokens[close]?.to ?? frame.textEnd });
    return behind;
  }

  #readAlias(start: number, end: number): { alias: string | null; next: number } {
    const at = is(this.#tokens[start], "AS") ? start + 1 : start;
    const token = this.#tokens[at];
    return at < end && isName(token) ? { alias: token.text, next: at + 1 } : { alias: null, next: at };
  }

  #readParentheses(start: number, outer: Select | null, frame: Frame): { selects: Select[]; next: number } {
    const end = this.#closing.get(start) ?? this.#tokens.length;
    const textEnd = this.#tokens[end]?.from ?? frame.textEnd;
    const selects = this.#readGroup(start + 1, { end, textEnd, outer, commonTables: frame.commonTables, selects: [] });
    return { selects, next: end + 1 };
  }

  #beginsQuery(start: number): boolean {
    let at = start;
    while (is(this.#tokens[at], "(")) at += 1;
    return is(this.#tokens[at], "SELECT", "WITH");
  }

  #skipQuantifiers(start: number): number {
    let at = start;
    while (is(this.#tokens[at], "DISTINCT", "ALL", "TOP") || (is(this.#tokens[at - 1], "TOP") && this.#tokens[at]?.kind === "number")) at += 1;
    return at;
  }

  /** Whether a clause begins here; `LIMIT` is no reserved word, so it is one only before a number. */
  #isClause(at: number): boolean {
    const token = this.#tokens[at];
    if (token?.kind !== "word" || !CLAUSES.has(token.upper)) return false;
    return !is(token, "LIMIT") || this.#tokens[at + 1]?.kind === "number";
  }
}

/** Whether a token can be the name of something. */
export function isName(token: Token | undefined): token is Token {
  return token?.kind === "quoted" || (token?.kind === "word" && !reserved.has(token.upper));
}

/** The index of the closing parenthesis or bracket for each opening one that has one. */
export function matchParentheses(tokens: Token[]): Map<number, number> {
  const closing = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach((token, index) => {
    if (is(token, "(")) open.push(index);
    const start = is(token, ")") ? open.pop() : undefined;
    if (start !== undefined) closing.set(start, index);
  });
  return closing;
}

function readOutput(tokens: Token[]): Output {
  const last = tokens.at(-1) as Token;
  if (is(last, "*") && tokens.length % 2 === 1) {
    const qualifier = tokens.slice(0, -1);
    if (isPath([...qualifier, last])) return { name: null, path: null, star: names(qualifier) };
  }
  if (isPath(tokens)) return { name: last.text, path: names(tokens), star: null };
  const before = tokens.at(-2);
  if (isName(last) && before !== undefined && (is(before, "AS") || endsValue(before))) {
    const value = tokens.slice(0, is(before, "AS") ? -2 : -1);
    return { name: last.text, path: isPath(value) ? names(value) : null, star: null };
  }
  return { name: elementName(tokens), path: null, star: null };
}

/** `mag[jplus::rSDSS]` is given as `mag_rsdss`, `mag[2]` as `mag_2` (this project's rule for elements without a name). */
function elementName(tokens: Token[]): string | null {
  const open = tokens.findIndex((token) => is(token, "["));
  const [column, element] = [tokens[open - 1], tokens.at(-2)];
  if (column === undefined || element === undefined || !isPath(tokens.slice(0, open)) || !is(tokens.at(-1), "]")) return null;
  const isElement = tokens.length === open + 5 || (tokens.length === open + 3 && element.kind === "number");
  return isElement ? `${nameKey(column.text)}_${nameKey(element.text).toLowerCase()}` : null;
}

function isPath(tokens: Token[]): boolean {
  if (tokens.length % 2 === 0) return false;
  return tokens.every((token, index) => (index % 2 === 1 ? is(token, ".") : isName(token) || (index === tokens.length - 1 && is(token, "*"))));
}

function names(tokens: Token[]): string[] {
  return tokens.filter((_, index) => index % 2 === 0).map((token) => token.text);
}

/** Whether a value can end with this token, so that a name behind it is an alias. */
export function endsValue(token: Token): boolean {
  return token.kind === "string" || token.kind === "number" || is(token, ")", "]", "END", "NULL", "TRUE", "FALSE") || isName(token);
}
