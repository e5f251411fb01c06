// Texts of the cone search.
import { number } from "./number.ts";

/** In the order of the form. */
export const words = {
  title: "Cone search",
  position: "Position",
  positionHint: "150.05 +2.2 or 10:00:12.1 +02:12:00",
  radius: "Radius",
  unit: "Unit",
  table: "Table",
  columns: "Columns",
  columnSets: { principal: "principal", all: "all", chosen: "chosen" },
  chosen: (count: number): string => `${count} columns chosen`,
  limits: "Magnitude limits",
  limitHint: (column: string): string => `of ${column} in`,
  filter: "Filter",
  from: "from",
  to: "to",
  search: "Search",
  many: "Many positions at once: List of targets",
  choose: "It could mean:",
  radiusWrong: "The radius is a number above 0.",
  radiusLarge: (max: string, table: string): string => `The largest radius of ${table} is ${max}.`,
  counting: "Counting",
  count: (count: number): string => `${number(count)} ${count === 1 ? "object" : "objects"}`,
  tooLarge: (count: number, max: number): string =>
    `${number(count)} rows are more than the ${number(max)} that a page reads. Narrow the search, or run it as a job.`,
  show: "Show the first rows anyway",
  openAdql: "Open as ADQL",
  empty: (radius: string): string => `No object of this table within ${radius}.`,
  nearest: (radius: string): string => `Find the nearest object within ${radius}`,
  nearestIs: (distance: string): string => `The nearest object is ${distance} away:`,
  nearestNone: (radius: string): string => `No object within ${radius} either. This place may lie outside the survey.`,
  footprint: "Images that show this place",
  noTables: "This service has no table with positions.",
};
