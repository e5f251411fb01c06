// Smaller sections of the object page: head, other releases, links, the image's catalogue, the raw row, panels of plugins.
import { html, nothing, type TemplateResult } from "lit";
import { imageCatalogue, type FoundObject, type Row, type Twin } from "../data/object.ts";
import { wordsOf } from "../data/roles.ts";
import { link } from "../router.ts";
import { service, settings } from "../services.ts";
import type { Link } from "../vo/datalink.ts";
import { withParameters } from "../vo/http.ts";
import { formatAngle, formatPosition } from "../vo/sky.ts";
import { words } from "../words/object.ts";
import { emptyBox, skeleton } from "../panels/state.ts";
import "../panels/send.ts";

const FORMATS = { VOTable: "votable", CSV: "csv", FITS: "fits" };

/** Name, position in both forms, what kind of object it is. */
export function heading(object: FoundObject, related: Row[]): TemplateResult {
  const { position, table, id } = object;
  const pos = formatPosition(position);
  const star = valueOf([object, ...related], (found) => found.includes("src.class.stargalaxy"));
  const redshift = valueOf([object, ...related], (found) => found[0] === "src.redshift.phot" && found.includes("meta.main"));
  return html`<h1>${words.title(table.name, id)}</h1>
    <div class="facts"><p class="mono">${pos}</p><p class="mono">${formatPosition(position, "sexagesimal")}</p>
      ${star === null ? nothing : html`<p>${words.star(star.toFixed(2))}</p>`}
      ${redshift === null ? nothing : html`<p>${words.redshift(redshift.toFixed(3))}</p>`}
      <p><a href=${link("cone", { ra: String(position.ra), dec: String(position.dec), sr: "0.0166667", table: table.name })}>${words.searchHere}</a></p>
      <p><a href=${link("sky", { pos, fov: "0.05" })}>${words.skyHere}</a></p>
      <armilla-send .what=${{ kind: "position", ra: position.ra, dec: position.dec, name: id }}></armilla-send></div>`;
}

/** The same place in other releases. */
export function twinsSection(twins: Twin[] | null): TemplateResult {
  return html`<section><h2>${words.twins.heading}</h2>${twins === null ? skeleton(2) : twins.length === 0 ? emptyBox(words.twins.none) : html`<ul class="plain">
    ${twins.map(({ roles, id, distance }) => html`<li><a href=${link("object", { table: roles.table.name, id })}>${roles.table.name} ${id}</a>
      <span class="muted">${formatAngle(distance, 2)}</span></li>`)}</ul>`}</section>`;
}

/** What DataLink says of the object, pictures left out: they are shown. */
export function linksSection(links: Link[] | null): TemplateResult {
  const shown = links?.filter(({ semantics, url }) => url && semantics !== "#preview-image") ?? [];
  return html`<section><h2>${words.links.heading}</h2>${links === null ? skeleton(3) : shown.length === 0 ? emptyBox(words.links.none) : html`<ul class="plain" tabindex="0" aria-label=${words.links.heading}>
    ${shown.map(({ url, description, semantics, contentLength }) => html`<li><a href=${url ?? ""}>${description ?? semantics}</a>
      ${contentLength === undefined ? nothing : html`<span class="muted">${words.links.size((contentLength / 2 ** 20).toFixed(1))}</span>`}</li>`)}</ul>`}</section>`;
}

/** All objects of the image on which this one was detected, as files. */
export function catalogueSection(object: FoundObject): TemplateResult | typeof nothing {
  const catalogue = imageCatalogue(object);
  if (!catalogue) return nothing;
  return html`<section><h2>${words.catalogue.heading}</h2><p>${words.catalogue.of(catalogue.image)}</p>
    <div class="row">${downloads(catalogue.adql, String(settings().rows_max))} <a href=${link("query", { q: catalogue.adql })}>${words.raw.adql}</a>
      <armilla-send .what=${{ kind: "table", url: tableUrl(catalogue.adql, String(settings().rows_max)), name: catalogue.image }}></armilla-send></div>
    <p class="muted">${words.catalogue.note}</p></section>`;
}

/** The row as the service has it. */
export function rawSection(object: FoundObject): TemplateResult {
  return html`<section><h2>${words.raw.heading}</h2><pre class="mono" tabindex="0" aria-label=${words.raw.adql}>${object.adql}</pre>
    <div class="row">${downloads(object.adql)} <a href=${link("query", { q: object.adql })}>${words.raw.open}</a>
      <armilla-send .what=${{ kind: "table", url: tableUrl(object.adql), name: object.id }}></armilla-send></div></section>`;
}

/** Panels that plugins offer for objects, each its own element with the object in its attributes. */
export function offeredSection(attributes: Record<string, string>): TemplateResult {
  const offered = settings().panels.filter((panel) => panel.where === "object");
  return html`${offered.map(({ title, script, element }) => html`<section><h2>${title}</h2>${mount(script, element, attributes)}</section>`)}`;
}

let mounted: { object: string; panels: Map<string, HTMLElement> } = { object: "", panels: new Map() };

/** The element of a panel, made once for each object; its script registers it when it has come. */
function mount(script: string, element: string, attributes: Record<string, string>): HTMLElement {
  const object = `${attributes["table"]}/${attributes["id"]}`;
  if (mounted.object !== object) mounted = { object, panels: new Map() };
  const known = mounted.panels.get(element);
  if (known) return known;
  const panel = document.createElement(element);
  for (const [name, value] of Object.entries(attributes)) panel.setAttribute(name, value);
  mounted.panels.set(element, panel);
  void import(script);
  return panel;
}

function tableUrl(adql: string, maxrec?: string, format = "votable"): string {
  return withParameters(`${service("tap")}/sync`, { LANG: "ADQL", QUERY: adql, RESPONSEFORMAT: format, MAXREC: maxrec });
}

function downloads(adql: string, maxrec?: string): TemplateResult[] {
  return Object.entries(FORMATS).map(([name, format]) =>
    html`<a href=${tableUrl(adql, maxrec, format)} download>${words.raw.as(name)}</a>`);
}

function valueOf(rows: Row[], test: (words: string[]) => boolean): number | null {
  for (const { table, cells } of rows) {
    const column = table.columns?.find((found) => test(wordsOf(found)));
    const value = column && cells.get(column.name);
    if (typeof value === "number") return value;
  }
  return null;
}
