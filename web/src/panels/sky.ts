// The sky viewer in its own document: shows a survey with layers, goes to places, tells what was moved to and picked.
import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { FromViewer, Ground, Layers, ToViewer } from "../data/sky-messages.ts";
import { settings } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { offset, type Position } from "../vo/sky.ts";
import { words } from "../words/sky.ts";

/** Parts of the width of the view that an arrow key moves. */
const STEP = 0.15;

/**
 * The view is moved by {@link Sky.goto}; the properties are what is drawn. Events: `sky-move` with centre and fov in degrees,
 * `sky-pick` with the id of an object or `null`, `sky-fail` with a reason, `sky-walk` with 1 or -1.
 */
@customElement("armilla-sky")
export class Sky extends LitElement {
  static override styles = [
    shared,
    css`
      :host { height: 100%; }
      .view { position: relative; height: 100%; background: #000; }
      iframe { border: 0; width: 100%; height: 100%; display: block; }
    `,
  ];

  @property({ attribute: false }) ground!: Ground;
  @property({ attribute: false }) layers: Layers = { objects: [], footprints: [], coverage: [] };
  @property() selected: string | null = null;
  @query("iframe") private document!: HTMLIFrameElement;
  #centre: Position = { ra: 0, dec: 0 };
  #fov = 1;
  /** Counts the places that the viewer was sent to: what it tells of earlier ones counts no more. */
  #turn = 0;
  #isReady = false;
  #sent: Partial<Layers> = {};

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("message", this.#heard);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("message", this.#heard);
    this.#isReady = false;
  }

  override render(): TemplateResult {
    return html`<div class="view" role="application" tabindex="0" aria-label=${words.view} aria-description=${words.keys} @keydown=${this.#key}>
      <iframe src=${`${settings().base}/sky-frame.html`} title=${words.view} tabindex="-1"></iframe>
    </div>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (!this.#isReady) return;
    if (changed.has("ground")) this.#tellGround();
    if (changed.has("layers")) this.#show();
    if (changed.has("selected") || changed.has("layers")) this.#tell({ type: "select", id: this.selected });
  }

  /** Moves the view; before the viewer is there it is where it will begin. */
  goto(centre: Position, fov: number): void {
    const isThere = centre.ra === this.#centre.ra && centre.dec === this.#centre.dec && fov === this.#fov;
    [this.#centre, this.#fov] = [centre, fov];
    if (this.#isReady && !isThere) this.#tell({ type: "goto", centre, fov, turn: ++this.#turn });
  }

  #tellGround(): void {
    this.#tell({ type: "ground", ground: this.ground, centre: this.#centre, fov: this.#fov, turn: ++this.#turn });
  }

  #tell(message: ToViewer): void {
    this.document.contentWindow?.postMessage(message, location.origin);
  }

  /** Sends the layers that are others than those that were sent last. */
  #show(): void {
    const names = Object.keys(this.layers) as (keyof Layers)[];
    const changed = names.filter((name) => this.layers[name] !== this.#sent[name]);
    if (changed.length > 0) this.#tell({ type: "show", layers: Object.fromEntries(changed.map((name) => [name, this.layers[name]])) });
    this.#sent = { ...this.layers };
  }

  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  readonly #heard = (event: MessageEvent<FromViewer>): void => {
    if (event.source !== this.document?.contentWindow || event.origin !== location.origin) return;
    const message = event.data;
    switch (message.type) {
      case "waiting":
        return this.#tellGround();
      case "ready":
        this.#isReady = true;
        // The place may be another one than when the viewer began.
        this.#tell({ type: "goto", centre: this.#centre, fov: this.#fov, turn: ++this.#turn });
        this.#sent = {};
        this.#show();
        return this.#tell({ type: "select", id: this.selected });
      case "moved":
        if (message.turn !== this.#turn) return;
        [this.#centre, this.#fov] = [message.centre, message.fov];
        return this.#emit("sky-move", { centre: message.centre, fov: message.fov });
      case "picked":
        return this.#emit("sky-pick", message.id);
      case "failed":
        return this.#emit("sky-fail", message.reason);
    }
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const directions: Record<string, number> = { ArrowUp: 0, ArrowLeft: 90, ArrowDown: 180, ArrowRight: 270 };
    const direction = directions[event.key];
    if (direction !== undefined) this.goto(offset(this.#centre, direction, this.#fov * STEP), this.#fov);
    else if (event.key === "+" || event.key === "=") this.goto({ ...this.#centre }, this.#fov * 0.7);
    else if (event.key === "-") this.goto({ ...this.#centre }, Math.min(360, this.#fov / 0.7));
    else if (event.key === "n" || event.key === "p") this.#emit("sky-walk", event.key === "n" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-sky": Sky;
  }
}
