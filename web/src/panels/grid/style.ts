// Styles of the grid.
import { css } from "lit";

export const style = css`
  :host { display: flex; flex-direction: column; position: relative; min-height: 240px; font-size: 13px; }
  .bar { padding: 0 0 var(--space-2); gap: var(--space-3); min-height: 38px; }
  .bar form { display: flex; gap: var(--space-1); align-items: center; }
  .bar input { width: 100px; font-size: 13px; }
  .bar .push { margin-left: auto; }
  .stage { position: relative; flex: 1; min-height: 0; border: 1px solid var(--rule); border-radius: var(--radius); }
  .grid { position: absolute; inset: 0; overflow: auto; overscroll-behavior: contain; }
  .space { position: relative; }
  .head { position: sticky; top: 0; z-index: 3; height: 44px; background: var(--panel); border-bottom: 1px solid var(--line); }
  .row-line { position: absolute; left: 0; top: 44px; height: 26px; border-bottom: 1px solid var(--rule); }
  .row-line[aria-selected="true"] > * { background: var(--chosen); }
  .row-line.pointed { outline: 2px solid var(--link); outline-offset: -2px; z-index: 1; }
  .cell, .column { position: absolute; top: 0; bottom: 0; padding: 4px 8px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
  .cell { font-family: var(--mono); font-variant-numeric: tabular-nums; line-height: 18px; font-size: 12.5px; }
  .number { text-align: right; }
  .cell a { display: block; overflow: hidden; text-overflow: ellipsis; }
  .null { color: var(--muted); }
  .column { padding: 3px 4px 3px 8px; border-right: 1px solid var(--rule); font-weight: 600; line-height: 18px; cursor: default; }
  .column .unit { display: block; font-weight: 400; color: var(--muted); font-size: 12px; min-height: 18px; overflow: hidden; text-overflow: ellipsis; }
  .column .name { display: block; padding-right: 24px; overflow: hidden; text-overflow: ellipsis; }
  .column .chip { display: inline-block; width: 9px; height: 9px; border-radius: 50%; margin-right: 4px; }
  .column button { position: absolute; right: 2px; top: 2px; width: 24px; height: 24px; min-height: 24px; padding: 0; border-color: transparent; background: none; color: var(--muted); line-height: 1; }
  .column button:hover { border-color: var(--line); color: var(--text); }
  .row-name { position: sticky; left: 0; z-index: 2; display: inline-block; height: 100%; padding: 4px 8px; text-align: right; background: var(--panel); border-right: 1px solid var(--rule); color: var(--muted); font-family: var(--mono); font-size: 12px; line-height: 18px; cursor: pointer; white-space: nowrap; }
  .head .row-name { font-family: var(--sans); font-weight: 600; padding-top: 12px; cursor: default; }
  .active { box-shadow: inset 0 0 0 1px var(--line); }
  .grid:focus-visible .active { box-shadow: inset 0 0 0 2px var(--link); }
  @media (forced-colors: active) { .row-line[aria-selected="true"] > * { background: Highlight; color: HighlightText; } }
`;
