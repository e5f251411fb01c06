// What a TAP service says it can (TAPRegExt 1.0): formats, limits, functions of its own.
import { ask } from "./http.ts";
import { all, child, parse, type XmlElement } from "./xml.ts";

/** A function that a service declares beside those of ADQL. */
export interface DeclaredFunction {
  name: string;
  /** `name(arg TYPE, ...) -> TYPE`. */
  form: string;
  description: string | null;
}

export interface OutputFormat {
  mime: string;
  /** Short names such as `votable`, `csv`. */
  aliases: string[];
}

export interface TapCapability {
  functions: DeclaredFunction[];
  formats: OutputFormat[];
  /** Rows without MAXREC, and the most that can be asked for; `null` is without limit. */
  rowsDefault: number | null;
  rowsHard: number | null;
}

const FEATURES_UDF = /#features-udf$/i;

export async function tapCapability(tap: string, signal?: AbortSignal): Promise<TapCapability> {
  return readTapCapability(await (await ask(`${tap}/capabilities`, { signal })).text());
}

/** Reads the capabilities document; one without a TAP capability has no functions, formats and limits. */
export function readTapCapability(text: string): TapCapability {
  const capability = all(parse(text), "capability").find((found) => /^ivo:\/\/ivoa\.net\/std\/tap$/i.test(found.attributes.standardID ?? ""));
  const limit = child(capability, "outputLimit");
  return {
    functions: all(capability, "languageFeatures").filter((list) => FEATURES_UDF.test(list.attributes.type ?? "")).flatMap(readFunctions),
    formats: all(capability, "outputFormat").map(readFormat),
    rowsDefault: number(child(limit, "default")),
    rowsHard: number(child(limit, "hard")),
  };
}

function readFunctions(list: XmlElement): DeclaredFunction[] {
  return list.children.filter((feature) => feature.name === "feature").map((feature) => {
    const form = (child(feature, "form")?.text ?? "").trim();
    return { name: form.split("(")[0]?.trim() ?? form, form, description: child(feature, "description")?.text.trim() ?? null };
  });
}

function readFormat(element: XmlElement): OutputFormat {
  const aliases = element.children.filter((part) => part.name === "alias").map((alias) => alias.text.trim());
  return { mime: child(element, "mime")?.text.trim() ?? "", aliases };
}

function number(element: XmlElement | undefined): number | null {
  const text = element?.text.trim() ?? "";
  return text === "" || Number.isNaN(Number(text)) ? null : Number(text);
}
