// The formats that a query can be answered in, as the menu names them.
import type { TapCapability } from "../../vo/tapregext.ts";

export interface Format {
  /** The value of RESPONSEFORMAT; empty for what the page shows. */
  mime: string;
  name: string;
}

const NAMES: Record<string, string> = {
  csv: "CSV", tsv: "TSV", fits: "FITS", parquet: "Parquet", arrow: "Arrow", json: "JSON", html: "HTML", text: "text",
};

/** Media types that do not hold their short name. */
const SUBTYPES: Record<string, string> = { "tab-separated-values": "tsv", plain: "text" };

/** VOTable first, which is shown here; then what the service lists by its short names. */
export function formats(capability: TapCapability | null): Format[] {
  const others = (capability?.formats ?? []).flatMap(({ mime, aliases }): Format[] => {
    const alias = aliases.find((short) => short in NAMES);
    return alias === undefined ? [] : [{ mime, name: NAMES[alias] ?? alias }];
  });
  const named = new Map(others.map((format) => [format.name, format]));
  return [{ mime: "", name: "VOTable" }, ...named.values()];
}

/** The short name of a media type; the type itself where it has none. */
export function formatName(mime: string): string {
  const type = mime.toLowerCase().split(";")[0]?.trim() ?? "";
  if (type === "" || type === "application/x-votable+xml" || type === "text/xml") return "VOTable";
  const subtype = type.split("/")[1] ?? type;
  const alias = SUBTYPES[subtype] ?? Object.keys(NAMES).find((name) => subtype.split(/[.+-]/).includes(name));
  return (alias === undefined ? undefined : NAMES[alias]) ?? mime;
}
