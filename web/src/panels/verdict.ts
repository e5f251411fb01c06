// What the service says of the present text, `<armilla-verdict>`: one line below the editor, with the repair.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Mark } from "../adql/diagnostics.ts";
import { shared } from "../style/sheets.ts";
import { words } from "../words/query.ts";
import { fixLabel } from "../words/fix.ts";

/** The state of a text: not checked, being checked, right, wrong, or the check itself failed. */
export type Verdict =
  | { state: "empty" }
  | { state: "checking" }
  | { state: "right"; columns: number; warnings: string[] }
  | { state: "wrong"; mark: Mark }
  | { state: "failed"; message: string };

/** Event `armilla-repair`: the repair is wanted. */
@customElement("armilla-verdict")
export class VerdictLine extends LitElement {
  static override styles = [
    shared,
    css`
      div { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; min-height: 34px; padding: 2px 10px; font-size: 14px; }
      .right { color: var(--good); }
      .wrong { color: var(--error); background: var(--error-ground); }
      .warning { color: var(--warning); }
      .hint { color: var(--text); }
      kbd { font: 12px var(--mono); border: 1px solid currentColor; border-radius: 3px; padding: 0 4px; margin-left: 6px; }
    `,
  ];
  @property({ attribute: false }) verdict: Verdict = { state: "empty" };

  override render(): TemplateResult {
    const { verdict } = this;
    switch (verdict.state) {
      case "empty":
        return html`<div role="status" class="muted">${words.emptyQuery}</div>`;
      case "checking":
        return html`<div role="status" class="muted">${words.checking}</div>`;
      case "right":
        return html`<div role="status">
          <span class="right">✔ ${words.columns(verdict.columns)}</span>${verdict.warnings.map((warning) => html`<span class="warning">⚠ ${warning}</span>`)}
        </div>`;
      case "wrong":
        return this.wrong(verdict.mark);
      case "failed":
        return html`<div role="status"><span class="warning">⚠ ${words.checkFailed}</span><span class="muted">${verdict.message}</span></div>`;
    }
  }

  private wrong(mark: Mark): TemplateResult {
    const [fix] = mark.fixes;
    const repair = () => this.dispatchEvent(new CustomEvent("armilla-repair", { bubbles: true, composed: true }));
    return html`<div role="status" class="wrong">
      <span>✖ ${mark.message}</span>${mark.hint === null ? nothing : html`<span class="hint">${mark.hint}</span>`}
      ${fix === undefined ? nothing : html`<button @click=${repair}>${fixLabel(fix)}<kbd>${words.repairKey}</kbd></button>`}
    </div>`;
  }
}
