// Objects by brightness as a list of which only the rows on screen are made.
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { SkyObject } from "../data/sky-messages.ts";
import { shared } from "../style/sheets.ts";
import { formatPosition } from "../vo/sky.ts";
import { words } from "../words/sky.ts";

const ROW_PX = 30;
/** Rows above and below those on screen. */
const MARGIN = 5;

/** Event: `object-pick` with an id. */
@customElement("armilla-object-list")
export class ObjectList extends LitElement {
  static override styles = [
    shared,
    css`
      .list { height: 100%; overflow-y: auto; border: 1px solid var(--rule); border-radius: var(--radius); }
      .all { position: relative; }
      .row { position: absolute; left: 0; right: 0; height: 30px; flex-wrap: nowrap; padding: 0 8px; border-bottom: 1px solid var(--rule); font-size: 13px; cursor: pointer; }
      .row:hover { background: var(--panel); }
      .row[aria-selected="true"] { background: var(--chosen); font-weight: 600; }
      .id { flex: 1; overflow: hidden; text-overflow: ellipsis; }
      .place { color: var(--muted); }
      .mag { min-width: 5em; text-align: right; }
    `,
  ];

  @property({ attribute: false }) objects: SkyObject[] = [];
  @property() selected: string | null = null;
  @state() private top = 0;
  @state() private height = 300;
  #observer = new ResizeObserver(([entry]) => (this.height = entry?.contentRect.height ?? this.height));

  override firstUpdated(): void {
    this.#observer.observe(this.#list());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("selected") || changed.has("objects")) this.#reveal();
  }

  override render(): TemplateResult {
    const first = Math.max(0, Math.floor(this.top / ROW_PX) - MARGIN);
    const last = Math.min(this.objects.length, Math.ceil((this.top + this.height) / ROW_PX) + MARGIN);
    const active = this.objects.findIndex(({ id }) => id === this.selected);
    return html`<div class="list" role="listbox" tabindex="0" aria-label=${words.list} aria-activedescendant=${active >= first && active < last ? `object-${active}` : nothing}
      @scroll=${() => (this.top = this.#list().scrollTop)} @keydown=${this.#key}>
      <div class="all" role="presentation" .style=${`height:${this.objects.length * ROW_PX}px`}>
        ${this.objects.slice(first, last).map((object, index) => this.#row(object, first + index))}
      </div>
    </div>`;
  }

  #row({ id, position, brightness }: SkyObject, index: number): TemplateResult {
    return html`<div class="row mono" role="option" id=${`object-${index}`} aria-selected=${id === this.selected} aria-posinset=${index + 1} aria-setsize=${this.objects.length}
      .style=${`top:${index * ROW_PX}px`} @click=${() => this.#pick(id)}>
      <span class="id">${id}</span><span class="place">${formatPosition(position, "decimal", 4)}</span>
      <span class="mag">${brightness === null ? "–" : brightness.toFixed(2)}</span>
    </div>`;
  }

  #list(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>(".list")!;
  }

  #pick(id: string): void {
    this.dispatchEvent(new CustomEvent("object-pick", { detail: id, bubbles: true, composed: true }));
  }

  #reveal(): void {
    const [list, index] = [this.#list(), this.objects.findIndex(({ id }) => id === this.selected)];
    if (index < 0) return;
    if (index * ROW_PX < list.scrollTop) list.scrollTop = index * ROW_PX;
    else if ((index + 1) * ROW_PX > list.scrollTop + list.clientHeight) list.scrollTop = (index + 1) * ROW_PX - list.clientHeight;
  }

  readonly #key = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step === undefined || this.objects.length === 0) return;
    event.preventDefault();
    const now = this.objects.findIndex(({ id }) => id === this.selected);
    const to = Math.min(this.objects.length - 1, Math.max(0, now + step));
    this.#pick(this.objects[to]!.id);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-object-list": ObjectList;
  }
}
