// Targets with what was found for them: as a table, as a gallery, or one by one with marks.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Match, Matched } from "../data/match.ts";
import { picturesOf, stampUrl, type ObjectPictures } from "../data/stamps.ts";
import { link } from "../router.ts";
import { shared } from "../style/sheets.ts";
import { formatAngle, formatPosition } from "../vo/sky.ts";
import type { Element } from "../vo/vosi.ts";
import { words } from "../words/list.ts";
import { words as objectWords } from "../words/object.ts";
import "./picture.ts";
import "./sparkline.ts";

/** How matches are shown. */
export type MatchView = "table" | "gallery" | "one";
/** What a reader thinks of a target. */
export type Mark = "y" | "n" | "?";

const MARKS: Mark[] = ["y", "n", "?"];
/** Targets that are drawn at once; identifiers of one request for links. */
const STEP = 50;
const SIDE_DEG = 30 / 3600;

/** Events: `armilla-mark` with `{line, mark}`. */
@customElement("armilla-matches")
export class MatchList extends LitElement {
  static override styles = [shared, css`
    .scroll { overflow-x: auto; }
    td { vertical-align: middle; white-space: nowrap; }
    th[scope="row"] { color: var(--text); vertical-align: middle; }
    td armilla-picture { width: 56px; }
    a { display: inline-block; min-height: 24px; line-height: 24px; }
    .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(140px, 1fr)); gap: var(--space-3); list-style: none; padding: 0; margin: 0; }
    .gallery li { font-size: 13px; overflow: hidden; }
    .one { max-width: 420px; outline-offset: 4px; }
    .one armilla-picture { width: 300px; max-width: 100%; }
    .chosen { background: var(--chosen); font-weight: 600; }
    .mark button { min-width: 28px; min-height: 26px; padding: 0 6px; }
  `];

  @property({ attribute: false }) list: Matched[] = [];
  /** Grows with each row that arrives, so that the same list is drawn again. */
  @property({ type: Number }) rows = 0;
  @property() view: MatchView = "table";
  @property({ type: Boolean }) all = false;
  @property() table = "";
  @property() datalink: string | null = null;
  @property({ attribute: false }) filters: Element[] = [];
  @property({ attribute: false }) marks = new Map<number, Mark>();
  @state() private shown = STEP;
  @state() private at = 0;
  @state() private pictures = new Map<string, ObjectPictures>();
  private readonly asked = new Set<string>();
  private stop = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = new AbortController();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop.abort();
  }

  override updated(): void {
    void this.look();
  }

  override render(): TemplateResult {
    if (this.view === "one") return this.one();
    const list = this.list.slice(0, this.shown);
    const rest = this.list.length - list.length;
    return html`${this.view === "table" ? this.asTable(list) : this.asGallery(list)}
      ${rest > 0 ? html`<button @click=${() => { this.shown += STEP; }}>${words.showMore(Math.min(rest, STEP))}</button>` : nothing}`;
  }

  private asTable(list: Matched[]): TemplateResult {
    const headings = words.headings;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${words.resultHeading}><table>
      <thead><tr><th scope="col">${headings.name}</th><th scope="col" class="number">${headings.separation}</th><th scope="col">${headings.object}</th>
        <th scope="col">${headings.stamp}</th><th scope="col">${headings.sed}</th><th scope="col">${headings.mark}</th></tr></thead>
      <tbody>${list.flatMap((entry) => this.matchesOf(entry).map((match, index) => html`<tr>
        <th scope="row">${entry.target.name}</th>
        ${match === null ? html`<td colspan="4" class="muted">${words.unmatched}</td>` : html`<td class="number">${formatAngle(match.distance)}</td>
          <td>${this.objectLink(match)}</td><td>${this.picture(match, 64)}</td><td><armilla-sparkline .points=${match.points} .name=${match.id}></armilla-sparkline></td>`}
        <td>${index === 0 ? this.marker(entry) : nothing}</td></tr>`))}</tbody></table></div>`;
  }

  private asGallery(list: Matched[]): TemplateResult {
    return html`<ul class="gallery">${list.flatMap((entry) => this.matchesOf(entry).map((match, index) => html`<li>
      ${match === null ? html`<p>${entry.target.name}<br><span class="muted">${words.unmatched}</span></p>` : html`${this.picture(match, 160)}
        <div>${entry.target.name}</div><div>${this.objectLink(match)} <span class="muted">${formatAngle(match.distance)}</span></div>
        <armilla-sparkline .points=${match.points} .name=${match.id}></armilla-sparkline>`}
      ${index === 0 ? this.marker(entry) : nothing}</li>`))}</ul>`;
  }

  private one(): TemplateResult {
    const entry = this.list[this.at];
    if (!entry) return html``;
    const [match = null] = this.matchesOf(entry);
    return html`<p class="muted">${words.markHint}</p>
      <div class="one" tabindex="0" role="group" aria-label=${entry.target.name} @keydown=${this.key}>
        <h3>${entry.target.name}</h3><p class="mono">${formatPosition(entry.target.position)}</p>
        ${match === null ? html`<p class="muted">${words.unmatched}</p>` : html`${this.picture(match, 300)}
          <p>${this.objectLink(match)} <span class="muted">${formatAngle(match.distance)}</span></p>
          <armilla-sparkline .points=${match.points} .name=${match.id}></armilla-sparkline>`}
        ${this.marker(entry)}
        <div class="row"><button @click=${() => this.step(-1)}>${words.previous}</button><span>${words.place(this.at + 1, this.list.length)}</span>
          <button @click=${() => this.step(1)}>${words.next}</button></div></div>`;
  }

  /** What to show of a target: one row with null if nothing was found. */
  private matchesOf(entry: Matched): (Match | null)[] {
    return entry.matches.length === 0 ? [null] : this.all ? entry.matches : entry.matches.slice(0, 1);
  }

  private objectLink({ id }: Match): TemplateResult {
    return html`<a href=${link("object", { table: this.table, id })}>${id}</a>`;
  }

  private picture(match: Match, pixels: number): TemplateResult {
    const found = this.pictures.get(match.id);
    const stamp = found?.colour ?? found?.stamps[0];
    if (!stamp) return html`<span class="muted">${found ? words.noMark : ""}</span>`;
    const url = stampUrl(stamp, { position: match.position, radius: SIDE_DEG / 2 }, pixels, false);
    return html`<armilla-picture .url=${url} .alt=${objectWords.stamps.alt(stamp.label, formatAngle(SIDE_DEG))}></armilla-picture>`;
  }

  private marker({ target }: Matched): TemplateResult {
    const chosen = this.marks.get(target.line);
    return html`<span class="mark" role="group" aria-label=${words.markOf(target.name)}>${MARKS.map((mark) =>
      html`<button class=${chosen === mark ? "chosen" : ""} aria-pressed=${chosen === mark ? "true" : "false"} title=${words.marks[mark]}
        aria-label=${words.marks[mark]} @click=${() => this.mark(target.line, chosen === mark ? null : mark)}>${mark}</button>`)}</span>`;
  }

  private mark(line: number, mark: Mark | null): void {
    this.dispatchEvent(new CustomEvent("armilla-mark", { detail: { line, mark } }));
  }

  private step(by: number): void {
    this.at = Math.max(0, Math.min(this.list.length - 1, this.at + by));
  }

  private readonly key = (event: KeyboardEvent): void => {
    const line = this.list[this.at]?.target.line ?? 0;
    if (event.key === "ArrowRight" || event.key === "ArrowDown") this.step(1);
    else if (event.key === "ArrowLeft" || event.key === "ArrowUp") this.step(-1);
    else if (event.key === "Backspace") this.mark(line, null);
    else if ((MARKS as string[]).includes(event.key)) this.mark(line, event.key as Mark);
    else return;
    event.preventDefault();
  };

  /** Asks for the pictures of the objects that are drawn now. */
  private async look(): Promise<void> {
    if (!this.datalink) return;
    const entries = this.view === "one" ? this.list.slice(this.at, this.at + 5) : this.list.slice(0, this.shown);
    const ids = [...new Set(entries.flatMap((entry) => this.matchesOf(entry).flatMap((match) => match?.id ?? [])))];
    const wanted = ids.filter((id) => !this.asked.has(id)).slice(0, STEP);
    if (wanted.length === 0) return;
    for (const id of wanted) this.asked.add(id);
    try {
      const found = await picturesOf(this.datalink, wanted.map((id) => `${this.table}/${id}`), this.filters, this.stop.signal);
      this.pictures = new Map([...this.pictures, ...[...found].map(([id, pictures]) => [id.slice(this.table.length + 1), pictures] as const)]);
    } catch {
      // Matches are complete without pictures: these objects show none.
      if (!this.stop.signal.aborted) this.pictures = new Map([...this.pictures, ...wanted.map((id): [string, ObjectPictures] => [id, { stamps: [], colour: null, links: [] }])]);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-matches": MatchList;
  }
}
