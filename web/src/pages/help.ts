// Page help.
import { html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shared } from "../style/sheets.ts";

@customElement("armilla-page-help")
export class Page extends LitElement {
  static override styles = [shared];
  @property({ attribute: false }) params = new URLSearchParams();

  override render(): TemplateResult {
    return html`<h1>help</h1>`;
  }
}
