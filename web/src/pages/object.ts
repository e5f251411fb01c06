// One object: its light in all filters, its pictures, every number that the tables have of it, and what is around it.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import {
  loadImageFacts, loadObject, loadRelated, loadTwins, measurements, nearIds, type FoundObject, type ImageFacts, type Row, type Twin,
} from "../data/object.ts";
import { objectTables, rolesOf, tableNamed, type ObjectRoles } from "../data/roles.ts";
import { numbers, sedOf, type Scale } from "../data/sed.ts";
import { stampsOf, withIntervals, type ObjectPictures } from "../data/stamps.ts";
import { survey } from "../data/survey.ts";
import { link, setParams } from "../router.ts";
import { service } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { withParameters } from "../vo/http.ts";
import type { TableSet } from "../vo/vosi.ts";
import { words } from "../words/object.ts";
import type { MeasuredSeries } from "../panels/photometry.ts";
import type { StampView } from "../panels/stamps.ts";
import { emptyBox, errorBox, skeleton } from "../panels/state.ts";
import { catalogueSection, heading, linksSection, offeredSection, rawSection, twinsSection } from "./object-sections.ts";
import { objectStyle } from "./object-style.ts";
import "../panels/measurements.ts";
import "../panels/neighbours.ts";
import "../panels/photometry.ts";
import "../panels/sed.ts";
import "../panels/stamps.ts";

/** What was found for an identifier that the table does not have. */
interface Unknown {
  id: string;
  table: string;
  near: string[];
  elsewhere: Twin["roles"][];
}

@customElement("armilla-page-object")
export class Page extends LitElement {
  static override styles = [shared, objectStyle];

  @property({ attribute: false }) params = new URLSearchParams();
  @state() private set: TableSet | null = null;
  @state() private object: FoundObject | null = null;
  @state() private unknown: Unknown | null = null;
  @state() private error: unknown = null;
  @state() private related: Row[] = [];
  @state() private facts = new Map<number, ImageFacts>();
  @state() private twins: Twin[] | null = null;
  @state() private pictures: ObjectPictures | null = null;
  @state() private pictureError: unknown = null;
  private asked = "";
  private stop = new AbortController();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop.abort();
    this.asked = "";
  }

  override willUpdate(changed: Map<string, unknown>): void {
    const wanted = `${this.params.get("table") ?? ""}\n${this.params.get("id") ?? ""}`;
    if (changed.has("params") && wanted !== this.asked) {
      this.asked = wanted;
      void this.load();
    }
  }

  override render(): TemplateResult {
    const [table, id] = [this.params.get("table"), this.params.get("id")];
    if (!table || !id) return html`<h1>${words.sed.heading}</h1>${emptyBox(words.noParams, html`<a href=${link("cone")}>${words.searchHere}</a>`)}`;
    if (this.error) return html`<h1>${words.title(table, id)}</h1>${errorBox(this.error, () => this.load())}`;
    if (this.unknown) return html`<h1>${words.title(table, id)}</h1>${this.notFound(this.unknown)}`;
    if (!this.object || !this.set) return html`<h1>${words.title(table, id)}</h1>${skeleton(8)}`;
    return this.whole(this.object, this.set);
  }

  private whole(object: FoundObject, set: TableSet): TemplateResult {
    const series = this.series(object);
    const flags = object.roles.flags.map((column) => ({ column, values: numbers(object.cells.get(column.name) ?? null) }));
    const all = measurements([object, ...this.related], set);
    const { ra, dec } = object.position;
    return html`${heading(object, this.related)}
      <div class="first">
        <section aria-labelledby="sed"><h2 id="sed">${words.sed.heading}</h2>
          <armilla-sed .series=${series} .name=${object.id} .scale=${(this.params.get("scale") ?? "ab") as Scale}
            .aperture=${this.params.get("aperture") ?? ""} .second=${this.params.get("second") ?? ""}
            @armilla-change=${this.chosen}></armilla-sed></section>
        <section aria-labelledby="stamps"><h2 id="stamps">${words.stamps.heading}</h2>${this.stamps(object)}</section>
      </div>
      ${series.length === 0 ? nothing : html`<section aria-labelledby="photometry"><h2 id="photometry">${words.photometry.heading}</h2>
        <armilla-photometry .series=${series} .flags=${flags}></armilla-photometry></section>`}
      <section aria-labelledby="measurements"><h2 id="measurements">${words.measurements.heading(all.length)}</h2>
        <armilla-measurements .measurements=${all}></armilla-measurements></section>
      <div class="around">
        <section><armilla-neighbours .tap=${service("tap") ?? ""} .scs=${service("scs")} .roles=${object.roles} .position=${object.position}
          .id0=${object.id}></armilla-neighbours></section>
        ${twinsSection(this.twins)}
        ${linksSection(this.pictures?.links ?? null)}
        ${catalogueSection(object)}
        ${rawSection(object)}
        ${offeredSection({ table: object.table.name, id: object.id, ra: String(ra), dec: String(dec) })}
      </div>`;
  }

  private series(object: FoundObject): MeasuredSeries[] {
    const flags = object.roles.flags.map((column) => column.name);
    const own = object.roles.apertures.map((aperture) => ({ aperture, row: object as Row }));
    const others = this.related.flatMap((row) => (rolesOf(row.table, this.set?.enumerations ?? [])?.apertures ?? []).map((aperture) => ({ aperture, row })));
    return [...own, ...others].map(({ aperture, row }) => ({
      name: aperture.name,
      kind: aperture.kind,
      // Flags belong to the object: they hold for the columns of other tables too.
      points: sedOf(aperture, (column) => row.cells.get(column) ?? object.cells.get(column) ?? null, flags, this.facts),
    }));
  }

  private stamps(object: FoundObject): TemplateResult {
    if (this.pictureError) return errorBox(this.pictureError, () => this.loadPictures(object));
    if (!this.pictures) return skeleton(6);
    const first = object.roles.apertures.find((aperture) => aperture.kind === "magnitude");
    const magnitudes = first ? numbers(object.cells.get(first.name) ?? null).filter((value): value is number => value !== null && value < 90) : [];
    const stamps = withIntervals(this.pictures.stamps, this.facts, magnitudes.length > 0 ? Math.min(...magnitudes) : null);
    return html`<armilla-stamps .stamps=${stamps} .colour=${this.pictures.colour} .position=${object.position}
      .side=${Number(this.params.get("side")) || 30} .view=${(this.params.get("view") ?? "own") as StampView} @armilla-change=${this.chosen}></armilla-stamps>`;
  }

  private notFound({ id, table, near, elsewhere }: Unknown): TemplateResult {
    const steps = html`${near.length > 0
      ? html`<p>${words.nearIds} ${near.map((one) => html`<a href=${link("object", { table, id: one })}>${one}</a> `)}</p>` : nothing}
      ${elsewhere.length > 0 ? html`<p>${words.elsewhere} ${elsewhere.map((roles) =>
        html`<a href=${link("object", { table: roles.table.name, id })}>${roles.table.name}</a> `)}</p>` : nothing}`;
    return emptyBox(words.unknown(id, table), steps);
  }

  private readonly chosen = (event: CustomEvent<Record<string, string | number>>): void => {
    const changes = Object.entries(event.detail).map(([name, value]) => [name, value === "" ? null : String(value)] as const);
    setParams(Object.fromEntries(changes), { replace: true });
  };

  private async load(): Promise<void> {
    this.stop.abort();
    const stop = new AbortController();
    this.stop = stop;
    [this.object, this.unknown, this.error, this.related, this.twins, this.pictures, this.pictureError] = [null, null, null, [], null, null, null];
    this.facts = new Map();
    const [tap, name, id] = [service("tap"), this.params.get("table"), this.params.get("id")];
    if (!tap || !name || !id) return;
    try {
      const set = await survey(tap);
      const table = tableNamed(set, name);
      const roles = table && rolesOf(table, set.enumerations);
      if (stop.signal.aborted) return;
      if (!roles?.id) throw new Error(words.noTable(name));
      const object = await loadObject(tap, roles, id, stop.signal);
      if (object) await this.show(tap, set, object, stop.signal);
      else this.unknown = await this.look(tap, set, roles, id, stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) this.error = error;
    }
  }

  private async show(tap: string, set: TableSet, object: FoundObject, signal: AbortSignal): Promise<void> {
    [this.set, this.object] = [set, object];
    const url = withParameters(`${tap}/sync`, { LANG: "ADQL", QUERY: object.adql });
    this.dispatchEvent(new CustomEvent("armilla-request", { bubbles: true, composed: true, detail: { method: "GET", url, adql: object.adql } }));
    const rest = [
      loadRelated(tap, set, object, signal).then((rows) => { this.related = rows; }),
      loadImageFacts(tap, set, object, signal).then((facts) => { this.facts = facts; }),
      loadTwins(tap, set, object, signal).then((twins) => { this.twins = twins; }),
      this.loadPictures(object, signal),
    ];
    // Each of these is a part of the page: one that fails leaves the others.
    await Promise.allSettled(rest);
  }

  private async loadPictures(object: FoundObject, signal = this.stop.signal): Promise<void> {
    this.pictureError = null;
    const datalink = service("datalink");
    const filters = object.roles.apertures[0]?.enumeration.elements ?? [];
    try {
      const id = `${object.table.name.replaceAll('"', "")}/${object.id}`;
      const found = datalink ? await stampsOf(datalink, id, filters, signal) : { stamps: [], colour: null, links: [] };
      if (!signal.aborted) this.pictures = found;
    } catch (error) {
      if (!signal.aborted) this.pictureError = error;
    }
  }

  private async look(tap: string, set: TableSet, roles: ObjectRoles, id: string, signal: AbortSignal): Promise<Unknown> {
    const near = await nearIds(tap, roles, id, signal);
    const others = objectTables(set).filter((other) => other.table.name !== roles.table.name);
    const found = await Promise.allSettled(others.map((other) => loadObject(tap, other, id, signal)));
    const elsewhere = found.flatMap((one) => (one.status === "fulfilled" && one.value ? [one.value.roles] : []));
    return { id, table: roles.table.name, near, elsewhere };
  }
}
