// A list of targets: pasted or dropped, checked, matched with a table by a job, looked at and marked.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import {
  follow, Matches, matchQuery, nearestDistances, startMatch, TARGETS_MAX, uploadLimit,
} from "../data/match.ts";
import { objectTables, type Aperture, type ObjectRoles } from "../data/roles.ts";
import { survey } from "../data/survey.ts";
import { load, type Table } from "../data/table.ts";
import { ListError, readTargetBytes, readTargets, type TargetList } from "../data/targets.ts";
import { setParams } from "../router.ts";
import { service } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { toDegrees, type AngleUnit } from "../vo/sky.ts";
import { abortJob, type Job } from "../vo/uws.ts";
import { words } from "../words/list.ts";
import type { Mark, MatchView } from "../panels/matches.ts";
import { emptyBox, errorBox, skeleton } from "../panels/state.ts";
import { checkSection, saveSection, separations } from "./list-sections.ts";
import { listStyle } from "./list-style.ts";
import "../panels/matches.ts";

const VIEWS: MatchView[] = ["table", "gallery", "one"];
const UNITS: AngleUnit[] = ["arcsec", "arcmin", "deg"];
/** Degrees. */
const RADIUS_MAX = 1;
const KEPT = "armilla-list";

@customElement("armilla-page-list")
export class Page extends LitElement {
  static override styles = [shared, listStyle];

  @property({ attribute: false }) params = new URLSearchParams();
  @state() private text = "";
  @state() private list: TargetList | null = null;
  @state() private listError = "";
  @state() private tables: ObjectRoles[] | null = null;
  @state() private tablesError: unknown = null;
  @state() private edited: string | null = null;
  @state() private job: Job | null = null;
  @state() private seconds = 0;
  @state() private found: Matches | null = null;
  @state() private rows = 0;
  @state() private isRunning = false;
  @state() private isCut = false;
  @state() private error: unknown = null;
  @state() private marks = new Map<number, Mark>();
  @state() private distances: number[] | null = null;
  @state() private tooLarge = "";
  private stop = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("dragover", this.over);
    addEventListener("drop", this.drop);
    this.text = sessionStorage.getItem(KEPT) ?? "";
    if (this.text) this.read();
    void this.loadTables();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("dragover", this.over);
    removeEventListener("drop", this.drop);
    this.stop.abort();
  }

  override render(): TemplateResult {
    return html`<h1>${words.title}</h1><p>${words.lead}</p>
      <label class="above">${words.paste}<textarea rows="6" spellcheck="false" .value=${this.text} placeholder=${words.placeholder}
        @input=${(event: Event) => this.typed((event.target as HTMLTextAreaElement).value)}></textarea></label>
      <div class="row"><label>${words.file} <input type="file" @change=${(event: Event) => this.files((event.target as HTMLInputElement).files)}></label>
        <span class="muted">${words.drop}</span><button ?disabled=${!this.list && !this.text} @click=${() => this.typed("")}>${words.clear}</button></div>
      ${this.listError ? html`<div class="state error" role="alert">${this.listError}</div>` : nothing}
      ${this.list ? checkSection(this.list) : nothing}
      ${this.list && this.list.targets.length > 0 ? this.matchSection(this.list) : nothing}
      ${this.resultSection()}`;
  }

  private matchSection(list: TargetList): TemplateResult {
    if (this.tablesError) return errorBox(this.tablesError, () => this.loadTables());
    if (!this.tables) return skeleton();
    const roles = this.roles();
    if (!roles) return emptyBox(words.noTables);
    const isTooMany = list.targets.length > TARGETS_MAX;
    const field = (name: string) => (event: Event): void => {
      this.edited = null;
      setParams({ [name]: (event.target as HTMLInputElement).value }, { replace: true });
    };
    const problem = isTooMany ? words.tooMany(list.targets.length, TARGETS_MAX) : this.tooLarge || this.radiusFault();
    return html`<h2>${words.matchHeading}</h2><div class="form">
        <label class="above">${words.table}<select @change=${field("table")}>${this.tables.map(({ table }) =>
          html`<option value=${table.name} ?selected=${table === roles.table}>${table.name}</option>`)}</select></label>
        <label class="above">${words.radius}<input type="number" min="0" step="any" .value=${this.params.get("sr") ?? "2"} @change=${field("sr")}></label>
        <label class="above">${words.unit}<select @change=${field("unit")}>${UNITS.map((unit) => html`<option ?selected=${unit === this.unit()}>${unit}</option>`)}</select></label>
        <label class="above">${words.aperture}<select @change=${field("aperture")}>${roles.apertures.map(({ name }) =>
          html`<option ?selected=${name === this.aperture(roles)?.name}>${name}</option>`)}</select></label>
        <label class="above">${words.matches}<select @change=${field("all")}><option value="0">${words.nearest}</option>
          <option value="1" ?selected=${this.isAll()}>${words.all}</option></select></label></div>
      <details><summary>${words.adql}</summary><p class="muted">${words.adqlHint}</p>
        <textarea class="mono" rows="6" spellcheck="false" aria-label=${words.adql} .value=${this.adql(roles)}
          @input=${(event: Event) => { this.edited = (event.target as HTMLTextAreaElement).value; }}></textarea></details>
      ${problem ? html`<p class="state warning" role="alert">${problem}</p>` : nothing}
      <div class="row"><button class="primary" ?disabled=${this.isRunning || problem !== ""} @click=${() => this.run(roles, list)}>${words.run}</button>
        ${this.isRunning ? html`<button @click=${this.halt}>${words.stop}</button>` : nothing}
        <span role="status">${this.status()}</span></div>`;
  }

  private resultSection(): TemplateResult | typeof nothing {
    if (this.error) return errorBox(this.error);
    const [matches, roles, tap] = [this.found, this.roles(), service("tap")];
    if (!matches || !roles || !tap) return nothing;
    const isEmpty = !this.isRunning && matches.matched === 0;
    const view = (this.params.get("view") ?? "table") as MatchView;
    const labels: Record<MatchView, string> = { table: words.asTable, gallery: words.asGallery, one: words.oneByOne };
    return html`<h2>${words.resultHeading}</h2>
      ${this.isRunning ? nothing : html`<p role="status">${words.finished(matches.matched, matches.list.length)} ${this.isCut ? words.cut : nothing}</p>`}
      ${isEmpty ? emptyBox(words.noneMatched, separations(this.distances, () => this.lookFurther(tap, roles, matches))) : nothing}
      <fieldset class="row"><legend>${words.views}</legend>${VIEWS.map((name) => html`<label><input type="radio" name="view" .checked=${name === view}
        @change=${() => setParams({ view: name }, { replace: true })}>${labels[name]}</label>`)}</fieldset>
      <armilla-matches .list=${matches.list} .rows=${this.rows} .view=${view} .all=${this.isAll()} .table=${roles.table.name.replaceAll('"', "")}
        .datalink=${service("datalink")} .filters=${this.aperture(roles)?.enumeration.elements ?? []} .marks=${this.marks} @armilla-mark=${this.marked}></armilla-matches>
      ${this.isRunning ? nothing : saveSection(tap, matches.list, this.marks, roles.table.name.replaceAll('"', ""), this.isAll(), (error) => { this.error = error; })}`;
  }

  private status(): string {
    if (!this.isRunning) return "";
    return this.rows > 0 ? words.reading(this.rows) : words.phase(this.job?.phase ?? "QUEUED", this.seconds);
  }

  private async run(roles: ObjectRoles, list: TargetList): Promise<void> {
    const tap = service("tap");
    if (!tap) return;
    const stop = new AbortController();
    [this.stop, this.isRunning, this.error, this.job, this.found, this.rows, this.seconds] = [stop, true, null, null, null, 0, 0];
    [this.distances, this.isCut, this.marks] = [null, false, new Map()];
    const started = Date.now();
    const clock = setInterval(() => { this.seconds = Math.round((Date.now() - started) / 1000); }, 1000);
    const adql = this.adql(roles);
    try {
      this.job = await startMatch(tap, adql, list.targets, stop.signal);
      this.dispatchEvent(new CustomEvent("armilla-request", { bubbles: true, composed: true, detail: { method: "GET", url: this.job.url, adql } }));
      while (["PENDING", "QUEUED", "EXECUTING", "HELD", "SUSPENDED", "UNKNOWN"].includes(this.job.phase)) this.job = await follow(this.job, stop.signal);
      const result = this.job.results[0];
      if (this.job.phase !== "COMPLETED" || !result) throw new Error(this.job.error?.message ?? words.phase(this.job.phase, this.seconds));
      await this.receive(result.href, new Matches(list.targets, roles, this.aperture(roles)), stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) this.error = error;
    } finally {
      clearInterval(clock);
      this.isRunning = false;
    }
  }

  /** Rows become matches as they arrive. */
  private async receive(url: string, matches: Matches, signal: AbortSignal): Promise<void> {
    let done = 0;
    const take = (table: Table | null): void => {
      if (!table) return;
      const columns = new Map(table.fields.map((field, index) => [field.name.toLowerCase(), index]));
      for (; done < table.length; done++) {
        const row = done;
        matches.add((name) => table.get(row, columns.get(name.replaceAll('"', "").toLowerCase()) ?? 0));
      }
      this.rows = done;
    };
    this.found = matches;
    const table = await load(url, ({ table: sofar }) => take(sofar), signal);
    take(table);
    this.isCut = table.status === "OVERFLOW";
    this.requestUpdate();
  }

  private readonly halt = (): void => {
    this.stop.abort();
    if (this.job) void abortJob(this.job.url).catch((error: unknown) => { this.error = error; });
  };

  private async lookFurther(tap: string, roles: ObjectRoles, matches: Matches): Promise<void> {
    try {
      this.distances = await nearestDistances(tap, roles, matches.list.map((entry) => entry.target));
    } catch (error) {
      this.error = error;
    }
  }

  private async loadTables(): Promise<void> {
    const tap = service("tap");
    this.tablesError = null;
    try {
      this.tables = tap ? objectTables(await survey(tap)) : [];
    } catch (error) {
      this.tablesError = error;
    }
  }

  private typed(text: string): void {
    this.text = text;
    sessionStorage.setItem(KEPT, text);
    this.read();
  }

  private read(): void {
    this.take(() => (this.text.trim() === "" ? null : readTargets(this.text)));
  }

  private take(read: () => TargetList | null): void {
    [this.list, this.listError, this.found, this.tooLarge] = [null, "", null, ""];
    try {
      this.list = read();
    } catch (error) {
      if (!(error instanceof ListError)) throw error;
      this.listError = error.message;
    }
  }

  private async files(files: FileList | null | undefined): Promise<void> {
    const file = files?.[0];
    const tap = service("tap");
    if (!file || !tap) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    this.text = "";
    this.take(() => readTargetBytes(bytes));
    const limit = await uploadLimit(tap).catch(() => null);
    // A target takes about 70 bytes of what is sent.
    if (limit !== null && (this.list?.targets.length ?? 0) * 70 > limit) this.tooLarge = words.tooMany(this.list?.targets.length ?? 0, Math.floor(limit / 70));
  }

  private readonly over = (event: DragEvent): void => event.preventDefault();
  private readonly drop = (event: DragEvent): void => {
    event.preventDefault();
    void this.files(event.dataTransfer?.files);
  };

  private readonly marked = (event: CustomEvent<{ line: number; mark: Mark | null }>): void => {
    const marks = new Map(this.marks);
    const { line, mark } = event.detail;
    if (mark) marks.set(line, mark);
    else marks.delete(line);
    this.marks = marks;
  };

  private roles(): ObjectRoles | null {
    return this.tables?.find(({ table }) => table.name === this.params.get("table")) ?? this.tables?.[0] ?? null;
  }

  private aperture(roles: ObjectRoles): Aperture | null {
    return roles.apertures.find(({ name }) => name === this.params.get("aperture")) ?? roles.apertures[0] ?? null;
  }

  private unit(): AngleUnit {
    return UNITS.find((unit) => unit === this.params.get("unit")) ?? "arcsec";
  }

  private radius(): number {
    return toDegrees(Number(this.params.get("sr") ?? "2"), this.unit());
  }

  private radiusFault(): string {
    const radius = this.radius();
    return !(radius > 0) ? words.radiusWrong : radius > RADIUS_MAX ? words.radiusLarge("1°") : "";
  }

  private isAll(): boolean {
    return this.params.get("all") === "1";
  }

  private adql(roles: ObjectRoles): string {
    return this.edited ?? matchQuery(roles, this.aperture(roles), this.radius());
  }
}
