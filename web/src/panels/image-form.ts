// The conditions of an image search: positions, filters in the order of wavelength, dates, exposure, seeing.
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { type Band, lookOf } from "../data/bands.ts";
import { type Conditions, fromAddress } from "../data/image-conditions.ts";
import { shared } from "../style/sheets.ts";
import { type AngleUnit, fromDegrees, toDegrees } from "../vo/sky.ts";
import { words } from "../words/images.ts";

/** Event: `image-search` with {@link Conditions}. */
@customElement("armilla-image-form")
export class ImageForm extends LitElement {
  static override styles = [
    shared,
    css`
      form { display: grid; gap: var(--space-3); }
      textarea { width: 100%; resize: vertical; font: 13px var(--mono); min-height: 52px; }
      label.above { width: 100%; }
      .chips { display: flex; flex-wrap: wrap; gap: 4px; }
      .chips legend { padding: 0; font-size: 13px; color: var(--muted); }
      fieldset { border: 0; padding: 0; margin: 0; min-width: 0; }
      .chip { display: inline-flex; gap: 5px; align-items: center; padding: 1px 8px 1px 6px; min-height: 26px; font-size: 13px; border-radius: 13px; }
      .chip[aria-pressed="true"] { background: var(--chosen); border-color: var(--link); font-weight: 600; }
      .swatch { width: 11px; height: 11px; background: light-dark(var(--light), var(--dark)); }
      .swatch.circle { border-radius: 6px; }
      .swatch.all { background: none; border: 1px solid var(--line); }
      .short { width: 7em; }
      input[type="date"] { width: 10em; }
      details[open] summary { margin-bottom: var(--space-2); }
      summary { cursor: pointer; color: var(--link); min-height: 24px; }
    `,
  ];

  @property({ attribute: false }) conditions: Conditions = fromAddress(new URLSearchParams());
  @property({ attribute: false }) bands: Band[] = [];
  /** What is wrong with the conditions, in words. */
  @property() mistake = "";
  /** What is in the form now. */
  @state() draft: Conditions = this.conditions;
  @state() private unit: AngleUnit = "arcmin";

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("conditions")) return;
    this.draft = this.conditions;
    const { radius } = this.conditions;
    this.unit = radius >= 1 ? "deg" : radius >= 1 / 60 || radius === 0 ? "arcmin" : "arcsec";
  }

  override render(): TemplateResult {
    const { draft } = this;
    const more = draft.from || draft.until || draft.exposure !== null || draft.seeing !== null || draft.isFullCover;
    return html`<form @submit=${this.#submit}>
      <label class="above">${words.position}
        <textarea rows="2" spellcheck="false" placeholder=${words.positionHint} .value=${draft.positions}
          aria-invalid=${this.mistake !== ""} aria-describedby="mistake"
          @input=${(event: Event) => this.#set({ positions: (event.target as HTMLTextAreaElement).value })}
          @keydown=${this.#enter}></textarea></label>
      <div class="row">
        <label>${words.radius}
          <input class="short" type="number" min="0" step="any" .value=${String(Number(fromDegrees(draft.radius, this.unit).toPrecision(6)))}
            @input=${(event: Event) => this.#set({ radius: toDegrees((event.target as HTMLInputElement).valueAsNumber, this.unit) })} />
        </label>
        <select aria-label=${`${words.radius}, unit`} @change=${(event: Event) => this.#rescale((event.target as HTMLSelectElement).value as AngleUnit)}>
          ${(["arcsec", "arcmin", "deg"] as const).map((unit) => html`<option ?selected=${unit === this.unit}>${unit}</option>`)}
        </select>
      </div>
      ${this.bands.length > 0 ? this.#chips() : nothing}
      <details ?open=${Boolean(more)}>
        <summary>${words.more}</summary>
        <div class="row">
          <label>${words.from} <input type="date" .value=${draft.from} @change=${(event: Event) => this.#set({ from: text(event) })} /></label>
          <label>${words.until} <input type="date" .value=${draft.until} @change=${(event: Event) => this.#set({ until: text(event) })} /></label>
        </div>
        <div class="row">
          <label>${words.exposure} <input class="short" type="number" min="0" step="any" .value=${String(draft.exposure ?? "")} @change=${(event: Event) => this.#set({ exposure: number(event) })} /></label>
          <label>${words.seeing} <input class="short" type="number" min="0" step="any" .value=${String(draft.seeing ?? "")} @change=${(event: Event) => this.#set({ seeing: number(event) })} /></label>
        </div>
        <label><input type="checkbox" .checked=${draft.isFullCover} @change=${(event: Event) => this.#set({ isFullCover: (event.target as HTMLInputElement).checked })} /> ${words.fullCover}</label>
      </details>
      <div id="mistake" role="alert" class=${this.mistake ? "state error" : "visually-hidden"}>${this.mistake}</div>
      <div class="row">
        <button class="primary" type="submit">${words.search}</button>
        <button type="button" @click=${this.#clear}>${words.clear}</button>
      </div>
    </form>`;
  }

  #chips(): TemplateResult {
    const { filters } = this.draft;
    return html`<fieldset>
      <legend class="muted">${words.filters}</legend>
      <div class="chips">
        <button type="button" class="chip" aria-pressed=${filters.length === 0} @click=${() => this.#set({ filters: [] })}><span class="swatch all" aria-hidden="true"></span>${words.allFilters}</button>
        ${this.bands.map((band) => this.#chip(band, filters.includes(band.name)))}
      </div>
    </fieldset>`;
  }

  #chip(band: Band, isChosen: boolean): TemplateResult {
    const { light, dark, shape } = lookOf(band);
    const title = band.nm === null ? band.name : `${band.name}, ${band.nm.toFixed(1)} nm`;
    return html`<button type="button" class="chip" aria-pressed=${isChosen} title=${title} @click=${() => this.#toggle(band.name, isChosen)}>
      <span class=${`swatch ${shape}`} .style=${`--light:${light};--dark:${dark}`} aria-hidden="true"></span>${band.name}
    </button>`;
  }

  #toggle(name: string, isChosen: boolean): void {
    const { filters } = this.draft;
    this.#set({ filters: isChosen ? filters.filter((known) => known !== name) : [...filters, name] });
  }

  #set(changes: Partial<Conditions>): void {
    this.draft = { ...this.draft, ...changes };
  }

  #rescale(unit: AngleUnit): void {
    const shown = fromDegrees(this.draft.radius, this.unit);
    this.unit = unit;
    this.#set({ radius: toDegrees(shown, unit) });
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("image-search", { detail: this.draft, bubbles: true, composed: true }));
  };

  readonly #clear = (): void => {
    this.draft = fromAddress(new URLSearchParams());
    this.dispatchEvent(new CustomEvent("image-search", { detail: this.draft, bubbles: true, composed: true }));
  };

  /** Enter in a single line searches; Shift+Enter begins another line. */
  readonly #enter = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || this.draft.positions.includes("\n")) return;
    this.#submit(event);
  };
}

function text(event: Event): string {
  return (event.target as HTMLInputElement).value;
}

function number(event: Event): number | null {
  const value = (event.target as HTMLInputElement).valueAsNumber;
  return Number.isFinite(value) ? value : null;
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-image-form": ImageForm;
  }
}
