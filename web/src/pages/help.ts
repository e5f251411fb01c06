// Help: how to use the archive from other programs, names of array elements, functions, limits, examples, keys.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { survey } from "../data/survey.ts";
import { errorBox, skeleton } from "../panels/state.ts";
import { link } from "../router.ts";
import { service } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { examples, type Example } from "../vo/examples.ts";
import { tapCapability, type TapCapability } from "../vo/tapregext.ts";
import type { Enumeration } from "../vo/vosi.ts";
import { words as frameWords } from "../words/frame.ts";
import { helpWords as words } from "../words/pages.ts";

@customElement("armilla-page-help")
export class HelpPage extends LitElement {
  static override styles = [
    shared,
    css`
      :host { max-width: 900px; }
      pre { background: var(--panel); border: 1px solid var(--rule); border-radius: var(--radius); padding: var(--space-2) var(--space-3); overflow-x: auto; margin: 0 0 var(--space-3); }
      .scroll { max-height: 320px; overflow: auto; border: 1px solid var(--rule); border-radius: var(--radius); }
      summary { min-height: 24px; cursor: pointer; }
      kbd { font-family: var(--mono); white-space: nowrap; }
      td a { display: inline-block; min-height: 24px; }
      section > a { display: inline-block; min-height: 24px; }
    `,
  ];
  @property({ attribute: false }) params = new URLSearchParams();
  @state() private capability?: TapCapability;
  @state() private enumerations: Enumeration[] = [];
  @state() private all: Example[] = [];
  @state() private failure?: unknown;
  private asked = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asked.abort();
  }

  override render(): TemplateResult {
    const tap = service("tap");
    return html`<h1>${words.title}</h1>
      ${section("positions", words.positions, html`<p>${words.positionsSaid}</p><ul>${words.positionExamples.map((one) => html`<li><code>${one}</code></li>`)}</ul>`)}
      ${tap ? section("elsewhere", words.fromElsewhere, elsewhere(tap, service("hips"))) : nothing}
      ${tap ? this.service() : nothing}
      ${section("keys", words.keys, html`<table><tbody>${frameWords.keyList.map(([key, does]) => html`<tr><td><kbd>${key}</kbd></td><td>${does}</td></tr>`)}</tbody></table>`)}`;
  }

  private service(): TemplateResult {
    if (this.failure) return errorBox(this.failure, () => void this.read());
    if (!this.capability) return skeleton();
    const { functions, formats, rowsDefault, rowsHard } = this.capability;
    return html`
      ${this.enumerations.length > 0 ? section("filters", words.filters, html`<p>${words.filtersSaid}</p>${this.enumerations.map(enumeration)}`) : nothing}
      ${section(
        "functions",
        words.functions,
        html`<p>${words.functionsSaid(functions.length)}</p>
          <div class="scroll" tabindex="0" role="region" aria-label=${words.functionList}><table><tbody>
            ${functions.map((one) => html`<tr><td><code>${one.form}</code></td><td>${one.description}</td></tr>`)}
          </tbody></table></div>`,
      )}
      ${section(
        "limits",
        words.limits,
        html`<ul>
          ${rowsDefault === null ? nothing : html`<li>${words.rows(rowsDefault)}</li>`}
          ${rowsHard === null ? nothing : html`<li>${words.rowsHard(rowsHard)}</li>`}
          <li>${words.formats(formats.map((one) => one.aliases[0] ?? one.mime).join(", "))}</li>
        </ul>`,
      )}
      ${this.all.length > 0 ? section("examples", words.examples, html`${this.all.map(example)}`) : nothing}`;
  }

  private async read(): Promise<void> {
    const tap = service("tap");
    if (!tap) return;
    this.asked.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    this.failure = undefined;
    try {
      const [capability, set, all] = await Promise.all([tapCapability(tap, signal), survey(tap), examples(tap, signal).catch(() => [])]);
      [this.capability, this.enumerations, this.all] = [capability, set.enumerations, all];
    } catch (error) {
      if (!signal.aborted) this.failure = error;
    }
  }
}

function section(id: string, title: string, content: TemplateResult): TemplateResult {
  return html`<section aria-labelledby=${id}><h2 id=${id}>${title}</h2>${content}</section>`;
}

function elsewhere(tap: string, hips: string | null): TemplateResult {
  const python = `import pyvo\nservice = pyvo.dal.TAPService(${JSON.stringify(tap)})\ntable = service.search("SELECT TOP 5 * FROM TAP_SCHEMA.tables").to_table()`;
  const stilts = `stilts tapquery tapurl=${tap} adql='SELECT TOP 5 * FROM TAP_SCHEMA.tables' out=tables.fits`;
  return html`<h3>${words.python}</h3>
    <pre tabindex="0">${python}</pre>
    <h3>${words.topcat}</h3>
    <p>${words.topcatSteps(tap)}</p>
    <h3>${words.stilts}</h3>
    <pre tabindex="0">${stilts}</pre>
    ${hips ? html`<h3>${words.aladin}</h3><p>${words.aladinSteps(hips)}</p>` : nothing}`;
}

/** In the order of wavelength, with the index that arrays have. */
function enumeration(one: Enumeration): TemplateResult {
  const elements = [...one.elements].sort((a, b) => (a.wavelengthNm ?? a.index) - (b.wavelengthNm ?? b.index));
  return html`<h3>${one.name}</h3>
    <table>
      <thead><tr><th scope="col">${words.nameColumn}</th><th scope="col" class="number">${words.indexColumn}</th><th scope="col" class="number">${words.nmColumn}</th></tr></thead>
      <tbody>${elements.map((element) => html`<tr><td><code>${one.name}::${element.name}</code></td><td class="number">${element.index}</td><td class="number">${element.wavelengthNm?.toFixed(1) ?? ""}</td></tr>`)}</tbody>
    </table>`;
}

function example(one: Example): TemplateResult {
  return html`<details>
    <summary>${one.name}</summary>
    <pre tabindex="0">${one.query}</pre>
    <p><a href=${`${link("query")}#q=${encodeURIComponent(one.query)}`} aria-label=${`${words.open}: ${one.name}`}>${words.open}</a></p>
  </details>`;
}
