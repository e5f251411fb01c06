// Whether each service answers: name, word, since when.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { settings, type Service } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { availability, type Availability } from "../vo/availability.ts";
import { homeWords as words } from "../words/pages.ts";

/** Kinds whose instances have the document at their base; a cone search has it below each table. */
const KINDS = ["tap", "sia", "datalink"];

@customElement("armilla-service-states")
export class ServiceStates extends LitElement {
  static override styles = [
    shared,
    css`
      ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); }
      .up { color: var(--good); }
      .down { color: var(--error); }
    `,
  ];
  @state() private told = new Map<string, Availability | null>();
  private asked = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.asked = new AbortController();
    for (const one of this.services()) void this.ask(one);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.asked.abort();
  }

  override render(): TemplateResult {
    return html`<ul>${this.services().map((one) => this.item(one))}</ul>`;
  }

  private item(one: Service): TemplateResult {
    const told = this.told.get(one.url);
    if (told === undefined) return html`<li>${one.id} <span class="muted">…</span></li>`;
    const isUp = told?.available === true;
    const since = isUp && told.upSince ? words.upSince(told.upSince.replace("T", " ").replace("Z", " UTC")) : (told?.notes.join(", ") ?? "");
    return html`<li>
      ${one.id} <span class=${isUp ? "up" : "down"}><span aria-hidden="true">${isUp ? "●" : "✖"}</span> ${isUp ? words.up : words.down}</span>
      <span class="muted">${since}</span>
    </li>`;
  }

  private services(): Service[] {
    return settings().services.filter((one) => KINDS.includes(one.kind));
  }

  private async ask(one: Service): Promise<void> {
    const found = await availability(one.url, this.asked.signal).catch(() => null);
    if (!this.asked.signal.aborted) this.told = new Map(this.told).set(one.url, found);
  }
}
