// Styles of the result panel.
import { css } from "lit";

export const style = css`
  :host { container-type: inline-size; }
  .bar { min-height: 34px; margin-bottom: var(--space-2); font-size: 13px; }
  .bar h2 { margin: 0; }
  .push { margin-left: auto; }
  .count { font-weight: 600; font-variant-numeric: tabular-nums; }
  .condition { overflow-wrap: anywhere; max-width: 60ch; max-height: 3.2em; overflow: auto; color: var(--muted); }
  .views { display: grid; gap: var(--space-4); grid-template-columns: minmax(0, 1fr); }
  armilla-grid { height: min(70vh, 620px); }
  .plots { min-width: 0; }
  .plots .panel { margin-bottom: var(--space-3); padding: var(--space-3); }
  .menu { position: relative; }
  .menu summary { cursor: pointer; min-height: 30px; border: 1px solid var(--line); border-radius: var(--radius); padding: 3px 10px; list-style: none; }
  .menu summary::after { content: " ▾"; }
  .menu .list { position: absolute; right: 0; top: 34px; z-index: 7; background: var(--page); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); padding: var(--space-2); display: flex; flex-direction: column; min-width: 180px; }
  .list a, .list button { display: block; padding: 3px 8px; min-height: 26px; text-decoration: none; text-align: left; width: 100%; }
  @container (min-width: 1080px) {
    .views { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
    .views armilla-grid { position: sticky; top: var(--space-2); height: min(calc(100vh - 120px), 900px); }
  }
`;
