// The newest jobs in one strip, `<armilla-jobs>`: phase, title, time, rows, stop.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { isComplete, runTime } from "../data/jobs.ts";
import { link } from "../router.ts";
import { shared } from "../style/sheets.ts";
import { infoOf, isFinal, type Job, type JobReference } from "../vo/uws.ts";
import { clock, words } from "../words/query.ts";

const SHOWN_MAX = 4;

/** Event `armilla-abort` (`detail`: the job's address). */
@customElement("armilla-jobs")
export class JobStrip extends LitElement {
  static override styles = [
    shared,
    css`
      nav { display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: center; padding: 4px 10px; border: 1px solid var(--rule); border-radius: var(--radius); background: var(--panel); font-size: 14px; }
      .job { display: inline-flex; gap: 6px; align-items: center; min-height: 28px; }
      .COMPLETED { color: var(--good); }
      .ERROR { color: var(--error); }
      .ABORTED { color: var(--warning); }
      a { min-height: 24px; display: inline-flex; align-items: center; }
      a.all { margin-left: auto; }
    `,
  ];
  @property({ attribute: false }) jobs: (Job | JobReference)[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // The clock of a job that runs.
    this.#timer = setInterval(() => {
      if (this.jobs.some((job) => job.phase === "EXECUTING")) this.requestUpdate();
    }, 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    return html`<nav aria-label=${words.jobs}>
      <span class="muted">${words.jobs}</span>
      ${this.jobs.slice(0, SHOWN_MAX).map((job) => this.job(job))}
      <a class="all" href=${link("jobs")}>${words.allJobs}</a>
    </nav>`;
  }

  private job(job: Job | JobReference): TemplateResult {
    const isRunning = !isFinal(job.phase) && job.phase !== "PENDING";
    const rows = isComplete(job) ? infoOf(job, "rows") : null;
    const seconds = isRunning && isComplete(job) ? runTime(job) : null;
    return html`<span class="job" data-phase=${job.phase}>
      <span class=${job.phase}>${words.phases[job.phase]}</span>
      <a href=${link("job", { id: job.id })}>${job.runId ?? job.id.slice(0, 8)}</a>
      ${rows === null ? nothing : html`<span class="mono">${words.rowsExact(Number(rows))}</span>`}
      ${seconds === null ? nothing : html`<span class="mono">${clock(seconds)}</span>`}
      ${isRunning ? html`<button class="plain" @click=${() => this.abort(job)}>${words.stop}</button>` : nothing}
    </span>`;
  }

  private abort(job: JobReference): void {
    this.dispatchEvent(new CustomEvent("armilla-abort", { detail: job.url, bubbles: true, composed: true }));
  }
}
