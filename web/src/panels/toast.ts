// A sentence that stays some seconds, with one action, `<armilla-toast>`.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { shared } from "../style/sheets.ts";

/** What a toast says; `gone` is called when it goes without its action. */
export interface Saying {
  message: string;
  action?: { label: string; run: () => void };
  gone?: () => void;
}

const STAYS_MS = 8000;

@customElement("armilla-toast")
export class Toast extends LitElement {
  static override styles = [
    shared,
    css`
      :host { position: fixed; left: 16px; bottom: 56px; z-index: 20; max-width: calc(100vw - 32px); }
      .box { display: flex; gap: 12px; align-items: center; background: var(--text); color: var(--page); padding: 8px 14px; border-radius: var(--radius); box-shadow: var(--shadow); }
      button { background: var(--page); color: var(--text); }
    `,
  ];
  @state() private saying: Saying | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override render(): TemplateResult {
    const { saying } = this;
    return html`<div role="status">
      ${saying === null
        ? nothing
        : html`<div class="box"><span>${saying.message}</span>${saying.action ? html`<button @click=${this.act}>${saying.action.label}</button>` : nothing}</div>`}
    </div>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.settle();
  }

  /** Says something; what was said before is settled at once. */
  say(saying: Saying): void {
    this.settle();
    this.saying = saying;
    this.#timer = setTimeout(() => this.settle(), STAYS_MS);
  }

  /** Ends the present saying without its action. */
  settle(): void {
    clearTimeout(this.#timer);
    const { saying } = this;
    this.saying = null;
    saying?.gone?.();
  }

  private act(): void {
    clearTimeout(this.#timer);
    const { saying } = this;
    this.saying = null;
    saying?.action?.run();
  }
}
