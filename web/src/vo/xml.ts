// A small reader of XML documents into a tree; knows no DTD, fetches nothing.

/** An element; names are local names, prefixes are dropped. */
export interface XmlElement {
  name: string;
  /** By local name; `xsi:type` and `xsi:nil` keep their prefix, since plain names are common. */
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Its own text in one piece, entities resolved, without that of its children. */
  text: string;
}

/** What is wrong in a document, and where. */
export class XmlError extends Error {
  constructor(
    message: string,
    /** Index into the text. */
    readonly at: number,
  ) {
    super(`${message} at character ${at}`);
  }
}

/** Elements inside each other beyond this are refused. */
const DEPTH_MAX = 200;

/** The root element of a document. */
export function parse(text: string): XmlElement {
  const root: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open: XmlElement[] = [root];
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf("<", at);
    const top = open[open.length - 1]!;
    if (start < 0) {
      top.text += decode(text.slice(at));
      break;
    }
    if (start > at) top.text += decode(text.slice(at, start));
    at = markup(text, start, open);
  }
  if (open.length > 1) throw new XmlError(`element ${open[open.length - 1]!.name} is not closed`, text.length);
  const element = root.children[0];
  if (!element) throw new XmlError("no element", 0);
  return element;
}

/** The first child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((found) => found.name === name);
}

/** The first element of that name at any depth, itself included. */
export function find(element: XmlElement | undefined, name: string): XmlElement | undefined {
  if (!element || element.name === name) return element;
  for (const inner of element.children) {
    const found = find(inner, name);
    if (found) return found;
  }
  return undefined;
}

/** All elements of that name at any depth, in document order. */
export function all(element: XmlElement | undefined, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  const walk = (inner: XmlElement): void => {
    if (inner.name === name) found.push(inner);
    inner.children.forEach(walk);
  };
  if (element) walk(element);
  return found;
}

const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Text with its entities resolved; an unknown one stays as it is written. */
export function decode(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-z]+);/g, (whole, name: string) => {
    if (!name.startsWith("#")) return NAMED[name] ?? whole;
    const code = name[1] === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** Text as it stands in an element or an attribute. */
export function encode(text: string): string {
  return text.replace(/[<>&"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** Reads the markup at `start`, changes the stack, gives where to go on. */
function markup(text: string, start: number, open: XmlElement[]): number {
  if (text.startsWith("<!--", start)) return past(text, "-->", start);
  if (text.startsWith("<?", start)) return past(text, "?>", start);
  if (text.startsWith("<![CDATA[", start)) {
    const end = past(text, "]]>", start);
    open[open.length - 1]!.text += text.slice(start + 9, end - 3);
    return end;
  }
  if (text.startsWith("<!", start)) return past(text, ">", start);
  const end = tagEnd(text, start);
  if (text[start + 1] === "/") {
    const closed = open.length > 1 ? open.pop() : undefined;
    if (closed?.name !== local(text.slice(start + 2, end).trim())) throw new XmlError("closing tag without its element", start);
    return end + 1;
  }
  const isEmpty = text[end - 1] === "/";
  const element = tag(text.slice(start + 1, isEmpty ? end - 1 : end), start);
  open[open.length - 1]!.children.push(element);
  if (!isEmpty && open.push(element) > DEPTH_MAX) throw new XmlError(`more than ${DEPTH_MAX} elements inside each other`, start);
  return end + 1;
}

function past(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  if (end < 0) throw new XmlError(`no ${mark}`, from);
  return end + mark.length;
}

/** Where the tag that begins at `start` ends; a `>` in quotes does not end it. */
function tagEnd(text: string, start: number): number {
  let quote = "";
  for (let at = start + 1; at < text.length; at++) {
    const letter = text[at]!;
    if (quote) quote = letter === quote ? "" : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === ">") return at;
  }
  throw new XmlError("tag without end", start);
}

function tag(text: string, at: number): XmlElement {
  const name = /^[^\s/>]+/.exec(text)?.[0];
  if (!name) throw new XmlError("tag without name", at);
  const attributes: Record<string, string> = {};
  for (const [, key, double, single] of text.slice(name.length).matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes[/:(type|nil)$/.test(key!) ? key! : local(key!)] = decode(double ?? single ?? "");
  }
  return { name: local(name), attributes, children: [], text: "" };
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
