// One object of the sky view: its stamp, its place, and where there is more of it.
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ObjectRoles } from "../data/roles.ts";
import type { SkyObject } from "../data/sky-messages.ts";
import { picturesOf, type Stamp, stampUrl } from "../data/stamps.ts";
import { link } from "../router.ts";
import { service } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { formatPosition } from "../vo/sky.ts";
import { words } from "../words/sky.ts";
import { errorBox, skeleton } from "./state.ts";

/** Half a side of the stamp in degrees, and its pixels. */
const RADIUS = 15 / 3600;
const PIXELS = 160;

/** Event: `object-close`. */
@customElement("armilla-sky-object")
export class SkyObjectPanel extends LitElement {
  static override styles = [
    shared,
    css`
      .head { display: flex; justify-content: space-between; align-items: start; }
      h2 { margin: 0 0 var(--space-2); font-size: 15px; overflow-wrap: anywhere; }
      .facts { display: grid; grid-template-columns: 130px 1fr; gap: var(--space-3); }
      armilla-picture { width: 130px; height: 130px; }
      p { font-size: 13px; }
      .row a { display: inline-flex; align-items: center; min-height: 28px; }
    `,
  ];

  @property({ attribute: false }) object!: SkyObject;
  @property({ attribute: false }) roles!: ObjectRoles;
  /** What the brightness is measured in. */
  @property() band = "";
  @state() private stamp: Stamp | null = null;
  @state() private isLoading = false;
  @state() private error: unknown = null;
  #asked: AbortController | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("object") && this.object.id !== changed.get("object")?.id) void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asked?.abort();
  }

  override render(): TemplateResult {
    const { id, position, brightness } = this.object;
    const circle = { position, radius: RADIUS };
    return html`<section class="panel" aria-label=${words.selected(id)}>
      <div class="head">
        <h2>${words.selected(id)}</h2>
        <button class="plain" aria-label=${words.close} @click=${() => this.dispatchEvent(new CustomEvent("object-close", { bubbles: true, composed: true }))}>×</button>
      </div>
      ${this.error ? errorBox(this.error, () => void this.#load()) : nothing}
      <div class="facts">
        <div>${this.stamp ? html`<armilla-picture .url=${stampUrl(this.stamp, circle, PIXELS, false)} .alt=${words.stamp(id)}></armilla-picture>` : this.isLoading ? skeleton(2) : html`<span class="muted">${words.noStamp}</span>`}</div>
        <div>
          <p class="mono">${formatPosition(position)}<br />${formatPosition(position, "sexagesimal")}</p>
          ${brightness === null ? nothing : html`<p>${this.band} ${brightness.toFixed(2)} ${words.magnitude}</p>`}
          <div class="row">
            <a href=${link("object", { table: this.roles.table.name, id })}>${words.open}</a>
            <armilla-send .what=${{ kind: "position", ...position, name: id }}></armilla-send>
          </div>
        </div>
      </div>
    </section>`;
  }

  async #load(): Promise<void> {
    this.#asked?.abort();
    const asked = (this.#asked = new AbortController());
    const datalink = service("datalink");
    [this.stamp, this.error, this.isLoading] = [null, null, datalink !== null];
    if (datalink === null) return;
    try {
      const filters = this.roles.apertures[0]?.enumeration.elements ?? [];
      const id = `${this.roles.table.name}/${this.object.id}`;
      const pictures = (await picturesOf(datalink, [id], filters, asked.signal)).get(id);
      const { colour = null, stamps = [] } = pictures ?? {};
      if (!asked.signal.aborted) this.stamp = colour ?? stamps[Math.floor(stamps.length / 2)] ?? null;
    } catch (error) {
      if (!asked.signal.aborted) this.error = error;
    } finally {
      if (this.#asked === asked) this.isLoading = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-sky-object": SkyObjectPanel;
  }
}
