// Texts of the start page, help, services, account, and of addresses without a page.
import { number } from "./number.ts";

export const homeWords = {
  lead: "Find an object, see it in every filter, take the data along.",
  collections: "Collections",
  tableCount: (tables: number, rows: number | null): string =>
    `${tables} ${tables === 1 ? "table" : "tables"}${rows === null ? "" : `, ${number(rows)} rows`}`,
  none: "Nothing public yet.",
  noneLogIn: "Log in to see what your groups may see.",
  examples: "Try",
  states: "Services",
  up: "answers",
  down: "does not answer",
  upSince: (time: string): string => `since ${time}`,
  starts: {
    cone: ["Cone search", "Sources round a position"],
    images: ["Images", "By place, filter and date"],
    list: ["List of objects", "Paste positions, get stamps and SEDs"],
    query: ["Query", "ADQL with completion and checks"],
  } as Record<string, [string, string]>,
};

export const helpWords = {
  title: "Help",
  fromElsewhere: "From your own programs",
  python: "Python",
  topcat: "TOPCAT",
  topcatSteps: (tap: string): string => `VO ▸ Table Access Protocol ▸ TAP URL: ${tap}`,
  aladin: "Aladin",
  aladinSteps: (hips: string): string => `File ▸ Load local or remote data: ${hips}/list`,
  stilts: "STILTS",
  filters: "Names for elements of arrays",
  filtersSaid: "Write column[list::name] in a query, e.g. MAG_AUTO[jplus::rSDSS].",
  functions: "Functions of this service",
  functionList: "List of functions",
  functionsSaid: (count: number): string => `${count} functions beside those of ADQL 2.1.`,
  limits: "Limits",
  rows: (rows: number): string => `${number(rows)} rows in an answer without MAXREC`,
  rowsHard: (rows: number): string => `${number(rows)} rows at most`,
  formats: (list: string): string => `Formats: ${list}`,
  examples: "Examples",
  open: "Open in the editor",
  keys: "Keys",
  positions: "Positions",
  positionsSaid: "Decimal degrees or sexagesimal, ICRS; galactic with l and b. The page says what it has understood before it searches.",
  positionExamples: ["150.05 +2.2", "10:00:12.1 +02:12:00", "10h00m12.1s +02d12m00s 30\"", "l=236.8 b=42.1"],
  nameColumn: "name",
  indexColumn: "index",
  nmColumn: "nm",
};

export const serviceWords = {
  title: "VO services",
  lead: "Addresses for programs. Each speaks a standard of the International Virtual Observatory Alliance.",
  named: (title: string, id: string): string => `${title} (${id})`,
  addresses: (service: string): string => `Addresses of ${service}`,
  standard: "standard",
  address: "address",
  version: "version",
  logIn: "log-in",
  optional: "for more",
  needed: "needed",
  none: "no",
  documents: "documents",
};

export const accountWords = {
  title: "Account",
  lead: "Public data need no account.",
  nobody: "Nobody can log in at this archive.",
  name: "Name",
  password: "Password",
  logIn: "Log in",
  logOut: "Log out",
  back: "Back to where you were",
  as: (user: string): string => `You are logged in as ${user}.`,
  groups: (groups: string[]): string => (groups.length > 0 ? `Groups: ${groups.join(", ")}` : "You belong to no group."),
  expires: (time: string): string => `The session ends at ${time} if it is not used.`,
  jobs: "Your jobs",
  restricted: "Collections and tables that you see",
  contact: (contact: string): string => `Ask ${contact}.`,
};

export const missingWords = {
  title: "There is no such page",
  said: (path: string): string => `Nothing is at ${path}, or nothing that you may see.`,
  steps: "Try one of these:",
};
