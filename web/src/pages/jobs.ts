// The page of all jobs of the caller: a table with chosen columns, live phases, actions.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { History } from "../data/history.ts";
import { Jobs } from "../data/jobs.ts";
import { emptyBox, errorBox, skeleton } from "../panels/state.ts";
import "../panels/toast.ts";
import type { Toast } from "../panels/toast.ts";
import { link, setParams } from "../router.ts";
import { service, settings } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { examples, type Example } from "../vo/examples.ts";
import type { Job, JobReference } from "../vo/uws.ts";
import { words } from "../words/query.ts";
import { JobActions } from "./jobs/actions.ts";
import { FIELDS, FIRST_FIELDS, fieldText, NUMBERS, type Field } from "./jobs/fields.ts";
import { fragmentOf } from "./query/requests.ts";

const EXAMPLES_SHOWN = 3;

@customElement("armilla-page-jobs")
export class Page extends LitElement {
  static override styles = [
    shared,
    css`
      .scroll { overflow-x: auto; }
      table { width: 100%; }
      td.query { font-family: var(--mono); max-width: 420px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      td { white-space: nowrap; vertical-align: middle; }
      td a { display: inline-flex; min-height: 24px; align-items: center; }
      .COMPLETED { color: var(--good); }
      .ERROR { color: var(--error); }
      .ABORTED { color: var(--warning); }
      .actions { flex-wrap: nowrap; }
      details { margin-bottom: var(--space-3); }
      summary { min-height: 28px; cursor: pointer; color: var(--link); }
      .fields { display: flex; flex-wrap: wrap; gap: 4px 16px; }
    `,
  ];
  @property({ attribute: false }) params = new URLSearchParams();
  @state() private error: unknown = null;
  @state() private examples: Example[] = [];
  @query("armilla-toast") private toast?: Toast;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly tap = service("tap");
  private readonly history = new History(`armilla.query:${settings().base}:`);
  private readonly jobs = new Jobs(`${this.tap}/async`, this.history);
  private readonly actions = new JobActions(
    this.jobs,
    () => this.toast,
    (error) => (this.error = error),
    () => this.requestUpdate(),
  );
  /** Reads the whole document of each job that comes into view. */
  private readonly seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) void this.jobs.complete((target as HTMLElement).dataset.url ?? "").catch(() => undefined);
    }
  });

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.tap === null) return;
    this.jobs.addEventListener("change", () => this.requestUpdate());
    this.jobs.start();
    // The clocks of jobs that run.
    this.timer = setInterval(() => this.jobs.jobs.some((job) => job.phase === "EXECUTING") && this.requestUpdate(), 1000);
    void examples(this.tap).then((found) => (this.examples = found.slice(0, EXAMPLES_SHOWN)), () => undefined);
    this.dispatchEvent(new CustomEvent("armilla-request", { bubbles: true, composed: true, detail: { method: "GET", url: `${this.tap}/async?LAST=50` } }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.jobs.stop();
    this.seen.disconnect();
  }

  override updated(): void {
    this.seen.disconnect();
    for (const row of this.renderRoot.querySelectorAll("tr[data-url]")) this.seen.observe(row);
  }

  override render(): TemplateResult {
    if (this.tap === null) return html`<h1>${words.jobs}</h1><p>${words.noTap}</p>`;
    const jobs = this.jobs.jobs.filter((job) => !this.actions.hidden.has(job.url));
    const isAnonymous = jobs.every((job) => job.owner === null);
    return html`
      <h1>${words.jobs}</h1>
      ${this.error === null ? nothing : errorBox(this.error)}
      ${this.jobs.error === null ? nothing : errorBox(this.jobs.error, () => this.jobs.refresh())}
      ${isAnonymous ? html`<p class="muted">${words.jobsAnonymous}</p>` : nothing}
      ${jobs.length > 0 ? this.table(jobs) : this.jobs.isLoaded ? this.empty() : skeleton(6)}
      <armilla-toast></armilla-toast>
    `;
  }

  private get fields(): readonly Field[] {
    const told = this.params.get("columns")?.split(",");
    return told === undefined ? FIRST_FIELDS : FIELDS.filter((field) => told.includes(field));
  }

  private table(jobs: (Job | JobReference)[]): TemplateResult {
    const { fields } = this;
    return html`
      <details>
        <summary>${words.chooseColumns}</summary>
        <div class="fields">
          ${FIELDS.map((field) => html`<label><input type="checkbox" .checked=${fields.includes(field)} @change=${() => this.choose(field)} />${words.fields[field]}</label>`)}
        </div>
      </details>
      <div class="scroll" tabindex="0" role="region" aria-label=${words.jobs}>
        <table>
          <thead><tr>${fields.map((field) => html`<th scope="col" class=${NUMBERS.has(field) ? "number" : ""}>${words.fields[field]}</th>`)}<th scope="col">${words.actions}</th></tr></thead>
          <tbody>${jobs.map((job) => html`<tr data-url=${job.url} data-phase=${job.phase}>${fields.map((field) => this.cell(job, field))}<td>${this.actions.buttons(job)}</td></tr>`)}</tbody>
        </table>
      </div>
    `;
  }

  private cell(job: Job | JobReference, field: Field): TemplateResult {
    const text = fieldText(job, field);
    const isLink = field === "description" || field === "id";
    const kind = field === "phase" ? job.phase : field === "query" ? "query" : NUMBERS.has(field) ? "number" : "";
    return html`<td class=${kind} title=${field === "query" ? text : nothing}>${isLink ? html`<a href=${link("job", { id: job.id })}>${text}</a>` : text}</td>`;
  }

  private choose(field: Field): void {
    const chosen = FIELDS.filter((candidate) => this.fields.includes(candidate) !== (candidate === field));
    setParams({ columns: chosen.join(",") }, { replace: true });
  }

  private empty(): TemplateResult {
    const link1 = (text: string): string => link("query") + fragmentOf(text);
    return emptyBox(words.noJobs, html`<ul>
      ${this.examples.map(({ name, query: text }) => html`<li><a href=${link1(text)}>${name}</a></li>`)}
      <li><a href=${link("query")}>${words.title}</a></li>
    </ul>`);
  }
}
