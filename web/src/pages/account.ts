// Logging in and out; who one is, and what that gives.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { forgetSurvey } from "../data/survey.ts";
import { errorBox, skeleton } from "../panels/state.ts";
import "../panels/tokens.ts";
import { link, navigate } from "../router.ts";
import { service, settings } from "../services.ts";
import { caller } from "../session.ts";
import { shared } from "../style/sheets.ts";
import { account, type Account } from "../vo/account.ts";
import { ServiceError } from "../vo/http.ts";
import { tables, type Schema } from "../vo/vosi.ts";
import { limitWords, tokenWords } from "../words/account.ts";
import { accountWords as words } from "../words/pages.ts";

const MIB = 1 << 20;

@customElement("armilla-page-account")
export class AccountPage extends LitElement {
  static override styles = [
    shared,
    css`
  :host { max-width: 720px; }
      form { display: grid; gap: var(--space-3); max-width: 320px; }
      form input { width: 100%; min-height: 34px; }
      .refused { color: var(--error); }
    `,
  ];
  @property({ attribute: false }) params = new URLSearchParams();
  @state() private isKnown = false;
  @state() private refusal = "";
  @state() private failure?: unknown;
  @state() private schemas: Schema[] = [];
  @state() private account?: Account;
  @query("#user") private user?: HTMLInputElement;
  @query("#password") private password?: HTMLInputElement;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override render(): TemplateResult {
    return html`<h1>${words.title}</h1>${this.content()}`;
  }

  private content(): TemplateResult {
    const { login, contact } = settings();
    if (!login) return html`<p>${words.nobody} ${contact ? words.contact(contact) : nothing}</p>`;
    if (this.failure) return errorBox(this.failure, () => void this.read());
    if (!this.isKnown) return skeleton(2);
    return caller.session.user === null ? this.form() : this.told(caller.session.user);
  }

  private form(): TemplateResult {
    const { contact } = settings();
    return html`<p>${words.lead}</p>
      <form @submit=${this.logIn}>
        <label class="above">${words.name}<input id="user" name="username" autocomplete="username" required /></label>
        <label class="above">${words.password}<input id="password" name="password" type="password" autocomplete="current-password" required /></label>
        <p class="refused" role="alert">${this.refusal}</p>
        <div class="row"><button class="primary" type="submit">${words.logIn}</button></div>
      </form>
      ${contact ? html`<p class="muted">${words.contact(contact)}</p>` : nothing}
      ${this.isLimited() ? this.limits() : nothing}`;
  }

  private isLimited(): boolean {
    return Object.values(this.account?.limits ?? {}).some((most) => most !== null);
  }

  private told(user: string): TemplateResult {
    const { groups, expires } = caller.session;
    const back = this.back();
    return html`<p><strong>${words.as(user)}</strong></p>
      <p>${words.groups(groups)}</p>
      ${expires ? html`<p class="muted">${words.expires(expires.replace("T", " ").replace("Z", " UTC"))}</p>` : nothing}
      <div class="row">
        ${back ? html`<a href=${back}>${words.back}</a>` : nothing}
        <a href=${link("jobs")}>${words.jobs}</a>
        <button @click=${this.logOut}>${words.logOut}</button>
      </div>
      ${this.schemas.length > 0
        ? html`<h2>${words.restricted}</h2>
            <ul>${this.schemas.map((schema) => html`<li><code>${schema.name}</code> ${schema.description ?? ""}</li>`)}</ul>`
        : nothing}
      ${this.limits()}
      <h2>${tokenWords.heading}</h2>
      <armilla-tokens .addresses=${settings().login ?? undefined}></armilla-tokens>`;
  }

  /** What the host limits for the caller, with what he has of it. */
  private limits(): TemplateResult | typeof nothing {
    if (!this.account) return nothing;
    const { limits, used } = this.account;
    const has: Record<string, string> = used
      ? { running_jobs_max: String(used.running_jobs), queued_jobs_max: String(used.queued_jobs), results_mib_max: (used.results_bytes / MIB).toFixed(1) }
      : {};
    const shown = Object.entries(limitWords.names).filter(([key]) => limits[key] != null || has[key] !== undefined);
    return html`<h2>${limitWords.heading}</h2>
      ${this.isLimited() ? nothing : html`<p class="muted">${limitWords.unlimited}</p>`}
      ${shown.length > 0
        ? html`<table>
            <thead><tr><th scope="col">${limitWords.name}</th><th scope="col" class="number">${limitWords.most}</th><th scope="col" class="number">${limitWords.used}</th></tr></thead>
            <tbody>${shown.map(([key, name]) => html`<tr><td>${name}</td><td class="number">${limits[key] ?? limitWords.none}</td><td class="number">${has[key] ?? nothing}</td></tr>`)}</tbody>
          </table>`
        : nothing}`;
  }

  /** The address of the portal to go back to; no other address is taken. */
  private back(): string | null {
    const back = this.params.get("back");
    if (!back) return null;
    const url = new URL(back, location.href);
    const { base } = settings();
    return url.origin === location.origin && (url.pathname === base || url.pathname.startsWith(`${base}/`)) ? url.href : null;
  }

  private async read(): Promise<void> {
    this.failure = undefined;
    try {
      await caller.known();
      this.isKnown = true;
      const { login } = settings();
      if (login) this.account = await account(login);
      const tap = service("tap");
      if (caller.session.user !== null && tap) this.schemas = (await tables(tap, "min")).schemas.filter((schema) => schema.name.toUpperCase() !== "TAP_SCHEMA");
    } catch (error) {
      this.failure = error;
    }
  }

  private readonly logIn = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.refusal = "";
    try {
      await caller.logIn(this.user?.value ?? "", this.password?.value ?? "");
      forgetSurvey();
      const back = this.back();
      if (back) navigate(back);
      else await this.read();
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.refusal = error.message;
      if (this.password) this.password.value = "";
      this.password?.focus();
    }
  };

  private readonly logOut = async (): Promise<void> => {
    try {
      await caller.logOut();
      forgetSurvey();
      this.schemas = [];
      await this.read();
    } catch (error) {
      this.failure = error;
    }
  };
}
