// Errors of services as people read them: the sentence, its place in the query, repairs, where it came from.
import { parse, XmlError } from "./xml.ts";
import { readInfos, type Info } from "./votable.ts";

/** A piece of the query's text, code points, 0-based, half open. */
export interface Place {
  from: number;
  to: number;
}

/** Text that would take the place of a piece of the query. */
export interface Repair extends Place {
  text: string;
}

/** A remark about a piece of the query; from 0 to 0 for the whole. */
export interface Warning extends Place {
  message: string;
}

/** A request that did not succeed. `status` is that of HTTP, 0 where no answer came. */
export class ServiceError extends Error {
  place?: Place;
  hint?: string;
  repairs: Repair[] = [];
  /** As the host logs the request, where it tells. */
  requestId?: string;

  constructor(
    message: string,
    readonly status: number,
    readonly url: string,
  ) {
    super(message);
  }
}

/** The error that an answer of status 400 and above, or an error VOTable, tells. */
export function faultOf(text: string, type: string, status: number, url: string): ServiceError {
  const infos = type.includes("xml") ? infosOf(text) : [];
  const told = infos.find((info) => info.name === "QUERY_STATUS" && info.value === "ERROR");
  const error = new ServiceError(told?.text.trim() || plain(text, type, status), status, url);
  const [range] = values(infos, "QUERY_ERROR_RANGE").map(placed);
  if (range) error.place = { from: range.from, to: range.to };
  else error.place = undefined;
  error.hint = values(infos, "QUERY_HINT")[0];
  error.repairs = values(infos, "QUERY_REPAIR").map(placed).filter((found) => found !== undefined);
  return error;
}

/** What the service remarks about the query, also where it succeeded. */
export function warningsOf(infos: Info[]): Warning[] {
  return values(infos, "QUERY_WARNING").map((value) => {
    const found = placed(value);
    return found ? { from: found.from, to: found.to, message: found.text } : { from: 0, to: 0, message: value };
  });
}

function values(infos: Info[], name: string): string[] {
  return infos.filter((info) => info.name === name).map((info) => info.value);
}

/** `FROM TO TEXT`. */
function placed(value: string): Repair | undefined {
  const found = /^(\d+) (\d+)(?: ([\s\S]*))?$/.exec(value);
  return found ? { from: Number(found[1]), to: Number(found[2]), text: found[3] ?? "" } : undefined;
}

function infosOf(text: string): Info[] {
  try {
    return readInfos(parse(text));
  } catch (error) {
    if (error instanceof XmlError) return [];
    throw error;
  }
}

/** The sentence of an answer that is no VOTable: its text if it is short and plain, else its status. */
function plain(text: string, type: string, status: number): string {
  if (type.includes("json")) {
    try {
      const told: unknown = JSON.parse(text);
      if (told && typeof told === "object") {
        const { error, message } = told as Record<string, unknown>;
        for (const sentence of [message, error]) if (typeof sentence === "string") return sentence;
      }
    } catch {
      // Not JSON after all: the text itself is tried next.
    }
  }
  const short = text.trim();
  return type.startsWith("text/plain") && short && short.length < 2000 ? short : `the service answered with status ${status}`;
}
