// Page of a job's result: `/result?job=ADDRESS`; its plots are in the address too.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Source } from "../data/table.ts";
import { emptyBox, errorBox, skeleton } from "../panels/state.ts";
import type { PlotState } from "../panels/result.ts";
import "../panels/result.ts";
import { link, setParams } from "../router.ts";
import { settings } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { ask } from "../vo/http.ts";
import { readJobResult, type JobResult } from "../vo/job-result.ts";
import { words } from "../words/result.ts";

/** Every service reads this; BINARY2 is the smallest form that keeps units and UCDs. */
const BINARY2 = "application/x-votable+xml;serialization=BINARY2";

@customElement("armilla-page-result")
export class ResultPage extends LitElement {
  static override styles = [shared];
  @property({ attribute: false }) params = new URLSearchParams();
  @state() private job: JobResult | null = null;
  @state() private error: unknown = null;
  @state() private readsAgain = false;
  private source: Source | null = null;
  private exports: Source | null = null;
  private shown: string | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("params")) return;
    const address = this.params.get("job");
    if (address === this.shown) return;
    this.shown = address;
    void this.read(address);
  }

  override render(): TemplateResult {
    const { job } = this;
    if (!this.shown) return html`<h1>${words.jobResult}</h1>${emptyBox(words.noJob, html`<a href=${link("jobs")}>${words.openJob}</a>`)}`;
    if (this.error) return html`<h1>${words.jobResult}</h1>${errorBox(this.error, () => void this.read(this.shown))}`;
    if (!job) return html`<h1>${words.jobResult}</h1>${skeleton(6)}`;
    return html`<h1>${job.runId || words.jobResult}</h1>
      <p class="row"><a href=${link("job", { job: this.shown })}>${words.openJob}</a>
        ${job.query ? html`<a href=${link("query", { q: job.query })}>${words.editQuery}</a>` : nothing}</p>
      ${this.content(job)}`;
  }

  private content(job: JobResult): TemplateResult {
    if (!job.url) return emptyBox(words.unfinished(job.phase));
    if (!job.isVotable && !this.readsAgain) {
      return emptyBox(words.notVotable(job.format), html`<div class="row"><a href=${job.url} download>${words.download}</a>
        ${this.exports ? html`<button @click=${this.readAgain}>${words.readAgain}</button>` : nothing}</div>`);
    }
    const most = settings().rows_max;
    return html`${job.rows !== null && job.rows > most ? html`<div class="state warning"><p>${words.tooLarge(job.rows, job.bytes ?? 0, most)}</p></div>` : nothing}
      <armilla-result .source=${this.source} .exports=${this.exports} .stored=${job.isVotable ? job.url : null} .name=${job.runId || `job-${job.id}`}
        .plots=${this.plots()} @armilla-plots=${this.keepPlots}></armilla-result>`;
  }

  private async read(address: string | null): Promise<void> {
    this.job = this.error = null;
    this.readsAgain = false;
    if (!address) return;
    try {
      const url = new URL(address, location.href).href;
      const job = readJobResult(await (await ask(url)).text(), url);
      if (this.shown !== address) return;
      // The list of jobs is below the TAP service: .../async/ID.
      const tap = url.replace(/\/async\/[^/]+\/?$/, "");
      this.exports = job.query ? { url: `${tap}/sync`, form: { LANG: job.language, QUERY: job.query, MAXREC: job.maxrec ?? undefined } } : null;
      this.source = job.url ? { url: job.url } : null;
      this.job = job;
      this.dispatchEvent(new CustomEvent("armilla-request", { bubbles: true, composed: true, detail: { method: "GET", url: job.url ?? url, adql: job.query ?? undefined } }));
    } catch (error) {
      if (this.shown === address) this.error = error;
    }
  }

  private readonly readAgain = (): void => {
    const { url, form } = this.exports!;
    this.source = { url, form: { ...(form as Record<string, string>), RESPONSEFORMAT: BINARY2 } };
    this.readsAgain = true;
  };

  /** Plots of the address; null lets the panel suggest one. */
  private plots(): PlotState[] | null {
    const text = this.params.get("plots");
    return text === null ? null : text.split(";").filter(one => one !== "").map(one => {
      const [x = "", y = "", logs = ""] = one.split("~");
      return { x, y, xLog: logs.includes("x"), yLog: logs.includes("y") };
    });
  }

  private readonly keepPlots = (event: CustomEvent<PlotState[]>): void => {
    const text = event.detail.map(({ x, y, xLog, yLog }) => [x, y, (xLog ? "x" : "") + (yLog ? "y" : "")].join("~")).join(";");
    setParams({ plots: text }, { replace: true });
  };
}
