// The SAMP button: shows the state of the connection, connects on a click, says what stands in the way.
import { css, html, LitElement, nothing, unsafeCSS, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { bus, type SampState } from "../samp-bus.ts";
import popoverText from "../style/popover.css";
import { shared } from "../style/sheets.ts";
import { long, mark, short, words } from "../words/samp.ts";
import { placeBelow } from "./popover.ts";

@customElement("armilla-samp-button")
export class SampButton extends LitElement {
  static override styles = [
    shared,
    unsafeCSS(popoverText),
    css`
      :host { display: inline-block; }
      .mark { display: inline-block; width: 1em; text-align: center; }
      .connected { color: var(--good, inherit); }
      .blocked { color: var(--error, inherit); }
      .actions { margin-top: 8px; }
    `,
  ];
  @state() private told: SampState = bus().state;
  @query("#button") private button!: HTMLButtonElement;
  @query("#box") private box!: HTMLElement;

  override connectedCallback(): void {
    super.connectedCallback();
    bus().addEventListener("change", this.changed);
    this.changed();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    bus().removeEventListener("change", this.changed);
  }

  override render(): TemplateResult {
    return html`<button id="button" popovertarget="box" @click=${this.connectIfOff}>
        <span class="mark ${this.told.kind}" aria-hidden="true">${mark(this.told)}</span> ${words.samp} ${short(this.told)}
      </button>
      <div id="box" popover role="dialog" aria-label=${words.samp} @toggle=${this.place}>
        <p role="status">${long(this.told)}</p>
        ${this.told.kind === "connected" && this.told.peers.length > 0
          ? html`<ul aria-label=${words.programs}>${this.told.peers.map((peer) => html`<li>${peer.name}</li>`)}</ul>`
          : nothing}
        ${this.action()}
      </div>`;
  }

  private action(): TemplateResult | typeof nothing {
    if (this.told.kind === "asking") return nothing;
    if (this.told.kind === "connected") return html`<div class="actions"><button @click=${() => bus().disconnect()}>${words.disconnect}</button></div>`;
    const label = this.told.kind === "blocked" ? words.tryAgain : words.connect;
    return html`<div class="actions"><button class="primary" @click=${() => bus().connect()}>${label}</button></div>`;
  }

  /** The first click asks; later ones only open and close the box. */
  private connectIfOff(): void {
    if (this.told.kind === "off" && !this.told.reason) void bus().connect();
  }

  private place(event: ToggleEvent): void {
    if (event.newState === "open") placeBelow(this.box, this.button);
  }

  private readonly changed = (): void => {
    this.told = bus().state;
    // The box grows and shrinks with its text.
    void this.updateComplete.then(() => this.box?.matches(":popover-open") && placeBelow(this.box, this.button));
  };
}
