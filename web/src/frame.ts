// The frame around every page: head, navigation, foot; loads and shows the page of the address.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { Told } from "./data/recipes.ts";
import { frameStyle } from "./frame.css.ts";
import { listen } from "./keys.ts";
import { elementOf } from "./offered.ts";
import "./panels/key-list.ts";
import type { KeyList } from "./panels/key-list.ts";
import "./panels/request.ts";
import "./panels/samp-button.ts";
import "./panels/search.ts";
import type { Search } from "./panels/search.ts";
import { errorBox } from "./panels/state.ts";
import { link, navigate, offeredPage, present, PAGES, type PageElement } from "./router.ts";
import { service, settings } from "./services.ts";
import { caller } from "./session.ts";
import { shared } from "./style/sheets.ts";
import { adoptColours, applyTheme, density, setDensity, setTheme, theme, type Density, type Theme } from "./theme.ts";
import { pageNames, words } from "./words/frame.ts";

/** Pages of the navigation that need a service of one of these kinds. */
const NAVIGATION: [string, string[]][] = [
  ["sky", ["hips", "sia"]],
  ["images", ["sia"]],
  ["cone", ["scs", "tap"]],
  ["list", ["tap"]],
  ["query", ["tap"]],
  ["jobs", ["tap"]],
  ["help", []],
];

@customElement("armilla-frame")
export class Frame extends LitElement {
  static override styles = [shared, frameStyle];
  @state() private page?: HTMLElement;
  @state() private name = "";
  @state() private told: Told | null = null;
  @state() private failure?: Error;
  @query("armilla-search") private search!: Search;
  @query("armilla-key-list") private keyList!: KeyList;
  @query("main") private main!: HTMLElement;
  private silence?: () => void;
  private path = "";

  override connectedCallback(): void {
    super.connectedCallback();
    applyTheme();
    adoptColours();
    addEventListener("popstate", this.show);
    addEventListener("armilla-navigate", this.show);
    caller.addEventListener("change", this.refresh);
    this.addEventListener("armilla-request", this.requested as EventListener);
    this.addEventListener("click", this.clicked);
    this.silence = listen({ search: () => this.search.focus(), list: () => this.keyList.show() });
    // A host that does not answer leaves the head as for the anonymous; the page itself tells of it.
    caller.known().catch(() => undefined);
    void this.show();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("popstate", this.show);
    removeEventListener("armilla-navigate", this.show);
    caller.removeEventListener("change", this.refresh);
    this.silence?.();
  }

  override render(): TemplateResult {
    return html`${this.head()}
      <main tabindex="-1" id="main">${this.failure ? errorBox(this.failure, () => location.reload()) : this.page}</main>
      ${this.foot()}
      <armilla-key-list></armilla-key-list>`;
  }

  private head(): TemplateResult {
    const { name, logo } = settings();
    return html`<header>
      <button class="skip" @click=${() => this.main.focus()}>${words.skip}</button>
      <a class="name" href=${link("home")} aria-label=${words.home(name)}>${logo ? html`<img src=${logo} alt="" />` : nothing}${name}</a>
      <armilla-search></armilla-search>
      <nav aria-label=${words.pages}>
        <ul>${this.navigation().map(({ href, title, isHere }) => html`<li><a href=${href} aria-current=${isHere ? "page" : nothing}>${title}</a></li>`)}</ul>
      </nav>
      <div class="tools">
        ${(settings().samp_hubs ?? ["default"]).length > 0 ? html`<armilla-samp-button></armilla-samp-button>` : nothing}
        ${settings().login ? html`<a href=${this.accountLink()}>${caller.session.user ?? words.logIn}</a>` : nothing}
      </div>
    </header>`;
  }

  private navigation(): { href: string; title: string; isHere: boolean }[] {
    const own = NAVIGATION.filter(([, kinds]) => kinds.length === 0 || kinds.some((kind) => service(kind) !== null)).map(([page]) => ({
      href: link(page),
      title: pageNames[page]!,
      isHere: page === this.name,
    }));
    const offered = settings().panels.filter((panel) => panel.where === "page");
    return [...own, ...offered.map((panel) => ({ href: `${settings().base}${panel.path}`, title: panel.title, isHere: panel === offeredPage() }))];
  }

  private foot(): TemplateResult {
    const choice = <T extends string>(label: string, chosen: T, all: Record<string, string>, set: (value: T) => void): TemplateResult =>
      html`<label>${label}<select @change=${(event: Event) => set((event.target as HTMLSelectElement).value as T)}>
        ${Object.entries(all).map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
      </select></label>`;
    return html`<footer>
      <armilla-request .told=${this.told}></armilla-request>
      <div class="ends">
        ${choice<Theme>(words.theme, theme(), words.themes, setTheme)} ${choice<Density>(words.density, density(), words.densities, setDensity)}
        <button class="plain" @click=${() => this.keyList.show()}>${words.keys}</button>
        <a href=${link("services")}>${words.services}</a>
        <span class="muted">${words.version(settings().version)}</span>
      </div>
    </footer>`;
  }

  private accountLink(): string {
    const back = location.pathname + location.search;
    return this.name === "account" ? link("account") : link("account", { back });
  }

  private readonly show = async (): Promise<void> => {
    const offered = offeredPage();
    const page = present();
    const path = location.pathname;
    const isOther = path !== this.path;
    const before = this.shadowRoot?.activeElement;
    try {
      const element = offered ? await elementOf(offered, { params: new URLSearchParams(location.search) }) : await this.elementOfPage(page);
      if (path !== location.pathname) return;
      this.failure = undefined;
      this.name = offered ? "" : page.name;
      if (isOther) this.told = null;
      this.page = element;
    } catch (error) {
      this.failure = error instanceof Error ? new Error(words.loadFailed, { cause: error }) : new Error(words.loadFailed);
    }
    this.path = path;
    const title = offered?.title ?? (page.name === "home" ? "" : pageNames[page.name]);
    document.title = title ? `${title} · ${settings().name}` : settings().name;
    await this.updateComplete;
    // Whoever followed a link begins at the top of the new page, unless he went elsewhere while it was loaded; the first
    // page keeps the browser's own focus.
    if (isOther && this.hasShown) {
      const now = this.shadowRoot?.activeElement;
      if (!now || now === before) this.main.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    this.hasShown = true;
  };
  private hasShown = false;

  /** The element of a page: the one that is shown if it is of that page, so that it keeps its state. */
  private async elementOfPage(page: (typeof PAGES)[number]): Promise<HTMLElement> {
    await page.load();
    const name = `armilla-page-${page.name}`;
    const element = this.page?.localName === name ? (this.page as PageElement) : (document.createElement(name) as PageElement);
    element.params = new URLSearchParams(location.search);
    return element;
  }

  private readonly refresh = (): void => this.requestUpdate();

  private readonly requested = (event: CustomEvent<Told>): void => {
    this.told = event.detail;
  };

  /** A link of the portal changes the page without loading it anew. */
  private readonly clicked = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const anchor = event.composedPath().find((target) => target instanceof HTMLAnchorElement);
    if (!(anchor instanceof HTMLAnchorElement) || anchor.target || anchor.hasAttribute("download") || anchor.origin !== location.origin) return;
    const { base, panels } = settings();
    const path = anchor.pathname.slice(base.length).replace(/\/$/, "") || "/";
    const isPage = PAGES.some((page) => page.path === path) || panels.some((panel) => panel.where === "page" && panel.path === path);
    if (!anchor.pathname.startsWith(base) || !isPage) return;
    event.preventDefault();
    navigate(anchor.href);
  };
}
