// Where the whole result can be had as a file: the stored one, and the same request with another format.
import type { Source } from "../../data/table.ts";
import { words } from "../../words/result.ts";

export interface Download {
  label: string;
  url: string;
  /** Fields of a POST; null for a link. */
  form: [string, string][] | null;
  name: string;
}

/** Addresses longer than this are refused by some proxies, so a form is sent. */
const URL_MAX = 2000;
const ENDINGS: Record<string, string> = { votable: "vot", csv: "csv", fits: "fits", parquet: "parquet", arrow: "arrow", json: "json" };

export function downloads(source: Source | null, stored: string | null, name: string): Download[] {
  const list: Download[] = stored ? [{ label: `VOTable (${words.asStored})`, url: stored, form: null, name: `${name}.vot` }] : [];
  if (!source) return list;
  const others = words.formats.map(([format, label]) => inFormat(source, format, label, `${name}.${ENDINGS[format] ?? format}`));
  return [...list, ...others];
}

function inFormat(source: Source, format: string, label: string, name: string): Download {
  const base = new URL(source.url, location.href);
  const pairs = source.form instanceof URLSearchParams ? [...source.form] : Object.entries(source.form ?? {}).flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map(one => [key, one] as [string, string | undefined]));
  const form = pairs.filter((pair): pair is [string, string] => pair[1] !== undefined && pair[0].toUpperCase() !== "RESPONSEFORMAT");
  form.push(["RESPONSEFORMAT", format]);
  for (const key of [...base.searchParams.keys()]) if (key.toUpperCase() === "RESPONSEFORMAT") base.searchParams.delete(key);
  const whole = new URL(base);
  for (const [key, value] of form) whole.searchParams.append(key, value);
  return whole.href.length <= URL_MAX ? { label, url: whole.href, form: null, name } : { label, url: base.href, form, name };
}
