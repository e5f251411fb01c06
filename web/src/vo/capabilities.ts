// What a service is and where it answers (VOSI 1.1 section 2.1).
import { ask } from "./http.ts";
import { all, child, parse } from "./xml.ts";

/** A standard that a service implements. */
export interface Capability {
  /** Empty for one of no standard. */
  standardId: string;
  interfaces: Interface[];
}

/** An address at which it answers. */
export interface Interface {
  url: string;
  version: string;
  /** Identifiers of the ways to log in; none is needed where there are none. */
  security: string[];
}

/** @throws ServiceError */
export async function capabilities(base: string, signal?: AbortSignal): Promise<Capability[]> {
  return readCapabilities(await (await ask(`${base}/capabilities`, { signal })).text());
}

/** Reads the document. @throws XmlError */
export function readCapabilities(text: string): Capability[] {
  return all(parse(text), "capability").map((capability) => ({
    standardId: capability.attributes["standardID"] ?? "",
    interfaces: capability.children
      .filter((found) => found.name === "interface")
      .map((found) => ({
        url: child(found, "accessURL")?.text.trim() ?? "",
        version: found.attributes["version"] ?? "",
        security: all(found, "securityMethod").map((method) => method.attributes["standardID"] ?? "").filter((id) => id !== ""),
      })),
  }));
}
