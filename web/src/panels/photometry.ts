// Photometry of one object as a table: filters in wavelength order, an aperture a pair of columns, flags in words.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { flagWords } from "../data/flags.ts";
import type { SedPoint } from "../data/sed.ts";
import { isDarkPage } from "../style/dark.ts";
import { filterColour } from "../style/filter-colours.ts";
import { shared } from "../style/sheets.ts";
import { words } from "../words/object.ts";
import type { Column } from "../vo/vosi.ts";
import { shortNumber, type Series } from "./sed-layout.ts";

/** An aperture with the unit in which it is told. */
export interface MeasuredSeries extends Series {
  kind: "magnitude" | "flux";
}

@customElement("armilla-photometry")
export class Photometry extends LitElement {
  static override styles = [shared, css`
    .scroll { overflow-x: auto; }
    th[scope="row"] { color: var(--text); white-space: nowrap; position: sticky; left: 0; background: var(--page); }
    td { white-space: nowrap; }
    svg { width: 9px; height: 9px; margin-right: 6px; }
    td.flags { white-space: normal; min-width: 8em; }
  `];

  @property({ attribute: false }) series: MeasuredSeries[] = [];
  /** Columns of flags with the cell's numbers, index of a filter minus 1. */
  @property({ attribute: false }) flags: { column: Column; values: (number | null)[] }[] = [];

  override render(): TemplateResult {
    const rows = this.series[0]?.points ?? [];
    const unit = (series: MeasuredSeries): string => (series.kind === "magnitude" ? "AB" : "Jy");
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${words.photometry.heading}><table>
      <thead><tr><th scope="col">${words.photometry.filter}</th><th scope="col" class="number">${words.photometry.wavelength}</th>
        ${this.series.map((series) => html`<th scope="col" class="number">${words.photometry.unitOf(series.name, unit(series))}</th><th scope="col" class="number">±</th>`)}
        <th scope="col">${words.photometry.flags}</th></tr></thead>
      <tbody>${rows.map(({ filter }, row) => html`<tr>
        <th scope="row"><svg viewBox="0 0 9 9" aria-hidden="true"><rect width="9" height="9" rx="2" fill=${filterColour(filter, isDarkPage())}></rect></svg>${filter.name}</th>
        <td class="number">${filter.wavelengthNm ?? nothing}</td>
        ${this.series.map((series) => cells(series.points[row], series.kind))}
        <td class="flags">${this.said(filter.index) || html`<span class="muted">${words.photometry.good}</span>`}</td></tr>`)}</tbody></table></div>`;
  }

  private said(index: number): string {
    return this.flags.flatMap(({ column, values }) => flagWords(column, values[index - 1] ?? 0)).join(", ");
  }
}

function cells(point: SedPoint | undefined, kind: "magnitude" | "flux"): TemplateResult {
  if (!point || point.state === "missing") return html`<td class="number muted">${words.noValue}</td><td></td>`;
  const [value, error] = kind === "magnitude" ? [point.magnitude, point.error] : [point.flux, point.fluxError];
  const text = (number: number): string => (kind === "magnitude" ? number.toFixed(3) : shortNumber(number));
  if (point.state === "limit") return html`<td class="number">▼ ${value === null ? words.sed.unknownLimit : text(value)}</td><td></td>`;
  return html`<td class="number">${value === null ? words.noValue : text(value)}</td><td class="number">${error === null ? nothing : text(error)}</td>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-photometry": Photometry;
  }
}
