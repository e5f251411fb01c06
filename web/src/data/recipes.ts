// A request of a page in the words of other programs: URL, curl, pyvo, STILTS.

/** A request as a page tells it by the event `armilla-request`. */
export interface Told {
  method: string;
  url: string;
  form?: Record<string, string | string[] | undefined>;
  adql?: string;
}

/** A way to ask the same elsewhere. */
export interface Recipe {
  name: "URL" | "curl" | "pyvo" | "STILTS" | "ADQL";
  text: string;
}

/** All ways; those that have no words for the request are left out. */
export function recipes(told: Told): Recipe[] {
  const url = absolute(told);
  const found: (Recipe | null)[] = [
    { name: "URL", text: url },
    { name: "curl", text: curl(told) },
    python(told, url),
    stilts(told, url),
    told.adql ? { name: "ADQL", text: told.adql } : null,
  ];
  return found.filter((recipe) => recipe !== null);
}

/** The request in one line for people. */
export function line(told: Told): string {
  const adql = told.adql?.replace(/\s+/g, " ").trim();
  const url = new URL(told.url, here());
  return `${told.method} ${url.pathname}${decodeURIComponent(url.search.replace(/%(?![0-9a-f]{2})/gi, "%25").replace(/\+/g, " "))}${adql ? ` · ${adql}` : ""}`;
}

/** The address with all parameters, also those of a form. */
function absolute(told: Told): string {
  const url = new URL(told.url, here());
  for (const [name, value] of pairs(told)) url.searchParams.append(name, value);
  return url.href;
}

function curl(told: Told): string {
  const fields = pairs(told).map(([name, value]) => ` \\\n  --data-urlencode ${shell(`${name}=${value}`)}`);
  return `curl -fL ${fields.length > 0 ? "" : "-o result "}${shell(new URL(told.url, here()).href)}${fields.join("")}`;
}

function python(told: Told, url: string): Recipe | null {
  const tap = tapBase(told);
  if (tap && told.adql) {
    const lines = [
      "import pyvo",
      `service = pyvo.dal.TAPService(${literal(tap)})`,
      `table = service.search("""${told.adql.replace(/\\/g, "\\\\").replace(/"""/g, '\\"""')}""").to_table()`,
    ];
    return { name: "pyvo", text: lines.join("\n") };
  }
  const { searchParams } = new URL(url);
  const [ra, dec, sr] = ["RA", "DEC", "SR"].map((name) => searchParams.get(name));
  if (ra && dec && sr) {
    const service = url.split("?")[0]!;
    return { name: "pyvo", text: `import pyvo\ntable = pyvo.dal.SCSService(${literal(`${service}?`)}).search((${ra}, ${dec}), ${sr}).to_table()` };
  }
  if (searchParams.has("POS") && new URL(url).pathname.endsWith("/query")) {
    const service = url.split("?")[0]!;
    return { name: "pyvo", text: `import pyvo\ntable = pyvo.dal.sia2.SIA2Query(${literal(service)}${siaArguments(searchParams)}).execute().to_table()` };
  }
  return null;
}

/** SIA 2.0 parameters as raw ones, so that nothing of the request is lost. */
function siaArguments(params: URLSearchParams): string {
  const given = [...params].filter(([name]) => name !== "RESPONSEFORMAT");
  const named = [...new Set(given.map(([name]) => name))].map((name) => `${literal(name)}: [${params.getAll(name).map(literal).join(", ")}]`);
  return `, **{${named.join(", ")}}`;
}

function stilts(told: Told, url: string): Recipe | null {
  const tap = tapBase(told);
  if (tap && told.adql) {
    return { name: "STILTS", text: `stilts tapquery tapurl=${shell(tap)} \\\n  adql=${shell(told.adql)} \\\n  out=result.fits` };
  }
  const isTable = !/\.(png|jpe?g|fits)$|FORMAT=image/i.test(url);
  return isTable ? { name: "STILTS", text: `stilts tcopy in=${shell(url)} ifmt=votable out=result.fits` } : null;
}

function tapBase(told: Told): string | null {
  const found = /^(.*)\/(?:sync|async)(?:[/?].*)?$/.exec(new URL(told.url, here()).href);
  return found ? found[1]! : null;
}

function pairs(told: Told): [string, string][] {
  const form = told.form ?? (told.adql && !new URL(told.url, here()).searchParams.has("QUERY") ? { LANG: "ADQL", QUERY: told.adql } : {});
  return Object.entries(form).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).flatMap((one) => (one === undefined ? [] : [[name, one] as [string, string]])));
}

/** Text as one word of a shell. */
function shell(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}

function literal(text: string): string {
  return JSON.stringify(text);
}

function here(): string {
  return typeof location === "undefined" ? "http://localhost/" : location.href;
}
