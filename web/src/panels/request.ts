// The request that made the page, to copy in the words of other programs.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { line, recipes, type Recipe, type Told } from "../data/recipes.ts";
import { shared } from "../style/sheets.ts";
import { words } from "../words/frame.ts";

@customElement("armilla-request")
export class RequestLine extends LitElement {
  static override styles = [
    shared,
    css`
      :host { min-width: 0; }
      .line { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 100%; color: var(--muted); }
      .row { flex-wrap: nowrap; min-width: 0; }
      .row > div { min-width: 0; flex: 0 1 auto; }
      .row > .copies { flex: none; display: flex; gap: 2px; }
      @media (max-width: 700px) { .row { flex-wrap: wrap; } }
    `,
  ];
  @property({ attribute: false }) told: Told | null = null;
  @state() private said = "";

  override render(): TemplateResult | typeof nothing {
    if (!this.told) return nothing;
    return html`<div class="row">
      <div><span class="visually-hidden">${words.request}: </span><code class="line" title=${line(this.told)}>${line(this.told)}</code></div>
      <div class="copies" role="group" aria-label=${words.copyAs}>
        ${recipes(this.told).map((recipe) => html`<button class="plain" @click=${() => this.copy(recipe)}>${recipe.name}</button>`)}
      </div>
      <span role="status" class="muted">${this.said}</span>
    </div>`;
  }

  private async copy(recipe: Recipe): Promise<void> {
    try {
      await navigator.clipboard.writeText(recipe.text);
      this.said = words.copied(recipe.name);
    } catch {
      this.said = words.notCopied;
    }
  }
}
