// Pages that plugins offer at `portal.panel`: their scripts are loaded when somebody goes there.
import type { OfferedPanel } from "./services.ts";

/** The element of an offered page with these properties, once its script is there. */
export async function elementOf(panel: OfferedPanel, properties: { params: URLSearchParams }): Promise<HTMLElement> {
  // Not known when the pages are bundled.
  const url: string = new URL(panel.script, location.href).href;
  await import(url);
  return Object.assign(document.createElement(panel.element), properties);
}
