// The tree of tables, functions and enumerations, `<armilla-tables>`: search, unfold, insert at the cursor.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { Catalogue } from "../adql/catalogue.ts";
import { isDarkPage } from "../style/dark.ts";
import { filterColour } from "../style/filter-colours.ts";
import { shared } from "../style/sheets.ts";
import { words } from "../words/query.ts";
import { errorBox, skeleton } from "./state.ts";
import { treeRows, type Row } from "./tables/rows.ts";

/** Events: `armilla-insert` (`detail`: text), `armilla-wanted` (`detail`: names of tables), `armilla-wanted-all`, `armilla-retry`. */
@customElement("armilla-tables")
export class Tables extends LitElement {
  static override styles = [
    shared,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; }
      input { width: 100%; margin-bottom: var(--space-2); }
      ul { list-style: none; margin: 0; padding: 0; overflow: auto; flex: 1; min-height: 120px; }
      li { display: flex; gap: 6px; align-items: center; min-height: 24px; padding-right: 2px; cursor: pointer; border-radius: var(--radius); font-size: 13px; }
      li:hover { background: var(--chosen); }
      li:focus-visible { outline-offset: -2px; }
      li.level2 { padding-left: 16px; }
      li.level3 { padding-left: 32px; }
      li.more { color: var(--muted); cursor: default; }
      .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .level1 .name { font-weight: 600; }
      .level3 .name { font-family: var(--mono); }
      .detail { color: var(--muted); margin-left: auto; white-space: nowrap; padding-left: 8px; font-size: 12px; }
      .sign { width: 12px; flex: none; color: var(--muted); }
      .chip { width: 10px; height: 10px; border-radius: 2px; flex: none; }
      li button { min-height: 24px; min-width: 24px; padding: 0; line-height: 1; }
    `,
  ];
  @property({ attribute: false }) catalogue = new Catalogue();
  /** Raised by the page whenever the catalogue has learnt something. */
  @property({ type: Number }) version = 0;
  @property({ attribute: false }) error: unknown = null;
  @property({ type: Boolean }) loading = false;
  @state() private toggled: ReadonlySet<string> = new Set();
  @state() private sought = "";
  @state() private current = "";

  override render(): TemplateResult {
    const rows = treeRows(this.catalogue, this.toggled, this.sought);
    const stop = rows.some((row) => row.id === this.current) ? this.current : rows[0]?.id;
    return html`
      <input type="search" .value=${this.sought} placeholder=${words.searchTables} aria-label=${words.searchTables} @input=${this.search} />
      ${this.error === null ? nothing : errorBox(this.error, () => this.tell("armilla-retry", null))}
      ${this.loading && rows.length === 0 ? skeleton(8) : nothing}
      ${this.sought !== "" && rows.length === 0 ? html`<p class="muted" role="status">${words.noMatch(this.sought)}</p>` : nothing}
      <ul role="tree" aria-label=${words.tables} ?hidden=${rows.length === 0} @keydown=${this.key}>
        ${rows.map((row) => this.row(row, row.id === stop))}
      </ul>
    `;
  }

  private row(row: Row, isStop: boolean): TemplateResult {
    const sign = row.unfolded === null ? nothing : html`<span class="sign" aria-hidden="true">${row.unfolded ? "−" : "+"}</span>`;
    return html`<li
      role="treeitem"
      class="level${row.level} ${row.insert === null && row.unfolded === null ? "more" : ""}"
      aria-level=${row.level}
      aria-expanded=${row.unfolded === null ? nothing : row.unfolded}
      tabindex=${isStop ? 0 : -1}
      title=${row.description ?? nothing}
      data-id=${row.id}
      @click=${() => this.pick(row)}
      @focus=${() => (this.current = row.id)}
    >
      ${sign}${row.element === null ? nothing : html`<span class="chip" .style=${`background-color: ${filterColour(row.element, isDarkPage())}`}></span>`}
      <span class="name">${row.label}</span>
      <span class="detail">${row.detail}</span>
      ${row.unfolded === null || row.insert === null
        ? nothing
        : html`<button class="plain" tabindex="-1" aria-label=${words.insertName(row.label)} title=${words.insertName(row.label)} @click=${(event: Event) => this.insert(row, event)}>→</button>`}
    </li>`;
  }

  private pick(row: Row): void {
    this.current = row.id;
    if (row.unfolded === null) this.insert(row);
    else this.fold(row, !row.unfolded);
  }

  private insert(row: Row, event?: Event): void {
    event?.stopPropagation();
    if (row.insert !== null) this.tell("armilla-insert", row.insert);
  }

  private fold(row: Row, open: boolean): void {
    const toggled = new Set(this.toggled);
    if (!toggled.delete(row.id)) toggled.add(row.id);
    this.toggled = toggled;
    if (open && row.wanted !== null) this.tell("armilla-wanted", [row.wanted]);
  }

  private search(event: Event): void {
    this.sought = (event.target as HTMLInputElement).value.trim();
    // Columns of tables that were never unfolded are to be found too.
    if (this.sought !== "") this.tell("armilla-wanted-all", null);
  }

  /** The tree pattern of ARIA: arrows move and fold, Enter inserts. */
  private key(event: KeyboardEvent): void {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>("li")];
    const at = items.findIndex((item) => item.dataset.id === this.current);
    const row = treeRows(this.catalogue, this.toggled, this.sought).find((candidate) => candidate.id === items[at]?.dataset.id);
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    const to = moves[event.key];
    if (to !== undefined) items[Math.max(0, Math.min(to, items.length - 1))]?.focus();
    else if (event.key === "ArrowRight" && row?.unfolded === false) this.fold(row, true);
    else if (event.key === "ArrowLeft" && row?.unfolded) this.fold(row, false);
    else if (event.key === "ArrowLeft" && row) items.slice(0, at).findLast((item) => Number(item.ariaLevel) < row.level)?.focus();
    else if (event.key === "Enter" && row) this.insert(row);
    else return;
    event.preventDefault();
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
