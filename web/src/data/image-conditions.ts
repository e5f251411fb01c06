// What the image search asks for, between the address of the page, its form and the service.
import type { Circle } from "../vo/region.ts";
import type { ImageSearch } from "../vo/sia.ts";
import { formatPosition, parsePosition } from "../vo/sky.ts";
import { type Band, searchRange } from "./bands.ts";

/** The conditions as a user gives them. */
export interface Conditions {
  /** Positions, one a line, in any spelling. */
  positions: string;
  /** Degrees. */
  radius: number;
  /** Names of filters; none means all. */
  filters: string[];
  /** Days in UTC, `2026-01-31`, or empty. */
  from: string;
  until: string;
  /** The least exposure in seconds. */
  exposure: number | null;
  /** The largest width of point sources in arcsec. */
  seeing: number | null;
  /** Whether images must hold a whole circle. */
  isFullCover: boolean;
}

/** A kind of condition, which can be left out. */
export type Kind = "position" | "filters" | "time" | "exposure" | "seeing" | "cover";

/** Why conditions cannot be searched for. */
export type Mistake = { kind: "position"; line: number; text: string; why: string } | { kind: "radius" } | { kind: "date" } | { kind: "too many"; most: number };

/** The most positions of one search. */
export const POSITIONS_MAX = 100;

const RADIUS_DEFAULT = 0.1;

/** What the address of the page says. */
export function fromAddress(params: URLSearchParams): Conditions {
  const number = (name: string): number | null => {
    const value = Number(params.get(name) || NaN);
    return Number.isFinite(value) ? value : null;
  };
  return {
    positions: params.get("pos") ?? "",
    radius: number("size") ?? RADIUS_DEFAULT,
    filters: (params.get("filter") ?? "").split(",").filter((name) => name !== ""),
    from: params.get("from") ?? "",
    until: params.get("until") ?? "",
    exposure: number("exposure"),
    seeing: number("seeing"),
    isFullCover: params.get("cover") === "full",
  };
}

/** The parameters of the page's address; `null` takes one away. */
export function toAddress(conditions: Conditions): Record<string, string | null> {
  const some = (value: string | number | null): string | null => (value === null || value === "" ? null : String(value));
  const positions = conditions.positions.trim();
  return {
    pos: some(positions),
    size: positions === "" ? null : String(conditions.radius),
    filter: some(conditions.filters.join(",")),
    from: some(conditions.from),
    until: some(conditions.until),
    exposure: some(conditions.exposure),
    seeing: some(conditions.seeing),
    cover: conditions.isFullCover ? "full" : null,
  };
}

/** The circles of the positions; the first mistake if there is one. A radius behind a position counts for it. */
export function circlesOf({ positions, radius }: Conditions): Circle[] | Mistake {
  const lines = positions.split(/\r?\n/).map((text, index) => ({ text: text.trim(), line: index + 1 })).filter(({ text }) => text !== "");
  if (lines.length > POSITIONS_MAX) return { kind: "too many", most: POSITIONS_MAX };
  if (lines.length > 0 && !(radius >= 0 && radius <= 180)) return { kind: "radius" };
  const circles: Circle[] = [];
  for (const { text, line } of lines) {
    const reading = parsePosition(text);
    if (!reading.position) return { kind: "position", line, text, why: reading.said };
    circles.push({ centre: reading.position, radius: reading.radius ?? radius });
  }
  return circles;
}

/** The search of a service; without one kind of condition if that is named. */
export function searchOf(conditions: Conditions, bands: readonly Band[], rows_max: number, without?: Kind): ImageSearch | Mistake {
  const circles = circlesOf(conditions);
  if (!Array.isArray(circles)) return circles;
  const [from, until] = [mjd(conditions.from, 0), mjd(conditions.until, 1)];
  if (Number.isNaN(from) || Number.isNaN(until)) return { kind: "date" };
  const chosen = bands.filter(({ name }) => conditions.filters.includes(name));
  const search: ImageSearch = { rows_max };
  if (without !== "position") search.circles = circles;
  if (without !== "filters") search.bands = chosen.flatMap((band) => [searchRange(band) ?? []].filter((range) => range.length === 2) as [number, number][]);
  if (without !== "time") search.times = [from, until];
  if (without !== "exposure") search.exposure = [conditions.exposure, null];
  if (without !== "seeing") search.seeing = [null, conditions.seeing];
  return search;
}

/** The kinds of condition that are given. */
export function kindsOf(conditions: Conditions): Kind[] {
  const given: [Kind, boolean][] = [
    ["position", conditions.positions.trim() !== ""],
    ["filters", conditions.filters.length > 0],
    ["time", conditions.from !== "" || conditions.until !== ""],
    ["exposure", conditions.exposure !== null],
    ["seeing", conditions.seeing !== null],
    ["cover", conditions.isFullCover],
  ];
  return given.filter(([, is]) => is).map(([kind]) => kind);
}

/** A circle as the form writes it. */
export function withCircle(conditions: Conditions, { centre, radius }: Circle): Conditions {
  return { ...conditions, positions: formatPosition(centre), radius: Number(radius.toPrecision(4)) };
}

/** The start of a day, or of a later one; `null` for no day, NaN for what is none. */
function mjd(day: string, later: number): number | null {
  if (day.trim() === "") return null;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day.trim()) ? Date.parse(`${day.trim()}T00:00:00Z`) : NaN;
  return time / 86_400_000 + 40_587 + later;
}
