// Brotli and gzip copies of what is worth packing, beside each built file.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Files below this size gain nothing, bytes. */
const SIZE_MIN = 400;

/** Packs every text file of a folder that the server sends as it is; pages with placeholders are packed by the server. */
export async function packed(folder) {
  for (const name of await readdir(folder)) {
    if (!/\.(js|css)$/.test(name)) continue;
    const bytes = await readFile(join(folder, name));
    if (bytes.length < SIZE_MIN) continue;
    await writeFile(join(folder, `${name}.br`), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
    await writeFile(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  }
}
