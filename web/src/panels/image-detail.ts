// One image: its picture, what is known of it, its file, a cutout, and the objects in it.
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sizeText } from "../data/download-script.ts";
import { countIn, objectsIn } from "../data/object-query.ts";
import type { ObjectRoles } from "../data/roles.ts";
import { link } from "../router.ts";
import { service } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { type Link, links } from "../vo/datalink.ts";
import { ask, withParameters } from "../vo/http.ts";
import type { Circle } from "../vo/region.ts";
import type { ImageRecord } from "../vo/sia.ts";
import { formatPosition } from "../vo/sky.ts";
import { cutoutUrl } from "../vo/soda.ts";
import { querySync } from "../vo/tap.ts";
import { imageWords as words, words as searchWords } from "../words/images.ts";
import { errorBox, skeleton } from "./state.ts";

/** The most objects of one catalogue. */
const OBJECTS_MAX = 10_000_000;
const FORMATS = { FITS: "fits", VOTable: "votable", CSV: "csv" };

/** Events: `marks-toggle` with the image, `detail-close`. */
@customElement("armilla-image-detail")
export class ImageDetail extends LitElement {
  static override styles = [
    shared,
    css`
      .all { display: grid; grid-template-columns: minmax(220px, 1fr) minmax(280px, 1.4fr); gap: var(--space-4); }
      @media (max-width: 700px) { .all { grid-template-columns: 1fr; } }
      .picture { background: #000; border-radius: var(--radius); aspect-ratio: 1; display: grid; place-items: center; color: #fff; overflow: hidden; }
      .picture img { width: 100%; height: 100%; object-fit: contain; image-rendering: auto; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px var(--space-3); margin: 0 0 var(--space-3); font-size: 13px; }
      dt { color: var(--muted); }
      dd { margin: 0; overflow-wrap: anywhere; }
      .head { display: flex; justify-content: space-between; gap: var(--space-2); align-items: start; }
      .head h2 { margin: 0 0 var(--space-2); }
      fieldset { border: 1px solid var(--rule); border-radius: var(--radius); margin: var(--space-2) 0 0; }
      .tabs { margin-top: var(--space-1); }
      input[type="number"] { width: 6em; }
      .row a { display: inline-flex; align-items: center; min-height: 28px; padding: 0 4px; }
    `,
  ];

  @property({ attribute: false }) image!: ImageRecord;
  @property() band = "";
  @property({ type: Boolean }) marked = false;
  /** The searched circle, of which cutouts are made. */
  @property({ attribute: false }) circle: Circle | null = null;
  @property({ attribute: false }) tables: ObjectRoles[] = [];
  @state() private links: Link[] | null = null;
  @state() private error: unknown = null;
  @state() private chosenPicture = 0;
  @state() private chosenTable = 0;
  /** The shown picture as an address of this page. */
  @state() private shown = "";
  @state() private counted = "";
  @state() private radius_arcmin = 1;
  #asked: AbortController | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("image")) void this.#load();
    if (changed.has("circle") && this.circle && this.circle.radius > 0) this.radius_arcmin = Number((this.circle.radius * 60).toPrecision(3));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asked?.abort();
    URL.revokeObjectURL(this.shown);
  }

  override render(): TemplateResult {
    const { image } = this;
    const title = image.title ?? image.observation;
    return html`<section class="panel" aria-label=${title}>
      <div class="head">
        <h2>${title}</h2>
        <button class="plain" aria-label=${words.close} @click=${() => this.#tell("detail-close", null)}>×</button>
      </div>
      ${this.error ? errorBox(this.error, () => void this.#load()) : nothing}
      <div class="all">
        <div>${this.#picture(title)}</div>
        <div>${this.#facts()} ${this.#actions()} ${this.#objects()}</div>
      </div>
    </section>`;
  }

  async #load(): Promise<void> {
    this.#asked?.abort();
    const asked = (this.#asked = new AbortController());
    [this.links, this.error, this.counted, this.chosenPicture] = [null, null, "", 0];
    const datalink = service("datalink");
    if (datalink === null) {
      this.links = [];
      return;
    }
    try {
      const found = await links(datalink, [this.image.did], asked.signal);
      if (asked.signal.aborted) return;
      this.links = found;
      await this.#show(0);
    } catch (error) {
      if (!asked.signal.aborted) [this.error, this.links] = [error, []];
    }
  }

  get #pictures(): Link[] {
    return this.links?.filter(({ semantics, url }) => semantics === "#preview-image" && url) ?? [];
  }

  /** Fetches a picture, so that a refusal is told and pictures of other origins can be shown. */
  async #show(index: number): Promise<void> {
    const signal = this.#asked?.signal;
    const url = this.#pictures[index]?.url;
    this.chosenPicture = index;
    URL.revokeObjectURL(this.shown);
    this.shown = "";
    if (!url) return;
    try {
      const picture = await (await ask(url, { signal })).blob();
      if (!signal?.aborted && this.chosenPicture === index) this.shown = URL.createObjectURL(picture);
    } catch (error) {
      if (!signal?.aborted) this.error = error;
    }
  }

  #picture(title: string): TemplateResult {
    if (this.links === null) return skeleton();
    const pictures = this.#pictures;
    if (pictures.length === 0) return html`<div class="picture">${words.noPicture}</div>`;
    return html`<div class="picture">${this.shown ? html`<img src=${this.shown} alt=${words.picture(title)} />` : nothing}</div>
      ${pictures.length > 1
        ? html`<div class="row tabs">${pictures.map((picture, index) => html`<button aria-pressed=${index === this.chosenPicture} class=${index === this.chosenPicture ? "primary" : ""} @click=${() => void this.#show(index)}>${picture.description ?? index + 1}</button>`)}</div>`
        : nothing}`;
  }

  #facts(): TemplateResult {
    const { image } = this;
    const range = image.band && `${this.band ? `${this.band}, ` : ""}${image.band.map((metres) => (metres * 1e9).toFixed(0)).join("–")} nm`;
    const taken = image.times && day(image.times[0]);
    const bytes = this.#file()?.contentLength ?? image.bytes;
    const facts: [string, string | null][] = [
      [words.wavelengths, range],
      [words.taken, taken],
      [words.exposure, image.exposure_secs === null ? null : `${Number(image.exposure_secs.toPrecision(4))} s`],
      [words.seeing, image.resolution_arcsec === null ? null : `${image.resolution_arcsec.toFixed(2)}″`],
      [words.centre, image.centre && formatPosition(image.centre)],
      [words.pixels, image.pixels && image.pixels.join(" × ")],
      [words.size, bytes === null ? null : sizeText(bytes)],
      [words.collection, image.collection],
      [words.identifier, image.did],
    ];
    return html`<dl>${facts.map(([name, value]) => (value === null ? nothing : html`<dt>${name}</dt><dd class=${name === words.identifier ? "mono" : ""}>${value}</dd>`))}</dl>`;
  }

  #file(): Link | undefined {
    return this.links?.find(({ semantics, url }) => semantics === "#this" && url);
  }

  #actions(): TemplateResult {
    const file = this.#file();
    const { image } = this;
    const sky = image.centre ? link("sky", { pos: `${image.centre.ra} ${image.centre.dec}`, fov: String(image.fov ?? 0.5) }) : null;
    return html`<div class="row">
        <button aria-pressed=${this.marked} @click=${() => this.#tell("marks-toggle", image)}>${this.marked ? `✓ ${searchWords.marked}` : searchWords.mark}</button>
        ${file && file.authorized !== false ? html`<a href=${file.url!} download>${words.download}</a>` : nothing}
        ${sky ? html`<a href=${sky}>${searchWords.showOnSky}</a>` : nothing}
        ${file ? html`<armilla-send .what=${{ kind: "image", url: file.url!, id: image.did, name: image.title ?? image.observation }}></armilla-send>` : nothing}
      </div>
      ${file?.authorized === false ? html`<p class="state warning">${words.notAllowed}</p>` : nothing} ${this.#cutout()}`;
  }

  #cutout(): TemplateResult | typeof nothing {
    const offer = this.links?.find(({ semantics, service: found }) => semantics === "#cutout" && found?.standardId?.toLowerCase().includes("soda#sync"));
    const centre = this.circle?.centre ?? this.image.centre;
    if (!offer?.service || !centre) return nothing;
    const url = cutoutUrl(offer.service, { position: centre, radius: this.radius_arcmin / 60 }, this.image.did);
    return html`<div class="row">
      <span>${words.cutout} ${formatPosition(centre, "decimal", 4)},</span>
      <label>${words.cutoutSide} <input type="number" min="0.1" step="0.1" .value=${String(this.radius_arcmin)} @change=${(event: Event) => this.#resize(event)} /> ′</label>
      ${url ? html`<a href=${url} download>FITS</a>` : nothing}
    </div>`;
  }

  #resize(event: Event): void {
    const value = (event.target as HTMLInputElement).valueAsNumber;
    if (value > 0) this.radius_arcmin = value;
  }

  #objects(): TemplateResult | typeof nothing {
    const [tap, { region }] = [service("tap"), this.image];
    const roles = this.tables[this.chosenTable];
    if (tap === null || region === null || !roles) return nothing;
    const adql = objectsIn(roles, region);
    const file = (format: string): string =>
      withParameters(`${tap}/sync`, { LANG: "ADQL", QUERY: adql, RESPONSEFORMAT: format, MAXREC: String(OBJECTS_MAX) });
    return html`<fieldset>
      <legend>${words.objects}</legend>
      <div class="row">
        <label>${words.objectsOf}
          <select @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).selectedIndex)}>
            ${this.tables.map(({ table }, index) => html`<option ?selected=${index === this.chosenTable}>${table.name}</option>`)}
          </select></label>
        ${this.counted ? html`<span role="status">${this.counted}</span>` : html`<button @click=${() => void this.#count(tap, roles)}>${words.count}</button>`}
      </div>
      <div class="row">
        <span>${words.format}</span>
        ${Object.entries(FORMATS).map(([name, format]) => html`<a href=${file(format)} download=${`${this.image.observation}-objects.${format}`}>${name}</a>`)}
        <a href=${`${link("query")}#q=${encodeURIComponent(adql)}`}>${words.openQuery}</a>
        <armilla-send .what=${{ kind: "table", url: file("votable"), name: `${roles.table.name} ${this.image.observation}` }}></armilla-send>
      </div>
    </fieldset>`;
  }

  #choose(index: number): void {
    [this.chosenTable, this.counted] = [index, ""];
  }

  async #count(tap: string, roles: ObjectRoles): Promise<void> {
    const { region } = this.image;
    if (region === null) return;
    try {
      const answer = await querySync(tap, countIn(roles, region), { signal: this.#asked?.signal });
      this.counted = words.counted(Number(answer.rows[0]?.[0] ?? 0));
    } catch (error) {
      this.error = error;
    }
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** The day of an MJD in UTC. */
function day(mjd: number): string {
  return new Date((mjd - 40_587) * 86_400_000).toISOString().slice(0, 10);
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-image-detail": ImageDetail;
  }
}
