// A result: table, plots and sky over the same rows, with one selection, while it still arrives.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { breathe, type Column } from "../data/columns.ts";
import { Enumerations, enumerationsOf } from "../data/enumerations.ts";
import { csv, votable } from "../data/export.ts";
import { nameOf, type Scope } from "../data/expression.ts";
import { save } from "../data/save.ts";
import { Selection } from "../data/selection.ts";
import { positionColumns, suggestion } from "../data/suggest.ts";
import { load, type Progress, type Source, type Table } from "../data/table.ts";
import { service, settings } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { words } from "../words/result.ts";
import "./grid.ts";
import type { ElementsOf, LinkOf } from "./grid/columns.ts";
import "./plot.ts";
import { downloads, type Download } from "./result/downloads.ts";
import { style } from "./result/style.ts";
import "./skyplot.ts";
import { emptyBox, errorBox, skeleton } from "./state.ts";

/** What a plot shows; kept by the page in the address. */
export interface PlotState {
  x: string;
  y: string;
  xLog: boolean;
  yLog: boolean;
}

/**
 * Attributes are properties: `source` is read; or `table` is given, already read. `exports`: the request that gives the
 * whole result in other formats, if it is not that of `source`. Events: `armilla-loaded` with the table, `armilla-plots`.
 */
@customElement("armilla-result")
export class Result extends LitElement {
  static override styles = [shared, style];
  @property({ attribute: false }) source: Source | Response | null = null;
  @property({ attribute: false }) exports: Source | null = null;
  /** Address of the result as it is stored, if there is one. */
  @property() stored: string | null = null;
  @property() name = "result";
  @property({ attribute: false }) plots: PlotState[] | null = null;
  /** Pages that cells lead to. */
  @property({ attribute: false }) linkOf: LinkOf = () => null;
  @property({ attribute: false }) selection = new Selection();
  @property({ attribute: false }) table: Table | null = null;
  /** Where the names of array elements are asked for. */
  @property() tap: string | null | undefined = undefined;
  @state() private error: unknown = null;
  @state() private progress: Progress | null = null;
  @state() private revision = 0;
  @state() private plotRevision = 0;
  @state() private enumerations = new Enumerations();
  @state() private elementsOf: ElementsOf = () => undefined;
  @state() private scope: Scope = { fields: [], element: () => null };
  @state() private only = false;
  /** Plots come a moment after the table, and the sky after the plots, so that none makes the page wait for all. */
  @state() private hasPlots = false;
  @state() private hasSky = false;
  @state() private told = "";
  private stopper: AbortController | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopper?.abort();
    this.selection.removeEventListener("change", this.refresh);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.selection.addEventListener("change", this.refresh);
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("selection")) {
      (changed.get("selection") as Selection | undefined)?.removeEventListener("change", this.refresh);
      this.selection.addEventListener("change", this.refresh);
    }
    if (changed.has("source") && this.source) void this.read(this.source);
    else if (changed.has("table") && this.table && !this.source) this.begin(this.table);
  }

  override render(): TemplateResult {
    const { table } = this;
    if (this.error) return errorBox(this.error, this.source instanceof Response ? undefined : () => void this.read(this.source!));
    if (!table) return html`${this.statusBar()}${skeleton(6)}`;
    if (table.isComplete && table.length === 0) return html`${this.notice()}${emptyBox(words.noRows)}`;
    return html`${this.statusBar()} ${this.notice()} ${this.selectionBar()}
      <div class="views">
        <armilla-grid .table=${table} .selection=${this.selection} .elementsOf=${this.elementsOf} .revision=${this.revision} .only=${this.only} .linkOf=${this.linkOf} @armilla-plot=${this.plotColumn}></armilla-grid>
        <div class="plots">${this.hasPlots ? this.plotList() : nothing}${this.hasSky ? this.skyPlot() : nothing}</div>
      </div>`;
  }

  /** Ends the reading; rows so far stay. */
  stop(): void {
    this.stopper?.abort();
  }

  private statusBar(): TemplateResult {
    const { table, progress } = this;
    const isOver = table?.isComplete ?? false;
    const text = !table ? words.waiting : isOver ? words.read(table.length, table.fields.length, progress?.bytes ?? 0) : words.reading(table.length, progress?.bytes ?? 0);
    return html`<div class="bar row"><span class="count">${isOver && !progress ? words.rows(table!.length) : text}</span>
      <span class="visually-hidden" role="status">${isOver ? words.finished(table!.length) : this.told}</span>
      ${isOver || !this.source ? nothing : html`<button @click=${() => this.stop()}>${words.stop}</button>`}
      <span class="push"></span><slot name="actions"></slot>${this.downloadMenu()}</div>`;
  }

  private downloadMenu(): TemplateResult | typeof nothing {
    const source = this.exports ?? (this.source instanceof Response ? null : this.source);
    const list = downloads(source, this.stored, this.name);
    if (list.length === 0) return nothing;
    return html`<details class="menu"><summary>${words.download}</summary><div class="list">${list.map(one => this.download(one))}</div></details>`;
  }

  private download({ label, url, form, name }: Download): TemplateResult {
    if (!form) return html`<a href=${url} download=${name}>${label}</a>`;
    return html`<form method="post" action=${url}>${form.map(([key, value]) => html`<input type="hidden" name=${key} .value=${value}>`)}
      <button class="plain">${label}</button></form>`;
  }

  /** Why rows are missing. */
  private notice(): TemplateResult | typeof nothing {
    const missing = this.table?.shortfall;
    if (!missing) return nothing;
    const rows = this.table!.length;
    const texts = {
      overflow: words.overflow(rows), "rows-max": words.rowsMax(rows), stopped: words.stopped(rows),
      broken: words.broken(rows, missing.message), error: words.failed(rows, missing.message),
    };
    return html`<div class="state warning" role="status"><p>${texts[missing.kind]}</p><slot name="more"></slot></div>`;
  }

  private selectionBar(): TemplateResult {
    const { count, condition } = this.selection;
    const none = count === 0;
    return html`<div class="bar row selection"><span role="status" class="count">${words.selected(count)}</span>
      <button ?disabled=${none} @click=${() => this.selection.clear()}>${words.clear}</button>
      <button ?disabled=${none} @click=${() => this.selection.invert()}>${words.invert}</button>
      <button ?disabled=${none && !this.only} aria-pressed=${this.only} @click=${() => (this.only = !this.only)}>${this.only ? words.everyRow : words.onlySelected}</button>
      <button ?disabled=${none} @click=${() => this.saveSelection(csv, "csv")}>${words.selectionCsv}</button>
      <button ?disabled=${none} @click=${() => this.saveSelection(votable, "vot")}>${words.selectionVotable}</button>
      <button ?disabled=${!condition} title=${condition ? words.whereTitle : words.noCondition} @click=${this.copyCondition}>${words.where}</button>
      ${condition ? html`<code class="condition">${condition}</code>` : nothing}<span class="muted" role="status">${this.told}</span>
      <slot name="selection"></slot></div>`;
  }

  private plotList(): TemplateResult {
    const plots = this.plots ?? [];
    const change = (index: number, detail: PlotState | null): void => {
      this.plots = plots.flatMap((plot, at) => (at !== index ? [plot] : detail ? [detail] : []));
      this.tellPlots();
    };
    return html`<div class="bar row"><h2>${words.plots}</h2><button class="push" @click=${() => this.addPlot()}>${words.addPlot}</button></div>
      ${plots.map((plot, index) => html`<armilla-plot class="panel" .table=${this.table} .selection=${this.selection} .scope=${this.scope} .revision=${this.plotRevision}
        .x=${plot.x} .y=${plot.y} .xLog=${plot.xLog} .yLog=${plot.yLog}
        @armilla-plot-change=${(event: CustomEvent<PlotState>) => change(index, event.detail)} @armilla-plot-remove=${() => change(index, null)}></armilla-plot>`)}`;
  }

  private skyPlot(): TemplateResult | typeof nothing {
    if (!positionColumns(this.table!)) return nothing;
    return html`<div class="bar row"><h2>${words.sky}</h2></div>
      <armilla-skyplot class="panel" .table=${this.table} .selection=${this.selection} .revision=${this.plotRevision}></armilla-skyplot>`;
  }

  private async read(source: Source | Response): Promise<void> {
    this.stopper?.abort();
    const stopper = (this.stopper = new AbortController());
    this.error = this.table = this.progress = null;
    this.only = false;
    try {
      const table = await load(source, progress => this.stopper === stopper && this.grow(progress), stopper.signal, settings().rows_max);
      if (this.stopper !== stopper) return;
      this.plotRevision++;
      this.dispatchEvent(new CustomEvent("armilla-loaded", { detail: table, bubbles: true, composed: true }));
    } catch (error) {
      if (this.stopper === stopper && !stopper.signal.aborted) this.error = error;
    }
  }

  private grow(progress: Progress): void {
    this.progress = progress;
    const { table } = progress;
    if (!table) return;
    if (this.table !== table) this.begin(table);
    const isNew = this.selection.length === 0 && table.length > 0;
    this.selection.grow(table.length);
    this.revision++;
    // Plots of the first rows, and of all: those between would only cost time.
    if (isNew) this.plotRevision++;
  }

  private begin(table: Table): void {
    this.table = table;
    this.selection.clear();
    this.selection.highlight(null);
    this.selection.grow(table.length);
    this.setScope(table);
    const tap = this.tap === undefined ? service("tap") : this.tap;
    void enumerationsOf(tap, table).then(async enumerations => {
      await breathe();
      if (this.table !== table) return;
      this.enumerations = enumerations;
      this.setScope(table);
      this.elementsOf = column => enumerations.of(column);
      this.plots ??= this.suggested(table);
      this.hasPlots = true;
      await breathe();
      this.hasSky = true;
    });
  }

  private setScope(table: Table): void {
    this.scope = { fields: table.fields, element: (enumeration, name) => this.enumerations.place(enumeration, name) };
  }

  private suggested(table: Table): PlotState[] {
    const found = suggestion(table, (column, element) => this.written(column, element), column => this.enumerations.ends(column));
    return found ? [{ ...found, xLog: false, yLog: false }] : [];
  }

  /** An expression of a column, with the name of its element if it has one. */
  private written(column: Column, element: number | null): string {
    const name = nameOf(column.field.name);
    if (element === null) return name;
    const known = this.enumerations.of(column);
    const called = known?.elements.find(one => one.index === element + 1)?.name;
    return `${name}[${known && called ? `${known.enumeration}::${called}` : element + 1}]`;
  }

  private readonly plotColumn = (event: CustomEvent<string>): void => {
    this.plots = [...(this.plots ?? []), { x: event.detail, y: "", xLog: false, yLog: false }];
    this.tellPlots();
  };

  private addPlot(): void {
    const [plot] = this.plots?.length ? [this.plots.at(-1)!] : this.suggested(this.table!);
    if (plot) this.plots = [...(this.plots ?? []), { ...plot }];
    this.tellPlots();
  }

  private tellPlots(): void {
    this.dispatchEvent(new CustomEvent("armilla-plots", { detail: this.plots, bubbles: true, composed: true }));
  }

  private async saveSelection(write: typeof csv, ending: string): Promise<void> {
    save(`${this.name}-selection.${ending}`, await write(this.table!, this.selection.rows()));
  }

  private readonly copyCondition = async (): Promise<void> => {
    await navigator.clipboard.writeText(this.selection.condition!);
    this.told = words.copied;
  };

  private readonly refresh = (): void => {
    this.told = "";
    if (this.selection.count === 0 && this.only) this.only = false;
    this.requestUpdate();
  };
}
