// Fills panels of a foreign page by their attributes, when they come and when an attribute changes.

/** Shows in a panel what its attributes name. Ends early when `signal` says that they have changed again. */
export type Filler = (panel: HTMLElement, base: string, signal: AbortSignal) => Promise<void>;

/** The attributes that say what a panel shows. */
const ATTRIBUTES = ["base", "table", "object", "query", "text"];

const running = new WeakMap<Element, AbortController>();

/** Serves all panels of the page, those there are and those that come; `fillers` by element name, `base` where a panel names none. */
export function serve(fillers: Record<string, Filler>, base: string): void {
  const names = Object.keys(fillers).join();
  const fill = (panel: HTMLElement): void => void fillOne(panel, fillers[panel.localName]!, panel.getAttribute("base") ?? base);
  const look = (node: Node): void => {
    if (!(node instanceof HTMLElement)) return;
    if (node.matches(names)) fill(node);
    node.querySelectorAll<HTMLElement>(names).forEach(fill);
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "childList") addedNodes.forEach(look);
      else if (target instanceof HTMLElement && target.matches(names)) fill(target);
    }
  }).observe(document, { childList: true, subtree: true, attributeFilter: ATTRIBUTES });
  look(document.documentElement);
}

async function fillOne(panel: HTMLElement, filler: Filler, base: string): Promise<void> {
  running.get(panel)?.abort();
  const stop = new AbortController();
  running.set(panel, stop);
  try {
    tell(panel, "");
    await filler(panel, base, stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) tell(panel, error instanceof Error ? error.message : String(error));
  }
}

/** A sentence after the panel, in the page's own type; without text it goes. */
function tell(panel: HTMLElement, text: string): void {
  const next = panel.nextElementSibling;
  const old = next?.matches("p.armilla-error") ? next : null;
  if (text === "") return old?.remove();
  const line = old ?? document.createElement("p");
  line.className = "armilla-error";
  line.setAttribute("role", "alert");
  line.textContent = text;
  if (!old) panel.after(line);
}
