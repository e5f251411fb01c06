// The portal behind the panels of a foreign page: its settings, with addresses that hold on that page.
import { absolute, useSettings, type Settings } from "../services.ts";

/** The portal that this script came from: its files are in `assets` below it. */
export const OWN_PORTAL = new URL("..", import.meta.url).href.replace(/\/$/, "");

const known = new Map<string, Promise<Settings>>();

/** What a portal says of itself, asked once. Links of panels lead to the one that was asked first. */
export function portalAt(base: string): Promise<Settings> {
  const address = new URL(base, location.href).href.replace(/\/$/, "");
  let told = known.get(address);
  if (!told) {
    told = read(address);
    if (known.size === 0) told.then(useSettings, () => undefined);
    known.set(address, told);
    // A failure is not kept: the next change of an attribute asks again.
    told.catch(() => known.delete(address));
  }
  return told;
}

/** The address of a portal's service. */
export async function serviceAt(base: string, kind: string): Promise<string> {
  const found = (await portalAt(base)).services.find((service) => service.kind === kind);
  if (!found) throw new Error(`the portal at ${base} has no service ${kind}`);
  return found.url;
}

async function read(address: string): Promise<Settings> {
  const answer = await fetch(`${address}/settings.json`);
  if (!answer.ok) throw new Error(`${address}/settings.json answered ${answer.status}: base is to be the address of a portal`);
  const told = (await answer.json()) as Settings;
  return { ...absolute(told, address), base: address };
}
