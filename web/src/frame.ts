// The frame around every page: head, navigation, foot; loads and shows the page of the address.
import { html, LitElement, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { present, type PageElement } from "./router.ts";
import { shared } from "./style/sheets.ts";

@customElement("armilla-frame")
export class Frame extends LitElement {
  static override styles = [shared];
  @state() private page?: PageElement;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("popstate", this.show);
    addEventListener("armilla-navigate", this.show);
    void this.show();
  }

  override render(): TemplateResult {
    return html`<main>${this.page}</main>`;
  }

  private readonly show = async (): Promise<void> => {
    const page = present();
    await page.load();
    const name = `armilla-page-${page.name}`;
    const element = this.page?.localName === name ? this.page : (document.createElement(name) as PageElement);
    element.params = new URLSearchParams(location.search);
    this.page = element;
  };
}
