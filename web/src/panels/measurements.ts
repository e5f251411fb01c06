// All measurements of one object, found by words of their names, filters, UCDs and descriptions.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Measurement } from "../data/object.ts";
import { shared } from "../style/sheets.ts";
import { words } from "../words/object.ts";

/** Rows that are drawn; a search finds the others. */
const SHOWN_MAX = 60;

@customElement("armilla-measurements")
export class Measurements extends LitElement {
  static override styles = [shared, css`
    input { width: min(32em, 100%); }
    .scroll { overflow: auto; max-height: 26em; margin-top: var(--space-2); border: 1px solid var(--rule); border-radius: var(--radius); }
    thead th { position: sticky; top: 0; background: var(--panel); }
    th[scope="row"] { color: var(--text); font-weight: 500; }
    table { width: 100%; }
    td.number { white-space: nowrap; }
  `];

  @property({ attribute: false }) measurements: Measurement[] = [];
  @state() private search = "";

  override render(): TemplateResult {
    const found = matching(this.measurements, this.search);
    const headings = words.measurements.headings;
    return html`<label class="above">${words.measurements.search}<input type="search" .value=${this.search}
        @input=${(event: Event) => { this.search = (event.target as HTMLInputElement).value; }}></label>
      <p class="muted" role="status">${words.measurements.found(found.length, this.measurements.length)}.
        ${found.length > SHOWN_MAX ? words.measurements.shown(SHOWN_MAX) : nothing} ${found.length === 0 ? words.measurements.nothing : nothing}</p>
      ${found.length === 0 ? nothing : html`<div class="scroll" tabindex="0" role="group" aria-label=${words.measurements.heading(found.length)}><table>
        <thead><tr><th scope="col">${headings.name}</th><th scope="col">${headings.filter}</th><th scope="col" class="number">${headings.value}</th>
          <th scope="col">${headings.unit}</th><th scope="col">${headings.ucd}</th><th scope="col">${headings.table}</th></tr></thead>
        <tbody>${found.slice(0, SHOWN_MAX).map(row)}</tbody></table></div>`}`;
  }
}

/** Measurements that have every word of a search. */
export function matching(measurements: Measurement[], search: string): Measurement[] {
  const wanted = search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  if (wanted.length === 0) return measurements;
  return measurements.filter(({ column, element, table }) => {
    const text = [column.name, element, column.ucd, column.unit, column.description, table].join(" ").toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

function row({ column, element, value, table }: Measurement): TemplateResult {
  const text = Array.isArray(value) ? value.join(" ") : value === null ? words.noValue : String(value);
  return html`<tr><th scope="row" title=${column.description ?? ""}>${column.name}</th><td>${element ?? nothing}</td><td class="number">${text}</td>
    <td>${column.unit ?? nothing}</td><td>${column.ucd ?? nothing}</td><td>${table}</td></tr>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-measurements": Measurements;
  }
}
