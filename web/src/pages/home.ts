// The start page: what the caller may see, what to try, how the services are.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "../panels/service-states.ts";
import { emptyBox, errorBox, skeleton } from "../panels/state.ts";
import { link } from "../router.ts";
import { service, settings } from "../services.ts";
import { caller } from "../session.ts";
import { shared } from "../style/sheets.ts";
import { examples, type Example } from "../vo/examples.ts";
import { tables, type Schema } from "../vo/vosi.ts";
import { homeWords as words } from "../words/pages.ts";
import { words as general } from "../words/index.ts";

/** Examples on the page. */
const EXAMPLES_MAX = 4;

@customElement("armilla-page-home")
export class HomePage extends LitElement {
  static override styles = [
    shared,
    css`
      :host { max-width: 1100px; }
      .lead { font-size: 17px; color: var(--muted); margin-bottom: var(--space-4); }
      .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: var(--space-3); padding: 0; margin: 0; list-style: none; }
      .cards a { display: block; height: 100%; color: inherit; text-decoration: none; }
      .cards a:hover strong { text-decoration: underline; }
      .cards strong { display: block; color: var(--link); }
      .cards h3 { margin-top: 0; }
      .cards p { margin: 0; }
      .collections { grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); }
      .examples { padding-left: 1.2em; margin: 0; }
      .examples a { display: inline-block; min-height: 24px; }
    `,
  ];
  @property({ attribute: false }) params = new URLSearchParams();
  @state() private schemas?: Schema[];
  @state() private shownExamples: Example[] = [];
  @state() private failure?: unknown;
  private asked?: AbortController;

  override connectedCallback(): void {
    super.connectedCallback();
    caller.addEventListener("change", this.read);
    this.read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    caller.removeEventListener("change", this.read);
    this.asked?.abort();
  }

  override render(): TemplateResult {
    return html`<h1>${settings().name}</h1>
      <p class="lead">${words.lead}</p>
      <ul class="cards">
        ${Object.entries(words.starts)
          .filter(([page]) => service(page === "images" ? "sia" : "tap") !== null)
          .map(([page, [title, said]]) => html`<li><a class="panel" href=${link(page)}><strong>${title}</strong>${said}</a></li>`)}
      </ul>
      ${service("tap") ? html`<h2>${words.collections}</h2>${this.collections()}` : nothing}
      ${this.shownExamples.length > 0
        ? html`<h2>${words.examples}</h2>
            <ul class="examples">${this.shownExamples.map((one) => html`<li><a href=${`${link("query")}#q=${encodeURIComponent(one.query)}`}>${one.name}</a></li>`)}</ul>`
        : nothing}
      <h2>${words.states}</h2>
      <armilla-service-states></armilla-service-states>`;
  }

  private collections(): TemplateResult {
    if (this.failure) return errorBox(this.failure, this.read);
    if (!this.schemas) return skeleton();
    if (this.schemas.length === 0) {
      const isOut = settings().login && !caller.session.user;
      return emptyBox(words.none, isOut ? html`<p>${words.noneLogIn} <a href=${link("account")}>${general.login}</a></p>` : nothing);
    }
    return html`<ul class="cards collections">
      ${this.schemas.map((schema) => {
        const counts = schema.tables.map((table) => table.rows).filter((rows) => rows !== null);
        const rows = counts.length > 0 ? counts.reduce((sum, count) => sum + count, 0) : null;
        return html`<li class="panel">
          <h3>${schema.name}</h3>
          ${schema.description ? html`<p>${schema.description}</p>` : nothing}
          <p class="muted">${words.tableCount(schema.tables.length, rows)}</p>
        </li>`;
      })}
    </ul>`;
  }

  private readonly read = (): void => {
    const tap = service("tap");
    if (!tap) return;
    this.asked?.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    this.failure = undefined;
    const isOurs = (schema: Schema): boolean => schema.tables.length > 0 && schema.name.toUpperCase() !== "TAP_SCHEMA";
    tables(tap, "min", signal).then(
      (set) => (this.schemas = set.schemas.filter(isOurs)),
      (error: unknown) => {
        if (!signal.aborted) this.failure = error;
      },
    );
    // Examples are an offer: a service without them is no failure of this page.
    examples(tap, signal).then(
      (found) => (this.shownExamples = found.slice(-EXAMPLES_MAX)),
      () => (this.shownExamples = []),
    );
    const url = `${tap}/tables?detail=min`;
    this.dispatchEvent(new CustomEvent("armilla-request", { bubbles: true, composed: true, detail: { method: "GET", url } }));
  };
}
