// The caller's jobs, kept up to date: two are waited for, the others are looked at now and then.
import { ServiceError } from "../vo/http.ts";
import { fetchJob, isFinal, listJobs, type Job, type JobReference } from "../vo/uws.ts";
import type { History } from "./history.ts";

/** A browser gives a page six connections to a host (HTTP/1.1); the page itself needs some. */
const FOLLOWED_MAX = 2;
const WAIT_SECS = 30;
const POLL_MS = 10_000;
const LISTED_MAX = 50;

/** Events: `change`, whenever a job is new, gone or different. */
export class Jobs extends EventTarget {
  readonly #jobs = new Map<string, Job | JobReference>();
  readonly #followed = new Map<string, AbortController>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #stopped = new AbortController();
  /** Why the list could not be read, `null` if it could. */
  error: unknown = null;
  isLoaded = false;

  constructor(
    readonly list: string,
    private readonly history: History,
  ) {
    super();
  }

  /** All known jobs, the newest first. */
  get jobs(): (Job | JobReference)[] {
    return [...this.#jobs.values()].sort((a, b) => (b.created ?? "").localeCompare(a.created ?? ""));
  }

  get(url: string): Job | JobReference | undefined {
    return this.#jobs.get(url);
  }

  start(): void {
    this.#stopped = new AbortController();
    this.#timer = setInterval(() => {
      if (document.visibilityState === "visible") void this.refresh();
    }, POLL_MS);
    void this.refresh();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#stopped.abort();
    for (const following of this.#followed.values()) following.abort();
    this.#followed.clear();
  }

  /** Takes a job that was made or changed here. */
  add(job: Job): void {
    this.history.addJob(job.url);
    this.#set(job);
  }

  remove(url: string): void {
    this.history.removeJob(url);
    this.#jobs.delete(url);
    this.#followed.get(url)?.abort();
    this.#tell();
  }

  /** Reads the list, and the jobs of this browser that it does not have. */
  async refresh(): Promise<void> {
    const { signal } = this.#stopped;
    try {
      const listed = await listJobs(this.list, LISTED_MAX, signal);
      for (const job of listed) if (this.#jobs.get(job.url)?.phase !== job.phase) this.#jobs.set(job.url, job);
      this.error = null;
      const known = new Set(listed.map((job) => job.url));
      const others = this.history.jobs.filter((url) => !known.has(url) && url.startsWith(`${this.list}/`) && !this.#followed.has(url));
      for (const url of others.slice(0, LISTED_MAX)) await this.#look(url);
    } catch (error) {
      if (signal.aborted) return;
      this.error = error;
    }
    this.isLoaded = true;
    this.#follow();
    this.#tell();
  }

  /** Reads the whole document of a job, once it is wanted; those that are final stay as they are. */
  async complete(url: string): Promise<void> {
    const known = this.#jobs.get(url);
    if (known !== undefined && isComplete(known) && isFinal(known.phase)) return;
    await this.#look(url);
    this.#tell();
  }

  async #look(url: string): Promise<void> {
    const known = this.#jobs.get(url);
    if (known !== undefined && isComplete(known) && isFinal(known.phase)) return;
    try {
      this.#jobs.set(url, await fetchJob(url, { signal: this.#stopped.signal }));
    } catch (error) {
      if (!(error instanceof ServiceError) || error.status !== 404) throw error;
      this.history.removeJob(url);
      this.#jobs.delete(url);
    }
  }

  #set(job: Job): void {
    this.#jobs.set(job.url, job);
    this.#follow();
    this.#tell();
  }

  /** Waits for the newest jobs that run. */
  #follow(): void {
    const running = this.jobs.filter((job) => !isFinal(job.phase) && job.phase !== "PENDING" && !this.#followed.has(job.url));
    for (const job of running.slice(0, FOLLOWED_MAX - this.#followed.size)) void this.#wait(job.url);
  }

  async #wait(url: string): Promise<void> {
    const following = new AbortController();
    this.#followed.set(url, following);
    try {
      for (let job = this.#jobs.get(url); job !== undefined && !isFinal(job.phase) && !following.signal.aborted; job = this.#jobs.get(url)) {
        const before = Date.now();
        const next = await fetchJob(url, { wait: WAIT_SECS, phase: job.phase, signal: following.signal });
        this.#jobs.set(url, next);
        this.#tell();
        // A service of UWS 1.0 does not wait.
        if (next.phase === job.phase && Date.now() - before < 1000) await pause(2000);
      }
    } catch {
      // The next look at the list tells what is wrong.
    } finally {
      this.#followed.delete(url);
    }
    if (!this.#stopped.signal.aborted && isSettled(this.#jobs.get(url))) this.#follow();
  }

  #tell(): void {
    this.dispatchEvent(new Event("change"));
  }
}

/** Whether the whole document of a job is known, not only its line in the list. */
export function isComplete(job: Job | JobReference): job is Job {
  return "parameters" in job;
}

/** Seconds that a job has run so far, `null` before its start. */
export function runTime(job: Job, now = Date.now()): number | null {
  if (job.started === null) return null;
  const end = job.ended === null ? now : Date.parse(job.ended);
  return Math.max(0, (end - Date.parse(job.started)) / 1000);
}

function isSettled(job: Job | JobReference | undefined): boolean {
  return job === undefined || isFinal(job.phase);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
