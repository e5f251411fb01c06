// Entry of samp.js: SAMP for any page of an operator by one script tag; `window.armillaSamp`, two elements, one attribute.
import { pointAt } from "./data/samp-link.ts";
import "./panels/samp-button.ts";
import type { Send } from "./panels/send.ts";
import "./panels/send.ts";
import type { Sendable } from "./panels/sendable.ts";
import { bus, type Identity, type SampBus } from "./samp-bus.ts";
import { adoptTokens } from "./style/embed.ts";

/** What `window.armillaSamp` offers; described for authors in samp.d.ts. */
export interface ArmillaSamp {
  bus: SampBus;
  /** Names the page to other programs; before `connect`. */
  describe(identity: Partial<Identity>): void;
  connect(): Promise<boolean>;
  disconnect(): Promise<void>;
  /** Opens the Send menu below an element of the page. */
  openMenu(what: Sendable, below: Element): Promise<void>;
  pointAt(ra: number, dec: number): Promise<void>;
}

const KINDS = { sampTable: "table", sampImage: "image", sampCoverage: "coverage" } as const;

let menu: Send | null = null;

const api: ArmillaSamp = {
  bus: bus(),
  describe: (identity) => Object.assign(bus().identity, identity),
  connect: () => bus().connect(),
  disconnect: () => bus().disconnect(),
  openMenu,
  pointAt: (ra, dec) => pointAt(bus(), ra, dec),
};
adoptTokens(["armilla-samp-button", "armilla-send"]);
Object.assign(window, { armillaSamp: api });

// One listener for the page: elements that scripts add later are served too.
document.addEventListener("click", (event) => {
  const element = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-samp-table],[data-samp-image],[data-samp-coverage]") : null;
  const what = element && sendableOf(element);
  if (!element || !what) return;
  event.preventDefault();
  void openMenu(what, element);
});

/** The attributes of an element: `data-samp-table="URL"`, with `data-samp-id` and `data-samp-name` if given. */
function sendableOf(element: HTMLElement): Sendable | null {
  for (const [key, kind] of Object.entries(KINDS)) {
    const url = element.dataset[key];
    if (url) return { kind, url, id: element.dataset["sampId"], name: element.dataset["sampName"] ?? element.textContent?.trim() ?? url };
  }
  return null;
}

/** Shows one Send menu beside the element; the one of an earlier click goes. */
async function openMenu(what: Sendable, below: Element): Promise<void> {
  menu?.remove();
  menu = document.createElement("armilla-send");
  menu.what = what;
  below.after(menu);
  await menu.updateComplete;
  menu.open();
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-send": Send;
  }
}
