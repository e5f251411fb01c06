// Page of the sky: a survey with objects, footprints and coverage, the objects in view as a list, and one object.
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { followPositions } from "../data/samp-link.ts";
import { SkyState } from "../data/sky-state.ts";
import type { Ground, Layers } from "../data/sky-messages.ts";
import { OBJECTS_FOV_MAX } from "../data/sky-scene.ts";
import type { Footprint } from "../panels/footprints.ts";
import type { Sky } from "../panels/sky.ts";
import { errorBox } from "../panels/state.ts";
import { link, setParams } from "../router.ts";
import { bus } from "../samp-bus.ts";
import { service, settings } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { mocUrl } from "../vo/hips.ts";
import { formatAngle, formatPosition, parsePosition, type Position, separation } from "../vo/sky.ts";
import { words as imageWords } from "../words/images.ts";
import { words } from "../words/sky.ts";
import "../panels/footprints.ts";
import "../panels/object-list.ts";
import "../panels/picture.ts";
import "../panels/send.ts";
import "../panels/sky-object.ts";
import "../panels/sky.ts";

/** Milliseconds without a move after which the view is looked at. */
const REST_MS = 300;
const LAYERS = ["objects", "footprints", "coverage"] as const;
type LayerName = (typeof LAYERS)[number];

@customElement("armilla-page-sky")
export class Page extends LitElement {
  static override styles = [
    shared,
    css`
      .all { display: grid; grid-template-columns: minmax(0, 1fr) 360px; gap: var(--space-3); }
      .view { height: min(620px, calc(100vh - 260px)); min-height: 380px; position: relative; }
      .view.flat { height: auto; min-height: 0; }
      .side { display: flex; flex-direction: column; gap: var(--space-2); height: min(620px, calc(100vh - 260px)); min-height: 380px; }
      .side h2 { margin: 0; font-size: 15px; }
      armilla-object-list { flex: 1; min-height: 120px; }
      .bar { margin: var(--space-2) 0; font-size: 13px; }
      .bar select { max-width: 22em; }
      .bar a { display: inline-flex; align-items: center; min-height: 28px; }
      form input { width: 17em; max-width: 60vw; }
      fieldset { border: 0; padding: 0; margin: 0; }
      .failed { color: var(--warning); font-weight: 600; }
      .over { position: absolute; left: 8px; right: 8px; bottom: 8px; margin: 0; }
      @media (max-width: 800px) { .all { grid-template-columns: minmax(0, 1fr); } .side { height: auto; min-height: 0; } .view { height: 60vh; } armilla-object-list { height: 240px; flex: none; } }
    `,
  ];

  @property({ attribute: false }) params = new URLSearchParams();
  @state() private viewerProblem = viewerProblem();
  @state() private mistake = "";
  @state() private pointed = "";
  @query("armilla-sky") private viewer!: Sky | null;
  #sky = new SkyState();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopListening: (() => void) | null = null;
  #drawn: Layers = { objects: [], footprints: [], coverage: [] };

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sky.addEventListener("change", this.#changed);
    this.#stopListening = followPositions(bus(), (ra, dec, sender) => {
      this.pointed = words.pointed(sender);
      const centre = { ra, dec };
      // Before the page knows its surveys it begins where its address says.
      if (this.#sky.isReady) this.#goto(centre, this.#sky.view.fov);
      else setParams({ pos: formatPosition(centre, "decimal", 6) }, { replace: true });
    });
    void this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sky.removeEventListener("change", this.#changed);
    this.#sky.stop();
    this.#stopListening?.();
    clearTimeout(this.#timer);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("params") && this.#sky.isReady) this.#follow();
  }

  override render(): TemplateResult {
    const sky = this.#sky;
    if (sky.error) return html`<h1>${words.title}</h1>${errorBox(sky.error, () => void this.#begin())}`;
    const problem = this.viewerProblem || (sky.isReady && !sky.ground ? words.noSurvey : "");
    return html`<h1>${words.title}</h1>
      ${this.#form()}
      ${problem ? html`<p class="state warning">${problem}</p>` : nothing} ${this.pointed ? html`<p role="status">${this.pointed}</p>` : nothing}
      <div class="all">
        <div>
          <div class=${`view${problem ? " flat" : ""}`}>
            ${!sky.isReady ? nothing : problem || !sky.ground ? this.#pictures() : this.#viewer(sky.ground)} ${this.#outside()}
          </div>
          ${this.#bar()}
        </div>
        <div class="side">${this.#side()}</div>
      </div>`;
  }

  #form(): TemplateResult {
    return html`<form class="row" @submit=${this.#submit}>
      <label>${words.position} <input name="pos" aria-invalid=${this.mistake !== ""} .value=${formatPosition(this.#sky.view.centre)} /></label>
      <button type="submit">${words.goTo}</button>
      <span role="alert">${this.mistake}</span>
    </form>`;
  }

  #viewer(ground: Ground): TemplateResult {
    return html`<armilla-sky
      .ground=${ground} .layers=${this.#layers()} .selected=${this.params.get("sel")}
      @sky-move=${(event: CustomEvent<{ centre: Position; fov: number }>) => this.#moved(event.detail)}
      @sky-pick=${(event: CustomEvent<string | null>) => setParams({ sel: event.detail })}
      @sky-walk=${(event: CustomEvent<number>) => this.#walk(event.detail)}
      @sky-fail=${(event: CustomEvent<string>) => (this.viewerProblem = words.viewerFailed(event.detail))}
    ></armilla-sky>`;
  }

  /** The pictures of images, where there is no viewer. */
  #pictures(): TemplateResult {
    const sky = this.#sky;
    const footprints = this.#has("footprints") ? sky.fields.flatMap(({ name, region }, index): Footprint[] => (region ? [{ id: String(index), label: name, region }] : [])) : [];
    return html`<armilla-footprints
      height="560" .label=${words.view} .shown=${sky.view} .pictures=${sky.pictures} .footprints=${footprints} .pointed=${this.params.get("sel")}
      .spots=${this.#has("objects") ? sky.objects.map(({ id, position }) => ({ id, place: position })) : []}
      @view-move=${(event: CustomEvent<{ centre: Position; fov: number }>) => this.#moved(event.detail)}
      @spot-pick=${(event: CustomEvent<string>) => setParams({ sel: event.detail })}
    ></armilla-footprints>`;
  }

  #bar(): TemplateResult {
    const sky = this.#sky;
    const { centre, fov } = sky.view;
    return html`<div class="row bar">
        <button aria-label=${words.zoomIn} title=${words.zoomIn} @click=${() => this.#goto(centre, fov / 2)}>+</button>
        <button aria-label=${words.zoomOut} title=${words.zoomOut} @click=${() => this.#goto(centre, Math.min(360, fov * 2))}>−</button>
        <button aria-label=${words.home} title=${words.home} @click=${() => this.#goto(sky.start.centre, sky.start.fov)}>⌂</button>
        <span class="mono">ICRS ${formatPosition(centre, "sexagesimal")}, ${words.fov(formatAngle(fov))}</span>
        <armilla-send .what=${{ kind: "position", ...centre, name: settings().name }}></armilla-send>
        <a href=${link("images", { pos: formatPosition(centre), size: String(Number((fov / 2).toPrecision(3))) })}>${words.images}</a>
      </div>
      <div class="row bar">
        ${sky.views.length > 0 && !this.viewerProblem
          ? html`<label>${words.survey}
              <select @change=${(event: Event) => setParams({ survey: (event.target as HTMLSelectElement).value })}>
                ${sky.views.map((hips) => html`<option value=${hips.url} ?selected=${hips.url === sky.ground?.url}>${hips.title}</option>`)}
              </select></label>`
          : nothing}
        <fieldset class="row"><legend class="visually-hidden">${words.layers}</legend>
          ${LAYERS.filter((name) => name !== "coverage" || !this.viewerProblem).map((name) => this.#layerBox(name))}
        </fieldset>
      </div>`;
  }

  #layerBox(name: LayerName): TemplateResult {
    const failure = this.#sky.failures.get(name);
    return html`<label class=${failure ? "failed" : ""} title=${failure ?? ""}>
      <input type="checkbox" .checked=${this.#has(name)} @change=${() => this.#toggle(name)} /> ${failure ? words.layerFailed(words[name], failure) : words[name]}</label>`;
  }

  #side(): TemplateResult {
    const sky = this.#sky;
    const selected = sky.objects.find(({ id }) => id === this.params.get("sel"));
    if (!sky.roles) return html`<h2>${words.list}</h2><p class="muted">${sky.failures.get("objects") ?? (sky.isReady ? words.noTables : "")}</p>`;
    if (!sky.hasObjects) return html`<h2>${words.list}</h2><p class="muted">${words.tooWide(formatAngle(OBJECTS_FOV_MAX))}</p>`;
    return html`<div class="row">
        <h2 aria-live="polite">${words.inView(sky.objects.length, sky.isCut)}</h2>
        ${sky.band
          ? html`<label>${words.fainter(sky.band)} <select @change=${(event: Event) => setParams({ mag: (event.target as HTMLSelectElement).value || null })}>
              <option value="">${words.anyBrightness}</option>
              ${[17, 18, 19, 20, 21, 22].map((mag) => html`<option ?selected=${this.params.get("mag") === String(mag)}>${mag}</option>`)}
            </select></label>`
          : nothing}
      </div>
      ${sky.objects.length === 0
        ? html`<p class="muted">${words.noObjects}</p>`
        : html`<armilla-object-list .objects=${sky.objects} .selected=${this.params.get("sel")} @object-pick=${(event: CustomEvent<string>) => setParams({ sel: event.detail }, { replace: true })}></armilla-object-list>`}
      ${selected && sky.roles ? html`<armilla-sky-object .object=${selected} .roles=${sky.roles} .band=${sky.band} @object-close=${() => setParams({ sel: null })}></armilla-sky-object>` : nothing}`;
  }

  /** Where no image is: how far the nearest one is, and in which direction. */
  #outside(): TemplateResult | typeof nothing {
    const { isOutside, nearest } = this.#sky;
    if (!isOutside) return nothing;
    if (!nearest) return html`<p class="state empty over" role="status">${words.nothingNear}</p>`;
    return html`<div class="state empty over" role="status">
      <p>${words.outside(formatAngle(nearest.distance), imageWords.places[nearest.compass], nearest.name)}</p>
      <button @click=${() => this.#goto(nearest.centre, this.#sky.view.fov)}>${words.goThere}</button>
    </div>`;
  }

  async #begin(): Promise<void> {
    const [width, height] = [this.offsetWidth || 900, 500];
    await this.#sky.begin(() => this.params, height / width);
    this.viewer?.goto(this.#sky.view.centre, this.#sky.view.fov);
    await this.updateComplete;
    this.viewer?.goto(this.#sky.view.centre, this.#sky.view.fov);
    this.#look();
  }

  /** Takes over what the address says, if that is not what is shown. */
  #follow(): void {
    const sky = this.#sky;
    sky.choose(this.params.get("survey"));
    const { centre, fov } = sky.viewOf(this.params);
    const isElsewhere = separation(centre, sky.view.centre) > sky.view.fov / 1000 || Math.abs(fov / sky.view.fov - 1) > 0.01;
    if (isElsewhere) this.#goto(centre, fov);
    else this.#look();
  }

  #goto(centre: Position, fov: number): void {
    this.viewer?.goto(centre, fov);
    this.#moved({ centre, fov });
  }

  #moved({ centre, fov }: { centre: Position; fov: number }): void {
    const sky = this.#sky;
    const box = this.renderRoot.querySelector(".view")?.getBoundingClientRect();
    sky.view = { centre, fov, aspect: box ? box.height / box.width : sky.view.aspect };
    this.requestUpdate();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rest(), REST_MS);
  }

  #rest(): void {
    const { centre, fov } = this.#sky.view;
    setParams({ pos: formatPosition(centre, "decimal", 6), fov: String(Number(fov.toPrecision(5))) }, { replace: true });
    this.#look();
  }

  #look(): void {
    const mag = Number(this.params.get("mag") ?? NaN);
    void this.#sky.look({ objects: this.#has("objects"), faintest: Number.isFinite(mag) ? mag : null, pictures: this.viewerProblem !== "" || !this.#sky.ground });
  }

  #walk(step: number): void {
    const { objects } = this.#sky;
    if (objects.length === 0) return;
    const now = objects.findIndex(({ id }) => id === this.params.get("sel"));
    const next = now < 0 ? (step > 0 ? 0 : objects.length - 1) : (now + step + objects.length) % objects.length;
    setParams({ sel: objects[next]!.id }, { replace: true });
  }

  #has(name: LayerName): boolean {
    return (this.params.get("layers") ?? "objects").split(",").includes(name);
  }

  #toggle(name: LayerName): void {
    const chosen = LAYERS.filter((other) => this.#has(other) !== (other === name));
    setParams({ layers: chosen.length === 0 ? "none" : chosen.join(",") });
  }

  /** What is drawn; the parts stay the same things while they are unchanged, so that only changes are sent. */
  #layers(): Layers {
    const sky = this.#sky;
    const hips = sky.views.find(({ url }) => url === sky.ground?.url);
    const coverage = this.#has("coverage") && hips ? [mocUrl(hips)] : [];
    const before = this.#drawn;
    const layers: Layers = {
      objects: this.#has("objects") ? sky.objects : [],
      footprints: this.#has("footprints") ? sky.outlines : [],
      coverage: coverage[0] === before.coverage[0] ? before.coverage : coverage,
    };
    if (layers.objects.length === 0 && before.objects.length === 0) layers.objects = before.objects;
    if (layers.footprints.length === 0 && before.footprints.length === 0) layers.footprints = before.footprints;
    const isSame = LAYERS.every((name) => layers[name] === before[name]);
    if (!isSame) this.#drawn = layers;
    return this.#drawn;
  }

  readonly #changed = (): void => {
    this.requestUpdate();
    const { request } = this.#sky;
    if (request) this.dispatchEvent(new CustomEvent("armilla-request", { bubbles: true, composed: true, detail: request }));
  };

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const reading = parsePosition(String(new FormData(event.target as HTMLFormElement).get("pos") ?? ""));
    this.mistake = reading.position ? "" : reading.said;
    if (reading.position) this.#goto(reading.position, reading.radius ? reading.radius * 2 : this.#sky.view.fov);
  };
}

/** Why there is no viewer; empty if there can be one. */
function viewerProblem(): string {
  if (!settings().has_sky_viewer || service("hips") === null) return words.noViewer;
  return document.createElement("canvas").getContext("webgl2") ? "" : words.noWebgl;
}
