// Texts of the query page, of the jobs pages and of their panels.
import { number } from "./number.ts";

/** 29800000 as `29.8 M`, as it stands beside names. */
export function short(count: number): string {
  if (count < 10_000) return number(count);
  const [value, unit] = count < 1e6 ? [count / 1e3, "k"] : count < 1e9 ? [count / 1e6, "M"] : [count / 1e9, "G"];
  return `${value < 100 ? Number(value.toPrecision(3)) : Math.round(value)} ${unit}`;
}

/** Bytes with a unit. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), 4);
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${["", "kB", "MB", "GB", "TB"][power]}`;
}

/** Seconds as `0:41`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}

/** An instant of a service in the reader's time zone. */
export function instant(text: string | null): string {
  if (text === null) return "";
  const date = new Date(/Z|[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(date.getTime()) ? text : date.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });
}

export const words = {
  title: "Query",
  editor: "Query in ADQL",
  editorHelp: "Tab leaves the editor. Control+Space completes, Alt+F1 explains a name, F8 goes to the next mark, Alt+full stop repairs.",
  rows: (count: number): string => `${short(count)} rows`,
  rowsExact: (count: number): string => `${number(count)} ${count === 1 ? "row" : "rows"}`,
  nm: (wavelength: number): string => `${wavelength} nm`,
  indexed: "indexed",
  notIndexed: "not indexed",
  arrayOf: (elements: string, enumeration: string | null): string => `array of ${elements}${enumeration ? `, named by ${enumeration}` : ""}`,
  elementIndex: (index: number): string => `element ${index}`,
  range: (min: string, max: string): string => `${min} to ${max}`,
  replaceBy: (text: string): string => `Replace by ${text}`,
  insertText: (text: string): string => `Insert ${text}`,
  removeText: (text: string): string => `Remove ${text}`,
  repairKey: "Alt+.",
  noExplanation: "No description for this name.",

  tables: "Tables",
  searchTables: "Search tables and columns",
  functions: "Functions",
  enumerations: "Enumerations",
  noMatch: (text: string): string => `No table, column or function has “${text}” in its name, UCD or description.`,
  insertName: (name: string): string => `Insert ${name} at the cursor`,
  unfold: (name: string): string => `Columns of ${name}`,
  moreColumns: (count: number): string => `${number(count)} more: search for them`,
  noColumns: "No columns are listed.",
  tablesFailed: "The tables of this service could not be read.",

  untitled: "untitled",
  newTab: "New tab",
  closeTab: (name: string): string => `Close ${name}`,
  renameTab: "Name of this query",
  tabs: "Queries",
  examples: "Examples",
  history: "History",
  noHistory: "Nothing was run yet.",
  noExamples: "This service has no examples.",
  forget: "Forget everything here",
  forgetHelp: "Queries, tabs and the list of jobs are kept in this browser only.",
  forgotten: "Tabs, history and jobs of this browser are forgotten.",
  format: "Format",
  maxrec: "Max rows",
  maxrecHelp: (standard: number | null, hard: number | null): string =>
    `Without a number: ${standard === null ? "no limit" : number(standard)}. At most ${hard === null ? "any number" : number(hard)}.`,
  run: "Run",
  runAsJob: "Run as job",
  save: "Save",
  plan: "Plan",
  share: "Share",
  stop: "Stop",
  shared: "The link to this query is in the clipboard.",
  shareBlocked: "The address of this page now holds the query; copy it from the address bar.",
  saved: (title: string): string => `Saved as job “${title}”. It does not run yet.`,
  savedAgain: (title: string): string => `Job “${title}” has the text of this tab.`,
  started: (title: string): string => `Job “${title}” runs.`,
  askForAll: (hard: number | null): string => (hard === null ? "Ask for all rows as a job" : `Ask for up to ${number(hard)} rows as a job`),
  takesLong: "This takes longer than 20 seconds.",
  continueAsJob: "Continue as job",
  checking: "Checking",
  columns: (count: number): string => (count === 1 ? "1 column" : `${count} columns`),
  emptyQuery: "Write a query, or take an example.",
  checkFailed: "The check of the text did not succeed; Run still works.",
  download: (name: string): string => `The answer is downloaded as ${name}.`,
  running: "Running",
  results: "Results",
  noResults: "Results stand here after Run.",
  planTitle: "Plan",
  planNothing: "The service says nothing about this query before it runs.",
  quote: (when: string): string => `Finished by ${when} at the latest.`,
  close: "Close",
  noTap: "This portal has no TAP service.",

  jobs: "Jobs",
  allJobs: "All jobs",
  job: "Job",
  noJobs: "No jobs yet. Run one of these as a job, or write a query.",
  jobsAnonymous: "You are not logged in: these are the jobs started in this browser. They are lost with the browser's data.",
  chooseColumns: "Columns",
  actions: "Actions",
  open: "Open",
  abort: "Stop",
  delete: "Delete",
  keep: "Keep longer",
  again: "Run again",
  edit: "Edit and run again",
  runNow: "Run now",
  undo: "Undo",
  deleting: (name: string): string => `Job “${name}” goes in 8 seconds.`,
  kept: (until: string): string => `Kept until ${until}.`,
  downloadAs: "Download",
  showResult: "Show result",
  otherFormat: "In another format",
  chooseFormat: "runs again as …",
  noJob: "There is no such job. It may have been deleted, or its time is over.",
  deleted: "This job is deleted.",
  query: "Query",
  phases: {
    PENDING: "● saved", QUEUED: "● queued", EXECUTING: "● executing", COMPLETED: "✔ completed", ERROR: "✖ error", ABORTED: "■ aborted",
    HELD: "● held", SUSPENDED: "● suspended", UNKNOWN: "? unknown", ARCHIVED: "▪ archived",
  } as Record<string, string>,
  fields: {
    id: "Id", phase: "Phase", owner: "Owner", public: "Public", description: "Description", quote: "Quote", destruction: "Available until",
    started: "Start", runtime: "Run time", query: "Query", error: "Error", format: "Format", ended: "End", language: "Language",
    rows: "Rows found", maxrec: "Max rows", runId: "Run id", created: "Created", bytes: "Size", progress: "Progress",
    estimatedRows: "Rows, estimated", estimatedCost: "Cost, estimated", plan: "Plan of the database", warning: "Warning",
  } as Record<string, string>,
  anonymous: "anonymous",
};
