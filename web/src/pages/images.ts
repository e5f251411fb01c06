// Page of the image search: conditions, a map of what was found, images by field and filter, downloads.
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { type Band, bandOf, bandsOf } from "../data/bands.ts";
import { ImageAnswer } from "../data/image-answer.ts";
import { type Conditions, fromAddress, kindsOf, type Mistake, searchOf, toAddress, withCircle } from "../data/image-conditions.ts";
import { type ObjectRoles, positionTables } from "../data/roles.ts";
import { survey } from "../data/survey.ts";
import type { ImageForm } from "../panels/image-form.ts";
import { emptyBox, errorBox, skeleton } from "../panels/state.ts";
import { link, navigate, setParams } from "../router.ts";
import { service } from "../services.ts";
import { shared } from "../style/sheets.ts";
import type { Circle } from "../vo/region.ts";
import type { ImageRecord } from "../vo/sia.ts";
import { formatAngle, formatPosition } from "../vo/sky.ts";
import type { Element } from "../vo/vosi.ts";
import { words } from "../words/images.ts";
import "../panels/footprints.ts";
import "../panels/image-detail.ts";
import "../panels/image-downloads.ts";
import "../panels/image-form.ts";
import "../panels/image-matrix.ts";
import "../panels/send.ts";

/** Where marks are kept while the browser's tab is open. */
const MARKS_KEY = "armilla-marked-images";

@customElement("armilla-page-images")
export class Page extends LitElement {
  static override styles = [
    shared,
    css`
      .top { display: grid; grid-template-columns: minmax(300px, 5fr) minmax(320px, 6fr); gap: var(--space-4); align-items: start; }
      @media (max-width: 760px) { .top { grid-template-columns: 1fr; } }
      .count { margin: var(--space-4) 0 var(--space-2); font-size: 17px; font-weight: 600; }
      .below > * { margin-top: var(--space-4); }
    `,
  ];

  @property({ attribute: false }) params = new URLSearchParams();
  @state() private filters: Element[] = [];
  @state() private tables: ObjectRoles[] = [];
  @state() private answer: ImageAnswer | null = null;
  @state() private mistake = "";
  @state() private error: unknown = null;
  @state() private isLoading = false;
  @state() private pointed = -1;
  @state() private marked: ReadonlySet<string> = new Set(JSON.parse(sessionStorage.getItem(MARKS_KEY) ?? "[]") as string[]);
  /** What the address asks for: the same thing as long as the address is, so that the form keeps what is being typed. */
  #conditions: Conditions = fromAddress(this.params);
  /** Images that were marked, also those that the present search did not find. */
  #known = new Map<string, ImageRecord>();
  #asked: AbortController | null = null;
  #searched = "";
  #isReady: Promise<void> | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asked?.abort();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("params")) return;
    if (toKey(fromAddress(this.params)) !== toKey(this.#conditions)) this.#conditions = fromAddress(this.params);
    void this.#search();
  }

  override render(): TemplateResult {
    if (service("sia") === null) return html`<h1>${words.title}</h1>${emptyBox(words.noService)}`;
    const conditions = this.#conditions;
    const bands = bandsOf(this.filters, this.answer?.images ?? []);
    return html`<h1>${words.title}</h1>
      <div class="top">
        <armilla-image-form .conditions=${conditions} .bands=${bands} .mistake=${this.mistake} @image-search=${this.#changed}></armilla-image-form>
        <armilla-footprints
          drawable .footprints=${this.answer?.footprints ?? []} .circles=${this.answer?.circles ?? []}
          .chosen=${this.answer?.chosen(this.marked) ?? new Set()} .pointed=${this.pointed < 0 ? null : String(this.pointed)}
          @footprint-point=${(event: CustomEvent<string | null>) => (this.pointed = event.detail === null ? -1 : Number(event.detail))}
          @footprint-pick=${this.#picked} @circle-draw=${this.#drawn}
        ></armilla-footprints>
      </div>
      <div aria-live="polite">${this.answer && !this.isLoading ? this.#count(this.answer) : nothing}</div>
      ${this.error ? errorBox(this.error, () => void this.#search(true)) : nothing} ${this.isLoading ? skeleton(4) : nothing}
      <div class="below">${this.answer ? this.#result(this.answer, bands, conditions) : nothing}</div>`;
  }

  #count(answer: ImageAnswer): TemplateResult {
    return html`<p class="count">${words.found(answer.images.length, answer.fields.length)}</p>
      ${answer.isCut
        ? html`<div class="state warning"><p>${answer.isAll ? words.cutAll(answer.rows_max) : words.cut(answer.rows_max)}</p>
            <a href=${`${link("query")}#q=${encodeURIComponent(answer.adql())}`}>${words.asQuery}</a></div>`
        : nothing}
      ${answer.unreadable > 0 ? html`<p class="muted">${words.unreadable(answer.unreadable)}</p>` : nothing}`;
  }

  #result(answer: ImageAnswer, bands: Band[], conditions: Conditions): TemplateResult {
    const open = this.params.get("image");
    const image = open === null ? undefined : answer.images.find(({ did }) => did === open);
    const asked = bands.filter(({ name }) => conditions.filters.includes(name));
    const marked = [...this.marked].flatMap((did) => this.#known.get(did) ?? []);
    return html`${answer.fields.length === 0 ? this.#empty(answer, conditions) : nothing}
      ${answer.fields.length > 0
        ? html`<armilla-image-matrix
            .fields=${answer.fields} .bands=${asked.length > 0 ? asked : bands} .marked=${this.marked} .pointed=${this.pointed}
            @field-point=${(event: CustomEvent<number>) => (this.pointed = event.detail)}
            @image-open=${(event: CustomEvent<ImageRecord>) => setParams({ image: event.detail.did })}
            @marks-change=${(event: CustomEvent<ReadonlySet<string>>) => this.#mark(event.detail)}
          ></armilla-image-matrix>`
        : nothing}
      ${image
        ? html`<armilla-image-detail
            .image=${image} .band=${bandOf(image, bands)?.name ?? ""} .circle=${answer.circles[0] ?? null} .tables=${this.tables}
            ?marked=${this.marked.has(image.did)} @detail-close=${() => setParams({ image: null })} @marks-toggle=${() => this.#toggle(image)}
          ></armilla-image-detail>`
        : nothing}
      <armilla-image-downloads .images=${marked} .bands=${bands} @marks-remove=${(event: CustomEvent<string[]>) => this.#unmark(event.detail)}></armilla-image-downloads>`;
  }

  #empty(answer: ImageAnswer, conditions: Conditions): TemplateResult {
    const kinds = kindsOf(conditions);
    const steps = html`${kinds.length > 1 ? html`<ul>${answer.without.map(({ kind, images }) => html`<li>${words.without(words.conditions[kind], images)}</li>`)}</ul>` : nothing}
      ${answer.nearest
        ? html`<p>${words.nearest(formatAngle(answer.nearest.distance), words.places[answer.nearest.compass], answer.nearest.name)}</p>
            <button @click=${() => this.#go({ ...conditions, positions: formatPosition(answer.nearest!.centre) })}>${words.goThere}</button>`
        : nothing}`;
    return emptyBox(words.none, steps);
  }

  /** Filters and tables; the search goes on without them where they cannot be had. */
  async #prepare(): Promise<void> {
    const tap = service("tap");
    if (tap === null) return;
    try {
      const set = await survey(tap);
      this.tables = positionTables(set);
      this.filters = [...(set.enumerations[0]?.elements ?? [])].sort((a, b) => (a.wavelengthNm ?? Infinity) - (b.wavelengthNm ?? Infinity));
    } catch {
      this.filters = [];
    }
  }

  async #search(isAgain = false): Promise<void> {
    const sia = service("sia");
    const conditions = this.#conditions;
    const address = toKey(conditions);
    if (sia === null || (address === this.#searched && !isAgain)) return;
    this.#searched = address;
    this.#asked?.abort();
    const asked = (this.#asked = new AbortController());
    [this.error, this.mistake, this.isLoading] = [null, "", true];
    this.#isReady ??= this.#prepare();
    await this.#isReady;
    if (asked.signal.aborted) return;
    const bands = bandsOf(this.filters, this.answer?.images ?? []);
    const search = searchOf(conditions, bands, 0);
    if ("kind" in search) {
      [this.mistake, this.isLoading] = [this.#told(search), false];
      return;
    }
    try {
      const answer = await ImageAnswer.ask(sia, conditions, bands, asked.signal);
      if (asked.signal.aborted) return;
      this.answer = answer;
      this.#remember(answer.images);
      this.dispatchEvent(new CustomEvent("armilla-request", { bubbles: true, composed: true, detail: { method: "GET", url: answer.url } }));
      await answer.explain(sia, asked.signal);
      this.requestUpdate();
    } catch (error) {
      if (!asked.signal.aborted) this.error = error;
    } finally {
      if (this.#asked === asked) this.isLoading = false;
    }
  }

  #told(mistake: Mistake): string {
    switch (mistake.kind) {
      case "position":
        return `${words.notPosition(mistake.line, mistake.text)} ${mistake.why}`;
      case "radius":
        return words.badRadius;
      case "date":
        return words.badDate;
      case "too many":
        return words.tooManyPositions(mistake.most);
    }
  }

  #remember(images: readonly ImageRecord[]): void {
    for (const image of images) this.#known.set(image.did, image);
    this.marked = new Set([...this.marked].filter((did) => this.#known.has(did)));
  }

  readonly #changed = (event: CustomEvent<Conditions>): void => this.#go(event.detail);

  #go(conditions: Conditions): void {
    this.#searched = "";
    const params = new URLSearchParams(Object.entries(toAddress(conditions)).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
    if (params.toString() === this.params.toString()) void this.#search(true);
    else navigate(link("images", params));
  }

  readonly #drawn = (event: CustomEvent<Circle>): void => {
    const form = this.renderRoot.querySelector<ImageForm>("armilla-image-form");
    this.#go(withCircle(form?.draft ?? this.#conditions, event.detail));
  };

  readonly #picked = (event: CustomEvent<string>): void => {
    const first = this.answer?.fields[Number(event.detail)]?.images[0];
    if (first) setParams({ image: first.did });
  };

  #toggle(image: ImageRecord): void {
    const marked = new Set(this.marked);
    if (!marked.delete(image.did)) marked.add(image.did);
    this.#mark(marked);
  }

  #unmark(dids: readonly string[]): void {
    this.#mark(new Set([...this.marked].filter((did) => !dids.includes(did))));
  }

  #mark(marked: ReadonlySet<string>): void {
    this.marked = marked;
    sessionStorage.setItem(MARKS_KEY, JSON.stringify([...marked]));
  }
}

function toKey(conditions: Conditions): string {
  return JSON.stringify(conditions);
}
