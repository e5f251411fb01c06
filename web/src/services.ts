// What the host says in the page's data block: its name, its services, its limits.

/** A service of the host, or of another that the operator named. */
export interface Service {
  /** Name of the instance, such as `tap`. */
  id: string;
  /** What it speaks: `tap`, `scs`, `sia`, `datalink`, `hips`, `filters`, `samp`... */
  kind: string;
  /** Without a slash at its end. */
  url: string;
}

/** A panel that a plugin offers at `portal.panel`. */
export interface OfferedPanel {
  script: string;
  element: string;
  where: "object" | "page";
  title: string;
  /** Of a page: the path below the portal, such as `/weather`. */
  path?: string;
}

/** The data block `armilla` of the page. */
export interface Settings {
  /** Path of the portal, without a slash at its end; empty at the root. */
  base: string;
  name: string;
  contact: string | null;
  services: Service[];
  /** Rows that a page reads at most. */
  rows_max: number;
  /** Address of a name resolver with `{}` for the name; null where there is none. */
  resolver: string | null;
  /** Whether the files of the sky viewer are there. */
  has_sky_viewer: boolean;
  panels: OfferedPanel[];
  version: string;
}

let known: Settings | undefined;

/** The data block; panels on foreign pages set it with {@link useSettings}. */
export function settings(): Settings {
  known ??= JSON.parse(document.getElementById("armilla")?.textContent ?? "null") as Settings | undefined;
  if (!known) throw new Error("the page has no data block `armilla`");
  return known;
}

/** For pages that are not of the portal: what `settings.json` of a portal says. */
export function useSettings(told: Settings): void {
  known = told;
}

/** Base address of the first service of a kind; null where the host has none. */
export function service(kind: string): string | null {
  return settings().services.find((found) => found.kind === kind)?.url ?? null;
}
