// Objects of the same table around a place, nearest first, by a cone search or by TAP where there is none.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ObjectRoles } from "../data/roles.ts";
import { link } from "../router.ts";
import { shared } from "../style/sheets.ts";
import { ask, ServiceError } from "../vo/http.ts";
import { coneService, coneUrl } from "../vo/scs.ts";
import { formatAngle, separation, type Position } from "../vo/sky.ts";
import { querySync } from "../vo/tap.ts";
import { readVotable } from "../vo/votable.ts";
import { words } from "../words/object.ts";
import { emptyBox, errorBox, skeleton } from "./state.ts";

interface Neighbour {
  id: string;
  /** Degrees. */
  distance: number;
}

const ROWS_MAX = 50;
const WIDER = 4;

@customElement("armilla-neighbours")
export class Neighbours extends LitElement {
  static override styles = [shared, css`td a { display: inline-block; min-height: 24px; line-height: 24px; }`];

  @property() tap = "";
  /** Base of the cone searches; null if the host has none. */
  @property() scs: string | null = null;
  @property({ attribute: false }) roles: ObjectRoles | null = null;
  @property({ attribute: false }) position: Position | null = null;
  /** The object itself, which is not its neighbour. */
  @property() id0 = "";
  /** Degrees. */
  @property({ type: Number }) radius = 30 / 3600;
  @state() private found: Neighbour[] | null = null;
  @state() private error: unknown = null;
  private stop = new AbortController();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop.abort();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (["tap", "scs", "roles", "position", "id0", "radius"].some((name) => changed.has(name))) void this.load();
  }

  override render(): TemplateResult {
    const radius = formatAngle(this.radius);
    if (this.error) return html`<h2>${words.neighbours.heading(radius)}</h2>${errorBox(this.error, () => this.load())}`;
    return html`<h2>${words.neighbours.heading(radius)}</h2>${this.found === null ? skeleton() : this.table(this.found, radius)}
      <button @click=${() => { this.radius *= WIDER; }}>${words.neighbours.wider}</button>`;
  }

  private table(found: Neighbour[], radius: string): TemplateResult {
    if (found.length === 0) return emptyBox(words.neighbours.none(radius));
    return html`<table><thead><tr><th scope="col">${words.neighbours.id}</th><th scope="col" class="number">${words.neighbours.distance}</th></tr></thead>
      <tbody>${found.map(({ id, distance }) => html`<tr><td><a href=${link("object", { table: this.roles?.table.name ?? "", id })}>${id}</a></td>
        <td class="number">${formatAngle(distance)}</td></tr>`)}</tbody></table>`;
  }

  private async load(): Promise<void> {
    this.stop.abort();
    const { roles, position } = this;
    const stop = new AbortController();
    [this.stop, this.error] = [stop, null];
    if (!roles || !position) return;
    try {
      const rows = (await this.byCone(roles, position, stop.signal)) ?? (await this.byQuery(roles, position, stop.signal));
      this.found = rows.filter(({ id }) => id !== this.id0).sort((a, b) => a.distance - b.distance);
    } catch (error) {
      if (!stop.signal.aborted) this.error = error;
    }
  }

  /** Null where the table has no cone search. */
  private async byCone(roles: ObjectRoles, position: Position, signal: AbortSignal): Promise<Neighbour[] | null> {
    if (!this.scs) return null;
    const url = coneUrl(coneService(this.scs, roles.table.name), { position, radius: this.radius, verbosity: 1, maxrec: ROWS_MAX, byDistance: true });
    try {
      const answer = readVotable(await (await ask(url, { signal })).text());
      const at = (ucd: RegExp): number => answer.fields.findIndex((field) => ucd.test(field.ucd ?? ""));
      const [id, ra, dec] = [at(/^(ID_MAIN|meta\.id;meta\.main)$/i), at(/^(POS_EQ_RA_MAIN|pos\.eq\.ra;meta\.main)$/i), at(/^(POS_EQ_DEC_MAIN|pos\.eq\.dec;meta\.main)$/i)];
      if (id < 0 || ra < 0 || dec < 0) return null;
      return answer.rows.map((row) => ({ id: String(row[id]), distance: separation(position, { ra: Number(row[ra]), dec: Number(row[dec]) }) }));
    } catch (error) {
      if (error instanceof ServiceError && error.status === 404) return null;
      throw error;
    }
  }

  private async byQuery({ id, ra, dec, table }: ObjectRoles, position: Position, signal: AbortSignal): Promise<Neighbour[]> {
    if (!id) return [];
    const distance = `DISTANCE(POINT(${ra.name}, ${dec.name}), POINT(${position.ra}, ${position.dec}))`;
    const adql = `SELECT TOP ${ROWS_MAX} ${id.name}, ${ra.name}, ${dec.name} FROM ${table.name} WHERE ${distance} <= ${this.radius} ORDER BY ${distance}`;
    const { rows } = await querySync(this.tap, adql, { signal });
    return rows.map((row) => ({ id: String(row[0]), distance: separation(position, { ra: Number(row[1]), dec: Number(row[2]) }) }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-neighbours": Neighbours;
  }
}
