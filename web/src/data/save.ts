// Files that the page makes itself: text and pictures, handed to the browser to save.
import { encode } from "../vo/xml.ts";

/** Has the browser save a file. */
export function save(name: string, content: Blob | string, type = "text/plain"): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The browser has taken the address when the click returns; a moment later it may go.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Rows as CSV (RFC 4180). */
export function csv(rows: (string | number | null)[][]): string {
  const cell = (value: string | number | null): string => {
    const text = value === null ? "" : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** A column of a table that is written. */
export interface OutColumn {
  name: string;
  datatype: "double" | "char" | "long" | "int";
  unit?: string;
  ucd?: string;
}

/** Rows as a VOTable 1.4 with TABLEDATA. */
export function votable(name: string, columns: OutColumn[], rows: (string | number | null)[][]): string {
  const fields = columns.map(({ name: column, datatype, unit, ucd }) => {
    const size = datatype === "char" ? ' arraysize="*"' : "";
    return `<FIELD name="${encode(column)}" datatype="${datatype}"${size}${unit ? ` unit="${encode(unit)}"` : ""}${ucd ? ` ucd="${encode(ucd)}"` : ""}/>`;
  });
  const body = rows.map((row) => `<TR>${row.map((value) => `<TD>${value === null ? "" : encode(String(value))}</TD>`).join("")}</TR>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE type="results"><INFO name="QUERY_STATUS" value="OK"/>
<TABLE name="${encode(name)}">
${fields.join("\n")}
<DATA><TABLEDATA>
${body.join("\n")}
</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>
`;
}

/** An SVG drawing as a PNG of twice its size. */
export async function png(drawing: string, width: number, height: number): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([drawing], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * width, 2 * height];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser made no picture"))), "image/png");
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
