// Jobs of a service (UWS 1.1): reading them, waiting for them, and what may be done with them.
import { ask, type Form, withParameters } from "./http.ts";
import { all, child, parse, type XmlElement } from "./xml.ts";

export type Phase =
  | "PENDING" | "QUEUED" | "EXECUTING" | "COMPLETED" | "ERROR" | "ABORTED" | "HELD" | "SUSPENDED" | "UNKNOWN" | "ARCHIVED";

export interface JobResult {
  id: string;
  href: string;
  mimeType: string | null;
  /** Bytes. */
  size: number | null;
}

/** A job as the list of jobs shows it. */
export interface JobReference {
  id: string;
  url: string;
  phase: Phase;
  runId: string | null;
  owner: string | null;
  /** Instants are as the service writes them, in UTC. */
  created: string | null;
}

/** A job as its own document shows it. */
export interface Job extends JobReference {
  quote: string | null;
  started: string | null;
  ended: string | null;
  /** Seconds; 0 is without limit. */
  executionDuration: number;
  destruction: string | null;
  /** By upper-case name. */
  parameters: Record<string, string>;
  results: JobResult[];
  error: { message: string; isTransient: boolean; hasDetail: boolean } | null;
  /** Leaves of `jobInfo` by local name, in order. */
  info: { name: string; value: string; attributes: Record<string, string> }[];
}

/** UWS 1.1 section 2.1.3: nothing happens to such a job any more. */
export function isFinal(phase: Phase): boolean {
  return phase === "COMPLETED" || phase === "ERROR" || phase === "ABORTED" || phase === "ARCHIVED";
}

/** Creates a job; it stays PENDING unless `run`. Gives the job that the service redirects to. */
export async function createJob(list: string, form: Form, run: boolean): Promise<Job> {
  return jobFrom(await ask(list, { form: run ? { ...form, PHASE: "RUN" } : form }));
}

/** A job's document. With `wait` (seconds) the answer comes when the phase is no more `phase`, or after that time. */
export async function fetchJob(url: string, { wait, phase, signal }: { wait?: number; phase?: Phase; signal?: AbortSignal } = {}): Promise<Job> {
  const form = wait === undefined ? {} : { WAIT: String(wait), PHASE: phase };
  return readJob(await (await ask(withParameters(url, form), { signal })).text(), url);
}

/** The newest jobs that the caller may see. */
export async function listJobs(list: string, last: number, signal?: AbortSignal): Promise<JobReference[]> {
  return readJobs(await (await ask(withParameters(list, { LAST: String(last) }), { signal })).text(), list);
}

export async function runJob(url: string): Promise<Job> {
  return jobFrom(await ask(`${url}/phase`, { form: { PHASE: "RUN" } }), url);
}

export async function abortJob(url: string): Promise<Job> {
  return jobFrom(await ask(`${url}/phase`, { form: { PHASE: "ABORT" } }), url);
}

/** Replaces parameters of a job that is PENDING. */
export async function changeJob(url: string, form: Form): Promise<Job> {
  return jobFrom(await ask(`${url}/parameters`, { form }), url);
}

/** Asks for another end of the job's life; the service may choose an earlier one. */
export async function keepJob(url: string, until: Date): Promise<Job> {
  return jobFrom(await ask(`${url}/destruction`, { form: { DESTRUCTION: until.toISOString() } }), url);
}

export async function deleteJob(url: string): Promise<void> {
  await ask(url, { method: "DELETE" });
}

/** Reads a job's document. @throws XmlError, Error for another document */
export function readJob(text: string, url: string): Job {
  const root = parse(text);
  if (root.name !== "job") throw new Error(`the answer of ${url} is no job but <${root.name}>`);
  const parameters = child(root, "parameters")?.children ?? [];
  return {
    ...readReference(root, url),
    id: own(root, "jobId") ?? "",
    quote: own(root, "quote"),
    started: own(root, "startTime"),
    ended: own(root, "endTime"),
    executionDuration: Number(own(root, "executionDuration") ?? 0),
    destruction: own(root, "destruction"),
    parameters: Object.fromEntries(parameters.map((parameter) => [(parameter.attributes.id ?? "").toUpperCase(), parameter.text])),
    results: (child(root, "results")?.children ?? []).map((result) => readResult(result, url)),
    error: readError(child(root, "errorSummary")),
    info: leaves(child(root, "jobInfo")),
  };
}

/** Reads a list of jobs; addresses that are left out or relative are those below the list. */
export function readJobs(text: string, list: string): JobReference[] {
  return all(parse(text), "jobref").map((element) => {
    const id = element.attributes.id ?? "";
    return { ...readReference(element, absolute(element.attributes.href ?? `${list}/${id}`, `${list}/`)), id };
  });
}

/** The value of a leaf of `jobInfo`, `null` if the service does not tell it. */
export function infoOf(job: Job, name: string): string | null {
  return job.info.find((leaf) => leaf.name === name)?.value ?? null;
}

async function jobFrom(response: Response, url = response.url): Promise<Job> {
  const text = await response.text();
  return readJob(text, url);
}

function readReference(element: XmlElement, url: string): JobReference {
  return {
    id: "",
    url,
    phase: (own(element, "phase") ?? "UNKNOWN").toUpperCase() as Phase,
    runId: own(element, "runId"),
    owner: own(element, "ownerId"),
    created: own(element, "creationTime"),
  };
}

function readResult(element: XmlElement, url: string): JobResult {
  const { id, href, size } = element.attributes;
  return {
    id: id ?? "",
    href: absolute(href ?? `results/${id}`, `${url}/`),
    mimeType: element.attributes["mime-type"] ?? null,
    size: size === undefined ? null : Number(size),
  };
}

function readError(element: XmlElement | undefined): Job["error"] {
  if (element === undefined) return null;
  const { type, hasDetail } = element.attributes;
  return { message: own(element, "message") ?? "", isTransient: type === "transient", hasDetail: hasDetail === "true" };
}

function leaves(element: XmlElement | undefined): Job["info"] {
  return (element?.children ?? []).flatMap((part) =>
    part.children.length > 0 ? leaves(part) : [{ name: part.name, value: part.text.trim(), attributes: part.attributes }],
  );
}

function own(element: XmlElement, name: string): string | null {
  const found = child(element, name);
  const text = found?.attributes["xsi:nil"] === "true" ? "" : (found?.text.trim() ?? "");
  return text === "" ? null : text;
}

function absolute(href: string, base: string): string {
  try {
    return new URL(href, base).href;
  } catch {
    return href;
  }
}
