// The Send menu: programs on the user's computer that take the table, image or position; else download and copy.
import { css, html, LitElement, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { bus, type Peer, type SampState } from "../samp-bus.ts";
import popoverText from "../style/popover.css";
import { shared } from "../style/sheets.ts";
import type { Handed } from "../vo/handover.ts";
import { long, words } from "../words/samp.ts";
import { placeBelow } from "./popover.ts";
import { addressOf, mtypeOf, paramsOf, type Sendable } from "./sendable.ts";

@customElement("armilla-send")
export class Send extends LitElement {
  static override styles = [
    shared,
    unsafeCSS(popoverText),
    css`
      :host { display: inline-flex; flex-wrap: wrap; gap: 8px; align-items: center; }
      .told { font-size: 13px; }
      input { width: 24em; max-width: 100%; font-size: 13px; }
    `,
  ];
  /** Pages give it anew at each of their renderings: what counts is what it says. */
  @property({ attribute: false, hasChanged: (now, old) => JSON.stringify(now) !== JSON.stringify(old) }) what: Sendable | null = null;
  @state() private connection: SampState = bus().state;
  @state() private peers: Peer[] = [];
  @state() private told = "";
  /** An address to copy by hand, where the browser gives pages no clipboard. */
  @state() private toCopy = "";
  @query("#button") private button!: HTMLButtonElement;
  @query("#menu") private menu!: HTMLElement;

  override connectedCallback(): void {
    super.connectedCallback();
    bus().addEventListener("change", this.changed);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    bus().removeEventListener("change", this.changed);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("what")) this.told = this.toCopy = "";
  }

  /** Opens the menu, as a click on the button does. */
  async open(): Promise<void> {
    await this.updateComplete;
    this.menu.showPopover();
  }

  override render(): TemplateResult {
    return html`<button id="button" popovertarget="menu" aria-haspopup="menu" title=${words.sendTitle} ?disabled=${!this.what}>${words.send} ▾</button>
      <div id="menu" popover role="menu" aria-label=${words.sendTitle} @toggle=${this.toggled} @keydown=${this.walk}>
        ${this.what ? html`${this.receivers(this.what)}<hr />${this.otherWays(this.what)}` : nothing}
      </div>
      <span class="told" role="status">${this.told}</span>
      ${this.toCopy ? html`<input readonly aria-label=${words.copyUrl} .value=${this.toCopy} @focus=${(e: FocusEvent) => (e.target as HTMLInputElement).select()} />` : nothing}`;
  }

  private receivers(what: Sendable): TemplateResult {
    if (this.connection.kind !== "connected") {
      const label = this.connection.kind === "blocked" ? words.tryAgain : words.connectPrograms;
      return html`${this.connection.kind === "off" && !this.connection.reason ? nothing : html`<p class="note" role="status">${long(this.connection)}</p>`}
        ${this.connection.kind === "asking" ? nothing : this.item(label, () => bus().connect(), true)}`;
    }
    if (this.peers.length === 0) return html`<p class="note" role="status">${words.nobodyTakes}</p>`;
    return html`${this.peers.map((peer) => this.item(words.sendTo(peer.name), () => this.send(what, peer)))}
      ${this.peers.length > 1 ? this.item(words.sendToAll(this.peers.length), () => this.send(what)) : nothing}`;
  }

  private otherWays(what: Sendable): TemplateResult {
    const url = addressOf(what);
    if (url === null) return this.item(words.copyPosition, () => this.copy(what));
    return html`<a role="menuitem" tabindex="-1" href=${url} download @click=${this.close}>${words.download}</a>
      ${this.item(words.copyUrl, () => this.copy(what))}`;
  }

  private item(label: string, action: () => unknown, staysOpen = false): TemplateResult {
    const act = (): void => {
      if (!staysOpen) this.close();
      void action();
    };
    return html`<button role="menuitem" tabindex="-1" @click=${act}>${label}</button>`;
  }

  private async send(what: Sendable, to?: Peer): Promise<void> {
    try {
      const params = paramsOf(what, (await this.handed(what)).url);
      const outcome = await bus().send(mtypeOf(what), params, to?.id);
      if (outcome.error !== undefined) this.told = words.notTaken(to?.name ?? "", outcome.error);
      else this.told = to ? words.sent(to.name) : words.sentToAll(outcome.receivers);
      this.dispatchEvent(new CustomEvent("armilla-sent", { bubbles: true, composed: true, detail: { what, params } }));
    } catch (error) {
      this.told = words.notSent(error instanceof Error ? error.message : String(error));
    }
  }

  private async copy(what: Sendable): Promise<void> {
    const handed = await this.handed(what);
    const text = what.kind === "position" ? `${what.ra} ${what.dec}` : handed.url;
    try {
      await navigator.clipboard.writeText(text);
      this.told = handed.expires ? words.copiedUntil(new Date(handed.expires).toLocaleTimeString()) : words.copied;
    } catch {
      // No permission, or no clipboard since the page came by plain http.
      this.toCopy = text;
    }
  }

  private async handed(what: Sendable): Promise<Handed> {
    const url = addressOf(what) ?? "";
    return (await bus().identity.sign?.(url)) ?? { url, expires: null };
  }

  private readonly close = (): void => this.menu.hidePopover();

  private async toggled(event: ToggleEvent): Promise<void> {
    if (event.newState !== "open") return;
    placeBelow(this.menu, this.button);
    await this.readPeers();
    this.items()[0]?.focus();
  }

  /** Arrow keys, Home and End go between items (ARIA, menu button pattern); Escape is the popover's own. */
  private walk(event: KeyboardEvent): void {
    const items = this.items();
    const at = items.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Tab") this.close();
    if (to === undefined) return;
    event.preventDefault();
    items.at(to % items.length)?.focus();
  }

  private items(): HTMLElement[] {
    return [...this.menu.querySelectorAll<HTMLElement>("[role=menuitem]")];
  }

  private async readPeers(): Promise<void> {
    try {
      this.peers = this.what ? await bus().clients(mtypeOf(this.what)) : [];
    } catch {
      // The hub went in this moment; the bus tells so.
      this.peers = [];
    }
    await this.updateComplete;
  }

  private readonly changed = async (): Promise<void> => {
    this.connection = bus().state;
    if (!this.menu?.matches(":popover-open")) return;
    await this.readPeers();
    placeBelow(this.menu, this.button);
    if (!this.items().includes(this.shadowRoot?.activeElement as HTMLElement)) this.items()[0]?.focus();
  };
}
