// Styles that plots have in common.
import { css } from "lit";

export const style = css`
  :host { display: flex; flex-direction: column; gap: var(--space-2); min-width: 0; }
  .bar { gap: var(--space-2); font-size: 13px; }
  .axes { display: flex; flex-wrap: wrap; align-items: center; }
  .axes .axis { flex: 1 1 170px; flex-wrap: nowrap; }
  .axes .axis label:first-child { flex: 1; }
  .axes input:not([type]) { font-family: var(--mono); font-size: 13px; flex: 1; min-width: 0; width: 100%; }
  .bar .push { margin-left: auto; }
  .stage { position: relative; width: 100%; height: var(--plot-height, 340px); touch-action: none; border: 1px solid var(--rule); border-radius: var(--radius); background: var(--page); }
  .stage.sky { background: #000; }
  canvas { position: absolute; image-rendering: pixelated; }
  svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: hidden; cursor: crosshair; user-select: none; }
  svg text { fill: var(--muted); font: 11px var(--mono); }
  svg text.title { fill: var(--text); font: 12px var(--sans); }
  .frame { fill: none; stroke: var(--line); }
  .tick { stroke: var(--line); }
  .net { fill: none; stroke: #4a525c; stroke-width: 0.7; }
  .sky text { fill: #a3adb8; }
  .sky text.title { fill: #e6e9ec; }
  .brush { fill: var(--link); fill-opacity: 0.12; stroke: var(--link); stroke-dasharray: 4 2; }
  .pointed { fill: none; stroke: var(--error); stroke-width: 2; }
  .bars rect { fill: var(--line); opacity: 0.55; }
  .bars rect.chosen { fill: var(--accent); opacity: 1; }
  details { font-size: 13px; }
  summary { min-height: 24px; cursor: pointer; color: var(--link); }
  .ranges { display: flex; flex-wrap: wrap; gap: var(--space-2); align-items: end; margin-top: var(--space-1); }
  .ranges input { width: 110px; font-size: 13px; }
  .wrong { color: var(--error); margin: 0; font-size: 13px; }
  fieldset { border: 0; margin: 0; padding: 0; display: flex; gap: var(--space-2); }
  legend { float: left; padding: 0 var(--space-1) 0 0; color: var(--muted); line-height: 24px; }
`;
