// Links the rows of a result with the same table in other programs by SAMP, and says so; beside the count of selected rows.
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { linkRows, ROWS_MAX, type LinkedRows, type TableName } from "../data/samp-link.ts";
import { bus } from "../samp-bus.ts";
import { shared } from "../style/sheets.ts";
import { words } from "../words/samp.ts";

@customElement("armilla-samp-rows")
export class SampRows extends LitElement {
  static override styles = [shared, css`:host { display: inline; font-size: 13px; }`];
  @property({ attribute: false }) selection: LinkedRows | null = null;
  @property({ attribute: false }) table: TableName | null = null;
  @state() private told = "";
  private unlink: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    bus().addEventListener("change", this.changed);
    this.link();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    bus().removeEventListener("change", this.changed);
    this.unlink?.();
    this.unlink = null;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const [old, table] = [changed.get("table"), this.table];
    if (changed.has("selection") || (changed.has("table") && (old?.id !== table?.id || old?.url !== table?.url))) this.link();
  }

  override render(): TemplateResult | typeof nothing {
    if (bus().state.kind !== "connected" || !this.unlink) return nothing;
    return html`<span class="muted" role="status">${this.told || words.rowsLinked}</span>`;
  }

  private link(): void {
    this.unlink?.();
    this.unlink = null;
    if (!this.selection || !this.table) return;
    this.unlink = linkRows(bus(), this.selection, this.table, (sent) => (this.told = sent > ROWS_MAX ? words.tooManySelected(sent, ROWS_MAX) : ""));
  }

  private readonly changed = (): void => this.requestUpdate();
}
