// The page of queries: tables, tabs with the editor, what the service says of the text, results, jobs.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Mark } from "../adql/diagnostics.ts";
import { History } from "../data/history.ts";
import { Jobs } from "../data/jobs.ts";
import { Names } from "../data/names.ts";
import type { Editor } from "../panels/editor.ts";
import "../panels/editor.ts";
import "../panels/jobs.ts";
import "../panels/result.ts";
import { errorBox } from "../panels/state.ts";
import "../panels/tables.ts";
import "../panels/tabs.ts";
import "../panels/toast.ts";
import type { Toast } from "../panels/toast.ts";
import "../panels/verdict.ts";
import type { Verdict } from "../panels/verdict.ts";
import { link, navigate } from "../router.ts";
import { service, settings } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { ask, ServiceError } from "../vo/http.ts";
import { abortJob, changeJob, createJob, fetchJob, type Job } from "../vo/uws.ts";
import { words } from "../words/query.ts";
import { Checker } from "./query/checker.ts";
import { formats } from "./query/formats.ts";
import { menus } from "./query/menus.ts";
import { planBox } from "./query/plan.ts";
import { downloadAnswer, fragmentOf, jobParameters, queryParameters, runSource, SHOWN_FORMAT, textOf, type Source } from "./query/requests.ts";
import { Session } from "./query/session.ts";
import { layout } from "./query/layout.ts";

/** After this time a query that runs is offered to go on as a job. */
const LONG_MS = 20_000;

@customElement("armilla-page-query")
export class Page extends LitElement {
  static override styles = [shared, layout];
  @property({ attribute: false }) params = new URLSearchParams();
  @state() private verdict: Verdict = { state: "empty" };
  @state() private marks: Mark[] = [];
  @state() private version = 0;
  /** The answer that the results show, and the request that gives it again in other formats. */
  @state() private answer: Response | null = null;
  @state() private running: AbortController | null = null;
  private exports: Source | null = null;
  @state() private plan: Job | null = null;
  @state() private error: unknown = null;
  @state() private isLong = false;
  @query("armilla-editor") private editor?: Editor;
  @query("armilla-toast") private toast?: Toast;
  private readonly tap = service("tap");
  private readonly history = new History(`armilla.query:${settings().base}:`);
  private readonly session = new Session(this.history);
  private readonly names = new Names(this.tap ?? "");
  private readonly jobs = new Jobs(`${this.tap}/async`, this.history);
  private readonly checker = new Checker(this.tap ?? "", (verdict, marks) => {
    this.verdict = verdict;
    this.marks = marks;
  });
  private longTimer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.tap === null) return;
    this.names.addEventListener("change", this.learnt);
    this.jobs.addEventListener("change", this.learnt);
    addEventListener("pagehide", this.keep);
    addEventListener("keydown", this.key);
    void this.names.load().then(() => this.names.wantFor(this.session.tab.text));
    this.jobs.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.keep();
    this.jobs.stop();
    this.checker.stop();
    this.stop();
    removeEventListener("pagehide", this.keep);
    removeEventListener("keydown", this.key);
  }

  override firstUpdated(): void {
    this.show();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("params") || this.tap === null) return;
    const text = textOf(location.hash, this.params);
    if (text === null) return;
    if (this.hasUpdated) this.keep();
    this.session.open(text);
    // The address held the text only to bring it here.
    history.replaceState(null, "", link("query"));
    if (this.hasUpdated) this.show();
  }

  override render(): TemplateResult {
    if (this.tap === null) return html`<h1>${words.title}</h1><p>${words.noTap}</p>`;
    const { tab, tabs } = this.session;
    return html`
      <h1 class="visually-hidden">${words.title}</h1>
      <div class="page">
        <details class="tables" ?open=${innerWidth > 900}>
          <summary>${words.tables}</summary>
          <armilla-tables
            .catalogue=${this.names.catalogue} .version=${this.version} .error=${this.names.error} ?loading=${this.names.isLoading}
            @armilla-insert=${(event: CustomEvent<string>) => this.editor?.insert(event.detail)}
            @armilla-wanted=${this.want} @armilla-wanted-all=${() => this.names.wantAll()} @armilla-retry=${() => this.names.load()}
          ></armilla-tables>
        </details>
        <div class="work">
          <div class="head">
            <armilla-tabs
              .tabs=${tabs} .active=${tab.id}
              @armilla-select=${(event: CustomEvent<string>) => this.turn(() => this.session.select(event.detail))}
              @armilla-close=${(event: CustomEvent<string>) => this.turn(() => this.session.close(event.detail))}
              @armilla-add=${() => this.turn(() => this.session.add())}
              @armilla-rename=${this.rename}
            ></armilla-tabs>
            ${menus(this.names.examples, this.history.texts, (text, title) => this.turn(() => this.session.open(text, title)), () => this.forget())}
          </div>
          <div class="editor">
            <armilla-editor
              .catalogue=${this.names.catalogue} .marks=${this.marks}
              @armilla-text=${this.changed} @armilla-wanted=${this.want}
              @armilla-run=${this.run} @armilla-run-job=${this.runAsJob} @armilla-save=${this.save}
            ></armilla-editor>
            <armilla-verdict .verdict=${this.verdict} @armilla-repair=${() => this.editor?.repair()}></armilla-verdict>
          </div>
          ${this.bar()}
          ${this.error === null ? nothing : errorBox(this.error, () => this.run())}
          ${this.plan === null ? nothing : planBox(this.plan, () => (this.plan = null))}
          ${this.isLong ? html`<p class="state warning row" role="status">${words.takesLong}<button @click=${this.runAsJob}>${words.continueAsJob}</button></p>` : nothing}
          <section class="results" aria-label=${words.results} tabindex="-1">
            ${this.running === null ? nothing : html`<p class="row" role="status">${words.running}<button @click=${this.stop}>${words.stop}</button></p>`}
            ${this.answer === null
              ? html`<p class="muted">${this.running === null ? words.noResults : ""}</p>`
              : html`<armilla-result .source=${this.answer} .exports=${this.exports} .tap=${this.tap} .name=${tab.title} @armilla-loaded=${this.loaded}>
                  <button slot="more" @click=${this.askForAll}>${words.askForAll(this.names.capability?.rowsHard ?? null)}</button>
                </armilla-result>`}
          </section>
          <armilla-jobs .jobs=${this.jobs.jobs} @armilla-abort=${this.abort}></armilla-jobs>
        </div>
      </div>
      <armilla-toast></armilla-toast>
    `;
  }

  private bar(): TemplateResult {
    const { capability } = this.names;
    const { tab } = this.session;
    return html`<div class="bar row">
      <label>${words.format}
        <select @change=${(event: Event) => this.session.change({ format: (event.target as HTMLSelectElement).value })}>
          ${formats(capability).map(({ mime, name }) => html`<option value=${mime} ?selected=${mime === tab.format}>${name}</option>`)}
        </select>
      </label>
      <label>${words.maxrec}
        <input
          inputmode="numeric" size="9" .value=${tab.maxrec} placeholder=${capability?.rowsDefault ?? ""}
          title=${words.maxrecHelp(capability?.rowsDefault ?? null, capability?.rowsHard ?? null)}
          @change=${(event: Event) => this.session.change({ maxrec: (event.target as HTMLInputElement).value.replace(/\D/g, "") })}
        />
      </label>
      <span class="buttons row">
        <button class="primary" title="Ctrl+Enter" @click=${this.run}>${words.run}</button>
        <button title="Ctrl+Shift+Enter" @click=${this.runAsJob}>${words.runAsJob}</button>
        <button title="Ctrl+S" @click=${this.save}>${words.save}</button>
        <button @click=${this.showPlan}>${words.plan}</button>
        <button @click=${this.share}>${words.share}</button>
      </span>
    </div>`;
  }

  private readonly learnt = (): void => {
    this.version += 1;
  };

  /** Puts the present tab's text into the editor. */
  private show(): void {
    const { tab } = this.session;
    this.editor?.load(tab);
    this.error = null;
    this.plan = null;
    this.requestUpdate();
    this.checker.changed(tab.text);
    void this.names.wantFor(tab.text);
  }

  /** Keeps the editor's text, goes to another tab, shows that. */
  private turn(go: () => void): void {
    this.keep();
    go();
    this.show();
    this.editor?.focus();
  }

  private readonly keep = (): void => {
    if (this.editor !== undefined && this.tap !== null) this.session.change(this.editor.snapshot());
  };

  private readonly changed = (): void => {
    this.keep();
    this.checker.changed(this.session.tab.text);
    void this.names.wantFor(this.session.tab.text);
  };

  private readonly want = (event: CustomEvent<string[]>): void => void this.names.want(event.detail);

  private readonly rename = (event: CustomEvent<{ id: string; title: string }>): void => {
    this.session.select(event.detail.id);
    this.session.change({ title: event.detail.title });
    this.requestUpdate();
  };

  private forget(): void {
    this.session.forget();
    this.show();
    this.toast?.say({ message: words.forgotten });
  }

  /** Whether the text can be sent: a text that the service refuses is not, it is marked. */
  private async isSound(): Promise<boolean> {
    this.error = null;
    this.keep();
    const { text } = this.session.tab;
    if (text.trim() === "") return false;
    const verdict = await this.checker.check(text);
    if (verdict.state === "wrong") this.editor?.focus();
    return verdict.state !== "wrong";
  }

  private readonly run = async (): Promise<void> => {
    if (this.tap === null || !(await this.isSound())) return;
    const { tab } = this.session;
    this.history.addText(tab.text);
    if (tab.format !== "" && tab.format !== SHOWN_FORMAT) return downloadAnswer(this.tap, tab);
    await this.read(runSource(this.tap, tab), tab.text);
  };

  /** Hands the answer to the results as soon as it begins; an error marks the text or is shown. */
  private async read(source: Source, text: string): Promise<void> {
    this.stop();
    const running = new AbortController();
    this.running = running;
    this.request(source.url, source.form);
    this.longTimer = setTimeout(() => (this.isLong = true), LONG_MS);
    try {
      const answer = await ask(source.url, { form: source.form, signal: running.signal });
      if (running.signal.aborted) return;
      this.exports = source;
      this.answer = answer;
    } catch (error) {
      if (running.signal.aborted) return;
      this.loaded();
      if (error instanceof ServiceError && error.status === 400) this.checker.refused(text, error);
      else this.error = error;
    }
    this.running = null;
  }

  private readonly stop = (): void => {
    this.running?.abort();
    this.running = null;
    this.loaded();
  };

  private readonly loaded = (): void => {
    clearTimeout(this.longTimer);
    this.isLong = false;
  };

  private readonly runAsJob = (): Promise<void> =>
    this.attempt(async (list) => {
      const { tab } = this.session;
      this.history.addText(tab.text);
      this.stop();
      this.jobs.add(await createJob(list, jobParameters(tab), true));
      this.request(list, { ...queryParameters(tab), RUNID: tab.title, PHASE: "RUN" });
      this.toast?.say({ message: words.started(tab.title) });
    });

  /** The rows that the limit cut off, as a job. */
  private readonly askForAll = (): void => {
    this.session.change({ maxrec: String(this.names.capability?.rowsHard ?? "") });
    this.requestUpdate();
    void this.runAsJob();
  };

  private readonly save = (): Promise<void> =>
    this.attempt(async () => {
      const { saved, isNew } = await this.savedJob();
      this.toast?.say({ message: isNew ? words.saved(saved.runId ?? saved.id) : words.savedAgain(saved.runId ?? saved.id) });
    }, true);

  private readonly showPlan = (): Promise<void> =>
    this.attempt(async () => {
      const { saved } = await this.savedJob();
      this.plan = await fetchJob(saved.url);
    });

  /** The PENDING job of this tab: the one of before with the new text, else a new one. */
  private async savedJob(): Promise<{ saved: Job; isNew: boolean }> {
    const { tab } = this.session;
    const known = tab.job === null ? null : await fetchJob(tab.job).catch(() => null);
    const isNew = known?.phase !== "PENDING";
    const saved = isNew ? await createJob(`${this.tap}/async`, jobParameters(tab), false) : await changeJob(tab.job ?? "", jobParameters(tab));
    this.session.change({ job: saved.url });
    this.jobs.add(saved);
    return { saved, isNew };
  }

  /** Does something with jobs; what goes wrong is shown. A text with mistakes can be saved, but not run. */
  private async attempt(act: (list: string) => Promise<void>, withMistakes = false): Promise<void> {
    const isSound = await this.isSound();
    if (this.session.tab.text.trim() === "" || !(isSound || withMistakes)) return;
    try {
      await act(`${this.tap}/async`);
    } catch (error) {
      this.error = error;
    }
  }

  private readonly abort = async (event: CustomEvent<string>): Promise<void> => {
    try {
      this.jobs.add(await abortJob(event.detail));
    } catch (error) {
      this.error = error;
    }
  };

  private readonly share = async (): Promise<void> => {
    this.keep();
    const href = link("query") + fragmentOf(this.session.tab.text);
    try {
      await navigator.clipboard.writeText(new URL(href, location.href).href);
      this.toast?.say({ message: words.shared });
    } catch {
      history.replaceState(null, "", href);
      this.toast?.say({ message: words.shareBlocked });
    }
  };

  /** F6 goes round editor, results, jobs, tables. */
  private readonly key = (event: KeyboardEvent): void => {
    if (event.key !== "F6") return;
    event.preventDefault();
    const areas = ["armilla-editor", ".results", "armilla-jobs", "armilla-tables"];
    const now = areas.findIndex((area) => this.renderRoot.querySelector(`${area}:focus-within`) !== null);
    const next = this.renderRoot.querySelector<HTMLElement>(areas[(now + (event.shiftKey ? areas.length - 1 : 1)) % areas.length] ?? "");
    const inner = next?.shadowRoot?.querySelector<HTMLElement>("[tabindex='0'], a, input");
    if (next === this.editor) this.editor?.focus();
    else (inner ?? next)?.focus();
  };

  private request(url: string, form: Record<string, string | undefined>): void {
    this.dispatchEvent(new CustomEvent("armilla-request", { bubbles: true, composed: true, detail: { method: "POST", url, form, adql: form.QUERY } }));
  }
}

/** The address of the query page with a text in its editor. */
export function openQuery(text: string): void {
  navigate(link("query") + fragmentOf(text));
}
