// The tokens of a user: those that serve, a form for another, and the text of a new one, once.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { shared } from "../style/sheets.ts";
import { makeToken, revokeToken, tokens, type AccountAddresses, type Token } from "../vo/account.ts";
import { ServiceError } from "../vo/http.ts";
import { tokenWords as words } from "../words/account.ts";
import { skeleton } from "./state.ts";

/** Days that are offered first. */
const DAYS = "90";
/** The longest life of a token that a user makes himself, in days. */
const DAYS_MAX = "366";

@customElement("armilla-tokens")
export class Tokens extends LitElement {
  static override styles = [
    shared,
    css`
      .scroll { overflow-x: auto; }
      td { vertical-align: middle; }
      form { display: flex; flex-wrap: wrap; gap: var(--space-3); align-items: end; margin: var(--space-3) 0; }
      .days { width: 80px; }
      .new code { overflow-wrap: anywhere; }
      .refused { color: var(--error); }
    `,
  ];
  @property({ attribute: false }) addresses?: AccountAddresses;
  @state() private list?: Token[];
  @state() private made = "";
  @state() private isCopied = false;
  @state() private refusal = "";
  @query("#title") private named?: HTMLInputElement;
  @query("#days") private days?: HTMLInputElement;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override render(): TemplateResult {
    return html`<p>${words.said} <code>Authorization: Bearer</code>.</p>
      <p class="refused" role="alert">${this.refusal}</p>
      ${this.list ? this.told(this.list) : this.refusal ? nothing : skeleton(2)}`;
  }

  private told(list: Token[]): TemplateResult {
    return html`${list.length > 0 ? this.table(list) : html`<p class="muted">${words.none}</p>`}
      <form @submit=${this.make}>
        <label class="above">${words.title}<input id="title" name="title" required maxlength="100" placeholder=${words.example} /></label>
        <label class="above">${words.days}<input id="days" class="days" name="days" type="number" required min="1" max=${DAYS_MAX} value=${DAYS} /></label>
        <button type="submit">${words.make}</button>
      </form>
      <div role="status">${this.made
        ? html`<div class="panel new"><p>${words.once}</p>
            <p><code>${this.made}</code></p>
            <button @click=${this.copy}>${this.isCopied ? words.copied : words.copy}</button></div>`
        : nothing}</div>`;
  }

  private table(list: Token[]): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${words.list}><table>
      <thead><tr><th scope="col">${words.title}</th><th scope="col">${words.created}</th><th scope="col">${words.until}</th><th scope="col">${words.limited}</th><th scope="col"><span class="visually-hidden">${words.actions}</span></th></tr></thead>
      <tbody>${list.map((token) => html`<tr>
        <td>${token.title}</td><td>${token.created}</td><td>${token.until}</td>
        <td>${[...(token.groups ?? []), ...(token.instances ?? [])].join(", ") || words.all}</td>
        <td><button aria-label=${words.revokeOne(token.title)} @click=${() => this.revoke(token)}>${words.revoke}</button></td>
      </tr>`)}</tbody>
    </table></div>`;
  }

  private async read(): Promise<void> {
    await this.tried(async (at) => {
      this.list = await tokens(at);
    });
  }

  private readonly make = async (event: Event): Promise<void> => {
    event.preventDefault();
    await this.tried(async (at) => {
      this.made = await makeToken(at, this.named?.value ?? "", this.days?.value ?? "");
      this.isCopied = false;
      if (this.named) this.named.value = "";
      this.list = await tokens(at);
    });
  };

  private async revoke(token: Token): Promise<void> {
    await this.tried(async (at) => {
      await revokeToken(at, token.id);
      this.made = "";
      this.list = await tokens(at);
    });
  }

  private readonly copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(this.made);
    this.isCopied = true;
  };

  /** Does what the host may refuse; its sentence is shown. */
  private async tried(work: (at: AccountAddresses) => Promise<void>): Promise<void> {
    if (!this.addresses) return;
    this.refusal = "";
    try {
      await work(this.addresses);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.refusal = error.message;
    }
  }
}
