// Menu of a column of a grid: order, condition, histogram, what the column is.
import { css, html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Condition } from "../../data/order.ts";
import { shared } from "../../style/sheets.ts";
import { words } from "../../words/result.ts";
import type { GridColumn } from "./columns.ts";
import { BINS, summaryOf, type Summary } from "./summary.ts";

/** What the menu asks of its grid, as `detail` of the event `armilla-column`. */
export type ColumnAction =
  | { do: "sort"; isDescending: boolean | null }
  | { do: "keep"; condition: Condition | null }
  | { do: "hide" | "open" | "close-array" | "plot" | "leave" };

@customElement("armilla-column-menu")
export class ColumnMenu extends LitElement {
  static override styles = [shared, css`
    :host { position: absolute; z-index: 5; top: 46px; width: 280px; max-width: calc(100% - 8px); background: var(--page); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); padding: var(--space-3); font-size: 13px; max-height: calc(100% - 54px); overflow: auto; }
    h2 { margin: 0 0 var(--space-1); font-size: 15px; overflow-wrap: anywhere; }
    .list { display: flex; flex-direction: column; align-items: start; margin: var(--space-2) 0; }
    .list button { min-height: 26px; }
    form { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-2); border-top: 1px solid var(--rule); padding-top: var(--space-2); margin-top: var(--space-2); }
    form input { width: 100%; font-size: 13px; }
    form .row, form .wide { grid-column: 1 / -1; }
    svg { width: 100%; height: 64px; display: block; margin-top: var(--space-2); }
    rect { fill: var(--accent); }
    dl { display: grid; grid-template-columns: auto 1fr; gap: 2px var(--space-2); margin: var(--space-2) 0 0; }
    dt { color: var(--muted); }
    dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
  `];
  @property({ attribute: false }) column!: GridColumn;
  @property({ attribute: false }) condition: Condition | null = null;
  @property({ attribute: false }) sorted: boolean | null = null;
  @state() private summary: Summary | null = null;
  @query("button") private first!: HTMLButtonElement;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("column")) return;
    this.summary = null;
    const { column } = this;
    void summaryOf(column).then(summary => {
      if (this.column === column) this.summary = summary;
    });
  }

  override firstUpdated(): void {
    this.addEventListener("keydown", event => {
      event.stopPropagation();
      if (event.key === "Escape") this.ask({ do: "leave" });
    });
    this.first.focus();
  }

  override render(): TemplateResult {
    const { field, isArray, layout } = this.column.column;
    const isWhole = isArray && this.column.element === null;
    return html`<h2>${this.column.label}</h2>
      ${field.description ? html`<p>${field.description}</p>` : nothing}
      <div class="list">
        ${isWhole
          ? html`<button class="plain" @click=${() => this.ask({ do: "open" })}>${words.openArray(layout.count)}</button>`
          : html`<button class="plain" @click=${() => this.ask({ do: "sort", isDescending: false })}>${words.ascending}</button>
            <button class="plain" @click=${() => this.ask({ do: "sort", isDescending: true })}>${words.descending}</button>`}
        ${this.sorted === null ? nothing : html`<button class="plain" @click=${() => this.ask({ do: "sort", isDescending: null })}>${words.unsorted}</button>`}
        ${this.column.element === null ? nothing : html`<button class="plain" @click=${() => this.ask({ do: "close-array" })}>${words.closeArray}</button>`}
        ${this.column.isNumber ? html`<button class="plain" @click=${() => this.ask({ do: "plot" })}>${words.plotThis}</button>` : nothing}
        <button class="plain" @click=${() => this.ask({ do: "hide" })}>${words.hide}</button>
        <button class="plain" @click=${() => this.ask({ do: "leave" })}>${words.close}</button>
      </div>
      ${isWhole ? nothing : this.conditionForm()} ${this.histogram()} ${this.facts()}`;
  }

  private conditionForm(): TemplateResult {
    const range = this.condition && "from" in this.condition ? this.condition : null;
    const text = this.condition && "text" in this.condition ? this.condition.text : "";
    const fields = this.column.column.isNumeric
      ? html`<label class="above">${words.from}<input name="from" inputmode="decimal" .value=${range?.from?.toString() ?? ""}></label>
        <label class="above">${words.to}<input name="to" inputmode="decimal" .value=${range?.to?.toString() ?? ""}></label>`
      : html`<label class="above wide">${words.contains}<input name="text" .value=${text}></label>`;
    return html`<form @submit=${this.keep}>${fields}
      <div class="row"><button>${words.apply}</button>
      ${this.condition ? html`<button type="button" class="plain" @click=${() => this.ask({ do: "keep", condition: null })}>${words.removeFilter}</button>` : nothing}</div></form>`;
  }

  private histogram(): TemplateResult | typeof nothing {
    const range = this.summary?.range;
    if (!range || !this.summary || (this.column.element === null && this.column.column.isArray)) return nothing;
    const most = Math.max(...this.summary.bins);
    const bars = [...this.summary.bins].map((count, bin) => {
      const height = (count / most) * 60;
      return svg`<rect x=${bin * 10} y=${60 - height} width="9" height=${count ? Math.max(height, 1) : 0}></rect>`;
    });
    return html`<svg viewBox="0 0 ${BINS * 10} 60" preserveAspectRatio="none" role="img"
      aria-label=${words.histogramOf(this.column.label, short(range.from), short(range.to))}>${bars}</svg>`;
  }

  private facts(): TemplateResult {
    const { field } = this.column.column;
    const { summary } = this;
    const facts: [string, string | undefined][] = [
      [words.describeUnit, field.unit], [words.describeUcd, field.ucd], [words.describeType, `${field.datatype}${field.arraysize ? ` [${field.arraysize}]` : ""}`],
      [words.describeMin, summary?.range ? short(summary.range.from) : undefined], [words.describeMax, summary?.range ? short(summary.range.to) : undefined],
      [words.describeNulls, summary ? words.number(summary.nulls) : undefined],
    ];
    return html`<dl>${facts.map(([name, value]) => (value ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing))}</dl>`;
  }

  private readonly keep = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = (form.get("text") as string | null)?.trim();
    const [from, to] = ["from", "to"].map(name => bound(form.get(name) as string | null));
    if (text !== undefined) this.ask({ do: "keep", condition: text === "" ? null : { text } });
    else this.ask({ do: "keep", condition: from === null && to === null ? null : { from: from!, to: to! } });
  };

  private ask(detail: ColumnAction): void {
    this.dispatchEvent(new CustomEvent("armilla-column", { detail }));
  }
}

function bound(text: string | null): number | null {
  const value = text?.trim() ? Number(text) : NaN;
  return Number.isNaN(value) ? null : value;
}

function short(value: number): string {
  return String(Number(value.toPrecision(8)));
}
