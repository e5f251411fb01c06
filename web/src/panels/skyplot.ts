// The positions of a table on the sky: a field about their middle, or the whole sky.
import { html, nothing, svg, type PropertyValues, type SVGTemplateResult, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Column } from "../data/columns.ts";
import type { Point, Range } from "../data/count.ts";
import { nameOf } from "../data/expression.ts";
import { project, unproject, type Projection } from "../data/projection.ts";
import { positionColumns } from "../data/suggest.ts";
import { positionsOf } from "../data/work.ts";
import { shared } from "../style/sheets.ts";
import { wrap, type Position } from "../vo/sky.ts";
import { words } from "../words/result.ts";
import { shownRange } from "./plot/axes.ts";
import { MARGIN, PlotBase, type Points } from "./plot/base.ts";
import { style } from "./plot/style.ts";

/** Steps of the net of coordinates, degrees. */
const STEPS = [30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];

/** The whole sky in Hammer's projection, degrees on the plane. */
const HAMMER = { x: { from: -165, to: 165 }, y: { from: -84, to: 84 } };

@customElement("armilla-skyplot")
export class SkyPlot extends PlotBase {
  static override styles = [shared, style];
  @state() private projection: Projection | null = null;
  private columns: { lon: Column; lat: Column } | null = null;
  private turn = 0;

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has("table") || changed.has("revision")) void this.compute(changed.has("table"));
  }

  override render(): TemplateResult {
    const { points } = this;
    return html`${this.stageBox(nothing, "sky")}
      <div class="bar row">${this.brushChoice()} ${this.zoomButtons()}
        <span class="muted">${points ? words.counted(this.inView, points.x.values.length) : ""}</span></div>`;
  }

  protected override label(): string {
    return words.skyLabel(this.points?.x.values.length ?? 0);
  }

  protected override get alwaysDark(): boolean {
    return true;
  }

  /** One scale for both directions, east to the left. */
  protected override viewOf(points: Points, isWhole: boolean): { xs: Range; ys: Range } | null {
    const isSky = this.projection?.kind === "hammer" && !(isWhole && points.x.values.length < this.table.length);
    const [x, y] = isSky ? [HAMMER.x, HAMMER.y] : [shownRange(points.x, false, isWhole), points.y && shownRange(points.y, false, isWhole)];
    if (!x || !y) return null;
    const { width, height } = this.area;
    const perPixel = Math.max((x.to - x.from) / width, (y.to - y.from) / height, 1e-6 / width);
    const around = ({ from, to }: Range, pixels: number): [number, number] => [(from + to) / 2 - (perPixel * pixels) / 2, (from + to) / 2 + (perPixel * pixels) / 2];
    const [right, left] = around(x, width);
    const [bottom, top] = around(y, height);
    return { xs: { from: left, to: right }, ys: { from: bottom, to: top } };
  }

  protected override rounded(box: [Point, Point]): [Point, Point] {
    return box;
  }

  /** On the gnomonic plane straight lines are great circles: the corners are a polygon of ADQL. */
  protected override conditionOf(corners: Point[], isBox: boolean): string | null {
    const { projection, columns } = this;
    if (projection?.kind !== "gnomonic" || !columns) return null;
    const [[x1, y1], [x2, y2]] = [corners[0]!, corners[1]!];
    const around: Point[] = isBox ? [[x1, y1], [x1, y2], [x2, y2], [x2, y1]] : corners;
    const vertices = around.map(corner => {
      const { ra, dec } = unproject(corner, projection)!;
      return `${ra.toFixed(7)}, ${dec.toFixed(7)}`;
    });
    return `1 = CONTAINS(POINT(${nameOf(columns.lon.field.name)}, ${nameOf(columns.lat.field.name)}), POLYGON(${vertices.join(", ")}))`;
  }

  protected override decoration(): SVGTemplateResult {
    const { projection, view } = this;
    if (!projection || !view) return svg``;
    const { width, height } = this.area;
    const center = unproject([(view.xs.from + view.xs.to) / 2, (view.ys.from + view.ys.to) / 2], projection) ?? { ra: projection.lon, dec: 0 };
    const tall = Math.abs(view.ys.to - view.ys.from);
    const latStep = STEPS.find(step => tall / step >= 3) ?? STEPS.at(-1)!;
    const wide = tall / Math.max(0.02, Math.cos((center.dec * Math.PI) / 180));
    const lonStep = STEPS.find(step => wide / step >= 3) ?? STEPS.at(-1)!;
    const clip = svg`<clipPath id="inside"><rect x=${MARGIN.left} y=${MARGIN.top} width=${width} height=${height}></rect></clipPath>`;
    return svg`${clip}<g clip-path="url(#inside)">${this.net(center, lonStep, latStep, tall)}</g>
      <rect class="frame" x=${MARGIN.left} y=${MARGIN.top} width=${width} height=${height}></rect>
      <text class="title" x=${MARGIN.left + width / 2} y=${MARGIN.top + height + 24} text-anchor="middle">RA ${center.ra.toFixed(4)}°, Dec ${center.dec.toFixed(4)}°</text>`;
  }

  private net(center: Position, lonStep: number, latStep: number, tall: number): SVGTemplateResult[] {
    if (this.projection!.kind === "hammer") return this.wholeNet();
    const reach = Math.min(180, (tall / Math.max(0.02, Math.cos((center.dec * Math.PI) / 180))) * 2);
    const lats = steps(center.dec, tall * 2, latStep).filter(lat => Math.abs(lat) <= 90);
    const [low, high] = [Math.max(-89.9, center.dec - tall * 2), Math.min(89.9, center.dec + tall * 2)];
    const meridians = steps(center.ra, reach, lonStep).map(lon => this.line(span(low, high).map(lat => [lon, lat]), "lon", lon));
    const parallels = lats.map(lat => this.line(span(center.ra - reach, center.ra + reach).map(lon => [lon, lat]), "lat", lat));
    return [...meridians, ...parallels];
  }

  /** The net of the whole sky, with its outline. */
  private wholeNet(): SVGTemplateResult[] {
    const { lon: middle } = this.projection!;
    const [west, east] = [middle - 179.99, middle + 179.99];
    const meridian = (lon: number): Point[] => span(-90, 90).map(lat => [lon, lat]);
    return [
      ...[west, east].map(lon => this.line(meridian(lon), null, lon)),
      ...steps(middle, 170, 30).map(lon => this.line(meridian(lon), "lon", lon)),
      ...[-60, -30, 0, 30, 60].map(lat => this.line(span(west, east).map(lon => [lon, lat]), lat === 0 ? null : "lat", lat)),
    ];
  }

  /** A line of the net; its label stands at the frame, or in the middle of the line if the whole sky is shown. */
  private line(path: Point[], kind: "lon" | "lat" | null, value: number): SVGTemplateResult {
    const { x, y } = project(Float64Array.from(path, ([lon]) => lon), Float64Array.from(path, ([, lat]) => lat), this.projection);
    const points: Point[] = [];
    for (let i = 0; i < x.length; i++) if (Number.isFinite(x[i]!)) points.push(this.toStage([x[i]!, y[i]!]));
    const at = kind && this.labelPlace(points, kind);
    const label = kind === "lon" ? degrees(wrap(value)) : degrees(value);
    return svg`<polyline class="net" points=${points.map(point => point.map(one => one.toFixed(1)).join()).join(" ")}></polyline>
      ${at ? svg`<text x=${at[0]} y=${at[1]}>${label}</text>` : nothing}`;
  }

  private labelPlace(points: Point[], kind: "lon" | "lat"): Point | null {
    const { width, height } = this.area;
    const middle = points[points.length >> 1];
    if (this.projection!.kind === "hammer") return middle ? [middle[0] + 3, middle[1] - 3] : null;
    const edge = points.find(([x, y]) => x > MARGIN.left + 4 && x < MARGIN.left + width - 30 && y > MARGIN.top + 12 && y < MARGIN.top + height - 4);
    if (!edge) return null;
    return kind === "lon" ? [edge[0] + 3, MARGIN.top + height - 4] : [MARGIN.left + 4, edge[1] - 3];
  }

  private async compute(isNew: boolean): Promise<void> {
    const turn = ++this.turn;
    this.columns = positionColumns(this.table);
    if (!this.columns) return;
    const { x, y, projection } = await positionsOf(this.columns.lon, this.columns.lat);
    if (turn !== this.turn) return;
    const isSame = !isNew && JSON.stringify(projection) === JSON.stringify(this.projection);
    this.projection = projection;
    this.show({ x, y }, isSame);
  }
}

function steps(middle: number, reach: number, step: number): number[] {
  const list: number[] = [];
  for (let i = Math.ceil((middle - reach) / step); i * step <= middle + reach && list.length < 80; i++) list.push(i * step);
  return list;
}

/** Places from one value to another, close enough for a smooth line. */
function span(from: number, to: number): number[] {
  return Array.from({ length: 61 }, (_, i) => from + ((to - from) * i) / 60);
}

function degrees(value: number): string {
  return `${Number(value.toFixed(4))}°`.replace("-", "−");
}
