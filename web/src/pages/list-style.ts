// The layout of the list page.
import { css } from "lit";

/** Rules for the shadow root of the page. */
export const listStyle = css`
  textarea { width: 100%; font-family: var(--mono); font-size: 13px; }
  label.above { width: 100%; }
  .form { display: flex; flex-wrap: wrap; gap: var(--space-3); margin-bottom: var(--space-2); }
  .form label.above { width: auto; }
  .form input[type="number"] { width: 7em; }
  fieldset { border: 0; padding: 0; margin: 0 0 var(--space-2); }
  legend { float: left; padding: 0; margin-right: var(--space-2); color: var(--muted); line-height: 24px; }
  .scroll { overflow: auto; max-height: 16em; }
  summary { min-height: 24px; cursor: pointer; }
  .bars { list-style: none; padding: 0; margin: var(--space-2) 0; font-size: 13px; }
`;
