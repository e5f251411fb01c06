// One angle as people write it: decimal or sexagesimal, in degrees or hours.

/** What one angle says; degrees are null where a part is out of range. */
export interface Angle {
  /** Degrees if the leading number counts degrees. */
  asDegrees: number | null;
  /** Degrees if the leading number counts hours. */
  asHours: number | null;
  /** The unit the writer named. */
  unit: "hour" | "deg" | null;
  /** How the parts are held apart; `one` has one part only. */
  form: "one" | "colons" | "blanks" | "marks";
  /** 1 to 3: units, minutes, seconds. */
  parts: number;
}

const NUMBER = String.raw`\d+(?:\.\d*)?|\.\d+`;
const ONE = new RegExp(String.raw`^([+-]?)((?:${NUMBER})(?:e[+-]?\d+)?)\s*(h|hours?|hrs?|d|deg|degrees?|°)?$`, "i");
const COLONS = new RegExp(String.raw`^([+-]?)(\d+)\s*:\s*(${NUMBER})(?:\s*:\s*(${NUMBER}))?$`);
const BLANKS = new RegExp(String.raw`^([+-]?)(\d+) (${NUMBER})(?: (${NUMBER}))?$`);
const MARKS = new RegExp(
  String.raw`^([+-]?)(\d+)\s*(h|d|deg|°)\s*(${NUMBER})\s*(?:m|min|')\s*(?:(${NUMBER})\s*(?:s|sec|"|'')?)?$`,
  "i",
);
const LEADING_MARKS = new RegExp(
  String.raw`^[+-]?\d+\s*(?:h|d(?!ec)|deg|°)(?:\s*(?:${NUMBER})\s*(?:m(?:in)?|')(?:\s*(?:${NUMBER})\s*(?:s(?:ec)?|"|''))?)?`,
  "i",
);

/** Reads a whole text as one angle; null if it is none. */
export function readAngle(text: string): Angle | null {
  const trimmed = text.trim().replace(/^([+-])\s+/, "$1");
  const one = ONE.exec(trimmed);
  if (one) return build(one[1] ?? "", [Number(one[2])], unitOf(one[3]), "one");
  for (const [pattern, form] of [[COLONS, "colons"], [BLANKS, "blanks"]] as const) {
    const found = pattern.exec(trimmed);
    if (found) return build(found[1] ?? "", numbers(found.slice(2)), null, form);
  }
  const marked = MARKS.exec(trimmed);
  return marked ? build(marked[1] ?? "", numbers([marked[2], marked[4], marked[5]]), unitOf(marked[3]), "marks") : null;
}

/** How many characters of the text's beginning are an angle with marks (`10h00m12s`); 0 if none. */
export function leadingAngle(text: string): number {
  return LEADING_MARKS.exec(text)?.[0].length ?? 0;
}

function build(sign: string, parts: number[], unit: Angle["unit"], form: Angle["form"]): Angle {
  const [units = 0, minutes = 0, seconds = 0] = parts;
  const whole = parts.length < 3 || Number.isInteger(minutes);
  const valid = minutes < 60 && seconds < 60 && whole;
  const value = (sign === "-" ? -1 : 1) * (units + minutes / 60 + seconds / 3600);
  return {
    asDegrees: valid ? value : null,
    asHours: valid ? value * 15 : null,
    unit,
    form,
    parts: parts.length,
  };
}

function unitOf(mark: string | undefined): Angle["unit"] {
  if (!mark) return null;
  return mark.toLowerCase().startsWith("h") ? "hour" : "deg";
}

function numbers(parts: (string | undefined)[]): number[] {
  return parts.filter((part) => part !== undefined).map(Number);
}
