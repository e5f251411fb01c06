// Requests to services: one call, errors as services tell them.
import { faultOf, ServiceError } from "./fault.ts";

export { ServiceError, type Place, type Repair, type Warning } from "./fault.ts";

/** Parameters of a form; a list repeats its name. */
export type Form = Record<string, string | string[] | undefined>;

/** What differs from a plain GET. */
export interface Ask {
  /** POST where there is a form, else GET. */
  method?: "GET" | "POST" | "DELETE" | "HEAD";
  form?: Form | URLSearchParams | FormData;
  accept?: string;
  signal?: AbortSignal;
}

/**
 * Sends a request; the answer is one of status 200 to 299.
 *
 * @throws ServiceError for any other status, and with status 0 where no answer came; AbortError where `signal` ended it.
 */
export async function ask(url: string | URL, { method, form, accept, signal }: Ask = {}): Promise<Response> {
  const body = form === undefined || form instanceof FormData || form instanceof URLSearchParams ? form : parameters(form);
  const headers: Record<string, string> = accept ? { Accept: accept } : {};
  let answer: Response;
  try {
    answer = await fetch(url, { method: method ?? (body ? "POST" : "GET"), body, headers, signal, credentials: "same-origin" });
  } catch (error) {
    if (signal?.aborted || (error instanceof DOMException && error.name === "AbortError")) throw error;
    throw new ServiceError(`no answer from ${new URL(url, pageAddress()).host}`, 0, String(url));
  }
  if (answer.ok) return answer;
  const type = answer.headers.get("Content-Type") ?? "";
  const error = faultOf(await answer.text(), type, answer.status, String(url));
  error.requestId = answer.headers.get("X-Request-Id") ?? undefined;
  throw error;
}

/** A form as URL-encoded parameters; what is undefined is left out. */
export function parameters(form: Form): URLSearchParams {
  const list = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) list.append(name, one);
  }
  return list;
}

/** An address with parameters added. */
export function withParameters(url: string, form: Form): string {
  const text = parameters(form).toString();
  return text ? `${url}${url.includes("?") ? "&" : "?"}${text}` : url;
}

function pageAddress(): string {
  return typeof location === "undefined" ? "http://localhost/" : location.href;
}
