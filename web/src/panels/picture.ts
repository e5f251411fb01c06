// One picture of the sky that loads when it comes into view, with its own state: loading, outside, restricted, failed.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { Queue } from "../data/queue.ts";
import { shared } from "../style/sheets.ts";
import { ask, ServiceError } from "../vo/http.ts";
import { words } from "../words/object.ts";

/** Pictures that are asked for at once: browsers open six connections to a host. */
const queue = new Queue(6);

type State = "waiting" | "loading" | "shown" | "outside" | "restricted" | "failed";

/** `url`: the picture; `alt`: what it shows. */
@customElement("armilla-picture")
export class Picture extends LitElement {
  static override styles = [shared, css`
    :host { position: relative; background: #000; color: #e6e9ec; aspect-ratio: 1; overflow: hidden; border-radius: 2px; }
    img { display: block; width: 100%; height: 100%; image-rendering: pixelated; }
    .note { position: absolute; inset: 0; display: grid; place-content: center; justify-items: center; gap: 4px; text-align: center; font-size: 12px; color: #c3cad1; }
    button { color: #e6e9ec; background: #23292f; border-color: #76808c; font-size: 12px; min-height: 24px; }
  `];

  @property() url = "";
  @property() alt = "";
  @state() private shown: State = "waiting";
  @state() private source = "";
  private stop = new AbortController();
  private isInView = false;
  private readonly watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting) || this.isInView) return;
    this.isInView = true;
    void this.load();
  }, { rootMargin: "200px" });

  override connectedCallback(): void {
    super.connectedCallback();
    this.watcher.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watcher.disconnect();
    this.stop.abort();
    this.forget();
    this.isInView = false;
    this.shown = "waiting";
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("url") && this.isInView) void this.load();
  }

  override render(): TemplateResult {
    if (this.shown === "shown") return html`<img src=${this.source} alt=${this.alt}>`;
    if (this.shown === "waiting" || this.shown === "loading") {
      return html`<div class="note" role="status" aria-label="${this.alt}: ${words.stamps.loading}">${this.shown === "loading" ? words.stamps.loading : ""}</div>`;
    }
    if (this.shown !== "failed") return html`<div class="note" role="img" aria-label="${this.alt}: ${words.stamps[this.shown]}">${words.stamps[this.shown]}</div>`;
    return html`<div class="note"><span>${words.stamps.failed}</span>
      <button aria-label="${words.stamps.retry}: ${this.alt}" @click=${() => this.load()}>${words.stamps.retry}</button></div>`;
  }

  private async load(): Promise<void> {
    this.stop.abort();
    const stop = new AbortController();
    this.stop = stop;
    if (!this.url) return;
    // The old picture stays until the new one is there.
    if (this.shown !== "shown") this.shown = "loading";
    try {
      const answer = await queue.run(() => ask(this.url, { signal: stop.signal }), stop.signal);
      const blob = answer.status === 204 ? null : await answer.blob();
      if (stop.signal.aborted) return;
      this.forget();
      if (blob) this.source = URL.createObjectURL(blob);
      this.shown = blob ? "shown" : "outside";
    } catch (error) {
      if (stop.signal.aborted) return;
      const status = error instanceof ServiceError ? error.status : 0;
      this.shown = status === 401 || status === 403 ? "restricted" : "failed";
    }
  }

  private forget(): void {
    if (this.source) URL.revokeObjectURL(this.source);
    this.source = "";
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-picture": Picture;
  }
}
