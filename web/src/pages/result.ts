// Page of a result: of a job at `/result?job=ADDRESS`, of another table at `?url=`; its plots are in the address too.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { tableAt } from "../data/samp-tables.ts";
import { Selection } from "../data/selection.ts";
import type { Source } from "../data/table.ts";
import { emptyBox, errorBox, skeleton } from "../panels/state.ts";
import type { PlotState } from "../panels/result.ts";
import "../panels/result.ts";
import "../panels/samp-rows.ts";
import "../panels/send.ts";
import { link, setParams } from "../router.ts";
import { isOwn } from "../samp-bus.ts";
import { settings } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { fetchJob, infoOf, type Job, type JobResult } from "../vo/uws.ts";
import { words } from "../words/result.ts";

/** Every service reads this; BINARY2 is the smallest form that keeps units and UCDs. */
const BINARY2 = "application/x-votable+xml;serialization=BINARY2";

@customElement("armilla-page-result")
export class ResultPage extends LitElement {
  static override styles = [shared];
  @property({ attribute: false }) params = new URLSearchParams();
  @state() private job: Job | null = null;
  @state() private error: unknown = null;
  @state() private readsAgain = false;
  /** Address of the table as it is stored, for other programs. */
  private stored: string | null = null;
  /** `table-id` of SAMP. */
  private tableId = "";
  private readonly selection = new Selection();
  @state() private source: Source | Response | null = null;
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
    const address = this.params.get("job") ?? this.params.get("url");
    if (address === this.shown) return;
    this.shown = address;
    if (address) void this.read(address, this.params.has("job"));
  }

  override render(): TemplateResult {
    const { job, shown } = this;
    const title = job?.runId || this.params.get("name") || words.jobResult;
    const query = job?.parameters["QUERY"];
    return html`<h1>${title}</h1>
      ${job && shown ? html`<p class="row"><a href=${link("job", { job: shown })}>${words.openJob}</a>
        ${query ? html`<a href=${link("query", { q: query })}>${words.editQuery}</a>` : nothing}</p>` : nothing}
      ${this.content(title)}`;
  }

  private content(title: string): TemplateResult {
    if (!this.shown) return emptyBox(words.noJob, html`<a href=${link("jobs")}>${words.jobs}</a>`);
    if (this.error) return errorBox(this.error, () => void this.read(this.shown!, this.params.has("job")));
    const { job, source } = this;
    if (!job && !source) return skeleton(6);
    const result = job && resultOf(job);
    if (job && !result) return emptyBox(words.unfinished(job.phase));
    if (job && result && !isVotable(job, result) && !this.readsAgain) return this.otherFormat(result);
    const rows = Number(job ? infoOf(job, "rows") ?? 0 : 0);
    const most = settings().rows_max;
    return html`${rows > most ? html`<div class="state warning"><p>${words.tooLarge(rows, result?.size ?? 0, most)}</p></div>` : nothing}
      <armilla-result .source=${source} .exports=${this.exports} .stored=${this.stored} .name=${title} .selection=${this.selection}
        .plots=${this.plots} @armilla-plots=${this.keepPlots}>
        ${this.stored ? html`<armilla-send slot="actions" .what=${{ kind: "table", url: this.stored, id: this.tableId, name: title }}></armilla-send>` : nothing}
        <armilla-samp-rows slot="selection" .selection=${this.selection} .table=${{ id: this.tableId, url: this.stored ?? new URL(this.shown, location.href).href }}></armilla-samp-rows>
      </armilla-result>`;
  }

  private otherFormat(result: JobResult): TemplateResult {
    return emptyBox(words.notVotable(result.mimeType ?? ""), html`<div class="row"><a href=${result.href} download>${words.download}</a>
      ${this.exports ? html`<button @click=${this.readAgain}>${words.readAgain}</button>` : nothing}</div>`);
  }

  private async read(address: string, isJob: boolean): Promise<void> {
    this.job = this.error = this.source = this.exports = this.stored = null;
    this.readsAgain = false;
    const url = new URL(address, location.href).href;
    try {
      if (isJob) await this.readJob(url);
      else await this.readTable(url);
    } catch (error) {
      if (this.shown === address) this.error = error;
    }
  }

  private async readJob(url: string): Promise<void> {
    const job = await fetchJob(url);
    const result = resultOf(job);
    const { QUERY, LANG, MAXREC } = job.parameters;
    // The list of jobs is below the TAP service: .../async/ID.
    this.exports = QUERY ? { url: `${url.replace(/\/async\/[^/]+\/?$/, "")}/sync`, form: { LANG, QUERY, MAXREC } } : null;
    this.source = result ? { url: result.href } : null;
    this.stored = result && isVotable(job, result) ? result.href : null;
    this.job = job;
    this.tableId = url;
    this.tell(result?.href ?? url, QUERY);
  }

  /** A table that another program sent, or one of this host. */
  private async readTable(url: string): Promise<void> {
    this.source = await tableAt(url);
    this.tableId = this.params.get("table-id") ?? url;
    this.stored = isOwn(url) ? url : null;
    this.tell(url);
    this.requestUpdate();
  }

  private tell(url: string, adql?: string): void {
    this.dispatchEvent(new CustomEvent("armilla-request", { bubbles: true, composed: true, detail: { method: "GET", url, adql } }));
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
