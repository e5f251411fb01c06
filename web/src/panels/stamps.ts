// Pictures of one object in all filters and in colour: on their own scales, on the same one, or one after the other.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { stampUrl, type Stamp } from "../data/stamps.ts";
import { isDarkPage } from "../style/dark.ts";
import { filterColour } from "../style/filter-colours.ts";
import { shared } from "../style/sheets.ts";
import { formatAngle, type Position } from "../vo/sky.ts";
import { recentred } from "../vo/soda.ts";
import { words } from "../words/object.ts";
import { emptyBox } from "./state.ts";
import "./picture.ts";

/** How stamps are shown. */
export type StampView = "own" | "same" | "blink";

const VIEWS: StampView[] = ["own", "same", "blink"];
/** Arcseconds. */
const SIDES = [15, 30, 60, 120, 300];
const PIXELS = 128;
const LARGE_PIXELS = 384;
const BLINK_MS = 700;

/** Events: `armilla-change` with `{side, view}` when the reader chose others. */
@customElement("armilla-stamps")
export class Stamps extends LitElement {
  static override styles = [shared, css`
    .bar { margin-bottom: var(--space-2); font-size: 13px; }
    .bar select { min-height: 28px; font-size: 13px; }
    fieldset { border: 0; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: var(--space-2); }
    legend { float: left; padding: 0; margin-right: var(--space-2); color: var(--muted); line-height: 24px; }
    .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(96px, 1fr)); gap: var(--space-2); list-style: none; margin: 0; padding: 0; }
    figure { margin: 0; }
    figcaption { display: flex; justify-content: space-between; align-items: center; font-size: 12px; min-height: 24px; border-bottom: 2px solid var(--rule); }
    figcaption a { min-height: 24px; padding: 3px 0; }
    .mark { width: 9px; height: 9px; flex: none; margin-right: 5px; }
    .name { display: flex; align-items: center; }
    .large { max-width: 384px; }
  `];

  @property({ attribute: false }) stamps: Stamp[] = [];
  @property({ attribute: false }) colour: Stamp | null = null;
  @property({ attribute: false }) position: Position = { ra: 0, dec: 0 };
  /** Side of the field in arcseconds. */
  @property({ type: Number }) side = 30;
  @property() view: StampView = "own";
  @state() private at = 0;
  @state() private isPlaying = false;
  private timer = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.play(false);
  }

  override render(): TemplateResult {
    if (this.stamps.length === 0) return emptyBox(words.stamps.none);
    const hasScale = this.stamps.some((stamp) => stamp.interval);
    return html`<div class="bar row">
        <label>${words.stamps.side} <select @change=${(event: Event) => this.choose({ side: Number((event.target as HTMLSelectElement).value) })}>
          ${SIDES.map((side) => html`<option value=${side} ?selected=${side === this.side}>${formatAngle(side / 3600)}</option>`)}</select></label>
        <fieldset><legend>${words.stamps.view}</legend>${VIEWS.map((view) => html`<label><input type="radio" name="view" .checked=${view === this.view}
          ?disabled=${view === "same" && !hasScale} @change=${() => this.choose({ view })}>${words.stamps[view]}</label>`)}</fieldset>
      </div>
      ${hasScale ? nothing : html`<p class="muted">${words.stamps.unsaid}</p>`}
      ${this.view === "blink" ? this.blink() : this.grid()}`;
  }

  private choose(changes: Partial<Pick<Stamps, "side" | "view">>): void {
    Object.assign(this, changes);
    this.play(false);
    this.dispatchEvent(new CustomEvent("armilla-change", { detail: { side: this.side, view: this.view } }));
  }

  private grid(): TemplateResult {
    const all = [...(this.colour ? [this.colour] : []), ...this.stamps];
    return html`<ul class="grid">${all.map((stamp) => html`<li>${this.figure(stamp, PIXELS)}</li>`)}</ul>`;
  }

  private figure(stamp: Stamp, pixels: number): TemplateResult {
    const { ra, dec } = this.position;
    // The circle's box is the square field.
    const circle = { position: { ra, dec }, radius: this.side / 2 / 3600 };
    const name = stamp.filter ? stamp.label : words.stamps.colourOf(stamp.label);
    const alt = words.stamps.alt(name, formatAngle(this.side / 3600));
    return html`<figure>
      <armilla-picture .url=${stampUrl(stamp, circle, pixels, this.view !== "own")} .alt=${alt}></armilla-picture>
      <figcaption><span class="name" title=${name}>${stamp.filter ? mark(stamp) : nothing}${stamp.filter ? stamp.label : words.stamps.colour}</span>
        ${stamp.cutout ? html`<a href=${recentred(stamp.cutout, circle)} download aria-label="${words.stamps.fits} ${stamp.label}">${words.stamps.fits}</a>` : nothing}</figcaption>
    </figure>`;
  }

  private blink(): TemplateResult {
    const stamp = this.stamps[this.at % this.stamps.length];
    if (!stamp) return html``;
    return html`<div class="large" @keydown=${this.key}>${this.figure(stamp, LARGE_PIXELS)}
      <div class="row"><button @click=${() => this.step(-1)} aria-label=${words.stamps.previous}>‹</button>
        <button @click=${() => this.step(1)} aria-label=${words.stamps.next}>›</button>
        <button @click=${() => this.play(!this.isPlaying)}>${this.isPlaying ? words.stamps.pause : words.stamps.play}</button></div></div>`;
  }

  private step(by: number): void {
    this.at = (this.at + by + this.stamps.length) % this.stamps.length;
  }

  private play(isOn: boolean): void {
    clearInterval(this.timer);
    this.isPlaying = isOn;
    if (isOn) this.timer = window.setInterval(() => this.step(1), BLINK_MS);
  }

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key === "ArrowLeft") this.step(-1);
    else if (event.key === "ArrowRight") this.step(1);
    else return;
    event.preventDefault();
  };
}

function mark(stamp: Stamp): TemplateResult {
  const colour = stamp.filter ? filterColour(stamp.filter, isDarkPage()) : "currentColor";
  return html`<svg class="mark" viewBox="0 0 9 9" aria-hidden="true"><rect width="9" height="9" rx="2" fill=${colour}></rect></svg>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-stamps": Stamps;
  }
}
