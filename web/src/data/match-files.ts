// Files of a list's matches: the table with marks, a contact sheet, a script that fetches cutouts.
import { ask } from "../vo/http.ts";
import { encode } from "../vo/xml.ts";
import { formatAngle } from "../vo/sky.ts";
import type { Matched } from "./match.ts";
import type { OutColumn } from "./save.ts";
import { picturesOf, stampUrl } from "./stamps.ts";

type Rows = (string | number | null)[][];

/** One row a match, or one for a target without; magnitudes of each filter. */
export function matchTable(list: Matched[], marks: Map<number, string>, isAll: boolean): { columns: OutColumn[]; rows: Rows } {
  const filters = list.find((entry) => entry.matches[0])?.matches[0]?.points.map((point) => point.filter.name) ?? [];
  const columns: OutColumn[] = [
    { name: "target", datatype: "char", ucd: "meta.id" },
    { name: "target_ra", datatype: "double", unit: "deg", ucd: "pos.eq.ra" },
    { name: "target_dec", datatype: "double", unit: "deg", ucd: "pos.eq.dec" },
    { name: "mark", datatype: "char", ucd: "meta.note" },
    { name: "separation", datatype: "double", unit: "arcsec", ucd: "pos.angDistance" },
    { name: "object", datatype: "char", ucd: "meta.id;meta.main" },
    { name: "ra", datatype: "double", unit: "deg", ucd: "pos.eq.ra;meta.main" },
    { name: "dec", datatype: "double", unit: "deg", ucd: "pos.eq.dec;meta.main" },
    ...filters.flatMap((name): OutColumn[] => [
      { name: `mag_${name}`, datatype: "double", unit: "mag", ucd: "phot.mag" }, { name: `e_mag_${name}`, datatype: "double", unit: "mag", ucd: "stat.error;phot.mag" },
    ]),
  ];
  const rows = list.flatMap(({ target, matches }) => {
    const head = [target.name, target.position.ra, target.position.dec, marks.get(target.line) ?? null];
    const blank = columns.slice(head.length).map(() => null);
    if (matches.length === 0) return [[...head, ...blank]];
    return (isAll ? matches : matches.slice(0, 1)).map(({ id, position, distance, points }) => [
      ...head, Number((distance * 3600).toFixed(4)), id, position.ra, position.dec,
      ...points.flatMap(({ state, magnitude, error }) => (state === "detected" ? [magnitude, error] : [null, null])),
    ]);
  });
  return { columns, rows };
}

/** Pictures of a contact sheet. */
const SHEET_MAX = 200;
const BATCH = 50;

/** A page that needs no service: pictures are in it. @throws ServiceError */
export async function contactSheet(list: Matched[], marks: Map<number, string>, table: string, datalink: string): Promise<string> {
  const found = list.filter((entry) => entry.matches.length > 0).slice(0, SHEET_MAX);
  const cards: string[] = [];
  for (let at = 0; at < found.length; at += BATCH) {
    const batch = found.slice(at, at + BATCH);
    const pictures = await picturesOf(datalink, batch.map((entry) => `${table}/${entry.matches[0]?.id}`), []);
    for (const { target, matches: [match] } of batch) {
      if (!match) continue;
      const own = pictures.get(`${table}/${match.id}`);
      const stamp = own?.colour ?? own?.stamps[0];
      const source = stamp ? await dataUrl(stampUrl(stamp, { position: match.position, radius: 15 / 3600 }, 160, false)) : null;
      const image = source ? `<img src="${source}" alt="${encode(target.name)}">` : "<div class=none></div>";
      const mark = marks.get(target.line);
      cards.push(`<figure>${image}<figcaption>${encode(target.name)}${mark ? ` [${mark}]` : ""}<br>${encode(match.id)}<br>${encode(formatAngle(match.distance))}</figcaption></figure>`);
    }
  }
  const style = "body{font:13px system-ui;display:grid;grid-template-columns:repeat(auto-fill,170px);gap:12px}figure{margin:0}img,.none{width:160px;height:160px;background:#000}";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${encode(table)}</title><style>${style}</style>${cards.join("\n")}</html>\n`;
}

/** A shell script with one line a cutout. @throws ServiceError */
export async function cutoutScript(list: Matched[], table: string, datalink: string): Promise<string> {
  const ids = [...new Set(list.flatMap((entry) => entry.matches[0]?.id ?? []))];
  const lines: string[] = [];
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH);
    const pictures = await picturesOf(datalink, batch.map((id) => `${table}/${id}`), []);
    for (const id of batch) {
      for (const { label, cutout } of pictures.get(`${table}/${id}`)?.stamps ?? []) {
        if (cutout) lines.push(`curl --fail --location --output '${plain(id)}_${plain(label)}.fits' '${cutout.replaceAll("'", "%27")}'`);
      }
    }
  }
  return `#!/bin/sh\n# FITS cutouts of ${plain(table)}: ${lines.length} files.\n${lines.join("\n")}\n`;
}

async function dataUrl(url: string): Promise<string | null> {
  const answer = await ask(url).catch(() => null);
  if (!answer || answer.status === 204) return null;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:${answer.headers.get("Content-Type") ?? "image/png"};base64,${btoa(text)}`;
}

/** Letters that mean nothing to a shell. */
function plain(text: string): string {
  return text.replace(/[^\w.-]/g, "_");
}
