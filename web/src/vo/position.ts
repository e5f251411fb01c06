// A position as people write it: every spelling that means one place is read, one that means several is asked about.

import { leadingAngle, readAngle, type Angle } from "./angle.ts";
import { fromGalactic, wrap, type Position } from "./sky.ts";

/** Why a text could mean several places. */
export type Doubt = "two-part angles" | "odd count" | "decimal comma" | "swapped" | "right ascension range" | "packed" | "degrees in parts";

/** Why a text means no place. */
export type Fault = "empty" | "no position" | "one number" | "declination range" | "right ascension range" | "minutes" | "frame" | "declination in hours";

/** One of the places an ambiguous text could mean. */
export interface Alternative {
  position: Position;
  /** The spelling that means this place alone. */
  spelling: string;
}

/** What a text means. */
export interface Meaning {
  /** It means one place. */
  ok: boolean;
  /** ICRS; there where `ok`. */
  position?: Position;
  /** Degrees, if one was given with its unit. */
  radius?: number;
  /** Why it means several places; `alternatives` are those. */
  doubt?: Doubt;
  alternatives?: Alternative[];
  /** Why it means no place. */
  fault?: Fault;
}

type Halves = [string, string];

const PACKED = /^(.*?\bJ)?\s*(\d{2})(\d{2})(\d{2}(?:\.\d+)?)?([+-])(\d{2})(\d{2})(\d{2}(?:\.\d+)?)?$/i;
const RADIUS_UNITS: Record<string, number> = {
  '"': 3600, "''": 3600, arcsec: 3600, arcsecs: 3600, arcseconds: 3600, as: 3600,
  "'": 60, arcmin: 60, arcmins: 60, arcminutes: 60, am: 60, "°": 1, deg: 1, degrees: 1, d: 1,
};
const RADIUS = /[\s,;]+(?:(?:r|sr|radius|within)\s*[=:]?\s*)?(\d+(?:\.\d*)?|\.\d+)\s*(["'°]|''|arcsec(?:ond)?s?|arcmin(?:ute)?s?|deg(?:rees)?|as|am|d)$/i;
const LABELS = /^(?:ra|r\.a\.|α|alpha)\s*[=:]?\s*(.+?)[\s,;]*(?:dec|decl|de|dec\.|δ|delta)\.?\s*[=:]?\s*([+-]?\s*[\d.].*)$/i;
const GALACTIC = /^(?:l\s*[=:]?\s*)?([+-]?[\d.]+)°?[\s,;]*(?:b\s*[=:]?\s*)?([+-]?[\d.]+)°?$/i;

/** The meaning of a text as an ICRS position (or a galactic one that says so) with an optional radius that names its unit. */
export function readPosition(text: string): Meaning {
  const plain = normalised(text);
  if (plain === "") return { ok: false, fault: "empty" };
  if (/\b(?:B1950(?:\.0)?|FK4|ecliptic)\b/i.test(plain)) return { ok: false, fault: "frame" };
  const whole = readWhole(plain);
  if (whole.ok) return whole;
  const radius = RADIUS.exec(plain);
  if (!radius) return whole;
  const inner = readWhole(plain.slice(0, radius.index));
  if (inner.fault) return whole.doubt ? whole : inner;
  const perDegree = RADIUS_UNITS[(radius[2] ?? "").toLowerCase().replace("ond", "").replace("ute", "")] ?? 1;
  return { ...inner, radius: Number(radius[1]) / perDegree };
}

function normalised(text: string): string {
  return text
    .replace(/[\u2212\u2010-\u2014]/g, "-")
    .replace(/[\u2032\u2019\u02b9\u00b4]/g, "'")
    .replace(/[\u2033\u201d\u02ba]/g, '"')
    .replace(/[\u00ba\u02da]/g, "°")
    .replace(/ʰ/g, "h").replace(/ᵐ/g, "m").replace(/ˢ/g, "s").replace(/ᵈ/g, "d")
    .replace(/(\d)\s*(s|")\.(\d+)/gi, "$1.$3$2")
    .replace(/^\s*(?:point|position|pos)\b\s*=?/i, "")
    .replace(/[()[\]{}]/g, " ")
    .replace(/\s*[\t|]\s*/g, " ; ")
    .replace(/\s+/g, " ")
    .trim();
}

function readWhole(text: string): Meaning {
  if (/\bgal(?:actic)?\b/i.test(text) || /^l\s*[=:]/i.test(text)) return readGalactic(text);
  const bare = text.replace(/\b(?:ICRS|FK5|J2000(?:\.0)?|equatorial|EQ)\b[\s,:;]*/gi, "").trim();
  const packed = PACKED.exec(bare);
  if (packed) return readPacked(packed);
  const halves = split(bare);
  if (!halves) return readNumbers(bare);
  const [first, second] = [readAngle(halves[0]), readAngle(halves[1])];
  if (!first || !second) return readNumbers(bare);
  return judge(first, second);
}

/** `J100012.1+021200`: hours, minutes, seconds without marks; without the J it is asked. */
function readPacked(found: RegExpExecArray): Meaning {
  const [, name, h = "", m = "", s = "0", sign = "+", d = "", dm = "", ds = "0"] = found;
  const spelling = `${h}:${m}:${s} ${sign}${d}:${dm}:${ds}`;
  const reading = readWhole(spelling);
  if (!reading.position || name !== undefined) return reading;
  return { ok: false, doubt: "packed", alternatives: [{ position: reading.position, spelling }] };
}

function readGalactic(text: string): Meaning {
  const bare = text.replace(/\bgal(?:actic)?\b[\s,:;]*/gi, "").trim();
  const found = GALACTIC.exec(bare);
  if (!found) return { ok: false, fault: "no position" };
  const [l, b] = [Number(found[1]), Number(found[2])];
  if (!Number.isFinite(l) || !(Math.abs(b) <= 90)) return { ok: false, fault: "declination range" };
  return { ok: true, position: fromGalactic(l, b) };
}

/** The two angles of a text, where something other than the count of numbers parts them. */
function split(text: string): Halves | null {
  const labels = LABELS.exec(text);
  if (labels) return [labels[1] ?? "", labels[2] ?? ""];
  const parts = text.split(/\s*[,;]\s*/).filter((part) => part !== "");
  if (parts.length === 2) return parts as Halves;
  if (parts.length !== 1) return null;
  const sign = /^(.*?[^\se+-])\s*([+-].*)$/i.exec(text.replace(/(\de)([+-])(\d)/gi, "$1\u0000$2\u0001$3"));
  const restored = sign?.slice(1).map((half) => half.replace(/[\u0000\u0001]/g, "")) as Halves | undefined;
  if (restored) return restored;
  const tokens = text.split(" ");
  if (tokens.length === 2) return tokens as Halves;
  const leading = leadingAngle(text);
  if (leading > 0 && leading < text.length) return [text.slice(0, leading), text.slice(leading).trim()];
  return tokens.length === 6 ? [tokens.slice(0, 3).join(" "), tokens.slice(3).join(" ")] : null;
}

function judge(first: Angle, second: Angle): Meaning {
  if (first.asDegrees === null || first.asHours === null || second.asDegrees === null) return { ok: false, fault: "minutes" };
  if (second.unit === "hour") return { ok: false, fault: "declination in hours" };
  const inParts = first.form !== "one" && first.unit === null;
  const ra = inParts || first.unit === "hour" ? first.asHours : first.asDegrees;
  const dec = second.asDegrees;
  if (isShort(first) && second.form === "blanks" || isShort(second) && first.form === "blanks") {
    return ambiguous("two-part angles", [[first.asHours, dec], [first.asDegrees, dec]]);
  }
  if (first.form === "one" && first.unit === null && second.form !== "one" && first.asDegrees < 24) {
    return ambiguous("degrees in parts", [[first.asHours, dec], [first.asDegrees, dec]]);
  }
  if (inParts && ra > 360 && first.asDegrees < 360) return ambiguous("degrees in parts", [[first.asDegrees, dec]]);
  if (Math.abs(dec) > 90) {
    const swapped = Math.abs(ra) <= 90 && dec >= 0 && dec < 360 && !inParts;
    return swapped ? ambiguous("swapped", [[dec, ra]]) : { ok: false, fault: "declination range" };
  }
  if (ra >= 0 && ra <= 360) return { ok: true, position: { ra: wrap(ra), dec } };
  return ra >= -180 && ra < 720
    ? ambiguous("right ascension range", [[wrap(ra), dec]])
    : { ok: false, fault: "right ascension range" };
}

/** Two parts held apart by a blank: `10 10` may be hours and minutes, or degrees and minutes. */
function isShort(angle: Angle): boolean {
  return angle.form === "blanks" && angle.parts === 2;
}

/** A text that only the count of its numbers could explain. */
function readNumbers(text: string): Meaning {
  const tokens = text.split(/[\s,;]+/).filter((token) => token !== "");
  if (tokens.length === 0 || !tokens.every((token) => /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(token))) {
    return { ok: false, fault: "no position" };
  }
  const n = tokens.map(Number) as [number, number, number, number, number];
  if (tokens.length === 1) return { ok: false, fault: "one number" };
  if (tokens.length === 3) return ambiguous("odd count", [[n[0], n[1]]]);
  if (tokens.length === 4 && text.includes(",")) {
    return ambiguous("decimal comma", [[Number(`${tokens[0]}.${tokens[1]}`), Number(`${tokens[2]}.${tokens[3]}`)]]);
  }
  if (tokens.length === 4) {
    const dec = parts(n[2], n[3]);
    return ambiguous("two-part angles", [[15 * parts(n[0], n[1]), dec], [parts(n[0], n[1]), dec]]);
  }
  if (tokens.length !== 5) return { ok: false, fault: "no position" };
  return ambiguous("odd count", [
    [15 * parts(n[0], n[1], n[2]), parts(n[3], n[4])],
    [15 * parts(n[0], n[1]), parts(n[2], n[3], n[4])],
  ]);
}

/** The alternatives that are on the sphere; a text none of whose meanings is one is wrong. */
function ambiguous(doubt: Doubt, places: [number, number][]): Meaning {
  const alternatives = places
    .filter(([ra, dec]) => ra >= 0 && ra < 360 && Math.abs(dec) <= 90)
    .map(([ra, dec]) => ({ position: { ra, dec }, spelling: spell(ra, dec) }));
  return alternatives.length > 0 ? { ok: false, doubt, alternatives } : { ok: false, fault: "no position" };
}

function spell(ra: number, dec: number): string {
  return `${trimmed(ra)} ${dec < 0 ? "" : "+"}${trimmed(dec)}`;
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(7)));
}

function parts(units: number, minutes: number, seconds = 0): number {
  return minutes < 60 && seconds < 60 ? units + minutes / 60 + seconds / 3600 : NaN;
}
