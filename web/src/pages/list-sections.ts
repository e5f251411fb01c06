// Sections of the list page: what was read, distances to the nearest objects, files to save.
import { html, nothing, svg, type TemplateResult } from "lit";
import { converted, type Matched } from "../data/match.ts";
import { contactSheet, cutoutScript, matchTable } from "../data/match-files.ts";
import { csv, save, votable } from "../data/save.ts";
import type { TargetList } from "../data/targets.ts";
import { service } from "../services.ts";
import { formatAngle, formatPosition } from "../vo/sky.ts";
import { words } from "../words/list.ts";

const FIRST = 5;
const REJECTED_MAX = 100;
const BARS = 8;

/** Columns, first targets, and lines that are left out with number and reason. */
export function checkSection({ targets, rejected, columns, form }: TargetList): TemplateResult {
  return html`<h2>${words.checkHeading}</h2>
    <p role="status">${words.read(targets.length, words.forms[form])} ${columns ? words.columns(columns.name, columns.ra, columns.dec) : nothing}</p>
    ${rejected.length === 0 ? nothing : html`<details open><summary>${words.rejected(rejected.length)}</summary><div class="scroll" tabindex="0" role="group" aria-label=${words.rejected(rejected.length)}><table>
      <thead><tr><th scope="col" class="number">${words.rejectedLine}</th><th scope="col">${words.rejectedText}</th><th scope="col">${words.rejectedReason}</th></tr></thead>
      <tbody>${rejected.slice(0, REJECTED_MAX).map(({ line, text, reason }) => html`<tr><td class="number">${line}</td><td><code>${text}</code></td><td>${reason}</td></tr>`)}</tbody></table></div></details>`}
    ${targets.length === 0 ? nothing : html`<table><caption class="visually-hidden">${words.firstRows}</caption><tbody>${targets.slice(0, FIRST).map(({ name, position }) =>
      html`<tr><th scope="row">${name}</th><td class="mono">${formatPosition(position)}</td><td class="mono">${formatPosition(position, "sexagesimal")}</td></tr>`)}</tbody></table>
      ${targets.length > FIRST ? html`<p class="muted">${words.more(targets.length - FIRST)}</p>` : nothing}`}`;
}

/** A histogram of distances, so that a wrong epoch or swapped axes shows; null until it is asked for. */
export function separations(distances: number[] | null, ask: () => void): TemplateResult {
  if (distances === null) return html`<button @click=${ask}>${words.nearestRun}</button>`;
  if (distances.length === 0) return html`<p>${words.nearestNone}</p>`;
  const [low, high] = [Math.min(...distances), Math.max(...distances)];
  const width = (high - low) / BARS || 1;
  const counts = Array.from({ length: BARS }, (_, bar) => distances.filter((one) => Math.min(BARS - 1, Math.floor((one - low) / width)) === bar).length);
  const most = Math.max(...counts);
  return html`<h3>${words.nearestHeading}</h3><ul class="bars">${counts.map((count, bar) => html`<li><svg width="160" height="12" aria-hidden="true">
      ${svg`<rect width=${160 * count / most} height="12" fill="currentColor" />`}</svg>
    ${words.nearestBar(formatAngle(low + bar * width), formatAngle(low + (bar + 1) * width), count)}</li>`)}</ul>`;
}

/** Buttons that save the matches in several forms. */
export function saveSection(
  tap: string, list: Matched[], marks: Map<number, string>, table: string, isAll: boolean, failed: (error: unknown) => void,
): TemplateResult {
  const { columns, rows } = matchTable(list, marks, isAll);
  const document = (): string => votable("matches", columns, rows);
  const from = (format: "fits" | "parquet") => (): void => {
    converted(tap, document(), format).then((blob) => save(`matches.${format}`, blob), failed);
  };
  const datalink = service("datalink");
  const button = (text: string, act: () => void): TemplateResult => html`<button @click=${act}>${text}</button>`;
  return html`<h3>${words.exports}</h3><div class="row">
    ${button(words.exportTable("CSV"), () => save("matches.csv", csv([columns.map((column) => column.name), ...rows]), "text/csv"))}
    ${button(words.exportTable("VOTable"), () => save("matches.xml", document(), "application/x-votable+xml"))}
    ${button(words.exportTable("FITS"), from("fits"))}
    ${button(words.exportTable("Parquet"), from("parquet"))}
    ${datalink ? button(words.exportSheet, () => { contactSheet(list, marks, table, datalink).then((text) => save("matches.html", text, "text/html"), failed); }) : nothing}
    ${datalink ? button(words.exportScript, () => { cutoutScript(list, table, datalink).then((text) => save("cutouts.sh", text, "text/x-shellscript"), failed); }) : nothing}
  </div>`;
}
