// The worked examples of a service (DALI 1.1 section 2.3): XHTML with RDFa marks.
import { ask } from "./http.ts";
import { parse, type XmlElement } from "./xml.ts";

export interface Example {
  name: string;
  query: string;
}

/** The examples that hold a query. */
export async function examples(tap: string, signal?: AbortSignal): Promise<Example[]> {
  return readExamples(await (await ask(`${tap}/examples`, { signal })).text());
}

export function readExamples(text: string): Example[] {
  const found: Example[] = [];
  const walk = (element: XmlElement): void => {
    if (element.attributes.typeof === "example") {
      const query = property(element, "query");
      if (query !== null) found.push({ name: property(element, "name") ?? query, query });
      return;
    }
    element.children.forEach(walk);
  };
  walk(parse(text));
  return found;
}

/** The text of the first element with that property; the capability's own names may carry a prefix. */
function property(element: XmlElement, name: string): string | null {
  for (const part of everything(element)) {
    const names = (part.attributes.property ?? "").split(/\s+/);
    if (names.some((own) => own === name || own.endsWith(`:${name}`))) return part.text.trim();
  }
  return null;
}

function everything(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(everything)];
}
