// Matching a list of targets with a table: the query, the job that runs it, and what it found.
import { ask } from "../vo/http.ts";
import { separation, type Position } from "../vo/sky.ts";
import { querySync } from "../vo/tap.ts";
import { fetchJob, readJob, type Job } from "../vo/uws.ts";
import type { Cell } from "../vo/votable.ts";
import { all, child, parse } from "../vo/xml.ts";
import type { Aperture, ObjectRoles } from "./roles.ts";
import { sedOf, type SedPoint } from "./sed.ts";
import { targetTable, type Target } from "./targets.ts";

/** An object at a target. */
export interface Match {
  id: string;
  position: Position;
  /** Degrees. */
  distance: number;
  points: SedPoint[];
}

/** A target with what was found for it, nearest first. */
export interface Matched {
  target: Target;
  matches: Match[];
}

/** Targets of one list. */
export const TARGETS_MAX = 100_000;
const UPLOAD = "t";
const BINARY2 = "application/x-votable+xml;serialization=BINARY2";

/** The join; `n` is the place of the target in the list, from 0. */
export function matchQuery(roles: ObjectRoles, aperture: Aperture | null, radius: number): string {
  const { id, ra, dec, table, flags } = roles;
  const wanted = [id, ra, dec, aperture?.values, aperture?.errors, ...flags].filter((column) => column != null);
  const distance = `DISTANCE(POINT(o.${ra.name}, o.${dec.name}), POINT(t.ra, t.dec))`;
  return `SELECT t.n, ${distance} AS separation,\n  ${wanted.map((column) => `o.${column.name}`).join(", ")}\n`
    + `FROM TAP_UPLOAD.${UPLOAD} AS t JOIN ${table.name} AS o\n  ON ${distance} < ${Number(radius.toPrecision(8))}`;
}

/** Starts the job. @throws ServiceError */
export async function startMatch(tap: string, adql: string, targets: Target[], signal?: AbortSignal): Promise<Job> {
  const form = new FormData();
  const fields = { LANG: "ADQL", QUERY: adql, RESPONSEFORMAT: BINARY2, PHASE: "RUN", RUNID: "list", UPLOAD: `${UPLOAD},param:${UPLOAD}` };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append(UPLOAD, targetTable(targets), "targets.xml");
  const answer = await ask(`${tap}/async`, { form, signal });
  return readJob(await answer.text(), answer.url);
}

/** Waits until the phase of a job changes (UWS 1.1 section 2.2.1), half a minute at most. */
export function follow(job: Job, signal?: AbortSignal): Promise<Job> {
  return fetchJob(job.url, { wait: 30, phase: job.phase, signal });
}

/** Reads rows of the answer into the targets that they belong to. */
export class Matches {
  readonly list: Matched[];
  matched = 0;

  constructor(targets: Target[], private readonly roles: ObjectRoles, private readonly aperture: Aperture | null) {
    this.list = targets.map((target) => ({ target, matches: [] }));
  }

  /** Adds a row; `cell` gives the value of a column by its name. */
  add(cell: (name: string) => Cell): void {
    const entry = this.list[Number(cell("n"))];
    const { id, ra, dec, flags } = this.roles;
    if (!entry || !id) return;
    const position = { ra: Number(cell(ra.name)), dec: Number(cell(dec.name)) };
    const points = this.aperture ? sedOf(this.aperture, cell, flags.map((column) => column.name), new Map()) : [];
    if (entry.matches.length === 0) this.matched += 1;
    entry.matches.push({ id: String(cell(id.name)), position, distance: separation(position, entry.target.position), points });
    entry.matches.sort((a, b) => a.distance - b.distance);
  }
}

/** Distances in degrees of the nearest object within one degree, of at most fifty targets. @throws ServiceError */
export async function nearestDistances(tap: string, roles: ObjectRoles, targets: Target[], signal?: AbortSignal): Promise<number[]> {
  const distance = `DISTANCE(POINT(o.${roles.ra.name}, o.${roles.dec.name}), POINT(t.ra, t.dec))`;
  const adql = `SELECT t.n, MIN(${distance}) AS separation FROM TAP_UPLOAD.${UPLOAD} AS t JOIN ${roles.table.name} AS o ON ${distance} < 1 GROUP BY t.n`;
  const answer = await querySync(tap, adql, { signal, upload: { name: UPLOAD, table: targetTable(targets.slice(0, 50)) } });
  return answer.rows.map((row) => Number(row[1]));
}

/** Bytes that an upload may have; null if the service does not tell. @throws ServiceError */
export async function uploadLimit(tap: string, signal?: AbortSignal): Promise<number | null> {
  const root = parse(await (await ask(`${tap}/capabilities`, { signal })).text());
  const limits = all(root, "uploadLimit").map((limit) => child(limit, "hard") ?? child(limit, "default"));
  const bytes = limits.find((limit) => limit?.attributes["unit"] === "byte");
  return bytes ? Number(bytes.text) : null;
}

/** A table in another format, as the service writes it. @throws ServiceError */
export async function converted(tap: string, votable: string, format: "fits" | "parquet"): Promise<Blob> {
  const form = new FormData();
  const fields = { LANG: "ADQL", QUERY: `SELECT * FROM TAP_UPLOAD.${UPLOAD}`, RESPONSEFORMAT: format, MAXREC: "10000000", UPLOAD: `${UPLOAD},param:${UPLOAD}` };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append(UPLOAD, new Blob([votable], { type: "application/x-votable+xml" }), "matches.xml");
  return (await ask(`${tap}/sync`, { form })).blob();
}
