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
  const [type = ""] = mime.toLowerCase().split(";");
  if (type === "application/x-votable+xml" || type === "text/xml" || type === "") return "VOTable";
  const alias = Object.keys(NAMES).find((name) => type === name || type.split(/[/.+-]/).includes(name)) ?? (type.includes("tab-separated") ? "tsv" : type === "text/plain" ? "text" : "");
  return NAMES[alias] ?? mime;
}
