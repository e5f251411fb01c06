// The tabs of queries, `<armilla-tabs>`: choose, name, close, add.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shared } from "../style/sheets.ts";
import { words } from "../words/query.ts";

/** Events, each with the tab's id as `detail`: `armilla-select`, `armilla-close`, `armilla-add`; `armilla-rename` has `{id, title}`. */
@customElement("armilla-tabs")
export class Tabs extends LitElement {
  static override styles = [
    shared,
    css`
      .bar { display: flex; flex-wrap: wrap; gap: 2px; align-items: end; }
      .tab { display: flex; align-items: center; border: 1px solid var(--rule); border-bottom: 0; border-radius: var(--radius) var(--radius) 0 0; background: var(--panel); }
      .tab.active { background: var(--page); border-color: var(--line); }
      .tab button { border: 0; background: none; max-width: 220px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .tab.active button[aria-pressed] { font-weight: 600; }
      .tab button.close { padding: 0; min-width: 24px; color: var(--muted); }
      input { width: 160px; min-height: 26px; }
      .add { min-width: 28px; padding: 0; }
    `,
  ];
  @property({ attribute: false }) tabs: { id: string; title: string }[] = [];
  @property() active = "";
  @state() private renaming = "";

  override render(): TemplateResult {
    return html`<div class="bar">
      ${this.tabs.map((tab) => this.tab(tab.id, tab.title))}
      <button class="plain add" aria-label=${words.newTab} title=${words.newTab} @click=${() => this.tell("armilla-add", null)}>+</button>
    </div>`;
  }

  override updated(): void {
    if (this.renaming !== "") this.renderRoot.querySelector("input")?.focus();
  }

  private tab(id: string, title: string): TemplateResult {
    const isActive = id === this.active;
    const name =
      this.renaming === id
        ? html`<input aria-label=${words.renameTab} maxlength="64" .value=${title} @blur=${(event: Event) => this.rename(id, event)} @keydown=${this.renameKey} />`
        : html`<button
            aria-pressed=${isActive}
            title=${title}
            @click=${() => (isActive ? (this.renaming = id) : this.tell("armilla-select", id))}
            @keydown=${(event: KeyboardEvent) => event.key === "F2" && (this.renaming = id)}
          >${title}</button>`;
    const close = html`<button class="close" aria-label=${words.closeTab(title)} title=${words.closeTab(title)} @click=${() => this.tell("armilla-close", id)}>×</button>`;
    return html`<div class="tab ${isActive ? "active" : ""}">${name}${close}</div>`;
  }

  private rename(id: string, event: Event): void {
    if (this.renaming !== id) return;
    this.renaming = "";
    const title = (event.target as HTMLInputElement).value.trim();
    if (title !== "") this.tell("armilla-rename", { id, title });
  }

  private renameKey(event: KeyboardEvent): void {
    if (event.key === "Escape") this.renaming = "";
    if (event.key === "Enter") (event.target as HTMLInputElement).blur();
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
