// A table of any length as an ARIA grid that lays out only what is in view.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Condition } from "../data/order.ts";
import type { Selection } from "../data/selection.ts";
import type { Table } from "../data/table.ts";
import { arrange, type Filter } from "../data/work.ts";
import { shared } from "../style/sheets.ts";
import { words } from "../words/result.ts";
import "./grid/chooser.ts";
import { gridColumns, shownCell, type ElementsOf, type GridColumn, type LinkOf } from "./grid/columns.ts";
import { copied } from "./grid/copy.ts";
import { columnWindow, edges, HEAD_HEIGHT, ROW_HEIGHT, rowWindow, spaceHeight, topFor, topRow, type View } from "./grid/geometry.ts";
import { moved, type Place } from "./grid/keys.ts";
import type { ColumnAction } from "./grid/menu.ts";
import "./grid/menu.ts";
import { style } from "./grid/style.ts";

/**
 * Events: `armilla-plot` with the expression of a column. `revision` changes when rows have arrived.
 * One tab stop: the grid has the focus, its active cell is told by `aria-activedescendant`.
 */
@customElement("armilla-grid")
export class Grid extends LitElement {
  static override styles = [shared, style];
  @property({ attribute: false }) table!: Table;
  @property({ attribute: false }) selection!: Selection;
  @property({ attribute: false }) elementsOf: ElementsOf = () => undefined;
  @property({ attribute: false }) linkOf: LinkOf = () => null;
  @property({ type: Number }) revision = 0;
  /** Shows the selected rows alone. */
  @property({ type: Boolean }) only = false;
  @state() private opened = new Set<number>();
  @state() private unshown = new Set<string>();
  @state() private active: Place = { row: 0, column: 0 };
  @state() private sorted: { id: string; isDescending: boolean } | null = null;
  @state() private conditions = new Map<string, Condition>();
  @state() private menu: string | null = null;
  @state() private isChoosing = false;
  @state() private isArranging = false;
  @state() private told = "";
  /** Rows in view order; null: all, as they came. */
  @state() private order: Uint32Array | null = null;
  @query(".grid") private scroller!: HTMLElement;
  private columns: GridColumn[] = [];
  private edges: number[] = [0];
  private rangeFrom = 0;
  private arranged = 0;
  private measuredRows = 0;
  /** Size and scroll position of the grid, kept because asking for them makes the browser lay out. */
  private box = { width: 800, height: 400, top: 0, left: 0 };
  private readonly resize = new ResizeObserver(() => this.measure());

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resize.disconnect();
    this.follow(this.selection, false);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.resize.observe(this.scroller);
    if (this.selection) this.follow(this.selection, true);
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("selection")) {
      this.follow(changed.get("selection") as Selection | undefined, false);
      this.follow(this.selection, true);
    }
    if (changed.has("table") && changed.get("table")) this.forget();
    // Widths depend on the first rows, not on all that follow.
    const measuredRows = Math.min(this.table.length, 50);
    if (measuredRows !== this.measuredRows || ["table", "opened", "unshown", "elementsOf"].some(name => changed.has(name))) {
      this.measuredRows = measuredRows;
      this.columns = gridColumns(this.table, this.opened, this.elementsOf).filter(column => !this.unshown.has(column.id));
      this.edges = edges(this.columns.map(column => column.width), this.nameWidth);
    }
    if (["sorted", "conditions", "only", "revision"].some(name => changed.has(name))) void this.arrange();
  }

  override firstUpdated(): void {
    this.resize.observe(this.scroller);
  }

  override render(): TemplateResult {
    return html`${this.bar()}
      <div class="stage">
        <div class="grid" role="grid" tabindex="0" aria-label=${words.gridLabel(this.rows, this.columns.length)} aria-description=${words.gridKeys}
          aria-rowcount=${this.rows + 1} aria-colcount=${this.columns.length + 1} aria-multiselectable="true" aria-busy=${this.isArranging} aria-activedescendant="active"
          @scroll=${this.measure} @keydown=${this.press} @click=${this.point} @copy=${this.copy}>
          ${this.space()}
        </div>
        ${this.popups()}
      </div>`;
  }

  /** Brings a row of the view (from 0) into sight and makes it active. */
  goTo(row: number, column = this.active.column): void {
    const { view } = this;
    const last = Math.max(this.rows - 1, 0);
    this.active = { row: Math.min(Math.max(row, -1), last), column: Math.min(Math.max(column, -1), this.columns.length - 1) };
    const top = topRow(view);
    const whole = Math.floor(view.height / ROW_HEIGHT) - 1;
    if (this.active.row >= 0 && this.active.row < top) this.scroller.scrollTop = topFor(this.active.row, view);
    else if (this.active.row > top + whole) this.scroller.scrollTop = topFor(this.active.row - whole + 1, view) + 1;
    if (this.active.column >= 0) this.scrollToColumn(this.active.column);
    if (this.active.row >= 0) this.selection.highlight(this.rowAt(this.active.row));
  }

  private get rows(): number {
    return this.order?.length ?? this.table.length;
  }

  private get view(): View {
    return { rows: this.rows, height: Math.max(this.box.height - HEAD_HEIGHT, ROW_HEIGHT), top: this.box.top };
  }

  private readonly measure = (): void => {
    const { clientWidth: width, clientHeight: height, scrollTop: top, scrollLeft: left } = this.scroller;
    this.box = { width, height, top, left };
    this.requestUpdate();
  };

  /** Room for the number of the last row. */
  private get nameWidth(): number {
    return Math.max(56, String(this.table.length).length * 8 + 24);
  }

  private rowAt(place: number): number {
    return this.order ? this.order[place]! : place;
  }

  private bar(): TemplateResult {
    const isPart = this.rows !== this.table.length;
    return html`<div class="bar row">
      <form @submit=${this.go}><label>${words.goToRow} <input name="row" inputmode="numeric" autocomplete="off"></label><button>${words.go}</button></form>
      <span role="status" class="muted">${this.isArranging ? words.sorting : this.told || (isPart ? words.filtered(this.rows, this.table.length) : "")}</span>
      <button class="push" aria-expanded=${this.isChoosing} @click=${() => (this.isChoosing = !this.isChoosing)}>${words.columns}</button>
    </div>`;
  }

  private space(): TemplateResult {
    const { first, count, offset } = rowWindow(this.view);
    const width = this.edges[this.edges.length - 1]!;
    const columns = columnWindow(this.edges, this.box.left + this.nameWidth, this.box.width);
    const rows = Array.from({ length: count }, (_, index) => this.line(first + index, offset + HEAD_HEIGHT + index * ROW_HEIGHT, columns));
    return html`<div class="space" role="presentation" .style=${`width:${width}px;height:${spaceHeight(this.rows) + HEAD_HEIGHT}px`}>
      ${this.head(columns, width)}${rows}</div>`;
  }

  private head(shown: { from: number; to: number }, width: number): TemplateResult {
    const isActive = this.active.row < 0;
    return html`<div class="head" role="row" aria-rowindex="1" .style=${`width:${width}px`}>
      <div class="row-name ${isActive && this.active.column < 0 ? "active" : ""}" role="columnheader" aria-colindex="1" .style=${`width:${this.nameWidth}px`}
        id=${isActive && this.active.column < 0 ? "active" : nothing}>${words.rowNumber}</div>
      ${this.columns.slice(shown.from, shown.to).map((column, index) => this.headCell(column, shown.from + index, isActive))}
    </div>`;
  }

  private headCell(column: GridColumn, index: number, isActive: boolean): TemplateResult {
    const active = isActive && this.active.column === index;
    const sorted = this.sorted?.id === column.id ? (this.sorted.isDescending ? "descending" : "ascending") : null;
    const mark = sorted === null ? "" : sorted === "ascending" ? " ↑" : " ↓";
    const { unit } = column.column.field;
    return html`<div class="column ${active ? "active" : ""}" role="columnheader" aria-colindex=${index + 2} aria-sort=${sorted ?? nothing}
      id=${active ? "active" : nothing} data-column=${index} title=${column.label} .style=${`left:${this.edges[index]}px;width:${column.width}px`}>
      <span class="name">${column.color ? html`<span class="chip" .style=${`background:${column.color}`}></span>` : nothing}${column.label}${mark}${this.conditions.has(column.id) ? " ▽" : ""}</span>
      <span class="unit">${unit ?? ""}</span>
      <button tabindex="-1" aria-label=${words.columnMenu(column.label)} aria-haspopup="dialog" data-menu=${column.id}>▾</button></div>`;
  }

  private line(place: number, top: number, shown: { from: number; to: number }): TemplateResult {
    const row = this.rowAt(place);
    const isActive = this.active.row === place;
    const name = isActive && this.active.column < 0;
    return html`<div class="row-line ${this.selection.highlighted === row ? "pointed" : ""}" role="row" aria-rowindex=${place + 2} aria-selected=${this.selection.has(row)}
      data-place=${place} .style=${`transform:translateY(${top - HEAD_HEIGHT}px);width:${this.edges[this.edges.length - 1]}px`}>
      <div class="row-name ${name ? "active" : ""}" role="rowheader" aria-colindex="1" id=${name ? "active" : nothing} .style=${`width:${this.nameWidth}px`}>${row + 1}</div>
      ${this.columns.slice(shown.from, shown.to).map((column, index) => this.cell(column, shown.from + index, row, isActive))}</div>`;
  }

  private cell(column: GridColumn, index: number, row: number, isActiveRow: boolean): TemplateResult {
    const active = isActiveRow && this.active.column === index;
    return html`<div class="cell ${column.isNumber ? "number" : ""} ${active ? "active" : ""}" role="gridcell" aria-colindex=${index + 2} data-column=${index}
      id=${active ? "active" : nothing} .style=${`left:${this.edges[index]}px;width:${column.width}px`}>${this.content(column, row)}</div>`;
  }

  private content(column: GridColumn, row: number): TemplateResult | string {
    const text = shownCell(column, row);
    const href = column.element === null ? this.linkOf(column.column, column.column.get(row)) : null;
    return href === null ? text : html`<a href=${href} tabindex="-1">${text}</a>`;
  }

  private popups(): TemplateResult | typeof nothing {
    if (this.isChoosing) {
      return html`<armilla-column-chooser role="dialog" aria-label=${words.columns} .columns=${gridColumns(this.table, this.opened, this.elementsOf)} .unshown=${this.unshown}
        @armilla-columns=${this.choose}></armilla-column-chooser>`;
    }
    const index = this.columns.findIndex(column => column.id === this.menu);
    if (index < 0) return nothing;
    const column = this.columns[index]!;
    const left = Math.max(4, Math.min(this.edges[index]! - this.box.left, this.box.width - 284));
    return html`<armilla-column-menu role="dialog" aria-label=${words.columnMenu(column.label)} .column=${column} .condition=${this.conditions.get(column.id) ?? null}
      .sorted=${this.sorted?.id === column.id ? this.sorted.isDescending : null} .style=${`left:${left}px`}
      @armilla-column=${(event: CustomEvent<ColumnAction>) => this.act(column, event.detail)}></armilla-column-menu>`;
  }

  private act(column: GridColumn, action: ColumnAction): void {
    const array = column.column.index;
    if (action.do === "sort") this.sorted = action.isDescending === null ? null : { id: column.id, isDescending: action.isDescending };
    if (action.do === "hide") this.unshown = new Set([...this.unshown, column.id]);
    if (action.do === "open") this.opened = new Set([...this.opened, array]);
    if (action.do === "close-array") this.opened = new Set([...this.opened].filter(one => one !== array));
    if (action.do === "plot") this.dispatchEvent(new CustomEvent("armilla-plot", { detail: column.expression, bubbles: true, composed: true }));
    if (action.do === "keep") {
      const conditions = new Map(this.conditions);
      if (action.condition) conditions.set(column.id, action.condition);
      else conditions.delete(column.id);
      this.conditions = conditions;
    }
    this.menu = null;
    this.scroller.focus();
  }

  private readonly choose = (event: CustomEvent<Set<string> | null>): void => {
    if (event.detail) this.unshown = event.detail;
    else {
      this.isChoosing = false;
      this.scroller.focus();
    }
  };

  private readonly press = (event: KeyboardEvent): void => {
    if (event.key === "c" && (event.ctrlKey || event.metaKey)) return;
    const page = Math.max(1, Math.floor(this.view.height / ROW_HEIGHT) - 1);
    const place = moved(this.active, event, { rows: this.rows, columns: this.columns.length, page });
    const column = this.columns[this.active.column];
    if (place) {
      const before = this.active.row;
      this.goTo(place.row, place.column);
      if (event.shiftKey && this.active.row !== before && this.active.row >= 0) this.selectTo(this.active.row);
    } else if (event.key === " " && this.active.row >= 0 && this.rows > 0) this.mark(this.active.row, event.shiftKey);
    else if (event.key === "Enter" && this.active.row >= 0) this.renderRoot.querySelector<HTMLElement>("#active a")?.click();
    else if ((event.key === "Enter" || (event.altKey && event.key === "ArrowDown")) && this.active.row < 0 && column) this.menu = column.id;
    else if (event.key === "Escape" && this.selection.count > 0) this.selection.clear();
    else return;
    event.preventDefault();
  };

  private readonly point = (event: MouseEvent): void => {
    const path = event.composedPath().filter(one => one instanceof HTMLElement);
    const menu = path.find(one => one.dataset["menu"] !== undefined);
    if (menu) {
      this.menu = this.menu === menu.dataset["menu"] ? null : menu.dataset["menu"]!;
      return;
    }
    this.menu = null;
    const row = path.find(one => one.dataset["place"] !== undefined);
    const column = Number(path.find(one => one.dataset["column"] !== undefined)?.dataset["column"] ?? -1);
    if (!row) return;
    const place = Number(row.dataset["place"]);
    this.goTo(place, column);
    if (event.shiftKey || event.ctrlKey || event.metaKey || column < 0) this.mark(place, event.shiftKey);
    else this.rangeFrom = place;
  };

  /** Selects or deselects a row; with `isRange` all from the one before. */
  private mark(place: number, isRange: boolean): void {
    if (isRange) return this.selectTo(place);
    this.rangeFrom = place;
    this.selection.toggle(this.rowAt(place));
  }

  private selectTo(place: number): void {
    const [from, to] = [Math.min(place, this.rangeFrom), Math.max(place, this.rangeFrom)];
    this.selection.setRows(Array.from({ length: to - from + 1 }, (_, index) => this.rowAt(from + index)));
  }

  private readonly copy = (event: ClipboardEvent): void => {
    const { row, column } = this.active;
    const { text, rows } = copied(this.columns, row < 0 ? null : this.rowAt(row), column, this.selection);
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    this.told = rows > 0 ? words.selectedCells(rows) : words.cellCopied;
  };

  private readonly go = (event: SubmitEvent): void => {
    event.preventDefault();
    const row = Number(new FormData(event.target as HTMLFormElement).get("row"));
    if (!Number.isInteger(row) || row < 1) return;
    const place = this.order ? this.order.indexOf(row - 1) : row - 1;
    if (place >= 0) this.goTo(place);
    this.scroller.focus();
  };

  private async arrange(): Promise<void> {
    const turn = ++this.arranged;
    const only = this.only ? this.selection.mask : null;
    const byId = new Map(gridColumns(this.table, this.opened, this.elementsOf).map(column => [column.id, column]));
    const place = (id: string): { column: number; element: number } => ({ column: byId.get(id)?.column.index ?? Number.parseInt(id), element: byId.get(id)?.element ?? 0 });
    const filters: Filter[] = [...this.conditions].map(([id, condition]) => ({ ...place(id), condition }));
    if (!this.sorted && filters.length === 0) {
      this.order = only ? this.selection.rows() : null;
      this.isArranging = false;
      return;
    }
    this.isArranging = true;
    const order = await arrange(this.table, this.sorted && { ...place(this.sorted.id), isDescending: this.sorted.isDescending }, filters);
    if (turn !== this.arranged) return;
    this.isArranging = false;
    this.order = only ? order.filter(row => only[row] === 1) : order;
    this.goTo(Math.min(this.active.row, this.rows - 1));
  }

  private follow(selection: Selection | undefined, isOn: boolean): void {
    const change = isOn ? "addEventListener" : "removeEventListener";
    selection?.[change]("change", this.selectionChanged);
    selection?.[change]("highlight", this.highlightChanged);
  }

  private readonly selectionChanged = (): void => {
    if (this.only) void this.arrange();
    this.requestUpdate();
  };

  /** A row that another view points at comes into sight. */
  private readonly highlightChanged = (): void => {
    const row = this.selection.highlighted;
    this.requestUpdate();
    if (row === null || this.rowAt(this.active.row) === row) return;
    const place = this.order ? this.order.indexOf(row) : row;
    if (place >= 0) this.goTo(place);
  };

  private scrollToColumn(column: number): void {
    const [left, right] = [this.edges[column]! - this.nameWidth, this.edges[column + 1]!];
    if (left < this.scroller.scrollLeft) this.scroller.scrollLeft = left;
    else if (right > this.scroller.scrollLeft + this.scroller.clientWidth) this.scroller.scrollLeft = right - this.scroller.clientWidth;
  }

  private forget(): void {
    this.opened = new Set();
    this.unshown = new Set();
    this.conditions = new Map();
    this.sorted = this.order = this.menu = null;
    this.active = { row: 0, column: 0 };
  }
}
