// A small SED without axes: one point a filter in wavelength order, brighter is higher.
import { css, html, LitElement, svg, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { isBroad, type SedPoint } from "../data/sed.ts";
import { isDarkPage } from "../style/dark.ts";
import { filterColour } from "../style/filter-colours.ts";
import { words } from "../words/object.ts";

const WIDTH = 132;
const HEIGHT = 40;
const EDGE = 5;

@customElement("armilla-sparkline")
export class Sparkline extends LitElement {
  static override styles = css`:host { display: inline-block; line-height: 0; }`;

  @property({ attribute: false }) points: SedPoint[] = [];
  @property() name = "";

  override render(): TemplateResult {
    const drawn = this.points.filter(({ magnitude, filter }) => magnitude !== null && filter.wavelengthNm !== null);
    const values = drawn.map(({ magnitude }) => magnitude ?? 0);
    const nm = drawn.map(({ filter }) => filter.wavelengthNm ?? 0);
    const detected = drawn.filter(({ state }) => state === "detected").length;
    const place = (value: number, list: number[], size: number): number => {
      const [low, high] = [Math.min(...list), Math.max(...list)];
      return EDGE + (high > low ? (value - low) / (high - low) : 0.5) * (size - 2 * EDGE);
    };
    return html`<svg role="img" aria-label=${words.sed.summary(this.name, detected, this.points.length)} width=${WIDTH} height=${HEIGHT} viewBox="0 0 ${WIDTH} ${HEIGHT}">
      ${drawn.map(({ filter, state }, index) => mark(place(nm[index]!, nm, WIDTH), place(values[index]!, values, HEIGHT), filterColour(filter, isDarkPage()), state === "limit" ? "limit" : isBroad(filter) ? "broad" : "narrow"))}
    </svg>`;
  }
}

function mark(x: number, y: number, colour: string, kind: "limit" | "broad" | "narrow"): TemplateResult {
  const shape = kind === "limit" ? svg`<path d="M${x - 3} ${y - 2} h6 l-3 5 z" fill=${colour} />`
    : kind === "broad" ? svg`<rect x=${x - 2.5} y=${y - 2.5} width="5" height="5" fill=${colour} />` : svg`<circle cx=${x} cy=${y} r="2.7" fill=${colour} />`;
  return shape as unknown as TemplateResult;
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-sparkline": Sparkline;
  }
}
