// Style of the frame: head, navigation, foot.
import { css } from "lit";

export const frameStyle = css`
  :host { display: flex; flex-direction: column; min-height: 100vh; }
  .skip { position: absolute; left: -9999px; }
  .skip:focus { left: var(--space-2); top: var(--space-2); z-index: 30; }
  header { display: grid; grid-template-columns: auto minmax(180px, 1fr) auto auto; gap: var(--space-2) var(--space-4); align-items: center; }
  header { padding: var(--space-2) var(--space-4); background: var(--panel); border-bottom: 1px solid var(--rule); }
  .name { font-weight: 600; font-size: 17px; color: var(--text); text-decoration: none; display: inline-flex; gap: var(--space-2); align-items: center; min-height: 24px; }
  .name img { height: 28px; }
  armilla-search { max-width: 480px; }
  nav { justify-self: start; }
  nav ul { display: flex; flex-wrap: wrap; list-style: none; margin: 0; padding: 0; gap: 0 var(--space-1); }
  nav a { display: inline-block; padding: 4px 8px; color: var(--text); text-decoration: none; border-radius: var(--radius); }
  nav a:hover { text-decoration: underline; }
  nav a[aria-current] { color: var(--link); font-weight: 600; box-shadow: inset 0 -2px var(--link); border-radius: 0; }
  .tools { display: flex; gap: var(--space-2); align-items: center; justify-content: end; }
  .tools a { display: inline-block; min-height: 24px; line-height: 24px; white-space: nowrap; }
  main { flex: 1; padding: var(--space-4); min-width: 0; outline: none; }
  footer { display: flex; gap: var(--space-2) var(--space-4); justify-content: space-between; align-items: center; flex-wrap: wrap; }
  footer { padding: var(--space-2) var(--space-4); border-top: 1px solid var(--rule); background: var(--panel); font-size: 13px; }
  footer armilla-request { flex: 1 1 360px; }
  footer .ends { display: flex; gap: var(--space-3); align-items: center; flex-wrap: wrap; }
  footer a { display: inline-block; min-height: 24px; line-height: 24px; }
  footer select { font-size: 13px; }
  @media (max-width: 1100px) {
    header { grid-template-columns: auto 1fr auto; }
    nav { grid-column: 1 / -1; grid-row: 2; }
  }
  @media (max-width: 700px) {
    header { grid-template-columns: 1fr auto; padding: var(--space-2); }
    armilla-search { grid-column: 1 / -1; grid-row: 2; max-width: none; }
    nav { grid-row: 3; }
    main { padding: var(--space-3) var(--space-2); }
    footer { padding: var(--space-2); }
  }
`;
