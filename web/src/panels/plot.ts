// A plot of two expressions of columns, or the histogram of one, over the rows of a table.
import { html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { countLine, type Point, type Range } from "../data/count.ts";
import { compile, ExpressionError, type Program, type Scope } from "../data/expression.ts";
import { valuesOf } from "../data/work.ts";
import { shared } from "../style/sheets.ts";
import { words } from "../words/result.ts";
import { shownRange, snapped, ticks } from "./plot/axes.ts";
import { MARGIN, PlotBase, type Points } from "./plot/base.ts";
import { style } from "./plot/style.ts";

const BARS = 100;
const ZERO: Range = { from: 0, to: 1 };

interface Axis {
  program: Program;
  isLog: boolean;
}

/** Events: `armilla-plot-change` with `{x, y, xLog, yLog}` when the expressions change, `armilla-plot-remove`. */
@customElement("armilla-plot")
export class Plot extends PlotBase {
  static override styles = [shared, style];
  @property({ attribute: false }) scope!: Scope;
  @property() x = "";
  /** Empty: a histogram of `x`. */
  @property() y = "";
  @property({ type: Boolean }) xLog = false;
  @property({ type: Boolean }) yLog = false;
  @state() private wrong: { axis: "x" | "y"; message: string } | null = null;
  @state() private axes: { x: Axis; y: Axis | null } | null = null;
  private turn = 0;

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (["table", "x", "y", "xLog", "yLog", "revision", "scope"].some(name => changed.has(name))) void this.compute(changed.has("revision") && this.points !== null);
  }

  override render(): TemplateResult {
    const count = this.points ? this.points.x.values.length : 0;
    return html`<form class="bar axes" @submit=${this.apply}>${this.axisField("x", words.xAxis, "")}${this.axisField("y", words.yAxis, words.yEmpty)}
        <button>${words.plotThis}</button>
      </form>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong.message}</p>` : nothing}
      ${this.stageBox()}
      <div class="bar row">${this.brushChoice()} ${this.zoomButtons()}
        <span class="muted">${this.points?.y && count > 0 ? words.counted(this.inView, count) : ""}</span>
        <button class="plain push" @click=${() => this.dispatchEvent(new Event("armilla-plot-remove"))}>${words.removePlot}</button></div>
      ${this.ranges()}`;
  }

  private axisField(axis: "x" | "y", name: string, hint: string): TemplateResult {
    const isLog = axis === "x" ? this.xLog : this.yLog;
    return html`<div class="row axis"><label>${name}<input name=${axis} .value=${this[axis]} placeholder=${hint} spellcheck="false" autocomplete="off"
        aria-invalid=${this.wrong?.axis === axis}></label>
      <label><input type="checkbox" name="${axis}Log" .checked=${isLog} @change=${this.apply}>${words.log}</label></div>`;
  }

  protected override label(): string {
    const count = this.points?.x.values.length ?? 0;
    return this.y ? words.plotLabel(this.y, this.x, count) : words.histogramLabel(this.x, count);
  }

  protected override viewOf(points: Points, isWhole: boolean): { xs: Range; ys: Range } | null {
    const { axes } = this;
    const xs = shownRange(points.x, axes?.x.program.isMagnitude ?? false, isWhole);
    const ys = points.y ? shownRange(points.y, axes?.y?.program.isMagnitude ?? false, isWhole) : ZERO;
    return xs && ys ? { xs, ys } : null;
  }

  protected override rounded([first, second]: [Point, Point]): [Point, Point] {
    const { xs, ys } = this.view!;
    const round = ([x, y]: Point): Point => [edge(x, xs, this.axes!.x.isLog), edge(y, ys, this.axes!.y?.isLog ?? false)];
    return [round(first), round(second)];
  }

  protected override conditionOf(corners: Point[], isBox: boolean): string | null {
    const { axes } = this;
    if (!isBox || !axes) return null;
    const between = ({ program, isLog }: Axis, from: number, to: number): string => {
      const [low, high] = [Math.min(from, to), Math.max(from, to)].map(one => (isLog ? Number((10 ** one).toPrecision(6)) : one));
      return `${program.steps.length > 1 ? `(${program.text})` : program.text} BETWEEN ${low} AND ${high}`;
    };
    const [[x1, y1], [x2, y2]] = [corners[0]!, corners[1]!];
    return axes.y ? `${between(axes.x, x1, x2)} AND ${between(axes.y, y1, y2)}` : between(axes.x, x1, x2);
  }

  protected override decoration(): SVGTemplateResult {
    const { width, height } = this.area;
    const { xs, ys } = this.view!;
    const bottom = MARGIN.top + height;
    const across = ticks(xs, this.axes?.x.isLog ?? false, Math.max(2, width / 80)).map(({ at, label }) => {
      const [x] = this.toStage([at, ys.from]);
      return svg`<line class="tick" x1=${x} x2=${x} y1=${bottom} y2=${bottom + 4}></line><text x=${x} y=${bottom + 15} text-anchor="middle">${label}</text>`;
    });
    const up = (this.points?.y ? ticks(ys, this.axes?.y?.isLog ?? false, Math.max(2, height / 40)) : []).map(({ at, label }) => {
      const [, y] = this.toStage([xs.from, at]);
      return svg`<line class="tick" x1=${MARGIN.left - 4} x2=${MARGIN.left} y1=${y} y2=${y}></line><text x=${MARGIN.left - 6} y=${y + 4} text-anchor="end">${label}</text>`;
    });
    return svg`${this.points?.y ? nothing : this.bars()}<rect class="frame" x=${MARGIN.left} y=${MARGIN.top} width=${width} height=${height}></rect>${across}${up}
      <text class="title" x=${MARGIN.left + width / 2} y=${bottom + 33} text-anchor="middle">${titleOf(this.axes?.x)}</text>
      <text class="title" transform="translate(13 ${MARGIN.top + height / 2}) rotate(-90)" text-anchor="middle">${titleOf(this.axes?.y)}</text>`;
  }

  /** The histogram: all rows, and the selected ones before them, by the same scale. */
  private bars(): SVGTemplateResult {
    const { xs } = this.view!;
    const { width, height } = this.area;
    const counts = countLine(this.points!.x.values, xs, BARS);
    const chosen = this.selection.count > 0 ? countLine(this.points!.x.values, xs, BARS, this.selection.mask) : null;
    const most = Math.max(1, ...counts);
    const bar = (count: number, bin: number, kind: string): SVGTemplateResult | typeof nothing => {
      const tall = (count / most) * (height - 6);
      return count === 0 ? nothing : svg`<rect class=${kind} x=${MARGIN.left + (bin * width) / BARS} y=${MARGIN.top + height - tall} width=${Math.max(1, width / BARS - 1)} height=${tall}></rect>`;
    };
    const all = [...counts].map((count, bin) => bar(count, bin, chosen ? "" : "chosen"));
    const most2 = svg`<text x=${MARGIN.left - 6} y=${MARGIN.top + 12} text-anchor="end">${words.number(most)}</text>`;
    return svg`<g class="bars">${all}${chosen ? [...chosen].map((count, bin) => bar(count, bin, "chosen")) : nothing}</g>${most2}`;
  }

  /** Boxes by numbers, for who cannot drag. */
  private ranges(): TemplateResult {
    const field = (axis: "x" | "y", end: "from" | "to"): TemplateResult => html`<label class="above">${axis === "x" ? words.xAxis : words.yAxis}: ${end === "from" ? words.from : words.to}
      <input name="${axis}-${end}" inputmode="decimal" required autocomplete="off"></label>`;
    return html`<details><summary>${words.range(this.y ? `${this.x}, ${this.y}` : this.x)}</summary>
      <form class="ranges" @submit=${this.selectRange}>${field("x", "from")}${field("x", "to")}${this.y ? [field("y", "from"), field("y", "to")] : nothing}
      <button>${words.selectRange}</button></form></details>`;
  }

  private readonly selectRange = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const value = (name: string, axis: Axis | null): number => {
      const given = Number(form.get(name) ?? 0);
      return axis?.isLog ? Math.log10(given) : given;
    };
    if (!this.axes) return;
    const { x, y } = this.axes;
    this.brush([[value("x-from", x), value("y-from", y)], [value("x-to", x), value("y-to", y)]], true, false, false);
  };

  private readonly apply = (event: Event): void => {
    event.preventDefault();
    const form = new FormData((event.target as HTMLElement).closest("form")!);
    const text = (name: string): string => String(form.get(name) ?? "").trim();
    [this.x, this.y, this.xLog, this.yLog] = [text("x"), text("y"), form.has("xLog"), form.has("yLog")];
    const { x, y, xLog, yLog } = this;
    this.dispatchEvent(new CustomEvent("armilla-plot-change", { detail: { x, y, xLog, yLog } }));
  };

  private async compute(isMore: boolean): Promise<void> {
    const turn = ++this.turn;
    const x = this.compiled("x");
    const y = this.y ? this.compiled("y") : null;
    if (!x || (this.y && !y)) return;
    this.wrong = null;
    const [xValues, yValues] = [await valuesOf(this.table, this.transformed(x)), y && await valuesOf(this.table, this.transformed(y))];
    if (turn !== this.turn) return;
    this.axes = { x, y };
    this.show({ x: xValues, y: yValues }, isMore);
  }

  private compiled(axis: "x" | "y"): Axis | null {
    try {
      return { program: compile(this[axis], this.scope), isLog: axis === "x" ? this.xLog : this.yLog };
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.wrong = { axis, message: `${this[axis]}: ${error.message}` };
      return null;
    }
  }

  /** On a logarithmic axis the points themselves are logarithms, so that counting is the same. */
  private transformed({ program, isLog }: Axis): Program {
    return isLog ? { ...program, steps: [...program.steps, { do: "unary", name: "log10" }] } : program;
  }
}

function edge(value: number, range: Range, isLog: boolean): number {
  return isLog ? Math.log10(Number((10 ** value).toPrecision(4))) : snapped(value, range.to - range.from);
}

function titleOf(axis: Axis | null | undefined): string {
  if (!axis) return "";
  return axis.program.unit ? `${axis.program.text} (${axis.program.unit})` : axis.program.text;
}
