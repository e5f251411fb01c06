// Whether a service can answer (VOSI 1.1 section 2.2).
import { ask } from "./http.ts";
import { all, child, find, parse } from "./xml.ts";

/** What a service says of itself. */
export interface Availability {
  available: boolean;
  /** ISO 8601. */
  upSince: string | null;
  notes: string[];
}

/** @throws ServiceError where there is no answer. */
export async function availability(base: string, signal?: AbortSignal): Promise<Availability> {
  return readAvailability(await (await ask(`${base}/availability`, { signal })).text());
}

/** Reads the document; one without the word counts as not available. @throws XmlError */
export function readAvailability(text: string): Availability {
  const root = find(parse(text), "availability");
  return {
    available: /^(true|1)$/.test(child(root, "available")?.text.trim() ?? ""),
    upSince: child(root, "upSince")?.text.trim() || null,
    notes: all(root, "note").map((note) => note.text.trim()).filter((note) => note !== ""),
  };
}
