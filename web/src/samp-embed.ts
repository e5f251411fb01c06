// Entry of samp.js: SAMP for any page of an operator by one script tag; `window.armillaSamp`, two elements, one attribute.
import type { ArmillaSamp, SendElement } from "../types/samp.d.ts";
import { pointAt } from "./data/samp-link.ts";
import "./panels/samp-button.ts";
import "./panels/send.ts";
import type { Sendable } from "./panels/sendable.ts";
import { bus } from "./samp-bus.ts";
import { adoptTokens } from "./style/embed.ts";

const KINDS = { sampTable: "table", sampImage: "image", sampCoverage: "coverage" } as const;

let menu: SendElement | null = null;

const api: ArmillaSamp = {
  bus: bus(),
  describe: (identity) => Object.assign(bus().identity, identity),
  connect: () => bus().connect(),
  disconnect: () => bus().disconnect(),
  openMenu,
  pointAt: (ra, dec) => pointAt(bus(), ra, dec),
};
adoptTokens(["armilla-samp-button", "armilla-send"]);
window.armillaSamp = api;

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
  await menu.open();
}
