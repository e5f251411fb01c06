// Page of a job's result: `/result?job=ADDRESS`; its plots are in the address too. `/result?url=`: a table that came by SAMP.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { Selection } from "../data/selection.ts";
import type { Source } from "../data/table.ts";
import { emptyBox, errorBox, skeleton } from "../panels/state.ts";
import type { PlotState } from "../panels/result.ts";
import "../panels/result.ts";
import "../panels/samp-rows.ts";
import "../panels/send.ts";
import { link, setParams } from "../router.ts";
import { settings } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { fetchJob, infoOf, type Job, type JobResult } from "../vo/uws.ts";
import { words } from "../words/result.ts";
import "./received.ts";

/** Every service reads this; BINARY2 is the smallest form that keeps units and UCDs. */
const BINARY2 = "application/x-votable+xml;serialization=BINARY2";

@customElement("armilla-page-result")
export class ResultPage extends LitElement {
  static override styles = [shared];
  @property({ attribute: false }) params = new URLSearchParams();
  @state() private job: Job | null = null;
  @state() private error: unknown = null;
  @state() private readsAgain = false;
  private selection = new Selection();
  private source: Source | null = null;
  private exports: Source | null = null;
  private shown: string | null = null;
  /** Those of the address; null lets the panel suggest one. */
  private plots: PlotState[] | null = null;
  private plotsShown: string | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("params")) return;
    const plots = this.params.get("plots");
    if (plots !== this.plotsShown) {
      this.plotsShown = plots;
      this.plots = plotsOf(plots);
    }
    const address = this.params.get("job");
    if (address === this.shown) return;
    this.shown = address;
    void this.read(address);
  }

  override render(): TemplateResult {
    const { job } = this;
    if (this.params.has("url")) return html`<armilla-received .params=${this.params}></armilla-received>`;
    if (!this.shown) return html`<h1>${words.jobResult}</h1>${emptyBox(words.noJob, html`<a href=${link("jobs")}>${words.openJob}</a>`)}`;
    if (this.error) return html`<h1>${words.jobResult}</h1>${errorBox(this.error, () => void this.read(this.shown))}`;
    if (!job) return html`<h1>${words.jobResult}</h1>${skeleton(6)}`;
    return html`<h1>${job.runId || words.jobResult}</h1>
      <p class="row"><a href=${link("job", { job: this.shown })}>${words.openJob}</a>
        ${job.parameters["QUERY"] ? html`<a href=${link("query", { q: job.parameters["QUERY"] })}>${words.editQuery}</a>` : nothing}
        ${this.send(job)}</p>
      ${this.content(job)}`;
  }

  /** Other programs take VOTables only, and know the table by the address of its job. */
  private send(job: Job): TemplateResult | typeof nothing {
    const result = resultOf(job);
    if (!result || !isVotable(job, result)) return nothing;
    return html`<armilla-send .what=${{ kind: "table", url: result.href, id: job.url, name: job.runId || `job ${job.id}` }}></armilla-send>`;
  }

  private content(job: Job): TemplateResult {
    const result = resultOf(job);
    if (!result) return emptyBox(words.unfinished(job.phase));
    if (!isVotable(job, result) && !this.readsAgain) {
      return emptyBox(words.notVotable(result.mimeType ?? ""), html`<div class="row"><a href=${result.href} download>${words.download}</a>
        ${this.exports ? html`<button @click=${this.readAgain}>${words.readAgain}</button>` : nothing}</div>`);
    }
    const most = settings().rows_max;
    const rows = Number(infoOf(job, "rows") ?? 0);
    return html`${rows > most ? html`<div class="state warning"><p>${words.tooLarge(rows, result.size ?? 0, most)}</p></div>` : nothing}
      <armilla-result .source=${this.source} .exports=${this.exports} .stored=${isVotable(job, result) ? result.href : null} .name=${job.runId || `job-${job.id}`}
        .plots=${this.plots} .selection=${this.selection} @armilla-plots=${this.keepPlots}>
        <armilla-samp-rows slot="selection" .selection=${this.selection} .table=${{ id: job.url, url: result.href }}></armilla-samp-rows>
      </armilla-result>`;
  }

  private async read(address: string | null): Promise<void> {
    this.job = this.error = null;
    this.readsAgain = false;
    this.selection = new Selection();
    if (!address) return;
    try {
      const url = new URL(address, location.href).href;
      const job = await fetchJob(url);
      if (this.shown !== address) return;
      // The list of jobs is below the TAP service: .../async/ID.
      const tap = url.replace(/\/async\/[^/]+\/?$/, "");
      const { QUERY, LANG, MAXREC } = job.parameters;
      const result = resultOf(job);
      this.exports = QUERY ? { url: `${tap}/sync`, form: { LANG, QUERY, MAXREC } } : null;
      this.source = result ? { url: result.href } : null;
      this.job = job;
      this.dispatchEvent(new CustomEvent("armilla-request", { bubbles: true, composed: true, detail: { method: "GET", url: result?.href ?? url, adql: QUERY } }));
    } catch (error) {
      if (this.shown === address) this.error = error;
    }
  }

  private readonly readAgain = (): void => {
    const { url, form } = this.exports!;
    this.source = { url, form: { ...(form as Record<string, string>), RESPONSEFORMAT: BINARY2 } };
    this.readsAgain = true;
  };

  private readonly keepPlots = (event: CustomEvent<PlotState[]>): void => {
    const text = event.detail.map(({ x, y, xLog, yLog }) => [x, y, (xLog ? "x" : "") + (yLog ? "y" : "")].join("~")).join(";");
    this.plots = event.detail;
    this.plotsShown = text;
    setParams({ plots: text }, { replace: true });
  };
}

function resultOf(job: Job): JobResult | undefined {
  return job.results.find(one => one.id === "result") ?? job.results[0];
}

function isVotable(job: Job, result: JobResult): boolean {
  const format = result.mimeType ?? job.parameters["RESPONSEFORMAT"] ?? job.parameters["FORMAT"] ?? "";
  return format === "" || /votable|text\/xml/i.test(format);
}

/** `x~y~logs;...`, logs: the letters of logarithmic axes. */
function plotsOf(text: string | null): PlotState[] | null {
  return text === null ? null : text.split(";").filter(one => one !== "").map(one => {
    const [x = "", y = "", logs = ""] = one.split("~");
    return { x, y, xLog: logs.includes("x"), yLog: logs.includes("y") };
  });
}
