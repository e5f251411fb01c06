// The drawing of an SED as SVG, with its colours written out so that it can be saved as it is.
import { nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { isBroad, onScale, type Scale, type SedPoint } from "../data/sed.ts";
import { filterColour } from "../style/filter-colours.ts";
import { words } from "../words/object.ts";
import { spread, type Layout, type Series } from "./sed-layout.ts";

/** Colours of the page, as they are now. */
export interface Ink {
  page: string;
  text: string;
  muted: string;
  rule: string;
  isDark: boolean;
}

const SIZE = 5;
const LABEL_GAP = 14;
const PASSBAND_HEIGHT = 10;
const FONT = "system-ui, sans-serif";

/** The whole figure; the second series is smaller and joined by a dashed line. */
export function figure(series: Series[], scale: Scale, layout: Layout, ink: Ink): TemplateResult {
  const parts = [passbands(series[0]?.points ?? [], layout, ink), grid(layout, scale, ink), labels(series[0]?.points ?? [], layout, ink)];
  series.forEach(({ points }, index) => parts.push(line(points, scale, layout, ink, index > 0), marks(points, scale, layout, ink, index > 0)));
  return svg`${parts}` as unknown as TemplateResult;
}

/** Where each filter lets light through, at the foot of the figure; narrow ones lie on the broad ones. */
function passbands(points: SedPoint[], { bottom, x }: Layout, ink: Ink): SVGTemplateResult {
  const boxes = points.flatMap(({ filter }) => {
    const { wavelengthNm: middle, widthNm: width } = filter;
    return middle === null || width === null ? [] : [{ from: x.at(middle - width / 2), to: x.at(middle + width / 2), colour: filterColour(filter, ink.isDark) }];
  });
  boxes.sort((a, b) => b.to - b.from - (a.to - a.from));
  return svg`<g class="passbands" fill-opacity="0.4">${boxes.map(({ from, to, colour }) =>
    svg`<rect x=${from} y=${bottom - PASSBAND_HEIGHT} width=${to - from} height=${PASSBAND_HEIGHT} fill=${colour} />`)}</g>`;
}

function grid({ left, right, top, bottom, x, y }: Layout, scale: Scale, ink: Ink): SVGTemplateResult {
  const middle = (top + bottom) / 2;
  return svg`<g font-family=${FONT} font-size="12" fill=${ink.muted}>
    <rect x=${left} y=${top} width=${right - left} height=${bottom - top} fill="none" stroke=${ink.rule} />
    ${y.ticks.map(({ value, text }) => svg`<line x1=${left} x2=${right} y1=${y.at(value)} y2=${y.at(value)} stroke=${ink.rule} />
      <text x=${left - 6} y=${y.at(value) + 4} text-anchor="end">${text}</text>`)}
    ${x.ticks.map(({ value, text }) => svg`<line x1=${x.at(value)} x2=${x.at(value)} y1=${bottom} y2=${bottom + 4} stroke=${ink.muted} />
      <text x=${x.at(value)} y=${bottom + 17} text-anchor="middle">${text}</text>`)}
    <text x=${(left + right) / 2} y=${bottom + 34} text-anchor="middle">${words.sed.wavelength}</text>
    <text x="13" y=${middle} text-anchor="middle" transform="rotate(-90 13 ${middle})">${words.sed.axes[scale]}</text>
  </g>`;
}

/** Names of the filters above the figure, each with a line to its wavelength. */
function labels(points: SedPoint[], { left, right, top, x }: Layout, ink: Ink): SVGTemplateResult {
  const shown = points.filter((point) => point.filter.wavelengthNm !== null);
  const wanted = shown.map((point) => x.at(point.filter.wavelengthNm ?? 0));
  const places = spread(wanted, LABEL_GAP, left - 4, right + 4);
  return svg`<g font-family=${FONT} font-size="11.5" fill=${ink.text}>
    ${shown.map(({ filter }, index) => svg`
      <path d="M${wanted[index]} ${top} L${wanted[index]} ${top - 3} L${places[index]} ${top - 9}" stroke=${filterColour(filter, ink.isDark)} fill="none" />
      <text transform="translate(${places[index]! + 4} ${top - 12}) rotate(-90)">${filter.name}</text>`)}
  </g>`;
}

function line(points: SedPoint[], scale: Scale, { x, y }: Layout, ink: Ink, isSecond: boolean): SVGTemplateResult {
  const path = points
    .filter((point) => point.state === "detected" && point.filter.wavelengthNm !== null)
    .flatMap((point) => {
      const place = onScale(point, scale);
      return place ? [`${x.at(point.filter.wavelengthNm ?? 0)},${y.at(place.value)}`] : [];
    });
  return svg`<polyline points=${path.join(" ")} fill="none" stroke=${ink.muted} stroke-opacity="0.55" stroke-dasharray=${isSecond ? "4 3" : "none"} />`;
}

function marks(points: SedPoint[], scale: Scale, layout: Layout, ink: Ink, isSecond: boolean): SVGTemplateResult {
  return svg`<g stroke-width="1.5">${points.map((point) => mark(point, scale, layout, ink, isSecond))}</g>`;
}

function mark(point: SedPoint, scale: Scale, layout: Layout, ink: Ink, isSecond: boolean): SVGTemplateResult | typeof nothing {
  const { filter } = point;
  if (filter.wavelengthNm === null || point.state === "missing") return nothing;
  const place = onScale(point, scale);
  const colour = filterColour(filter, ink.isDark);
  const at = layout.x.at(filter.wavelengthNm);
  if (point.state === "limit") return limit(at, place ? layout.y.at(place.value) : layout.bottom - 12, colour, isSecond);
  if (!place) return nothing;
  const [y, half] = [layout.y.at(place.value), filter.widthNm === null ? 0 : (layout.x.at(filter.wavelengthNm + filter.widthNm / 2) - at)];
  const clamp = (value: number): number => Math.max(layout.top, Math.min(layout.bottom, layout.y.at(value)));
  const bar = place.low === null || place.high === null
    ? nothing
    : svg`<path d="M${at} ${clamp(place.low)} V${clamp(place.high)}" stroke=${colour} />`;
  const size = isSecond ? SIZE - 1.5 : SIZE;
  const fill = point.flags === 0 ? colour : ink.page;
  const shape = isBroad(filter)
    ? svg`<rect x=${at - size} y=${y - size} width=${2 * size} height=${2 * size} fill=${fill} stroke=${colour} />`
    : svg`<circle cx=${at} cy=${y} r=${size} fill=${fill} stroke=${colour} />`;
  return svg`<g><path d="M${at - half} ${y} H${at + half}" stroke=${colour} />${bar}${shape}</g>`;
}

function limit(x: number, y: number, colour: string, isSecond: boolean): SVGTemplateResult {
  const size = isSecond ? SIZE - 1 : SIZE + 1;
  return svg`<path d="M${x - size} ${y - size} H${x + size} L${x} ${y + size} Z" fill=${colour} stroke=${colour} />`;
}
