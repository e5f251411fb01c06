// Queries over TAP 1.1: small answers at once, and a look at a query without running it.
import { ServiceError, warningsOf, type Place, type Repair, type Warning } from "./fault.ts";
import { ask, type Form } from "./http.ts";
import { readVotable, type Answer, type Field } from "./votable.ts";

/** A small answer is asked for in this form; big ones are streamed as BINARY2. */
export const TABLEDATA = "application/x-votable+xml;serialization=tabledata";

/** What a service says of a query that it did not run. */
export interface Check {
  /** Columns of the answer; empty where the query is wrong. */
  fields: Field[];
  warnings: Warning[];
  error?: { message: string; place?: Place; hint?: string; repairs: Repair[] };
}

/** Options of a query. */
export interface QueryOptions {
  signal?: AbortSignal;
  maxrec?: number;
  /** TAP 1.1 section 2.5: name of the uploaded table and its document. */
  upload?: { name: string; table: Blob };
}

/** Runs a query whose answer is small (up to some thousand rows). @throws ServiceError */
export async function querySync(tap: string, adql: string, options: QueryOptions = {}): Promise<Answer> {
  const url = `${tap}/sync`;
  const form = queryForm(adql, options);
  const answer = await ask(url, { form, signal: options.signal });
  const table = readVotable(await answer.text());
  if (table.status === "ERROR") throw statusError(table, url);
  return table;
}

/** Has a query read and resolved, not run (MAXREC=0). @throws ServiceError where it is not the query that is wrong. */
export async function checkQuery(tap: string, adql: string, signal?: AbortSignal): Promise<Check> {
  try {
    const table = await querySync(tap, adql, { maxrec: 0, signal });
    return { fields: table.fields, warnings: warningsOf(table.infos) };
  } catch (error) {
    if (!(error instanceof ServiceError) || error.status !== 400) throw error;
    const { message, place, hint, repairs } = error;
    return { fields: [], warnings: [], error: { message, place, hint, repairs } };
  }
}

/** The parameters of a query, without PHASE. */
export function queryForm(adql: string, { maxrec, upload }: QueryOptions): Form | FormData {
  const form: Form = { LANG: "ADQL", QUERY: adql, RESPONSEFORMAT: TABLEDATA, MAXREC: maxrec === undefined ? undefined : String(maxrec) };
  if (!upload) return form;
  const parts = new FormData();
  for (const [name, value] of Object.entries(form)) if (typeof value === "string") parts.append(name, value);
  parts.append("UPLOAD", `${upload.name},param:${upload.name}_file`);
  parts.append(`${upload.name}_file`, upload.table, `${upload.name}.xml`);
  return parts;
}

function statusError(table: Answer, url: string): ServiceError {
  const told = table.infos.find((info) => info.name === "QUERY_STATUS" && info.value === "ERROR");
  return new ServiceError(told?.text.trim() || "the service reports an error without a text", 400, url);
}
