// Images as a table with a row for each field and a cell for each filter: colour is the filter, hatching means none.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { type Band, bandOf, lookOf } from "../data/bands.ts";
import { shared } from "../style/sheets.ts";
import type { FieldOfImages, ImageRecord } from "../vo/sia.ts";
import { formatPosition } from "../vo/sky.ts";
import { words } from "../words/images.ts";

/** Events: `image-open` and `field-point` with an image or a field's key, `marks-change` with the new set of identifiers. */
@customElement("armilla-image-matrix")
export class ImageMatrix extends LitElement {
  static override styles = [
    shared,
    css`
      .frame { overflow-x: auto; border: 1px solid var(--rule); border-radius: var(--radius); }
      table { width: 100%; }
      thead th { vertical-align: bottom; text-align: center; font-size: 12px; padding: 3px 2px; }
      thead th:first-child, tbody th { text-align: left; padding-left: 8px; position: sticky; left: 0; background: var(--page); z-index: 1; }
      thead .nm { display: block; font-weight: 400; }
      tbody th { font-weight: 600; color: var(--text); min-width: 150px; }
      tbody th .muted { font-weight: 400; display: block; font-size: 12px; }
      td { padding: 3px 2px; text-align: center; }
      tr.pointed > * { background: var(--chosen); }
      .cell { position: relative; display: inline-grid; place-items: center; width: 32px; height: 28px; border-radius: 3px; cursor: pointer; border: 1px solid transparent; background: light-dark(var(--light), var(--dark)); color: light-dark(#fff, #101418); font-size: 12px; font-weight: 700; }
      .cell.circle { border-radius: 14px; }
      .cell.missing { cursor: default; border: 1px dashed var(--line); background: repeating-linear-gradient(135deg, var(--rule) 0 2px, transparent 2px 7px); }
      .cell.locked { background: var(--page); border: 2px solid light-dark(var(--light), var(--dark)); color: var(--text); }
      td[aria-selected="true"] .cell::after { content: "✓"; position: absolute; right: -3px; top: -6px; width: 16px; height: 16px; line-height: 15px; border-radius: 8px; font-size: 11px; background: var(--page); color: var(--good); border: 1px solid var(--good); }
      td:focus-visible { outline-offset: -2px; }
      .legend { font-size: 13px; margin: 4px 0 0; }
      .check { min-width: 24px; justify-content: center; }
    `,
  ];

  @property({ attribute: false }) fields: FieldOfImages[] = [];
  @property({ attribute: false }) bands: Band[] = [];
  @property({ attribute: false }) marked: ReadonlySet<string> = new Set();
  /** The index of the field that is pointed at. */
  @property({ type: Number }) pointed = -1;
  @state() private cursor: [row: number, column: number] = [0, 0];

  override render(): TemplateResult {
    const { fields, bands } = this;
    return html`<div class="frame">
        <table role="grid" aria-label=${words.matrix} aria-description=${words.matrixKeys} aria-rowcount=${fields.length + 1} aria-multiselectable="true" @keydown=${this.#key}>
          <thead>
            <tr>
              <th scope="col">${words.field}</th>
              ${bands.map(({ name, nm }) => html`<th scope="col">${name}${nm !== null && !name.endsWith(" nm") ? html`<span class="nm">${Math.round(nm)}</span>` : nothing}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${fields.map((field, row) => this.#row(field, row))}
          </tbody>
        </table>
      </div>
      <p class="legend muted">${words.legend} ${words.matrixKeys}</p>`;
  }

  /** The images of a field in a band. */
  #images(row: number, column: number): ImageRecord[] {
    const band = this.bands[column];
    return this.fields[row]?.images.filter((image) => bandOf(image, this.bands) === band) ?? [];
  }

  #row(field: FieldOfImages, row: number): TemplateResult {
    const isAll = field.images.every(({ did }) => this.marked.has(did));
    const isSome = !isAll && field.images.some(({ did }) => this.marked.has(did));
    return html`<tr aria-rowindex=${row + 2} class=${row === this.pointed ? "pointed" : ""} @pointerenter=${() => this.#point(row)}>
      <th scope="row">
        <label class="check"><input type="checkbox" tabindex="-1" aria-label=${words.markAll(field.name)} .checked=${isAll} .indeterminate=${isSome} @change=${() => this.#markRow(row)} />${field.name}</label>
        <span class="muted mono">${field.centre ? formatPosition(field.centre, "decimal", 4) : ""}</span>
      </th>
      ${this.bands.map((band, column) => this.#cell(field, band, row, column))}
    </tr>`;
  }

  #cell(field: FieldOfImages, band: Band, row: number, column: number): TemplateResult {
    const images = this.#images(row, column);
    const isMarked = images.length > 0 && images.every(({ did }) => this.marked.has(did));
    const isLocked = images.some(({ rights }) => rights !== null && rights !== "public");
    const look = lookOf(band);
    const state = images.length === 0 ? words.missing : [isLocked ? words.restricted : "", isMarked ? words.marked : ""].filter(Boolean).join(", ") || `${images.length}`;
    const nm = band.nm !== null && !band.name.endsWith(" nm") ? ` (${Math.round(band.nm)} nm)` : "";
    const isHere = this.cursor[0] === row && this.cursor[1] === column;
    return html`<td
      role="gridcell" tabindex=${isHere ? 0 : -1} data-cell=${`${row},${column}`} aria-selected=${isMarked}
      aria-label=${words.cell(band.name, nm, field.name, state)} title=${words.cell(band.name, nm, field.name, state)}
      @focus=${() => this.#focused(row, column)} @click=${(event: MouseEvent) => this.#click(event, row, column)}
    ><span class=${`cell ${look.shape}${images.length === 0 ? " missing" : isLocked ? " locked" : ""}`} .style=${`--light:${look.light};--dark:${look.dark}`} aria-hidden="true">${isLocked ? "🔒" : images.length > 1 ? images.length : ""}</span></td>`;
  }

  #focused(row: number, column: number): void {
    this.cursor = [row, column];
    this.#point(row);
  }

  #point(row: number): void {
    if (row === this.pointed) return;
    this.pointed = row;
    this.#tell("field-point", row);
  }

  /** A click shows; with Ctrl, Cmd or Shift it marks. */
  #click(event: MouseEvent, row: number, column: number): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) this.#toggle(this.#images(row, column));
    else this.#open(row, column);
  }

  #open(row: number, column: number): void {
    this.cursor = [row, column];
    const [image] = this.#images(row, column);
    if (image) this.#tell("image-open", image);
  }

  #markRow(row: number): void {
    this.#toggle(this.fields[row]?.images ?? []);
  }

  #toggle(images: ImageRecord[]): void {
    const marked = new Set(this.marked);
    const isAll = images.every(({ did }) => marked.has(did));
    for (const { did } of images) {
      if (isAll) marked.delete(did);
      else marked.add(did);
    }
    if (images.length > 0) this.#tell("marks-change", marked);
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  readonly #key = (event: KeyboardEvent): void => {
    if ((event.target as Element).localName === "input" || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = this.cursor;
    const [rows, columns] = [this.fields.length, this.bands.length];
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
      Home: [row, 0], End: [row, columns - 1], PageUp: [row - 10, column], PageDown: [row + 10, column],
    };
    const to = moves[event.key];
    if (to) void this.#go(Math.min(rows - 1, Math.max(0, to[0])), Math.min(columns - 1, Math.max(0, to[1])));
    else if (event.key === "Enter") this.#open(row, column);
    else if (event.key === " ") this.#toggle(this.#images(row, column));
    else if (event.key === "m") this.#markRow(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  async #go(row: number, column: number): Promise<void> {
    this.#focused(row, column);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-cell="${row},${column}"]`)?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-image-matrix": ImageMatrix;
  }
}
