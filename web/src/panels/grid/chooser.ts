// Chooses the columns that a grid shows, among many by search.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { shared } from "../../style/sheets.ts";
import { words } from "../../words/result.ts";
import type { GridColumn } from "./columns.ts";

/** Entries that are listed at once: the search finds the others. */
const LISTED_MAX = 120;

/** Event `armilla-columns`: `detail` is the set of ids of hidden columns, or null to close. */
@customElement("armilla-column-chooser")
export class ColumnChooser extends LitElement {
  static override styles = [shared, css`
    :host { position: absolute; z-index: 6; right: 4px; top: 4px; width: 360px; max-width: calc(100% - 8px); background: var(--page); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); padding: var(--space-3); font-size: 13px; max-height: calc(100% - 8px); overflow: auto; }
    ul { list-style: none; margin: var(--space-2) 0 0; padding: 0; }
    li label { width: 100%; }
    input[type="search"] { width: 100%; }
    .unit { color: var(--muted); }
  `];
  @property({ attribute: false }) columns: GridColumn[] = [];
  @property({ attribute: false }) unshown = new Set<string>();
  @state() private wanted = "";
  @query("input") private search!: HTMLInputElement;

  override firstUpdated(): void {
    this.addEventListener("keydown", event => {
      event.stopPropagation();
      if (event.key === "Escape") this.tell(null);
    });
    this.search.focus();
  }

  override render(): TemplateResult {
    const found = this.columns.filter(column => matches(column, this.wanted));
    return html`<input type="search" aria-label=${words.searchColumns} placeholder=${words.searchColumns}
        @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value)}>
      <div class="row">
        <button class="plain" @click=${() => this.change(found, true)}>${words.showAll}</button>
        <button class="plain" @click=${() => this.change(found, false)}>${words.hideAll}</button>
        <button class="plain" @click=${() => this.tell(null)}>${words.close}</button>
        <span class="muted">${words.chosen(this.columns.length - this.unshown.size, this.columns.length)}</span>
      </div>
      <ul>${found.slice(0, LISTED_MAX).map(column => html`<li><label>
        <input type="checkbox" .checked=${!this.unshown.has(column.id)} @change=${(event: Event) => this.change([column], (event.target as HTMLInputElement).checked)}>
        ${column.label} <span class="unit">${column.column.field.unit ?? ""}</span></label></li>`)}</ul>`;
  }

  private change(columns: GridColumn[], isShown: boolean): void {
    const hidden = new Set(this.unshown);
    for (const { id } of columns) {
      if (isShown) hidden.delete(id);
      else hidden.add(id);
    }
    this.tell(hidden);
  }

  private tell(detail: Set<string> | null): void {
    this.dispatchEvent(new CustomEvent("armilla-columns", { detail }));
  }
}

function matches({ label, column: { field } }: GridColumn, wanted: string): boolean {
  const text = [label, field.unit, field.ucd, field.description].join(" ").toLowerCase();
  return wanted.toLowerCase().split(/\s+/).every(word => text.includes(word));
}
