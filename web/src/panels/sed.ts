// The spectral energy distribution of one object, one or two apertures at once, with its numbers as a table.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { csv, png, save, votable, type OutColumn } from "../data/save.ts";
import { onScale, type Scale, type SedPoint } from "../data/sed.ts";
import { darkPreference, isDarkPage } from "../style/dark.ts";
import { shared } from "../style/sheets.ts";
import { words } from "../words/object.ts";
import { figure, type Ink } from "./sed-figure.ts";
import { layOut, shortNumber, type Series } from "./sed-layout.ts";
import { emptyBox } from "./state.ts";

/** Pixels; a panel that is not laid out yet is narrower. */
const WIDTH_MIN = 200;
const SCALES: Scale[] = ["ab", "fnu", "nufnu"];
const UNITS: Record<Scale, string> = { ab: "mag", fnu: "Jy", nufnu: "erg.s**-1.cm**-2" };

/** `series`: all apertures. Events: `armilla-change` with `{scale, aperture, second}` when the reader chose others. */
@customElement("armilla-sed")
export class Sed extends LitElement {
  static override styles = [shared, css`
    .bar { margin-bottom: var(--space-2); font-size: 13px; }
    .bar select { min-height: 28px; font-size: 13px; }
    fieldset { border: 0; padding: 0; margin: 0; display: flex; gap: var(--space-2); }
    legend { float: left; padding: 0; margin-right: var(--space-2); color: var(--muted); line-height: 24px; }
    .draw { width: 100%; }
    svg { display: block; max-width: 100%; }
    .key { font-size: 12px; color: var(--muted); margin: var(--space-1) 0; }
    .scroll { overflow-x: auto; }
    summary { min-height: 24px; cursor: pointer; font-size: 13px; color: var(--link); }
  `];

  @property({ attribute: false }) series: Series[] = [];
  /** Name of the object, for files. */
  @property() name = "sed";
  @property() scale: Scale = "ab";
  /** Names of the apertures that are drawn; the second may be empty. */
  @property() aperture = "";
  @property() second = "";
  @state() private width = 640;
  @query(".draw") private readonly drawing!: HTMLElement | null;

  private readonly sizes = new ResizeObserver(([entry]) => {
    const width = Math.round(entry?.contentRect.width ?? 0);
    if (width >= WIDTH_MIN && width !== this.width) this.width = width;
  });
  private readonly theme = new MutationObserver(() => this.requestUpdate());
  private readonly repaint = (): void => this.requestUpdate();

  override connectedCallback(): void {
    super.connectedCallback();
    this.theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    darkPreference().addEventListener("change", this.repaint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sizes.disconnect();
    this.theme.disconnect();
    darkPreference().removeEventListener("change", this.repaint);
  }

  override updated(): void {
    if (this.drawing) this.sizes.observe(this.drawing);
  }

  override render(): TemplateResult {
    const shown = this.shown();
    return html`${this.bar(shown)}
      <div class="draw">${this.picture(shown)}</div>
      <p class="key">${words.sed.key}</p>
      <details><summary>${words.sed.numbers}</summary><div class="scroll" tabindex="0" role="group" aria-label=${words.sed.numbers}>${this.table(shown)}</div></details>
      <div class="row">${words.sed.save}: ${(["PNG", "SVG", "CSV", "VOTable"] as const).map((format) =>
        html`<button @click=${() => this.export(format)}>${words.sed.file(format)}</button>`)}</div>`;
  }

  private shown(): Series[] {
    const first = this.series.find((found) => found.name === this.aperture) ?? this.series[0];
    const second = this.series.find((found) => found.name === this.second && found !== first);
    return [...(first ? [first] : []), ...(second ? [second] : [])];
  }

  private bar(shown: Series[]): TemplateResult {
    const option = (name: string, chosen: string | undefined): TemplateResult => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`;
    return html`<div class="bar row">
      <fieldset><legend>${words.sed.scale}</legend>${SCALES.map((scale) => html`<label><input type="radio" name="scale" .checked=${scale === this.scale}
        @change=${() => this.choose({ scale })}>${words.sed.scales[scale]}</label>`)}</fieldset>
      <label>${words.sed.aperture} <select @change=${(event: Event) => this.choose({ aperture: (event.target as HTMLSelectElement).value })}>
        ${this.series.map(({ name }) => option(name, shown[0]?.name))}</select></label>
      <label>${words.sed.second} <select aria-label=${words.sed.secondAperture} @change=${(event: Event) => this.choose({ second: (event.target as HTMLSelectElement).value })}>
        <option value="" ?selected=${shown.length < 2}>${words.sed.none}</option>
        ${this.series.filter(({ name }) => name !== shown[0]?.name).map(({ name }) => option(name, shown[1]?.name))}</select></label>
    </div>`;
  }

  private choose(changes: Partial<Pick<Sed, "scale" | "aperture" | "second">>): void {
    Object.assign(this, changes);
    this.dispatchEvent(new CustomEvent("armilla-change", { detail: { scale: this.scale, aperture: this.aperture, second: this.second } }));
  }

  private picture(shown: Series[]): TemplateResult {
    const height = this.width < 480 ? 300 : 380;
    const layout = layOut(shown, this.scale, this.width, height);
    const points = shown[0]?.points ?? [];
    if (!layout) return emptyBox(words.sed.empty);
    const detected = points.filter((point) => point.state === "detected").length;
    const ink = this.ink();
    return html`<svg role="img" aria-label=${words.sed.summary(shown[0]?.name ?? "", detected, points.length)} width=${this.width} height=${height}
      viewBox="0 0 ${this.width} ${height}">${figure(shown, this.scale, layout, ink)}</svg>`;
  }

  private ink(): Ink {
    const style = getComputedStyle(this);
    const token = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
    return {
      page: token("--page", "#ffffff"), text: token("--text", "#1b1f24"), muted: token("--muted", "#5a6470"), rule: token("--rule", "#d8dce1"),
      isDark: isDarkPage(),
    };
  }

  private table(shown: Series[]): TemplateResult {
    const unit = words.sed.axes[this.scale];
    return html`<table><caption class="visually-hidden">${unit}</caption><thead><tr><th scope="col">${words.photometry.filter}</th><th scope="col" class="number">nm</th>
      ${shown.map(({ name }) => html`<th scope="col" class="number">${name}</th><th scope="col" class="number">±</th>`)}</tr></thead>
      <tbody>${(shown[0]?.points ?? []).map(({ filter }, row) => html`<tr><th scope="row">${filter.name}</th><td class="number">${filter.wavelengthNm ?? nothing}</td>
        ${shown.map(({ points }) => this.cells(points[row]))}</tr>`)}</tbody></table>`;
  }

  private cells(point: SedPoint | undefined): TemplateResult {
    const place = point && onScale(point, this.scale);
    if (!point || point.state === "missing") return html`<td class="number muted">${words.sed.missing}</td><td></td>`;
    const value = place ? (this.scale === "ab" ? place.value.toFixed(3) : shortNumber(place.value)) : "";
    if (point.state === "limit") {
      const said = value === "" ? words.sed.unknownLimit : this.scale === "ab" ? words.sed.limit(value) : words.sed.limitFlux(value);
      return html`<td class="number">▼ ${said}</td><td></td>`;
    }
    const error = errorOf(point, this.scale);
    return html`<td class="number">${value}</td><td class="number">${error === null ? nothing : this.scale === "ab" ? error.toFixed(3) : shortNumber(error, 3)}</td>`;
  }

  private export(format: "PNG" | "SVG" | "CSV" | "VOTable"): void {
    if (format === "CSV" || format === "VOTable") {
      const { columns, rows } = this.numbers();
      if (format === "CSV") save(`${this.name}.csv`, csv([columns.map((column) => column.name), ...rows]), "text/csv");
      else save(`${this.name}.xml`, votable(this.name, columns, rows), "application/x-votable+xml");
      return;
    }
    const drawing = this.drawing?.querySelector("svg");
    if (!drawing) return;
    const copy = drawing.cloneNode(true) as SVGElement;
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", this.ink().page]] as const) ground.setAttribute(name, value);
    copy.prepend(ground);
    const text = new XMLSerializer().serializeToString(copy);
    if (format === "SVG") save(`${this.name}.svg`, text, "image/svg+xml");
    else void png(text, this.width, drawing.clientHeight).then((blob) => save(`${this.name}.png`, blob));
  }

  /** The numbers of the figure, a limit as a value without an error and a mark. */
  private numbers(): { columns: OutColumn[]; rows: (string | number | null)[][] } {
    const shown = this.shown();
    const columns: OutColumn[] = [
      { name: "filter", datatype: "char", ucd: "meta.id;instr.filter" },
      { name: "wavelength", datatype: "double", unit: "nm", ucd: "em.wl.central" },
      { name: "width", datatype: "double", unit: "nm", ucd: "instr.bandwidth" },
      ...shown.flatMap(({ name }): OutColumn[] => [
        { name, datatype: "double", unit: UNITS[this.scale] },
        { name: `${name}_error`, datatype: "double", unit: UNITS[this.scale], ucd: "stat.error" },
        { name: `${name}_state`, datatype: "char", ucd: "meta.code" },
        { name: `${name}_flags`, datatype: "int", ucd: "meta.code.qual" },
      ]),
    ];
    const rows = (shown[0]?.points ?? []).map(({ filter }, row) => [
      filter.name, filter.wavelengthNm, filter.widthNm,
      ...shown.flatMap(({ points }): (string | number | null)[] => {
        const point = points[row];
        const place = point ? onScale(point, this.scale) : null;
        return point ? [place?.value ?? null, errorOf(point, this.scale), point.state, point.flags] : [null, null, "missing", null];
      }),
    ]);
    return { columns, rows };
  }
}

function errorOf(point: SedPoint, scale: Scale): number | null {
  const place = onScale(point, scale);
  return place && place.low !== null && place.high !== null ? (place.high - place.low) / 2 : null;
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-sed": Sed;
  }
}
