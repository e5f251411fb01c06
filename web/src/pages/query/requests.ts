// The requests that the buttons of the query page make.
import type { Tab } from "../../data/history.ts";
import type { Form } from "../../vo/http.ts";

/** What the page reads itself; every TAP service has it. */
export const SHOWN_FORMAT = "application/x-votable+xml;serialization=BINARY2";

/** A request whose answer is a table. */
export interface Source {
  url: string;
  form: Record<string, string | undefined>;
}

/** The parameters of a query; an empty format is the one that the page can show. */
export function queryParameters(tab: Tab): Record<string, string | undefined> {
  return { LANG: "ADQL", QUERY: tab.text, RESPONSEFORMAT: tab.format || SHOWN_FORMAT, MAXREC: tab.maxrec || undefined };
}

/** Run: the answer is streamed into the page. */
export function runSource(tap: string, tab: Tab): Source {
  return { url: `${tap}/sync`, form: queryParameters(tab) };
}

/** Run as job, and Save. A run id has at most 64 characters (TAP 1.1 section 2.8). */
export function jobParameters(tab: Tab): Form {
  return { ...queryParameters(tab), RUNID: tab.title.slice(0, 64) };
}

/** Run with a format that is not shown: the browser saves the answer itself, however long it is. */
export function downloadAnswer(tap: string, tab: Tab): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${tap}/sync`;
  form.target = "_blank";
  for (const [name, value] of Object.entries(queryParameters(tab))) {
    if (value === undefined) continue;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
  form.remove();
}

/** The fragment that holds a text; a fragment is never sent to a server. */
export function fragmentOf(text: string): string {
  return `#q=${encodeURIComponent(text)}`;
}

/** The text of a shared link, `null` if the address has none. */
export function textOf(hash: string, params: URLSearchParams): string | null {
  const found = /^#q=(.*)$/s.exec(hash);
  if (found === null) return params.get("q");
  try {
    return decodeURIComponent(found[1] ?? "");
  } catch {
    return null;
  }
}
