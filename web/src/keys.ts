// Keys of the whole portal: search, pages, list of keys, next part of the page.
import { link, navigate } from "./router.ts";

/** The second letter after `g`, and the page that it opens. */
const PAGE_KEYS: Record<string, string> = { h: "home", s: "sky", i: "images", o: "cone", l: "list", q: "query", j: "jobs" };

/** Time for the second letter, milliseconds. */
const SECOND_KEY_MS = 1500;

/** Where the choice is kept that single letters are no keys (WCAG 2.2, 2.1.4). */
const SWITCH = "armilla.keys";

/** What the frame does for a key. */
export interface KeyActions {
  search: () => void;
  list: () => void;
}

/** Whether single letters are keys. */
export function singleKeys(): boolean {
  return localStorage.getItem(SWITCH) !== "off";
}

export function setSingleKeys(on: boolean): void {
  localStorage.setItem(SWITCH, on ? "on" : "off");
}

/** Listens until the returned function is called. */
export function listen(actions: KeyActions): () => void {
  let since = -Infinity;
  const pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    if (event.key === "F6" && !event.ctrlKey && !event.altKey && !event.metaKey) {
      if (moveToPart(event.shiftKey ? -1 : 1)) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event) || !singleKeys()) return;
    const follows = event.timeStamp - since < SECOND_KEY_MS;
    since = -Infinity;
    if (follows && PAGE_KEYS[event.key]) navigate(link(PAGE_KEYS[event.key]!));
    else if (event.key === "g") since = event.timeStamp;
    else if (event.key === "/") actions.search();
    else if (event.key === "?") actions.list();
    else return;
    event.preventDefault();
  };
  addEventListener("keydown", pressed);
  return () => removeEventListener("keydown", pressed);
}

/** Whether the key goes into a field, a list of cells or anything else that takes letters itself. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  const isField = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  return isField || target.closest("[role=grid], [role=application], [role=listbox], [role=menu]") !== null;
}

/** Parts of the page that one goes to with F6. */
const PARTS = "header, nav, main, footer, section[aria-label], section[aria-labelledby], [role=region], [role=search]";

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex='-1']), [contenteditable='true']";

/** Puts the focus into the next part, or the one before; false where there is none. */
function moveToPart(step: 1 | -1): boolean {
  const parts = deep(document.body, PARTS).map((part) => ({ part, first: deep(part, FOCUSABLE)[0] })).filter((found) => found.first);
  // A part whose first field is that of a part inside it is the same place.
  const places = parts.filter((found, index) => parts[index + 1]?.first !== found.first);
  const focused = active();
  const here = places.findLastIndex(({ part }) => focused !== null && holds(part, focused));
  const next = places[(here + step + places.length) % places.length];
  next?.first?.focus();
  return next !== undefined;
}

/** The visible elements that a selector finds, also in shadow roots, in the order of the page. */
function deep(root: Element | ShadowRoot, selector: string): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (const element of root.children) {
    if (element instanceof HTMLElement && !element.checkVisibility()) continue;
    if (element instanceof HTMLElement && element.matches(selector)) found.push(element);
    if (element.shadowRoot) found.push(...deep(element.shadowRoot, selector));
    found.push(...deep(element, selector));
  }
  if (root instanceof Element && root.shadowRoot) found.unshift(...deep(root.shadowRoot, selector));
  return found;
}

function active(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

function holds(part: Element, element: Element): boolean {
  for (let at: Node | null = element; at; at = at.parentNode ?? (at instanceof ShadowRoot ? at.host : null)) if (at === part) return true;
  return false;
}
