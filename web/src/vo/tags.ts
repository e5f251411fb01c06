// Finds the next tag of an XML text that may end anywhere; comments, CDATA and declarations are passed over.

export interface Tag {
  kind: "open" | "close" | "empty";
  /** Without a namespace prefix. */
  name: string;
  qualified: string;
  from: number;
  to: number;
}

const PASSED: [string, string][] = [["<!--", "-->"], ["<![CDATA[", "]]>"], ["<?", "?>"], ["<!", ">"]];

/** The first tag at or after `from`; null if the text ends before it does. */
export function nextTag(text: string, from: number): Tag | null {
  for (;;) {
    const start = text.indexOf("<", from);
    if (start < 0) return null;
    const passed = passOver(text, start);
    if (passed === null) return null;
    if (passed === start) return tagAt(text, start);
    from = passed;
  }
}

/** The end of a comment, CDATA section or declaration at `start`; `start` itself for a tag; null if the text ends first. */
function passOver(text: string, start: number): number | null {
  if (text[start + 1] !== "!" && text[start + 1] !== "?") return start + 1 < text.length ? start : null;
  for (const [open, close] of PASSED) {
    const piece = text.slice(start, start + open.length);
    // A piece cut short could still become this opening, so its kind is not known yet.
    if (piece.length < open.length && open.startsWith(piece)) return null;
    if (piece !== open) continue;
    const end = text.indexOf(close, start + open.length);
    return end < 0 ? null : end + close.length;
  }
  return start;
}

function tagAt(text: string, start: number): Tag | null {
  const end = tagEnd(text, start);
  if (end < 0) return null;
  const closing = text[start + 1] === "/";
  const body = text.slice(start + (closing ? 2 : 1), end);
  const qualified = /^[^\s/>]+/.exec(body)?.[0] ?? "";
  const kind = closing ? "close" : body.endsWith("/") ? "empty" : "open";
  return { kind, qualified, name: qualified.slice(qualified.indexOf(":") + 1), from: start, to: end + 1 };
}

/** Where the `>` of the tag is: one inside a quoted value does not count. */
function tagEnd(text: string, start: number): number {
  let end = text.indexOf(">", start);
  for (let from = start; end >= 0; ) {
    const quote = /["']/g;
    quote.lastIndex = from;
    const opened = quote.exec(text);
    if (!opened || opened.index > end) return end;
    const closed = text.indexOf(opened[0], opened.index + 1);
    if (closed < 0) return -1;
    from = closed + 1;
    if (closed > end) end = text.indexOf(">", from);
  }
  return -1;
}
