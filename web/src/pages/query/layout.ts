// Where the parts of the query page stand, on wide and on narrow screens.
import { css } from "lit";

export const layout = css`
  .page { display: grid; grid-template-columns: minmax(200px, 280px) minmax(0, 1fr); gap: var(--space-4); align-items: start; }
  details.tables { position: sticky; top: var(--space-2); }
  details.tables > summary { font-weight: 600; min-height: 28px; cursor: pointer; }
  armilla-tables { height: calc(100vh - 150px); min-height: 260px; }
  .work { display: flex; flex-direction: column; gap: var(--space-2); min-width: 0; }
  .head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: end; gap: 4px var(--space-3); margin-bottom: -8px; }
  .editor { border: 1px solid var(--line); border-radius: 0 0 var(--radius) var(--radius); background: var(--page); }
  armilla-editor { min-height: 150px; max-height: 55vh; overflow: auto; resize: vertical; }
  armilla-verdict { border-top: 1px solid var(--rule); }
  .bar { padding: 2px 0; gap: 8px 16px; }
  .bar .buttons { margin-left: auto; }
  .menus { display: flex; gap: 4px; }
  .menu { position: relative; }
  .menu > summary { min-height: 28px; padding: 2px 8px; cursor: pointer; color: var(--link); }
  .menu > .list {
    position: absolute; right: 0; z-index: 10; width: min(520px, 90vw); max-height: 60vh; overflow: auto; display: flex; flex-direction: column; align-items: stretch;
    background: var(--page); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); padding: var(--space-2);
  }
  .list button { text-align: left; min-height: 28px; }
  .list button.mono { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  armilla-jobs { position: sticky; bottom: 0; z-index: 5; }
  .results { min-height: 80px; outline-offset: 2px; }
  dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px var(--space-4); margin: 0; }
  dt { color: var(--muted); }
  dd { margin: 0; overflow-wrap: anywhere; }
  h2 { margin: 0; }
  pre { overflow: auto; margin: var(--space-2) 0 0; }
  @media (max-width: 900px) {
    .page { grid-template-columns: minmax(0, 1fr); }
    details.tables { position: static; }
    armilla-tables { height: 320px; }
    armilla-jobs { position: static; }
    .bar .buttons { margin-left: 0; }
    .menu > .list { right: auto; left: 0; }
  }
`;
