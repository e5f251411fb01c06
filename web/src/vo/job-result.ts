// What the page of a result needs of a UWS job: its phase, where the result is, what was asked (UWS 1.1, 2.1).
import { all, child, find, parse, type XmlElement } from "./xml.ts";

export interface JobResult {
  id: string;
  phase: string;
  runId: string;
  /** Address of the result; null while there is none. */
  url: string | null;
  /** Media type of the result, or what was asked for. */
  format: string;
  isVotable: boolean;
  query: string | null;
  language: string;
  maxrec: string | null;
  /** As far as the service tells. */
  rows: number | null;
  bytes: number | null;
}

/** Reads the description of a job; `address` is where it came from. */
export function readJobResult(text: string, address: string): JobResult {
  const job = find(parse(text), "job")!;
  const parameter = (name: string): string | null =>
    all(job, "parameter").find(one => one.attributes["id"]?.toUpperCase() === name)?.text.trim() || null;
  const result = all(job, "result").find(one => one.attributes["id"] === "result") ?? all(job, "result")[0];
  const format = result?.attributes["mime-type"] ?? parameter("RESPONSEFORMAT") ?? parameter("FORMAT") ?? "";
  return {
    id: own(job, "jobId"), phase: own(job, "phase"), runId: own(job, "runId"),
    url: result ? new URL(result.attributes["href"] ?? "", address).href : null,
    format, isVotable: format === "" || /votable|text\/xml/i.test(format),
    query: parameter("QUERY"), language: parameter("LANG") ?? "ADQL", maxrec: parameter("MAXREC"),
    rows: number(find(child(job, "jobInfo"), "rows")?.text), bytes: number(result?.attributes["size"] ?? find(child(job, "jobInfo"), "bytes")?.text),
  };
}

function own(job: XmlElement, name: string): string {
  return child(job, name)?.text.trim() ?? "";
}

function number(text: string | undefined): number | null {
  return text && /^\s*\d+\s*$/.test(text) ? Number(text) : null;
}
