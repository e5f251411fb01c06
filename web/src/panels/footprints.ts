// A map of the sky with outlines that can be walked through, pointed at and chosen, and a circle that can be drawn.
import { css, html, LitElement, nothing, type PropertyValues, svg, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { graticule, SkyView } from "../data/sky-view.ts";
import { shared } from "../style/sheets.ts";
import { type Point } from "../vo/projection.ts";
import { type Circle, type Region, rings } from "../vo/region.ts";
import { circleOutline, formatAngle, formatPosition, type Position, separation } from "../vo/sky.ts";
import { words } from "../words/map.ts";

/** An outline on the map. */
export interface Footprint {
  id: string;
  label: string;
  region: Region;
}

/** A point that is marked, such as an object. */
export interface Spot {
  id: string;
  place: Position;
}

/** A picture with north up that fills the box of an outline. */
export interface SkyPicture {
  /** An address that the page may show. */
  url: string;
  region: Region;
}

/** Pixels that an arrow key moves. */
const STEP_PX = 40;

/**
 * Events: `footprint-pick` and `footprint-point` with the id of an outline (or `null`), `spot-pick` with that of a spot,
 * `circle-draw` with a {@link Circle}, `view-move` with the centre and the width of the map in degrees.
 */
@customElement("armilla-footprints")
export class Footprints extends LitElement {
  static override styles = [
    shared,
    css`
      .map { position: relative; border: 1px solid var(--rule); border-radius: var(--radius); overflow: hidden; background: var(--panel); }
      svg { display: block; width: 100%; touch-action: none; cursor: grab; }
      svg.drawing { cursor: crosshair; }
      .grid { fill: none; stroke: var(--rule); }
      text { fill: var(--muted); font: 11px var(--sans); pointer-events: none; }
      .cell { fill: var(--good); fill-opacity: 0.18; stroke: none; pointer-events: none; }
      .print { fill: var(--link); fill-opacity: 0.14; stroke: var(--link); stroke-width: 1.5; cursor: pointer; }
      .dot { fill: none; stroke: var(--link); stroke-width: 9; stroke-linecap: round; cursor: pointer; }
      .chosen.print { fill-opacity: 0.4; stroke-width: 2.5; }
      .pointed.print { stroke: var(--warning); stroke-width: 3; fill: var(--warning); }
      .pointed.dot { stroke: var(--warning); stroke-width: 12; }
      .circle { fill: none; stroke: var(--warning); stroke-width: 1.5; stroke-dasharray: 5 3; pointer-events: none; }
      .spot { fill: none; stroke: var(--link); stroke-width: 1.5; pointer-events: all; cursor: pointer; }
      .spot.pointed { stroke: var(--warning); stroke-width: 3; }
      .sky { background: #000; }
      .sky .grid { stroke: #3a4650; }
      .sky text { fill: #a3adb8; }
      .sky .print { fill: none; stroke: #f0b45c; pointer-events: none; }
      .sky .spot { stroke: #7fd4ff; }
      .sky .spot.pointed { stroke: #fff; }
      .tools { position: absolute; top: 6px; left: 6px; display: flex; gap: 4px; }
      .tools button { min-width: 30px; padding: 0 6px; }
      .tools button[aria-pressed="true"] { background: var(--chosen); }
      .foot { display: flex; justify-content: space-between; gap: var(--space-2); font-size: 13px; padding: 2px 8px; flex-wrap: wrap; }
    `,
  ];

  @property({ attribute: false }) footprints: Footprint[] = [];
  /** Rings of covered sky, behind the outlines. */
  @property({ attribute: false }) coverage: Position[][] = [];
  @property({ attribute: false }) circles: Circle[] = [];
  @property({ attribute: false }) spots: Spot[] = [];
  /** Pictures make the ground black. */
  @property({ attribute: false }) pictures: SkyPicture[] | null = null;
  /** What the map shows; without it everything. */
  @property({ attribute: false }) shown: { centre: Position; fov: number } | null = null;
  @property({ attribute: false }) chosen: ReadonlySet<string> = new Set();
  @property() pointed: string | null = null;
  @property() label: string = words.map;
  @property({ type: Number }) height = 280;
  /** Whether circles can be drawn. */
  @property({ type: Boolean }) drawable = false;
  @state() private view = new SkyView({ ra: 0, dec: 0 }, 360);
  @state() private isDrawing = false;
  @state() private under: Position | null = null;
  @query("svg") private sheet!: SVGSVGElement;
  #drag: { at: Point; place: Position | null; moved: boolean } | null = null;
  #observer = new ResizeObserver(([entry]) => {
    if (entry !== undefined && entry.contentRect.width > 0) this.view = this.view.sized(entry.contentRect.width, this.height);
  });
  #isFitted = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("shown") && this.shown) this.view = new SkyView(this.shown.centre, this.shown.fov, this.view.width_px, this.height);
    if (this.shown) return;
    if (changed.has("footprints") || changed.has("coverage") || (changed.has("circles") && !this.#isFitted)) this.fit();
  }

  /** Shows everything. */
  fit(): void {
    const outlines = this.footprints.flatMap(({ region }) => rings(region, 5).flat());
    const places = [...outlines, ...this.coverage.flat(), ...this.circles.flatMap(({ centre, radius }) => circleOutline(centre, radius, 8))];
    this.#isFitted = places.length > 0;
    this.#turn(SkyView.around(places, this.view.width_px, this.height));
  }

  override render(): TemplateResult {
    const { view } = this;
    const lines = graticule(view);
    return html`<div class="map">
      <svg
        tabindex="0" role="application" class=${`${this.isDrawing ? "drawing" : ""}${this.pictures ? " sky" : ""}`} aria-label=${this.label} aria-description=${words.keys}
        viewBox="0 0 ${view.width_px} ${view.height_px}" height=${view.height_px}
        @keydown=${this.#key} @wheel=${this.#wheel} @pointerdown=${this.#down} @pointermove=${this.#move}
        @pointerup=${this.#up} @pointercancel=${this.#up} @pointerleave=${() => this.#point(null)}
      >
        ${this.pictures?.map((picture) => this.#picture(picture)) ?? nothing}
        ${lines.map(({ data }) => svg`<path class="grid" d=${data}></path>`)}
        ${this.coverage.map((ring) => svg`<path class="cell" d=${view.path(ring)?.data ?? ""}></path>`)}
        ${lines.map(({ at, label }) => (at ? svg`<text x=${at.x + 3} y=${at.y - 3}>${label}</text>` : nothing))}
        ${this.footprints.map((footprint) => this.#outline(footprint))}
        ${this.circles.map(({ centre, radius }) => svg`<path class="circle" d=${view.path(circleOutline(centre, Math.max(radius, view.width_deg / 500)))?.data ?? ""}></path>`)}
        ${this.spots.map((spot) => this.#spot(spot))}
      </svg>
      <div class="tools">
        <button title=${words.zoomIn} aria-label=${words.zoomIn} @click=${() => this.#zoom(0.5)}>+</button>
        <button title=${words.zoomOut} aria-label=${words.zoomOut} @click=${() => this.#zoom(2)}>−</button>
        <button title=${words.fit} aria-label=${words.fit} @click=${() => this.fit()}>⌂</button>
        ${this.drawable
          ? html`<button aria-pressed=${this.isDrawing} @click=${() => (this.isDrawing = !this.isDrawing)}>${words.draw}</button>`
          : nothing}
      </div>
      <div class="foot muted">
        <span aria-live="polite">${this.isDrawing ? words.drawing : this.#pointedLabel()}</span>
        <span class="mono">${this.under ? formatPosition(this.under, "decimal", 3) : words.width(formatAngle(Math.min(360, view.width_deg), 2))}</span>
      </div>
    </div>`;
  }

  #outline({ id, label, region }: Footprint): unknown {
    const state = `${this.chosen.has(id) ? " chosen" : ""}${this.pointed === id ? " pointed" : ""}`;
    return rings(region, Math.max(0.01, this.view.width_deg / 60)).map((ring) => {
      const path = this.view.path(ring);
      if (path === null) return nothing;
      const { x, y } = path.middle;
      const [name, data] = path.isSmall ? ["dot", `M${x} ${y}h0`] : ["print", path.data];
      return svg`<path class=${`${name}${state}`} data-id=${id} d=${data}
        @pointerenter=${() => this.#point(id)}><title>${label}</title></path>`;
    });
  }

  #spot({ id, place }: Spot): unknown {
    const at = this.view.pixel(place);
    if (!at || at.x < 0 || at.y < 0 || at.x > this.view.width_px || at.y > this.view.height_px) return nothing;
    return svg`<circle class=${`spot${this.pointed === id ? " pointed" : ""}`} data-spot=${id} cx=${at.x} cy=${at.y} r=${this.pointed === id ? 9 : 5}></circle>`;
  }

  #picture({ url, region }: SkyPicture): unknown {
    const points = rings(region, 10).flat().flatMap((place) => this.view.pixel(place) ?? []);
    if (points.length === 0) return nothing;
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    return svg`<image href=${url} x=${left} y=${top} width=${Math.max(...xs) - left} height=${Math.max(...ys) - top} preserveAspectRatio="none"></image>`;
  }

  #pointedLabel(): string {
    const found = this.footprints.find(({ id }) => id === this.pointed);
    return found ? words.at(found.label) : this.footprints.length === 0 && this.coverage.length === 0 ? words.nothing : "";
  }

  #zoom(factor: number, about?: Position): void {
    this.#turn(this.view.zoomed(factor, about));
  }

  #turn(view: SkyView): void {
    this.view = view;
    this.#tell("view-move", { centre: view.centre, fov: view.width_deg });
  }

  #point(id: string | null): void {
    if (id === this.pointed || this.#drag?.moved) return;
    this.pointed = id;
    this.#tell("footprint-point", id);
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #at(event: PointerEvent | WheelEvent): Point {
    const box = this.sheet.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  readonly #wheel = (event: WheelEvent): void => {
    event.preventDefault();
    this.#zoom(event.deltaY > 0 ? 1.25 : 0.8, this.view.place(this.#at(event)) ?? undefined);
  };

  readonly #down = (event: PointerEvent): void => {
    const at = this.#at(event);
    this.#drag = { at, place: this.view.place(at), moved: false };
  };

  readonly #move = (event: PointerEvent): void => {
    const at = this.#at(event);
    this.under = this.view.place(at);
    const drag = this.#drag;
    if (drag === null) return;
    if (!drag.moved && Math.hypot(at.x - drag.at.x, at.y - drag.at.y) < 4) return;
    if (!drag.moved) this.sheet.setPointerCapture(event.pointerId);
    drag.moved = true;
    if (this.isDrawing) {
      if (drag.place && this.under) this.circles = [{ centre: drag.place, radius: separation(drag.place, this.under) }];
      return;
    }
    this.#turn(this.view.panned(at.x - drag.at.x, at.y - drag.at.y));
    drag.at = at;
  };

  readonly #up = (event: PointerEvent): void => {
    const drag = this.#drag;
    this.#drag = null;
    if (drag === null) return;
    if (this.isDrawing && drag.moved && this.circles[0]) {
      this.isDrawing = false;
      this.#tell("circle-draw", this.circles[0]);
    } else if (!drag.moved) {
      const [id, spot] = ["data-id", "data-spot"].map((name) => (event.target as Element).getAttribute(name)) as [string | null, string | null];
      if (id !== null) this.#tell("footprint-pick", id);
      if (spot !== null) this.#tell("spot-pick", spot);
    }
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pan: Record<string, [number, number]> = { ArrowLeft: [STEP_PX, 0], ArrowRight: [-STEP_PX, 0], ArrowUp: [0, STEP_PX], ArrowDown: [0, -STEP_PX] };
    const step = pan[event.key];
    if (step) this.#turn(this.view.panned(...step));
    else if (event.key === "+" || event.key === "=") this.#zoom(0.7);
    else if (event.key === "-") this.#zoom(1 / 0.7);
    else if (event.key === "0") this.fit();
    else if (event.key === "n" || event.key === "p") this.#walk(event.key === "n" ? 1 : -1);
    else if (event.key === "Escape" && this.isDrawing) this.isDrawing = false;
    else if (event.key === "Enter" && this.pointed !== null) this.#tell("footprint-pick", this.pointed);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #walk(step: number): void {
    const count = this.footprints.length;
    if (count === 0) return;
    const now = this.footprints.findIndex(({ id }) => id === this.pointed);
    const next = now < 0 ? (step > 0 ? 0 : count - 1) : (now + step + count) % count;
    this.#point(this.footprints[next]!.id);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-footprints": Footprints;
  }
}
