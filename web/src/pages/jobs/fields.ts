// The fields of a job, as the jobs page and the job's own page show them.
import { isComplete, runTime } from "../../data/jobs.ts";
import { infoOf, type Job, type JobReference } from "../../vo/uws.ts";
import { formatName } from "../query/formats.ts";
import { number } from "../../words/number.ts";
import { clock, instant, size, words } from "../../words/query.ts";

/** All fields in the order in which they are shown; the actions are the last column. */
export const FIELDS = [
  "phase", "description", "query", "started", "runtime", "rows", "id", "owner", "public", "quote", "destruction", "ended", "error", "format",
  "language", "maxrec", "runId", "bytes", "created",
] as const;

export type Field = (typeof FIELDS)[number];

/** What is shown before anybody has chosen. */
export const FIRST_FIELDS: readonly Field[] = ["phase", "description", "query", "started", "runtime", "rows"];

/** Fields of numbers stand to the right. */
export const NUMBERS: ReadonlySet<Field> = new Set(["runtime", "rows", "maxrec", "bytes"]);

const QUERY_LENGTH_MAX = 80;

/** The name by which people know a job. */
export function jobTitle(job: JobReference): string {
  return job.runId ?? job.id.slice(0, 8);
}

/** A field's text; empty if the service does not tell it, or not yet. */
export function fieldText(job: Job | JobReference, field: Field): string {
  switch (field) {
    case "id":
      return job.id;
    case "phase":
      return words.phases[job.phase] ?? job.phase;
    case "owner":
      return job.owner ?? words.anonymous;
    case "runId":
      return job.runId ?? "";
    case "created":
      return instant(job.created);
    case "description":
      return (isComplete(job) ? infoOf(job, "description") : null) ?? jobTitle(job);
    default:
      return isComplete(job) ? completeText(job, field) : "";
  }
}

function completeText(job: Job, field: Field): string {
  const { parameters } = job;
  const [result] = job.results;
  switch (field) {
    case "query":
      return (parameters.QUERY ?? "").replace(/\s+/g, " ").trim().slice(0, QUERY_LENGTH_MAX);
    case "started":
      return instant(job.started);
    case "ended":
      return instant(job.ended);
    case "quote":
      return instant(job.quote);
    case "destruction":
      return instant(job.destruction);
    case "runtime": {
      const seconds = runTime(job);
      return seconds === null ? "" : clock(seconds);
    }
    case "rows": {
      const rows = infoOf(job, "rows");
      return rows === null ? "" : number(Number(rows));
    }
    case "bytes":
      return result?.size == null ? "" : size(result.size);
    case "error":
      return job.error?.message ?? "";
    case "format":
      return formatName(result?.mimeType ?? parameters.RESPONSEFORMAT ?? parameters.FORMAT ?? "");
    case "language":
      return parameters.LANG ?? "";
    case "maxrec":
      return parameters.MAXREC ?? "";
    case "public":
      return infoOf(job, "public") ?? "";
    default:
      return "";
  }
}
