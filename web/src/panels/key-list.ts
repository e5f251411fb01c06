// The list of keys, with the switch that turns single letters off.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, query } from "lit/decorators.js";
import { setSingleKeys, singleKeys } from "../keys.ts";
import { shared } from "../style/sheets.ts";
import { words } from "../words/frame.ts";

@customElement("armilla-key-list")
export class KeyList extends LitElement {
  static override styles = [
    shared,
    css`
      dialog { color: var(--text); background: var(--page); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); }
      dialog { max-width: min(520px, calc(100vw - 16px)); padding: var(--space-4); }
      dialog::backdrop { background: rgb(0 0 0 / 0.35); }
      h2 { margin-top: 0; }
      kbd { font-family: var(--mono); white-space: nowrap; }
      table { margin-bottom: var(--space-3); }
    `,
  ];
  @query("dialog") private dialog!: HTMLDialogElement;

  show(): void {
    if (!this.dialog.open) this.dialog.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-label=${words.keys}>
      <h2>${words.keys}</h2>
      <table>
        <tbody>${words.keyList.map(([key, does]) => html`<tr><td><kbd>${key}</kbd></td><td>${does}</td></tr>`)}</tbody>
      </table>
      <p><label><input type="checkbox" ?checked=${singleKeys()} @change=${this.switched} />${words.singleKeys}</label></p>
      <button class="primary" @click=${() => this.dialog.close()}>${words.close}</button>
    </dialog>`;
  }

  private readonly switched = (event: Event): void => setSingleKeys((event.target as HTMLInputElement).checked);
}
