// Addresses of pages: which page a path shows, links that stay in the portal, parameters that a page changes.
import { settings, type OfferedPanel } from "./services.ts";

/** A page of the portal; its module registers the element `armilla-page-NAME`. */
export interface Page {
  name: string;
  /** Below the base of the portal. */
  path: string;
  load: () => Promise<unknown>;
}

/** All pages of the portal. */
export const PAGES: Page[] = [
  { name: "home", path: "/", load: () => import("./pages/home.ts") },
  { name: "sky", path: "/sky", load: () => import("./pages/sky.ts") },
  { name: "images", path: "/images", load: () => import("./pages/images.ts") },
  { name: "object", path: "/object", load: () => import("./pages/object.ts") },
  { name: "cone", path: "/cone", load: () => import("./pages/cone.ts") },
  { name: "list", path: "/list", load: () => import("./pages/list.ts") },
  { name: "query", path: "/query", load: () => import("./pages/query.ts") },
  { name: "jobs", path: "/jobs", load: () => import("./pages/jobs.ts") },
  { name: "job", path: "/job", load: () => import("./pages/job.ts") },
  { name: "result", path: "/result", load: () => import("./pages/result.ts") },
  { name: "account", path: "/account", load: () => import("./pages/account.ts") },
  { name: "services", path: "/services", load: () => import("./pages/services.ts") },
  { name: "help", path: "/help", load: () => import("./pages/help.ts") },
  { name: "missing", path: "/missing", load: () => import("./pages/missing.ts") },
];

/** What a page's element takes. */
export interface PageElement extends HTMLElement {
  params: URLSearchParams;
}

/** Address of a page. */
export function link(name: string, params: Record<string, string> | URLSearchParams = {}): string {
  const page = PAGES.find((found) => found.name === name);
  const search = new URLSearchParams(params).toString();
  const path = `${settings().base}${page?.path ?? "/missing"}`;
  // The start page has no slash at its end, as others have none.
  return `${path.length > 1 ? path.replace(/\/$/, "") : path}${search ? `?${search}` : ""}`;
}

/** The page of the present address. */
export function present(): Page {
  const path = below();
  return PAGES.find((found) => found.path === path) ?? PAGES[PAGES.length - 1]!;
}

/** The path below the portal, with a slash at its start only. */
function below(): string {
  return location.pathname.slice(settings().base.length).replace(/\/$/, "") || "/";
}

/** A page that a plugin offers at the present address. */
export function offeredPage(): OfferedPanel | undefined {
  const path = below();
  return settings().panels.find((panel) => panel.where === "page" && panel.path === path);
}

/** Goes to an address of the portal without loading the page anew. */
export function navigate(href: string): void {
  history.pushState(null, "", href);
  dispatchEvent(new Event("armilla-navigate"));
}

/** Changes parameters of the present address; null takes one away. `replace` leaves no step in the history. */
export function setParams(changes: Record<string, string | null>, { replace = false }: { replace?: boolean } = {}): void {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  if (url.href === location.href) return;
  if (replace) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
  dispatchEvent(new Event("armilla-navigate"));
}
