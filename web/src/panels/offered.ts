// Panels that plugins offer at `portal.panel`: loads their scripts and hands them what the page knows.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { settings, type OfferedPanel } from "../services.ts";
import { shared } from "../style/sheets.ts";

@customElement("armilla-offered")
export class Offered extends LitElement {
  static override styles = [shared, css`section { margin-top: var(--space-4); }`];
  /** Where the panels stand. */
  @property({ attribute: "where" }) where: OfferedPanel["where"] = "object";
  /** Properties of each panel: on the page of an object `table`, `id`, `ra`, `dec`. */
  @property({ attribute: false }) context: Record<string, unknown> = {};
  @state() private shown: { panel: OfferedPanel; element: HTMLElement }[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    for (const panel of settings().panels.filter((found) => found.where === this.where)) void this.load(panel);
  }

  override render(): TemplateResult | typeof nothing {
    if (this.shown.length === 0) return nothing;
    return html`${this.shown.map(({ panel, element }) => html`<section aria-label=${panel.title}><h2>${panel.title}</h2>${element}</section>`)}`;
  }

  private async load(panel: OfferedPanel): Promise<void> {
    const element = await elementOf(panel, this.context);
    this.shown = [...this.shown, { panel, element }];
  }
}

/** The element of a panel with these properties, once its script is there. */
export async function elementOf(panel: OfferedPanel, context: Record<string, unknown>): Promise<HTMLElement> {
  const url: string = new URL(panel.script, location.href).href;
  await import(url);
  return Object.assign(document.createElement(panel.element), context);
}
