// The tokens of a query text (ADQL 2.1 section 2.1), for colours, scope and completion.

export type Kind = "word" | "quoted" | "string" | "number" | "comment" | "symbol";

export interface Token {
  kind: Kind;
  text: string;
  /** A word in capitals, or the symbol; empty for the other kinds. */
  upper: string;
  /** Half-open range in UTF-16 units. */
  from: number;
  to: number;
}

const TOKEN =
  /--[^\n]*|'(?:''|[^'])*'?|"(?:""|[^"])*"?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[A-Za-z_][A-Za-z0-9_]*|::|<=|>=|<>|!=|\|\||\S/gu;

/** Cuts a text into tokens; blanks are left out, a string without end reaches to the end of the text. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [found] = match;
    const kind = kindOf(found);
    const upper = kind === "word" ? found.toUpperCase() : kind === "symbol" ? found : "";
    tokens.push({ kind, text: found, upper, from: match.index, to: match.index + found.length });
  }
  return tokens;
}

/** Whether a string or a quoted name has its closing quote. */
export function isClosed(token: Token): boolean {
  const quote = token.text.charAt(0);
  return (token.text.split(quote).length - 1) % 2 === 0;
}

/** Whether the token is this keyword, in any case. */
export function is(token: Token | undefined, ...words: string[]): boolean {
  return token !== undefined && token.upper !== "" && words.includes(token.upper);
}

/**
 * What a name is compared by: regular names fold their case, quoted ones do not (ADQL 2.1 section 2.1.4).
 * `alpha` matches `"alpha"`, as the database behind this project has it.
 */
export function nameKey(name: string): string {
  if (name.startsWith('"')) return name.slice(1, name.endsWith('"') && name.length > 1 ? -1 : undefined).replaceAll('""', '"');
  return name.toLowerCase();
}

/** The parts of a dotted name such as `demo."my stars".id`, as written. */
export function nameParts(name: string): string[] {
  return name.match(/"(?:""|[^"])*"|[^.]+/g) ?? [];
}

/** The kind of a token by its first letters. */
function kindOf(token: string): Kind {
  const first = token.charAt(0);
  if (first === "'") return "string";
  if (first === '"') return "quoted";
  if (token.startsWith("--")) return "comment";
  if (/[0-9]/.test(first) || (first === "." && token.length > 1)) return "number";
  return /[A-Za-z_]/.test(first) ? "word" : "symbol";
}
