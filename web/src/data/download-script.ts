// Shell scripts and tables that name files to fetch.
import { type OutColumn, votable } from "./save.ts";

/** A file of an image. */
export interface FileToFetch {
  /** A name that no other file of the list has. */
  name: string;
  url: string;
  /** `null` if nobody says it. */
  bytes: number | null;
  did: string;
  band: string;
  field: string;
}

/** A POSIX shell script that fetches the files that are not there yet, goes on with those that were begun, and names what failed. */
export function downloadScript(files: readonly FileToFetch[], tool: "wget" | "curl", remarks: readonly string[] = []): string {
  const command = {
    wget: 'wget --continue --no-verbose --output-document="$1.part" "$2"',
    curl: 'curl --fail --location --silent --show-error --retry 3 --continue-at - --output "$1.part" "$2"',
  }[tool];
  return [
    "#!/bin/sh",
    ...remarks.map((remark) => `# ${remark.replace(/[\r\n]+/g, " ")}`),
    "failed=0",
    "fetch() {",
    '  [ -s "$1" ] && return',
    `  ${command} && mv "$1.part" "$1" || { echo "not fetched: $1" >&2; failed=1; }`,
    "}",
    ...files.map(({ name, url }) => `fetch ${quoted(name)} ${quoted(url)}`),
    "exit $failed",
    "",
  ].join("\n");
}

/** The list as a VOTable. */
export function fileTable(files: readonly FileToFetch[]): string {
  const columns: OutColumn[] = [
    { name: "obs_publisher_did", datatype: "char", ucd: "meta.ref.ivoid" },
    { name: "target_name", datatype: "char", ucd: "meta.id;src" },
    { name: "band", datatype: "char", ucd: "meta.id;instr.filter" },
    { name: "file_name", datatype: "char", ucd: "meta.id;meta.file" },
    { name: "access_url", datatype: "char", ucd: "meta.ref.url" },
    { name: "content_length", datatype: "long", unit: "byte", ucd: "phys.size;meta.file" },
  ];
  return votable("files", columns, files.map(({ did, field, band, name, url, bytes }) => [did, field, band, name, url, bytes]));
}

/** Names of files from identifiers: the last part of each, with a number where two are the same. */
export function fileNames(dids: readonly string[]): string[] {
  const taken = new Set<string>();
  return dids.map((did) => {
    const plain = safeName(did);
    const [stem, ending] = split(plain);
    let name = plain;
    for (let count = 2; taken.has(name); count += 1) name = `${stem}-${count}${ending}`;
    taken.add(name);
    return name;
  });
}

/** `12.3 MB`, with thousands as SI has them. */
export function sizeText(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  const step = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 ? value : Number(value.toPrecision(3))} ${units[step]}`;
}

function safeName(did: string): string {
  const last = did.split(/[/?#]/).filter((part) => part !== "").at(-1) ?? "image";
  let plain = last;
  try {
    plain = decodeURIComponent(last);
  } catch {
    // A percent sign that encodes nothing stays as it is.
  }
  const safe = plain.replace(/[^\p{L}\p{N}._+-]+/gu, "_").replace(/^[.-]+/, "");
  return safe === "" ? "image" : safe;
}

function split(name: string): [string, string] {
  const dot = name.search(/(\.[A-Za-z]{2,4}){1,2}$/);
  return dot <= 0 ? [name, ""] : [name.slice(0, dot), name.slice(dot)];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
