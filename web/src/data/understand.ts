// What the text of the search box means, and which page shows it.
import { formatAngle, parsePosition, type Alternative } from "../vo/sky.ts";
import { words } from "../words/frame.ts";

/** A meaning in words, with the page that shows it. */
export interface Understood {
  kind: "nothing" | "position" | "ambiguous" | "object" | "table" | "query" | "name" | "unknown";
  said: string;
  /** Name and parameters of the page. */
  page?: { name: string; params: Record<string, string>; fragment?: string };
  alternatives?: Alternative[];
}

/** What is known beside the text. */
export interface Knowledge {
  /** Qualified names of the tables that the caller sees; empty while they are not read. */
  tables: string[];
  /** Whether names can be resolved. */
  hasResolver: boolean;
}

/** Radius of a search round a position without one, degrees. */
const RADIUS_DEG = 30 / 3600;

/** The meaning of a text. */
export function understand(text: string, { tables, hasResolver }: Knowledge): Understood {
  const plain = text.trim();
  if (plain === "") return { kind: "nothing", said: words.searchHelp };
  if (/^(select|with)\b/i.test(plain)) {
    return { kind: "query", said: words.isQuery, page: { name: "query", params: {}, fragment: `q=${encodeURIComponent(text)}` } };
  }
  const table = tables.find((name) => name.toLowerCase() === plain.toLowerCase());
  if (table) return { kind: "table", said: words.isTable(table), page: { name: "query", params: { table } } };
  if (/^\d+-\d+$/.test(plain)) return { kind: "object", said: words.isObject(plain), page: { name: "object", params: { id: plain } } };
  const meaning = parsePosition(plain);
  if (meaning.ok && meaning.position) {
    const { position, radius } = meaning;
    const params: Record<string, string> = { ra: String(position.ra), dec: String(position.dec), sr: String(radius ?? RADIUS_DEG) };
    const said = radius === undefined ? words.around(formatAngle(RADIUS_DEG), meaning.said) : meaning.said;
    return { kind: "position", said, page: { name: "cone", params } };
  }
  if (meaning.alternatives?.length) return { kind: "ambiguous", said: meaning.said, alternatives: meaning.alternatives };
  if (/^\d{6,}$/.test(plain)) return { kind: "object", said: words.isObject(plain), page: { name: "object", params: { id: plain } } };
  if (/^[+\-\d.\s:,;]+$/.test(plain)) return { kind: "unknown", said: meaning.said };
  return hasResolver ? { kind: "name", said: words.isName(plain) } : { kind: "unknown", said: words.noNames };
}
