// What is shown at an address without a page.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { link } from "../router.ts";
import { shared } from "../style/sheets.ts";
import { pageNames } from "../words/frame.ts";
import { missingWords as words } from "../words/pages.ts";

@customElement("armilla-page-missing")
export class MissingPage extends LitElement {
  static override styles = [shared, css`li a { display: inline-block; min-height: 24px; }`];
  @property({ attribute: false }) params = new URLSearchParams();

  override render(): TemplateResult {
    return html`<h1>${words.title}</h1>
      <p>${words.said(decodeURI(location.pathname))}</p>
      <p>${words.steps}</p>
      <ul>${["home", "query", "images", "help"].map((page) => html`<li><a href=${link(page)}>${pageNames[page]}</a></li>`)}</ul>`;
  }
}
