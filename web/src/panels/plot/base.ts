// What scatter plots, histograms and sky plots share: a view, brushes, keys, painting, one selection.
import { html, LitElement, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { inBox, inPolygon, nearest, type Point, type Range } from "../../data/count.ts";
import type { Selection } from "../../data/selection.ts";
import type { Values } from "../../data/sort.worker.ts";
import { spreadOf } from "../../data/spread.ts";
import type { Table } from "../../data/table.ts";
import { darkPreference, isDarkPage } from "../../style/dark.ts";
import { words } from "../../words/result.ts";
import { changed as rangeChanged } from "./axes.ts";
import { Density, paintDensity, paintMarks, type Scene } from "./paint.ts";

export const MARGIN = { left: 62, right: 12, top: 10, bottom: 40 };
/** More points than this are drawn as density. */
const MARKS_MAX = 20_000;
/** CSS pixels of one cell of a density. */
const CELL = 2;
const CLICK_PX = 4;

/** Points in axis values. Without `y` the plot is a histogram. */
export interface Points {
  x: Values;
  y: Values | null;
}

export abstract class PlotBase extends LitElement {
  @property({ attribute: false }) table!: Table;
  @property({ attribute: false }) selection!: Selection;
  /** Changes when rows have arrived. */
  @property({ type: Number }) revision = 0;
  @state() protected points: Points | null = null;
  @state() protected view: { xs: Range; ys: Range } | null = null;
  @state() protected mode: "box" | "lasso" = "box";
  @state() protected path: Point[] = [];
  @state() protected size = { width: 0, height: 0 };
  @query("canvas") private canvas!: HTMLCanvasElement;
  @query(".stage") protected stage!: HTMLElement;
  private readonly density = new Density();
  private readonly resize = new ResizeObserver(() => this.measure());
  private base: Uint8Array | null = null;
  /** Whether the view is one that the user chose. */
  private isMoved = false;
  private frame = 0;
  private brushing = 0;
  private last: Point = [0, 0];

  /** The rows of a box or a lasso, corners in axis values, and the condition that says the same. */
  protected abstract conditionOf(corners: Point[], isBox: boolean): string | null;
  /** A box with edges at round numbers. */
  protected abstract rounded(box: [Point, Point]): [Point, Point];
  /** The view that shows the bulk, or all points. */
  protected abstract viewOf(points: Points, isWhole: boolean): { xs: Range; ys: Range } | null;
  protected abstract label(): string;
  protected abstract decoration(): SVGTemplateResult;

  override connectedCallback(): void {
    super.connectedCallback();
    darkPreference().addEventListener("change", this.repaint);
    if (this.selection) this.follow(this.selection, true);
    if (this.hasUpdated) this.resize.observe(this.stage);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    darkPreference().removeEventListener("change", this.repaint);
    this.resize.disconnect();
    this.follow(this.selection, false);
  }

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has("selection")) return;
    this.follow(changed.get("selection") as Selection | undefined, false);
    this.follow(this.selection, true);
  }

  override firstUpdated(): void {
    this.resize.observe(this.stage);
  }

  override updated(changed: PropertyValues): void {
    if (!["points", "view", "size"].some(name => changed.has(name))) return;
    const before = this.inView;
    this.paint();
    if (this.inView !== before) this.requestUpdate();
  }

  /** Sets what is shown; with `isMore` it is the same with more rows, and a view that the user chose stays. */
  protected show(points: Points, isMore: boolean): void {
    this.points = points;
    if (!isMore) this.isMoved = false;
    if (!this.isMoved || !this.view) this.view = this.viewOf(points, false);
  }

  /** Selects the rows of a box or a lasso; a dragged box is rounded first, one of numbers is not. */
  protected brush(corners: Point[], isBox: boolean, adds: boolean, isDragged = true): void {
    if (!this.points) return;
    const [x, y] = [this.points.x.values, this.points.y?.values];
    const given = isBox ? ([corners[0]!, corners[1]!] as [Point, Point]) : null;
    const box = given && isDragged ? this.rounded(given) : given;
    const edges = (axis: 0 | 1): Range => ({ from: box![0][axis], to: box![1][axis] });
    const mask = box ? inBox(x, edges(0), y, y && edges(1)) : inPolygon(x, y ?? x, corners);
    if (adds && this.base) for (let row = 0; row < mask.length; row++) mask[row]! |= this.base[row]!;
    const condition = this.conditionOf(box ?? corners, isBox);
    this.selection.set(mask, { condition: adds && this.base ? null : condition });
  }

  protected stageBox(content: TemplateResult | typeof nothing = nothing, kind = ""): TemplateResult {
    const { width, height } = this.area;
    return html`<div class="stage ${kind}" tabindex="0" role="group" aria-label="${this.label()} ${words.plotKeys}" @keydown=${this.press}>
      <canvas aria-hidden="true" .style=${`left:${MARGIN.left}px;top:${MARGIN.top}px;width:${width}px;height:${height}px`}></canvas>
      <svg aria-hidden="true" @pointerdown=${this.start} @pointermove=${this.move} @pointerup=${this.finish} @pointercancel=${this.finish}>
        ${this.view ? this.decoration() : nothing} ${this.brushShape()} ${this.pointedShape()}</svg>${content}</div>`;
  }

  protected brushChoice(): TemplateResult {
    const name = "mode";
    return html`<fieldset><legend>${words.brush}</legend>${(["box", "lasso"] as const).map(mode => html`<label>
      <input type="radio" name=${name} .checked=${this.mode === mode} @change=${() => (this.mode = mode)}>${words[mode]}</label>`)}</fieldset>`;
  }

  protected zoomButtons(): TemplateResult {
    return html`<button ?disabled=${this.selection.count === 0} @click=${this.zoomToSelection}>${words.zoomTo}</button>
      <button @click=${() => this.zoomOut()}>${words.zoomOut}</button>`;
  }

  /** Inside of the axes, CSS pixels. */
  protected get area(): { width: number; height: number } {
    return { width: Math.max(10, this.size.width - MARGIN.left - MARGIN.right), height: Math.max(10, this.size.height - MARGIN.top - MARGIN.bottom) };
  }

  /** Place of a point on the stage, CSS pixels. */
  protected toStage([x, y]: Point): Point {
    const { xs, ys } = this.view!;
    const { width, height } = this.area;
    return [MARGIN.left + ((x - xs.from) / (xs.to - xs.from)) * width, MARGIN.top + height - ((y - ys.from) / (ys.to - ys.from)) * height];
  }

  protected readonly repaint = (): void => {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      this.paint();
      this.requestUpdate();
    });
  };

  /** Points or density on the canvas; a histogram paints nothing here. */
  protected paint(): void {
    const { points, view, canvas } = this;
    if (!points?.y || !view || !canvas || this.size.width === 0) return;
    const scene: Scene = { x: points.x.values, y: points.y.values, ...view, mask: this.selection.count > 0 ? this.selection.mask : null, isDark: this.alwaysDark || isDarkPage() };
    const { width, height } = this.area;
    const cells = [Math.ceil(width / CELL), Math.ceil(height / CELL)] as const;
    const counts = this.density.count(scene, ...cells);
    const isDensity = this.density.inView > MARKS_MAX;
    const scale = isDensity ? 1 / CELL : devicePixelRatio;
    const [wide, high] = isDensity ? cells : [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== wide) canvas.width = wide;
    if (canvas.height !== high) canvas.height = high;
    const context = canvas.getContext("2d")!;
    if (isDensity) paintDensity(context, scene, counts, ...cells);
    else paintMarks(context, scene, scene.isDark ? "#8ab8f0" : "#0b5394", scene.isDark ? "#59626c" : "#c3c9d0", scale);
  }

  /** Points in the view, once it was painted. */
  protected get inView(): number {
    return this.density.inView;
  }

  /** The sky is black in both themes. */
  protected get alwaysDark(): boolean {
    return false;
  }

  private brushShape(): SVGTemplateResult | typeof nothing {
    if (this.path.length < 2) return nothing;
    if (this.mode === "lasso") return svg`<polygon class="brush" points=${this.path.map(point => point.join()).join(" ")}></polygon>`;
    const [[x1, y1], [x2, y2]] = [this.path[0]!, this.path[this.path.length - 1]!];
    const isLine = this.points?.y === null;
    const [top, height] = isLine ? [MARGIN.top, this.area.height] : [Math.min(y1, y2), Math.abs(y1 - y2)];
    return svg`<rect class="brush" x=${Math.min(x1, x2)} y=${top} width=${Math.abs(x1 - x2)} height=${height}></rect>`;
  }

  private pointedShape(): SVGTemplateResult | typeof nothing {
    const row = this.selection.highlighted;
    if (row === null || !this.points?.y || !this.view) return nothing;
    const [x, y] = this.toStage([this.points.x.values[row]!, this.points.y.values[row]!]);
    return Number.isFinite(x + y) && this.isInside([x, y]) ? svg`<circle class="pointed" cx=${x} cy=${y} r="7"></circle>` : nothing;
  }

  private isInside([x, y]: Point): boolean {
    const { width, height } = this.area;
    return x >= MARGIN.left && x <= MARGIN.left + width && y >= MARGIN.top && y <= MARGIN.top + height;
  }

  private toAxes([x, y]: Point): Point {
    const { xs, ys } = this.view!;
    const { width, height } = this.area;
    return [xs.from + ((x - MARGIN.left) / width) * (xs.to - xs.from), ys.from + ((MARGIN.top + height - y) / height) * (ys.to - ys.from)];
  }

  private readonly start = (event: PointerEvent): void => {
    if (!this.view || event.button !== 0) return;
    this.isMoved = true;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.path = [[event.offsetX, event.offsetY]];
    this.base = event.shiftKey && this.selection.count > 0 ? this.selection.mask.slice() : null;
  };

  private readonly move = (event: PointerEvent): void => {
    if (this.path.length === 0) return;
    const place: Point = [event.offsetX, event.offsetY];
    const before = this.path[this.path.length - 1]!;
    if (this.mode === "lasso" && Math.hypot(place[0] - before[0], place[1] - before[1]) < 3) return;
    this.path = [...this.path, place];
    this.last = place;
    if (this.mode === "box") this.brushSoon(event.shiftKey);
  };

  /** Once a frame at most, whatever the mouse sends. */
  private brushSoon(adds: boolean): void {
    if (this.brushing) return;
    this.brushing = requestAnimationFrame(() => {
      this.brushing = 0;
      if (this.path.length > 1) this.brush([this.toAxes(this.path[0]!), this.toAxes(this.last)], true, adds);
    });
  }

  private readonly finish = (event: PointerEvent): void => {
    const [first] = this.path;
    if (!first || !this.view) return;
    const { path } = this;
    this.path = [];
    const isClick = path.every(([x, y]) => Math.hypot(x - first[0], y - first[1]) < CLICK_PX);
    if (isClick) this.pointAt(first);
    else if (this.mode === "box") this.brush([this.toAxes(first), this.toAxes([event.offsetX, event.offsetY])], true, event.shiftKey);
    else if (path.length > 2 && this.points?.y) this.brush(path.map(point => this.toAxes(point)), false, event.shiftKey);
    this.base = null;
  };

  private pointAt(place: Point): void {
    const { points, view } = this;
    if (!points?.y || !view) return;
    const unit = (range: Range, pixels: number): number => (Math.abs(range.to - range.from) / pixels) * 10;
    this.selection.highlight(nearest(points.x.values, points.y.values, this.toAxes(place), unit(view.xs, this.area.width), unit(view.ys, this.area.height)));
  }

  private readonly press = (event: KeyboardEvent): void => {
    const shifts: Record<string, Point> = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] };
    const shift = shifts[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !this.view) return;
    if (shift) this.view = { xs: rangeChanged(this.view.xs, shift[0], 1), ys: rangeChanged(this.view.ys, shift[1], 1) };
    else if (event.key === "+" || event.key === "=" || event.key === "-") {
      const scale = event.key === "-" ? 1.25 : 0.8;
      this.view = { xs: rangeChanged(this.view.xs, 0, scale), ys: rangeChanged(this.view.ys, 0, scale) };
    } else if (event.key === "0") this.zoomOut();
    else if (event.key === "l") this.mode = this.mode === "box" ? "lasso" : "box";
    else if (event.key === "Escape" && this.path.length > 0) this.path = [];
    else if (event.key === "Escape" && this.selection.count > 0) this.selection.clear();
    else return;
    this.isMoved = true;
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly zoomToSelection = (): void => {
    if (!this.points) return;
    const chosen = ({ values }: Values): Values => {
      const rows = values.filter((_, row) => this.selection.mask[row] === 1);
      return { values: rows, ...spreadOf(rows) };
    };
    const view = this.viewOf({ x: chosen(this.points.x), y: this.points.y && chosen(this.points.y) }, true);
    if (!view) return;
    this.view = view;
    this.isMoved = true;
  };

  private zoomOut(): void {
    if (this.points) this.view = this.viewOf(this.points, true);
    this.isMoved = true;
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width !== this.size.width || height !== this.size.height) this.size = { width, height };
  }

  private follow(selection: Selection | undefined, isOn: boolean): void {
    const change = isOn ? "addEventListener" : "removeEventListener";
    selection?.[change]("change", this.repaint);
    selection?.[change]("highlight", this.pointed);
  }

  private readonly pointed = (): void => this.requestUpdate();
}
