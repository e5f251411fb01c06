// The layout of the object page: figure and pictures side by side where there is room.
import { css } from "lit";

/** Rules for the shadow root of the page. */
export const objectStyle = css`
  .facts { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); margin: 0 0 var(--space-2); }
  .facts > * { margin: 0; }
  .first { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: var(--space-6); }
  .around { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22em, 100%), 1fr)); gap: 0 var(--space-6); }
  section { min-width: 0; }
  ul.plain { list-style: none; margin: 0; padding: 0; max-height: 16em; overflow-y: auto; }
  ul.plain li { padding: 2px 0; }
  ul.plain a, .row a { display: inline-block; min-height: 24px; line-height: 24px; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--panel); padding: var(--space-2); border-radius: var(--radius); max-height: 10em; overflow-y: auto; }
  @media (max-width: 900px) { .first { grid-template-columns: minmax(0, 1fr); gap: 0; } }
`;
