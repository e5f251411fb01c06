// DataLink 1.1: the links of identifiers, and the services that they name.
import { ask, type Form } from "./http.ts";
import { readVotable, type Answer, type Cell, type Descriptor } from "./votable.ts";

/** A row of a links document (DataLink 1.1 section 3.2). */
export interface Link {
  id: string;
  url?: string;
  /** The service that `serviceDef` of the row names. */
  service?: Descriptor;
  error?: string;
  description?: string;
  /** A term of the core vocabulary with its hash, such as `#preview-image`. */
  semantics: string;
  contentType?: string;
  /** Bytes. */
  contentLength?: number;
  /** What the data centre calls it; ours gives the filter. */
  localSemantics?: string;
  /** Whether this caller may use it now. */
  authorized?: boolean;
}

/** Identifiers of one request (pyvo sends as many). */
const BATCH = 50;

/** The links of identifiers, in their order. @throws ServiceError */
export async function links(datalink: string, ids: string[], signal?: AbortSignal): Promise<Link[]> {
  const found: Link[] = [];
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH);
    const form: Form = { ID: batch };
    const url = batch.length === 1 ? `${datalink}/links?${new URLSearchParams({ ID: batch[0] ?? "" })}` : `${datalink}/links`;
    const answer = await ask(url, batch.length === 1 ? { signal } : { form, signal });
    found.push(...linksOf(readVotable(await answer.text())));
  }
  return found;
}

/** The rows of a links document. */
export function linksOf(answer: Answer): Link[] {
  const at = new Map(answer.fields.map((field, index) => [field.name, index]));
  return answer.rows.map((row) => {
    const cell = (name: string): Cell => row[at.get(name) ?? -1] ?? null;
    const text = (name: string): string | undefined => cell(name)?.toString() || undefined;
    const service = text("service_def");
    const length = cell("content_length");
    const authorized = cell("link_authorized");
    return {
      id: text("ID") ?? "",
      url: text("access_url"),
      service: service === undefined ? undefined : answer.descriptors.find((found) => found.id === service),
      error: text("error_message"),
      description: text("description"),
      semantics: text("semantics") ?? "",
      contentType: text("content_type"),
      contentLength: length === null ? undefined : Number(length),
      localSemantics: text("local_semantics"),
      authorized: typeof authorized === "boolean" ? authorized : undefined,
    };
  });
}
