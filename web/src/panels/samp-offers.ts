// What other programs bring to the portal by SAMP: tables to open and positions to look at, offered where no page takes them by itself.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { followPositions } from "../data/samp-link.ts";
import { keep } from "../data/samp-tables.ts";
import { link, navigate } from "../router.ts";
import { bus, type Received } from "../samp-bus.ts";
import { shared } from "../style/sheets.ts";
import { words } from "../words/samp.ts";

interface Offer {
  /** What came, and from whom. */
  told: string;
  action: string;
  href: string;
}

/** Older offers than these go. */
const OFFERS_MAX = 3;

@customElement("armilla-samp-offers")
export class SampOffers extends LitElement {
  static override styles = [
    shared,
    css`
      :host { position: fixed; right: var(--space-4); bottom: var(--space-4); z-index: 10; max-width: calc(100vw - 2 * var(--space-4)); }
      .offer { background: var(--page); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); }
      .offer { margin-top: var(--space-2); padding: var(--space-2) var(--space-3); overflow-wrap: anywhere; }
      p { margin: 0; }
    `,
  ];
  @state() private offers: Offer[] = [];
  private offs: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    // Pages that come later are asked first, so that the sky page follows by itself.
    this.offs = [bus().on("table.load.votable", this.table), followPositions(bus(), this.position)];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.offs.forEach((off) => off());
  }

  override render(): TemplateResult {
    return html`<div role="status">${this.offers.map((offer) => this.box(offer))}</div>`;
  }

  private box(offer: Offer): TemplateResult {
    return html`<div class="offer row">
      <p>${offer.told}</p>
      <button class="primary" @click=${() => this.take(offer)}>${offer.action}</button>
      <button class="plain" aria-label=${`${words.dismiss}: ${offer.told}`} @click=${() => this.drop(offer)}>${words.dismiss}</button>
    </div>`;
  }

  private readonly table = async ({ params }: Received, sender: string): Promise<void> => {
    const { url, name, "table-id": id } = params;
    if (typeof url !== "string" || !URL.canParse(url)) throw new Error("url is to be the absolute address of a table");
    await keep(bus(), url);
    const title = typeof name === "string" && name !== "" ? name : url;
    const search = new URLSearchParams({ url, name: title });
    if (typeof id === "string" && id !== "") search.set("table-id", id);
    this.offer({ told: words.tableCame(title, sender), action: words.open, href: link("result", search) });
  };

  private readonly position = (ra: number, dec: number, sender: string): void => {
    const told = words.positionCame(words.position(ra, dec), sender);
    this.offer({ told, action: words.showOnSky, href: link("sky", { pos: `${ra} ${dec}` }) });
  };

  /** A program may point many times while one looks at it: only its last position stays. */
  private offer(offer: Offer): void {
    const others = this.offers.filter((old) => old.told !== offer.told && (old.action !== offer.action || offer.action === words.open));
    this.offers = [...others, offer].slice(-OFFERS_MAX);
  }

  private take(offer: Offer): void {
    this.drop(offer);
    navigate(offer.href);
  }

  private drop(offer: Offer): void {
    this.offers = this.offers.filter((old) => old !== offer);
  }
}
