// What the host says in the page's data block: its name, its services, its limits.

import type { AccountAddresses } from "./vo/account.ts";
import type { LoginAddresses } from "./vo/auth.ts";

/** A service of the host, or of another that the operator named. */
export interface Service {
  /** Name of the instance, such as `tap`. */
  id: string;
  /** What it speaks: `tap`, `scs`, `sia`, `datalink`, `hips`, `filters`, `samp`... */
  kind: string;
  /** Absolute, without a slash at its end. */
  url: string;
  /** One line for people. */
  title?: string;
  /** Whether it refuses the anonymous. */
  login?: boolean;
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
  /** Address of the operator's picture. */
  logo?: string | null;
  contact: string | null;
  /** Scheme, host and port that documents of the host's services name. */
  origin?: string | null;
  /** Colours by their use, such as `accent` and `accent-dark`. */
  colours?: Record<string, string>;
  /** Null where nobody can log in. */
  login?: (LoginAddresses & AccountAddresses) | null;
  /** Where SAMP hubs are looked for. */
  samp_hubs?: string[];
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
  if (!known) {
    const told = JSON.parse(document.getElementById("armilla")?.textContent ?? "null") as Settings | undefined;
    if (!told) throw new Error("the page has no data block `armilla`");
    known = absolute(told, location.href);
  }
  return known;
}

/** For pages that are not of the portal: what `settings.json` of a portal says, with absolute addresses. */
export function useSettings(told: Settings): void {
  known = told;
}

/** Settings as the portal at an address tells them, with absolute addresses: it names its host by paths, since people reach it under more names than one. */
export function absolute(told: Settings, portal: string): Settings {
  const url = (given: string): string => new URL(given, portal).href.replace(/\/$/, "");
  return { ...told, services: told.services.map((found) => ({ ...found, url: url(found.url) })) };
}

/** Base address of the first service of a kind; null where the host has none. */
export function service(kind: string): string | null {
  return settings().services.find((found) => found.kind === kind)?.url ?? null;
}
