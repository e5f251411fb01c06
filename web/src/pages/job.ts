// The page of one job: its phase while it runs, its query, its error in place, its result, what may be done with it.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { errorMark, type Mark } from "../adql/diagnostics.ts";
import { History } from "../data/history.ts";
import { isComplete, Jobs, runTime } from "../data/jobs.ts";
import { errorBox, skeleton } from "../panels/state.ts";
import "../panels/send.ts";
import "../panels/toast.ts";
import type { Toast } from "../panels/toast.ts";
import { link } from "../router.ts";
import { service, settings } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { faultOf } from "../vo/fault.ts";
import { ask, ServiceError } from "../vo/http.ts";
import { tapCapability, type TapCapability } from "../vo/tapregext.ts";
import { isFinal, type Job } from "../vo/uws.ts";
import { clock, words } from "../words/query.ts";
import { JobActions } from "./jobs/actions.ts";
import { FIELDS, fieldText, jobTitle } from "./jobs/fields.ts";
import { formats } from "./query/formats.ts";
import { fragmentOf } from "./query/requests.ts";

@customElement("armilla-page-job")
export class Page extends LitElement {
  static override styles = [
    shared,
    css`
      .top { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-4); align-items: center; margin-bottom: var(--space-3); }
      h1 { margin: 0; }
      .COMPLETED { color: var(--good); }
      .ERROR { color: var(--error); }
      .ABORTED { color: var(--warning); }
      pre { background: var(--panel); border: 1px solid var(--rule); border-radius: var(--radius); }
      pre { padding: var(--space-3); overflow: auto; white-space: pre-wrap; margin: 0 0 var(--space-2); }
      mark { background: var(--error-ground); color: var(--error); text-decoration: underline wavy; }
      dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px var(--space-4); }
      dt { color: var(--muted); }
      dd { margin: 0; overflow-wrap: anywhere; }
      dd.lines { white-space: pre-wrap; }
    `,
  ];
  @property({ attribute: false }) params = new URLSearchParams();
  @state() private error: unknown = null;
  @state() private mark: Mark | null = null;
  @state() private capability: TapCapability | null = null;
  @query("armilla-toast") private toast?: Toast;
  private readonly tap = service("tap");
  private readonly jobs = new Jobs(`${this.tap}/async`, new History(`armilla.query:${settings().base}:`));
  private readonly actions = new JobActions(
    this.jobs,
    () => this.toast,
    (error) => (this.error = error),
    () => this.requestUpdate(),
  );
  private timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.tap === null) return;
    this.jobs.addEventListener("change", () => this.moved());
    this.timer = setInterval(() => this.job !== null && !isFinal(this.job.phase) && this.requestUpdate(), 1000);
    void tapCapability(this.tap).then((told) => (this.capability = told), () => undefined);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
    this.jobs.stop();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("params") && changed.get("params")?.toString() !== this.params.toString()) void this.load();
  }

  override render(): TemplateResult {
    const job = this.actions.hidden.has(this.url) ? null : this.job;
    if (this.tap === null) return html`<h1>${words.job}</h1><p>${words.noTap}</p>`;
    return html`
      ${job === null ? html`<h1>${words.job}</h1>` : html`<div class="top"><h1>${jobTitle(job)}</h1>${this.phase(job)}${this.actions.buttons(job)}</div>`}
      ${this.error === null ? nothing : errorBox(this.error, () => this.load())}
      ${job === null ? this.absent() : this.body(job)}
      <armilla-toast></armilla-toast>
    `;
  }

  private absent(): TemplateResult | typeof nothing {
    if (this.actions.hidden.has(this.url)) return html`<p>${words.deleted} <a href=${link("jobs")}>${words.allJobs}</a></p>`;
    return this.error === null ? skeleton(6) : nothing;
  }

  private get url(): string {
    return this.params.get("job") ?? `${this.jobs.list}/${encodeURIComponent(this.params.get("id") ?? "")}`;
  }

  private get job(): Job | null {
    const found = this.jobs.get(this.url);
    return found !== undefined && isComplete(found) ? found : null;
  }

  private phase(job: Job): TemplateResult {
    const seconds = runTime(job);
    return html`<span role="status" class=${job.phase} data-phase=${job.phase}>${words.phases[job.phase]}</span>
      ${seconds === null ? nothing : html`<span class="mono">${clock(seconds)}</span>`}`;
  }

  private body(job: Job): TemplateResult {
    const text = job.parameters.QUERY ?? "";
    const edit = link("query") + fragmentOf(text);
    const { mark } = this;
    return html`
      ${job.phase === "COMPLETED" ? this.results(job) : nothing}
      ${job.error === null ? nothing : this.failure(mark?.message ?? job.error.message, mark?.hint ?? null)}
      <h2>${words.query}</h2>
      <pre tabindex="0" aria-label=${words.query}>${mark === null ? text : marked(text, mark)}</pre>
      <p><a href=${edit}>${words.edit}</a></p>
      <dl>${FIELDS.filter((field) => field !== "query" && field !== "error").map((field) => this.fact(fieldText(job, field), words.fields[field] ?? field))}
        ${job.info.filter(({ name }) => !["rows", "bytes", "description", "public"].includes(name)).map(({ name, value }) => this.fact(value, words.fields[name] ?? name))}
      </dl>
    `;
  }

  private failure(message: string, hint: string | null): TemplateResult {
    return html`<div class="state error" role="alert"><p>${message}</p>${hint === null ? nothing : html`<p>${hint}</p>`}</div>`;
  }

  private fact(value: string, name: string): TemplateResult | typeof nothing {
    return value === "" ? nothing : html`<dt>${name}</dt><dd class=${value.includes("\n") ? "mono lines" : ""}>${value}</dd>`;
  }

  private results(job: Job): TemplateResult {
    const [result] = job.results;
    if (result === undefined) return html``;
    const own = job.parameters.RESPONSEFORMAT ?? "";
    const isTable = (result.mimeType ?? "").includes("votable") || own === "";
    const again = (event: Event): void => void this.actions.again(job, (event.target as HTMLSelectElement).value);
    return html`<div class="row">
      ${isTable ? html`<a href=${link("result", { job: job.url })}>${words.showResult}</a>` : nothing}
      <a href=${result.href} download>${words.downloadAs} ${fieldText(job, "format")} ${fieldText(job, "bytes")}</a>
      ${isTable ? html`<armilla-send .what=${{ kind: "table", url: result.href, id: job.url, name: jobTitle(job) }}></armilla-send>` : nothing}
      <label>${words.otherFormat}
        <select @change=${again}>
          <option value="">${words.chooseFormat}</option>
          ${formats(this.capability).filter(({ mime }) => mime !== "" && mime !== own).map(({ mime, name }) => html`<option value=${mime}>${name}</option>`)}
        </select>
      </label>
    </div>`;
  }

  private async load(): Promise<void> {
    if (this.tap === null) return;
    this.error = null;
    this.mark = null;
    this.jobs.stop();
    this.jobs.start();
    this.dispatchEvent(new CustomEvent("armilla-request", { bubbles: true, composed: true, detail: { method: "GET", url: this.url } }));
    try {
      await this.jobs.complete(this.url);
      if (this.jobs.get(this.url) === undefined) this.error = new ServiceError(words.noJob, 404, this.url);
    } catch (error) {
      this.error = error;
    }
  }

  private moved(): void {
    this.requestUpdate();
    if (this.job?.phase === "ERROR" && this.mark === null) void this.readError(this.job);
  }

  /** The error document has the place that the summary lacks. */
  private async readError(job: Job): Promise<void> {
    if (!job.error?.hasDetail) return;
    const url = `${job.url}/error`;
    const answer = await ask(url).catch(() => null);
    if (answer === null) return;
    const fault = faultOf(await answer.text(), answer.headers.get("Content-Type") ?? "", answer.status, url);
    this.mark = errorMark(job.parameters.QUERY ?? "", fault);
  }
}

function marked(text: string, { from, to }: Mark): TemplateResult {
  return html`${text.slice(0, from)}<mark>${text.slice(from, to)}</mark>${text.slice(to)}`;
}
