// Marks in a query text, made from what the service says of it.
import { type Token, tokenize } from "./tokens.ts";

/** A range as services give it: code points, 0-based, half-open. */
interface Range {
  from: number;
  to: number;
}

/** What a service said of a query; the shape of `Check` and of `ServiceError`. */
export interface Verdict {
  message: string;
  place?: Range | undefined;
  hint?: string | undefined;
  repairs: (Range & { text: string })[];
}

/** A change of the text that the service offers; UTF-16 units, half-open. */
export interface Fix {
  from: number;
  to: number;
  text: string;
  /** The text that goes away. */
  old: string;
}

/** A marked range in UTF-16 units. */
export interface Mark {
  from: number;
  to: number;
  severity: "error" | "warning";
  /** One sentence, without the place. */
  message: string;
  hint: string | null;
  fixes: Fix[];
}

/** The mark of an error; one without a place in its range or its sentence marks the whole text. */
export function errorMark(text: string, verdict: Verdict): Mark {
  const range = verdict.place === undefined ? spokenRange(text, verdict.message) : unitsOf(text, verdict.place);
  const fixes = verdict.repairs.map((repair): Fix => {
    const { from, to } = unitsOf(text, repair);
    return { from, to, text: repair.text, old: text.slice(from, to) };
  });
  return { ...widened(text, range), severity: "error", message: sentence(verdict.message), hint: verdict.hint ?? null, fixes };
}

/** The marks of warnings; those of the whole query have none. */
export function warningMarks(text: string, warnings: (Range & { message: string })[]): Mark[] {
  const placed = warnings.filter((warning) => warning.to > warning.from);
  return placed.map((warning) => ({ ...unitsOf(text, warning), severity: "warning", message: warning.message, hint: null, fixes: [] }));
}

/** Those marks that do not lie on the word that is being written. */
export function settledMarks(marks: Mark[], text: string, cursor: number | null): Mark[] {
  if (cursor === null) return marks;
  const word = wordAt(text, cursor);
  if (word === null) return marks.filter((mark) => !(mark.from === cursor && mark.to === cursor));
  return marks.filter((mark) => mark.to <= word.from || mark.from >= word.to);
}

/** The name or word that a position touches. */
export function wordAt(text: string, position: number): Token | null {
  return tokenize(text).find((token) => (token.kind === "word" || token.kind === "quoted") && token.from <= position && position <= token.to) ?? null;
}

/** The error's sentence: its first line, without "line L, column C:" and without the drawing below it. */
export function sentence(message: string): string {
  const first = message.split(/\r?\n/).find((line) => line.trim() !== "") ?? message;
  return first.replace(/^(error: )?((at )?line \d+,? col(umn)? \d+:?)?\s*/i, "").trim();
}

/** Code points to UTF-16 units, cut to the text. */
function unitsOf(text: string, range: Range): Range {
  let points = 0;
  let units = 0;
  let from = text.length;
  for (const point of text) {
    if (points === range.from) from = units;
    if (points === range.to) return { from, to: units };
    points += 1;
    units += point.length;
  }
  return { from: points <= range.from ? text.length : from, to: text.length };
}

/** The place that a sentence names as line and column, both from 1, as most services do. */
function spokenRange(text: string, message: string): Range {
  const found = /line (\d+)\D{1,12}col(?:umn)?\.? ?(\d+)/i.exec(message) ?? /\bl\. ?(\d+) c\. ?(\d+)/i.exec(message);
  if (found === null) return { from: 0, to: text.length };
  const before = text.split("\n").slice(0, Number(found[1]) - 1);
  const from = Math.min(before.reduce((sum, line) => sum + line.length + 1, 0) + Number(found[2]) - 1, text.length);
  return { from, to: from };
}

/** An empty range gets the token at it or the one before it, so that there is something to see. */
function widened(text: string, range: Range): Range {
  if (range.to > range.from) return range;
  const tokens = tokenize(text);
  const token = tokens.find((candidate) => candidate.from <= range.from && range.from < candidate.to) ?? tokens.findLast((last) => last.to <= range.from);
  return token === undefined ? range : { from: token.from, to: token.to };
}
