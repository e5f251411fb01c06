// A table that another program sent by SAMP, or one of this host by its address: `/result?url=ADDRESS&name=&table-id=`.
import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { Selection } from "../data/selection.ts";
import { tableAt } from "../data/samp-tables.ts";
import { errorBox, skeleton } from "../panels/state.ts";
import "../panels/result.ts";
import "../panels/samp-rows.ts";
import "../panels/send.ts";
import { shared } from "../style/sheets.ts";

@customElement("armilla-received")
export class Received extends LitElement {
  static override styles = [shared];
  @property({ attribute: false }) params = new URLSearchParams();
  @state() private source: Response | null = null;
  @state() private error: unknown = null;
  private selection = new Selection();
  private url = "";

  override willUpdate(changed: PropertyValues<this>): void {
    const url = this.params.get("url") ?? "";
    if (!changed.has("params") || url === this.url) return;
    this.url = url;
    this.selection = new Selection();
    void this.read(url);
  }

  override render(): TemplateResult {
    const name = this.params.get("name") || this.url;
    const id = this.params.get("table-id") ?? this.url;
    if (this.error) return html`<h1>${name}</h1>${errorBox(this.error)}`;
    if (!this.source) return html`<h1>${name}</h1>${skeleton(6)}`;
    return html`<h1>${name}</h1>
      <armilla-send .what=${{ kind: "table", url: this.url, id, name }}></armilla-send>
      <armilla-result .source=${this.source} .name=${name} .tap=${null} .selection=${this.selection}>
        <armilla-samp-rows slot="selection" .selection=${this.selection} .table=${{ id, url: this.url }}></armilla-samp-rows>
      </armilla-result>`;
  }

  private async read(url: string): Promise<void> {
    this.source = this.error = null;
    try {
      const answer = await tableAt(url);
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
      if (this.url === url) this.source = answer;
    } catch (error) {
      if (this.url === url) this.error = error;
    }
  }
}
