// What the Send menu hands on, and the SAMP message that says so.
import type { SampMap } from "../samp-bus.ts";

/** A table, image or coverage map at an address, or a place on the sky in degrees (ICRS). */
export type Sendable =
  | {
      kind: "table" | "image" | "coverage";
      /** Relative to the page, or absolute. */
      url: string;
      /** The same for the same rows as long as they exist, such as the address of the job; else the address, unsigned. */
      id?: string;
      name: string;
    }
  | { kind: "position"; ra: number; dec: number; name: string };

const LOADS = {
  table: { mtype: "table.load.votable", id: "table-id" },
  image: { mtype: "image.load.fits", id: "image-id" },
  coverage: { mtype: "coverage.load.moc.fits", id: "coverage-id" },
} as const;

/** The MType that receivers subscribe to. */
export function mtypeOf(what: Sendable): string {
  return what.kind === "position" ? "coord.pointAt.sky" : LOADS[what.kind].mtype;
}

/** The parameters of the message; `url` takes the place of the address, as a signed one does. */
export function paramsOf(what: Sendable, url: string): SampMap {
  if (what.kind === "position") return { ra: what.ra.toFixed(7), dec: what.dec.toFixed(7) };
  return { url, [LOADS[what.kind].id]: what.id ?? addressOf(what) ?? url, name: what.name };
}

/** The absolute address; null for a position, which has none. */
export function addressOf(what: Sendable): string | null {
  return what.kind === "position" ? null : new URL(what.url, location.href).href;
}
