// Addresses of all services for other programs, with the standards that each declares.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { skeleton } from "../panels/state.ts";
import { settings, type Service } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { capabilities, type Capability } from "../vo/capabilities.ts";
import { serviceWords as words } from "../words/pages.ts";

/** Pages of a service for people, by its kind; others have capabilities. */
const DOCUMENTS: Record<string, string[]> = {
  tap: ["capabilities", "availability", "tables", "examples"],
  sia: ["capabilities", "availability"],
  datalink: ["capabilities", "availability", "examples"],
  soda: [],
  scs: [""],
  hips: ["list"],
  samp: [""],
};

@customElement("armilla-page-services")
export class ServicesPage extends LitElement {
  static override styles = [shared, css`.wide { overflow-x: auto; } td code { white-space: nowrap; } td a { display: inline-block; min-height: 24px; }`];
  @property({ attribute: false }) params = new URLSearchParams();
  @state() private told = new Map<string, Capability[] | Error>();
  private asked = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.asked = new AbortController();
    for (const one of this.services()) {
      if (DOCUMENTS[one.kind]?.includes("capabilities")) void this.read(one);
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asked.abort();
  }

  override render(): TemplateResult {
    return html`<h1>${words.title}</h1>
      <p>${words.lead}</p>
      ${this.services().map((one) => this.described(one))}`;
  }

  /** Two kinds of one instance are told once. */
  private services(): Service[] {
    const all = settings().services;
    return all.filter((one, index) => all.findIndex((other) => other.url === one.url) === index);
  }

  private described(one: Service): TemplateResult {
    const told = this.told.get(one.url);
    const documents = DOCUMENTS[one.kind] ?? [];
    return html`<section aria-labelledby=${`s-${one.id}`}>
      <h2 id=${`s-${one.id}`}>${one.title ? words.named(one.title, one.id) : one.id}</h2>
      <p><code>${one.url}</code></p>
      ${documents.length > 0
        ? html`<p>${words.documents}: ${documents.map((name) => html`<a href=${name ? `${one.url}/${name}` : one.url}>${name || one.kind}</a> `)}</p>`
        : nothing}
      ${!documents.includes("capabilities") ? nothing : told === undefined ? skeleton(2) : told instanceof Error ? html`<p role="alert">${told.message}</p>` : table(one, told)}
    </section>`;
  }

  private async read(one: Service): Promise<void> {
    const { signal } = this.asked;
    const found = await capabilities(one.url, signal).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    if (!signal.aborted) this.told = new Map(this.told).set(one.url, found);
  }
}

function table(one: Service, all: Capability[]): TemplateResult {
  return html`<div class="wide" tabindex="0" role="region" aria-label=${words.addresses(one.id)}><table>
    <thead><tr><th scope="col">${words.standard}</th><th scope="col">${words.version}</th><th scope="col">${words.address}</th><th scope="col">${words.logIn}</th></tr></thead>
    <tbody>${all.flatMap(rows)}</tbody>
  </table></div>`;
}

/** One row for each address; a way to log in is told beside it. */
function rows({ standardId, interfaces }: Capability): TemplateResult[] {
  const urls = [...new Set(interfaces.map((one) => one.url))];
  return urls.map((url) => {
    const here = interfaces.filter((one) => one.url === url);
    const methods = new Set(here.flatMap((one) => one.security.map((id) => id.split("#").at(-1)!)));
    const isOpen = here.some((one) => one.security.length === 0);
    const logIn = methods.size === 0 ? words.none : `${isOpen ? words.optional : words.needed} (${[...methods].join(", ")})`;
    return html`<tr><td><code>${standardId}</code></td><td>${here[0]!.version}</td><td><code>${url}</code></td><td>${logIn}</td></tr>`;
  });
}
