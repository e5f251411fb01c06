// Simple Cone Search 1.03, with MAXREC and RESPONSEFORMAT of the draft of 1.1.
import { ask, withParameters } from "./http.ts";
import type { Position } from "./sky.ts";
import { find, parse } from "./xml.ts";

/** A cone and what is wanted of it. */
export interface Cone {
  position: Position;
  /** Degrees. */
  radius: number;
  /** 1: fewest columns, 2: usual, 3: all (SCS 1.03 section 2.1). */
  verbosity?: 1 | 2 | 3;
  maxrec?: number;
  format?: string;
  /** Nearest first; an extension that other services ignore. */
  byDistance?: boolean;
}

/** What a service declares (SCS 1.03 section 3.1). */
export interface ConeLimits {
  /** Degrees; null for the whole sky. */
  maxRadius: number | null;
  maxRecords: number | null;
}

/** The search of one table of this host: `{scs}/SCHEMA/TABLE`. */
export function coneService(scs: string, table: string): string {
  return `${scs}/${table.split(".").map((part) => encodeURIComponent(part.replaceAll('"', ""))).join("/")}`;
}

/** The address that answers a cone. */
export function coneUrl(service: string, cone: Cone): string {
  return withParameters(service, {
    RA: String(cone.position.ra),
    DEC: String(cone.position.dec),
    SR: String(cone.radius),
    VERB: cone.verbosity === undefined ? undefined : String(cone.verbosity),
    MAXREC: cone.maxrec === undefined ? undefined : String(cone.maxrec),
    ORDER: cone.byDistance ? "distance" : undefined,
    RESPONSEFORMAT: cone.format,
  });
}

/** What the capabilities beside the service declare. @throws ServiceError */
export async function coneLimits(service: string, signal?: AbortSignal): Promise<ConeLimits> {
  const root = parse(await (await ask(`${service}/capabilities`, { signal })).text());
  const number = (name: string): number | null => {
    const text = find(root, name)?.text.trim();
    return text && Number.isFinite(Number(text)) ? Number(text) : null;
  };
  return { maxRadius: number("maxSR"), maxRecords: number("maxRecords") };
}
