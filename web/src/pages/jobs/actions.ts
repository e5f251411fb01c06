// What may be done with a job, as buttons: stop, run, run again, keep longer, delete with eight seconds to undo.
import { html, nothing, type TemplateResult } from "lit";
import type { Jobs } from "../../data/jobs.ts";
import type { Toast } from "../../panels/toast.ts";
import { link, navigate } from "../../router.ts";
import type { Form } from "../../vo/http.ts";
import { abortJob, createJob, deleteJob, fetchJob, isFinal, keepJob, runJob, type Job, type JobReference } from "../../vo/uws.ts";
import { instant, words } from "../../words/query.ts";
import { jobTitle } from "./fields.ts";

const KEPT_LONGER_MS = 7 * 24 * 3600 * 1000;

export class JobActions {
  /** Jobs that are gone for the reader, though not for the service until the toast goes. */
  readonly hidden = new Set<string>();

  constructor(
    private readonly jobs: Jobs,
    private readonly toast: () => Toast | undefined,
    private readonly failed: (error: unknown) => void,
    private readonly changed: () => void,
  ) {}

  /** The buttons that the job's phase allows. */
  buttons(job: Job | JobReference): TemplateResult {
    const isRunning = !isFinal(job.phase) && job.phase !== "PENDING";
    const button = (label: string, act: () => unknown): TemplateResult => html`<button @click=${act}>${label}</button>`;
    return html`<span class="row actions" role="group" aria-label=${`${words.actions}: ${jobTitle(job)}`}>
      ${job.phase === "PENDING" ? button(words.runNow, () => this.#change(runJob(job.url))) : nothing}
      ${isRunning ? button(words.abort, () => this.#change(abortJob(job.url))) : nothing}
      ${isFinal(job.phase) ? button(words.again, () => this.again(job)) : nothing}
      ${button(words.keep, () => this.#keep(job))} ${button(words.delete, () => this.delete(job))}
    </span>`;
  }

  /** A new job with the same parameters, or with another format. */
  async again(job: JobReference, format?: string): Promise<void> {
    try {
      const { parameters } = await fetchJob(job.url);
      const form: Form = { ...parameters, ...(job.runId === null ? {} : { RUNID: job.runId }) };
      if (format !== undefined) {
        delete form.FORMAT;
        form.RESPONSEFORMAT = format;
      }
      const made = await createJob(this.jobs.list, form, true);
      this.jobs.add(made);
      this.toast()?.say({ message: words.started(jobTitle(made)) });
      navigate(link("job", { id: made.id }));
    } catch (error) {
      this.failed(error);
    }
  }

  /** The request is sent when the toast goes. */
  delete(job: JobReference): void {
    this.hidden.add(job.url);
    this.changed();
    const back = (): void => {
      this.hidden.delete(job.url);
      this.changed();
    };
    const send = async (): Promise<void> => {
      try {
        await deleteJob(job.url);
        this.jobs.remove(job.url);
      } catch (error) {
        back();
        this.failed(error);
      }
    };
    this.toast()?.say({ message: words.deleting(jobTitle(job)), action: { label: words.undo, run: back }, gone: () => void send() });
  }

  async #keep(job: Job | JobReference): Promise<void> {
    const { destruction } = await fetchJob(job.url).catch(() => ({ destruction: null }));
    const from = destruction === null ? Date.now() : Date.parse(destruction);
    await this.#change(keepJob(job.url, new Date(from + KEPT_LONGER_MS)), (kept) => words.kept(instant(kept.destruction)));
  }

  async #change(changing: Promise<Job>, message?: (job: Job) => string): Promise<void> {
    try {
      const job = await changing;
      this.jobs.add(job);
      if (message !== undefined) this.toast()?.say({ message: message(job) });
    } catch (error) {
      this.failed(error);
    }
  }
}
