// Colours of ADQL in CodeMirror: which letters are keywords, functions, names, strings.
import { HighlightStyle, StreamLanguage, type StringStream, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import { isBuiltIn, isReserved } from "../../adql/keywords.ts";

/** A quote that is open at the end of a line. */
interface State {
  quote: string;
}

const adql = StreamLanguage.define<State>({
  name: "adql",
  startState: () => ({ quote: "" }),
  copyState: (state) => ({ ...state }),
  token: colour,
  languageData: { commentTokens: { line: "--" }, closeBrackets: { brackets: ["(", "[", "'", '"'] } },
  tokenTable: { enumeration: tags.namespace },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--keyword)", fontWeight: "600" },
  { tag: tags.standard(tags.variableName), color: "var(--function)" },
  { tag: tags.namespace, color: "var(--enumeration)" },
  { tag: tags.string, color: "var(--string)" },
  { tag: tags.number, color: "var(--number)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
]);

/** The language with its colours, which are custom properties of the editor. */
export const language = [adql, syntaxHighlighting(colours)];

function colour(stream: StringStream, state: State): string | null {
  if (state.quote !== "") return quoted(stream, state);
  if (stream.eatSpace()) return null;
  if (stream.match("--")) {
    stream.skipToEnd();
    return "comment";
  }
  if (stream.match(/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/)) return "number";
  const letter = stream.next() ?? "";
  if (letter === "'" || letter === '"') {
    state.quote = letter;
    return quoted(stream, state);
  }
  if (!/[A-Za-z_]/.test(letter)) return null;
  stream.eatWhile(/[A-Za-z0-9_]/);
  return word(stream.current(), stream);
}

function quoted(stream: StringStream, state: State): string | null {
  const kind = state.quote === "'" ? "string" : null;
  while (!stream.eol()) {
    if (stream.next() !== state.quote) continue;
    // A doubled quote is one letter of the text.
    if (stream.eat(state.quote)) continue;
    state.quote = "";
    break;
  }
  return kind;
}

function word(text: string, stream: StringStream): string | null {
  if (stream.match("::", false)) return "enumeration";
  if (isBuiltIn(text)) return "variableName.standard";
  if (isReserved(text)) return "keyword";
  return stream.match(/^\s*\(/, false) ? "variableName.standard" : null;
}
