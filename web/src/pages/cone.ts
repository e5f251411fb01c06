// The objects around a place: a form that says what it understood, a count first, then the rows.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { countQuery, isPlainCone, rowsQuery, type ConeSearch } from "../data/cone-query.ts";
import { nearest, type Twin } from "../data/object.ts";
import { positionTables, type ObjectRoles } from "../data/roles.ts";
import { byWavelength } from "../data/sed.ts";
import { survey } from "../data/survey.ts";
import type { Source } from "../data/table.ts";
import { link, navigate, setParams } from "../router.ts";
import { service, settings } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { withParameters } from "../vo/http.ts";
import { coneLimits, coneService, coneUrl } from "../vo/scs.ts";
import { formatAngle, formatPosition, fromDegrees, parsePosition, toDegrees, type AngleUnit, type Position } from "../vo/sky.ts";
import { querySync } from "../vo/tap.ts";
import { words } from "../words/cone.ts";
import { emptyBox, errorBox, skeleton } from "../panels/state.ts";
import type { LinkOf } from "../panels/grid/columns.ts";
import "../panels/result.ts";

const BINARY2 = "application/x-votable+xml;serialization=BINARY2";
const UNITS: AngleUnit[] = ["arcsec", "arcmin", "deg"];
const RADIUS_DEFAULT = 1 / 60;
const WIDER = 10;
const WIDEST = 5;
/** The whole sky; a service that declares no maxSR has no other limit (SCS 1.03 section 3.1). */
const SKY = 180;

@customElement("armilla-page-cone")
export class Page extends LitElement {
  static override styles = [shared, css`
    form { display: flex; flex-wrap: wrap; gap: var(--space-3); align-items: end; }
    .position { flex: 1 1 20em; }
    .position input { width: 100%; }
    input[type="number"] { width: 7em; }
    .chosen { display: flex; flex-wrap: wrap; gap: 0 var(--space-3); max-height: 12em; overflow-y: auto; flex-basis: 100%; }
    fieldset { border: 0; padding: 0; margin: 0; display: flex; gap: var(--space-2); align-items: end; }
    legend { padding: 0; font-size: 13px; color: var(--muted); }
    .said { flex-basis: 100%; margin: 0; min-height: 24px; }
    .row p { margin: 0; }
    .row a, a.more { display: inline-block; min-height: 24px; line-height: 24px; }
  `];

  @property({ attribute: false }) params = new URLSearchParams();
  @state() private tables: ObjectRoles[] | null = null;
  @state() private error: unknown = null;
  /** What stands in the field while it differs from the address. */
  @state() private typed: string | null = null;
  @state() private maxRadius: { table: string; radius: number | null } = { table: "", radius: null };
  @state() private count: number | null = null;
  @state() private countError: unknown = null;
  @state() private source: Source | null = null;
  @state() private near: Twin | "none" | null = null;
  private asked = "";
  private limitKnown: Promise<void> = Promise.resolve();
  private stop = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.loadTables();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop.abort();
    this.asked = "";
  }

  override willUpdate(): void {
    const roles = this.roles();
    if (roles && this.maxRadius.table !== roles.table.name) this.limitKnown = this.loadLimit(roles.table.name);
    const search = this.search();
    const wanted = search ? rowsQuery(search) : "";
    if (wanted === this.asked) return;
    this.asked = wanted;
    void this.run(search);
  }

  override render(): TemplateResult {
    if (this.error) return html`<h1>${words.title}</h1>${errorBox(this.error, () => this.loadTables())}`;
    if (!this.tables) return html`<h1>${words.title}</h1>${skeleton()}`;
    const roles = this.roles();
    if (!roles) return html`<h1>${words.title}</h1>${emptyBox(words.noTables)}`;
    return html`<h1>${words.title}</h1>${this.form(this.tables, roles)}${this.result()}`;
  }

  private form(tables: ObjectRoles[], roles: ObjectRoles): TemplateResult {
    const unit = this.unit();
    const columns = this.params.get("cols") ?? "principal";
    const set = columns === "principal" || columns === "all" ? columns : "chosen";
    const reading = parsePosition(this.positionText());
    return html`<form @submit=${this.submit}>
      <label class="above position">${words.position}<input name="pos" autocomplete="off" placeholder=${words.positionHint} .value=${this.positionText()}
        @input=${(event: Event) => { this.typed = (event.target as HTMLInputElement).value; }}></label>
      <label class="above">${words.radius}<input name="sr" type="number" min="0" step="any" .value=${String(Number(fromDegrees(this.radius(), unit).toPrecision(8)))}></label>
      <label class="above">${words.unit}<select name="unit">${UNITS.map((one) => html`<option ?selected=${one === unit}>${one}</option>`)}</select></label>
      <label class="above">${words.table}<select name="table" @change=${(event: Event) => setParams({ table: (event.target as HTMLSelectElement).value, cols: null }, { replace: true })}>
        ${tables.map(({ table }) => html`<option value=${table.name} ?selected=${table === roles.table}>${table.name}</option>`)}</select></label>
      <label class="above">${words.columns}<select name="set" @change=${(event: Event) => this.chooseSet((event.target as HTMLSelectElement).value, roles)}>
        ${(["principal", "all", "chosen"] as const).map((one) => html`<option value=${one} ?selected=${one === set}>${words.columnSets[one]}</option>`)}</select></label>
      ${this.limitFields(roles)}
      <button class="primary">${words.search}</button>
      <p class="said" role="status">${this.positionText() === "" ? nothing : reading.said}
        ${reading.alternatives?.map(({ spelling }) => html` <button type="button" @click=${() => { this.typed = spelling; }}>${spelling}</button>`) ?? nothing}</p>
      ${set === "chosen" ? this.chosenColumns(roles) : nothing}
    </form>
    <p><a class="more" href=${link("list")}>${words.many}</a></p>`;
  }

  private limitFields(roles: ObjectRoles): TemplateResult | typeof nothing {
    const aperture = roles.apertures.find(({ kind }) => kind === "magnitude");
    if (!aperture) return nothing;
    const chosen = this.params.get("filter") ?? aperture.enumeration.elements[0]?.name;
    return html`<fieldset><legend>${words.limits} ${words.limitHint(aperture.name)}</legend>
      <select name="filter" aria-label=${words.filter}>${byWavelength(aperture.enumeration.elements).map(({ name }) => html`<option ?selected=${name === chosen}>${name}</option>`)}</select>
      <input name="from" type="number" step="any" aria-label="${words.limits} ${words.from}" placeholder=${words.from} .value=${this.params.get("from") ?? ""}>
      <input name="to" type="number" step="any" aria-label="${words.limits} ${words.to}" placeholder=${words.to} .value=${this.params.get("to") ?? ""}></fieldset>`;
  }

  private chosenColumns(roles: ObjectRoles): TemplateResult {
    const chosen = new Set((this.params.get("cols") ?? "").split(","));
    const toggle = (name: string): void => {
      if (!chosen.delete(name)) chosen.add(name);
      setParams({ cols: [...chosen].filter((one) => one !== "").join(",") || "principal" }, { replace: true });
    };
    return html`<div class="chosen" role="group" aria-label=${words.columns}>${(roles.table.columns ?? []).map(({ name, description }) => html`<label title=${description ?? ""}>
      <input type="checkbox" .checked=${chosen.has(name)} @change=${() => toggle(name)}>${name}</label>`)}</div>`;
  }

  private result(): TemplateResult | typeof nothing {
    const search = this.search();
    const fault = this.radiusFault();
    if (fault) return html`<div class="state error" role="alert">${fault}</div>`;
    if (!search) return nothing;
    if (this.countError) return errorBox(this.countError, () => this.run(search));
    if (this.count === null) return skeleton(2);
    const adql = rowsQuery(search);
    if (this.count === 0) return this.empty(search);
    return html`<div class="row"><p role="status">${words.count(this.count)}</p><a href=${link("query", { q: adql })}>${words.openAdql}</a></div>
      ${this.source ? html`<armilla-result .source=${this.source} .exports=${this.source} .name=${"cone"} .linkOf=${this.objectPage}></armilla-result>`
        : html`<div class="state warning"><p>${words.tooLarge(this.count, settings().rows_max)}</p>
          <button @click=${() => { this.source = this.sourceOf(search); }}>${words.show}</button></div>`}`;
  }

  /** The page of the object that a row is of. */
  private readonly objectPage: LinkOf = ({ field }, cell) => {
    const roles = this.roles();
    const isId = roles?.id && roles.apertures.length > 0 && roles.id.name.toLowerCase() === field.name.toLowerCase();
    return isId && cell !== null ? link("object", { table: roles.table.name, id: String(cell) }) : null;
  };

  private empty(search: ConeSearch): TemplateResult {
    const wide = Math.min(search.radius * WIDER, WIDEST);
    const { near } = this;
    const pos = formatPosition(search.position);
    const found = near === null ? html`<button @click=${() => this.lookFurther(search, wide)}>${words.nearest(formatAngle(wide))}</button>`
      : near === "none" ? html`<p>${words.nearestNone(formatAngle(wide))}</p>`
        : html`<p>${words.nearestIs(formatAngle(near.distance))} <a href=${link("object", { table: search.roles.table.name, id: near.id })}>${near.id}</a></p>`;
    return emptyBox(words.empty(formatAngle(search.radius)), html`<div class="row">${found}<a href=${link("images", { pos })}>${words.footprint}</a></div>`);
  }

  private readonly submit = (event: Event): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(form.get(name) ?? "").trim();
    const reading = parsePosition(text("pos"));
    if (!reading.position) return;
    const unit = text("unit") as AngleUnit;
    const radius = reading.radius ?? toDegrees(Number(text("sr")), unit);
    const hasLimits = text("from") !== "" || text("to") !== "";
    const changes: Record<string, string> = {
      ra: String(reading.position.ra), dec: String(reading.position.dec), sr: String(Number(radius.toPrecision(10))), unit, table: text("table"),
      ...(hasLimits ? { filter: text("filter"), from: text("from"), to: text("to") } : {}),
    };
    const kept = this.params.get("cols");
    this.typed = null;
    navigate(link("cone", { ...changes, ...(kept ? { cols: kept } : {}) }));
  };

  private chooseSet(set: string, roles: ObjectRoles): void {
    const first = [roles.id, roles.ra, roles.dec].flatMap((column) => column?.name ?? []);
    setParams({ cols: set === "chosen" ? first.join(",") : set }, { replace: true });
  }

  private async run(search: ConeSearch | null): Promise<void> {
    this.stop.abort();
    const stop = new AbortController();
    [this.stop, this.count, this.countError, this.source, this.near] = [stop, null, null, null, null];
    const tap = service("tap");
    if (!search || !tap) return;
    try {
      const { rows } = await querySync(tap, countQuery(search), { signal: stop.signal });
      await this.limitKnown;
      if (stop.signal.aborted) return;
      this.count = Number(rows[0]?.[0] ?? 0);
      if (this.count > 0 && this.count <= settings().rows_max) this.source = this.sourceOf(search);
    } catch (error) {
      if (!stop.signal.aborted) this.countError = error;
    }
  }

  /** The request for the rows: the cone service where it can answer, else TAP. */
  private sourceOf(search: ConeSearch): Source {
    const [scs, tap, maxrec] = [service("scs"), service("tap"), settings().rows_max];
    const adql = rowsQuery(search);
    const isCone = scs !== null && isPlainCone(search) && this.maxRadius.radius !== null;
    const url = isCone
      ? coneUrl(coneService(scs, search.roles.table.name), { ...search, verbosity: search.columns === "all" ? 3 : 2, maxrec, byDistance: true, format: BINARY2 })
      : withParameters(`${tap}/sync`, { LANG: "ADQL", QUERY: adql, RESPONSEFORMAT: BINARY2, MAXREC: String(maxrec) });
    this.dispatchEvent(new CustomEvent("armilla-request", { bubbles: true, composed: true, detail: { method: "GET", url, adql } }));
    return { url };
  }

  private async lookFurther({ roles, position }: ConeSearch, radius: number): Promise<void> {
    const tap = service("tap");
    try {
      this.near = (tap && (await nearest(tap, roles, position, radius, this.stop.signal))) || "none";
    } catch (error) {
      this.countError = error;
    }
  }

  private async loadTables(): Promise<void> {
    const tap = service("tap");
    this.error = null;
    try {
      this.tables = tap ? positionTables(await survey(tap)) : [];
    } catch (error) {
      this.error = error;
    }
  }

  /** The largest radius; null where the table has no cone search: TAP answers then. */
  private async loadLimit(table: string): Promise<void> {
    this.maxRadius = { table, radius: null };
    const scs = service("scs");
    if (!scs) return;
    const limits = await coneLimits(coneService(scs, table)).catch(() => null);
    if (limits && this.maxRadius.table === table) this.maxRadius = { table, radius: limits.maxRadius ?? SKY };
  }

  private search(): ConeSearch | null {
    const [roles, position] = [this.roles(), this.position()];
    if (!roles || !position || this.radiusFault()) return null;
    const cols = this.params.get("cols") ?? "principal";
    const [from, to] = [this.number("from"), this.number("to")];
    const filter = roles.apertures[0]?.enumeration.elements.find(({ name }) => name === this.params.get("filter"));
    return {
      roles, position, radius: this.radius(),
      columns: cols === "principal" || cols === "all" ? cols : cols.split(","),
      limits: filter && (from !== null || to !== null) ? { index: filter.index, from, to } : null,
    };
  }

  private roles(): ObjectRoles | null {
    const wanted = this.params.get("table")?.toLowerCase();
    return this.tables?.find(({ table }) => table.name.toLowerCase() === wanted) ?? this.tables?.[0] ?? null;
  }

  private position(): Position | null {
    const [ra, dec] = [this.number("ra"), this.number("dec")];
    return ra === null || dec === null || Math.abs(dec) > 90 ? null : { ra, dec };
  }

  private positionText(): string {
    const position = this.position();
    return this.typed ?? (position ? formatPosition(position) : this.params.get("pos") ?? "");
  }

  private radius(): number {
    return this.number("sr") ?? RADIUS_DEFAULT;
  }

  private unit(): AngleUnit {
    return UNITS.find((unit) => unit === this.params.get("unit")) ?? (this.radius() < 1 / 60 ? "arcsec" : this.radius() < 1 ? "arcmin" : "deg");
  }

  private radiusFault(): string {
    if (!this.params.has("ra")) return "";
    const [radius, max] = [this.radius(), this.maxRadius.radius ?? SKY];
    if (!(radius > 0)) return words.radiusWrong;
    return radius > max ? words.radiusLarge(formatAngle(max), this.roles()?.table.name ?? "") : "";
  }

  private number(name: string): number | null {
    const text = this.params.get(name);
    return text === null || text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text);
  }
}
