// Bundles the pages and scripts into the folders that the plugins embed: `node build.mjs [--dev] [--out FOLDER]`.
import { build } from "esbuild";
import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { packed } from "./build/packed.mjs";
import { texts } from "./build/texts.mjs";
import { workers } from "./build/workers.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv.indexOf("--out");
/** The folder with a folder for each plugin; `--out FOLDER` is another one. */
const plugins = out < 0 ? join(here, "..", "plugins") : resolve(process.argv[out + 1]);
const isDev = process.argv.includes("--dev");

/** What every bundle has in common. */
const common = {
  absWorkingDir: here,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: !isDev,
  legalComments: "none",
  logLevel: "warning",
  charset: "utf8",
  tsconfig: "tsconfig.json",
};

/** The portal: hashed names, one chunk for what several pages share. */
async function portal() {
  const folder = join(plugins, "portal", "assets");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const made = await build({
    ...common,
    entryPoints: ["src/main.ts", "src/panels.ts", "src/sky-frame.ts", "src/style/page.css"],
    outdir: folder,
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    splitting: true,
    metafile: true,
    plugins: [workers(common, folder), texts()],
  });
  const names = {};
  for (const [path, output] of Object.entries(made.metafile.outputs)) {
    if (output.entryPoint) names[entryName(output.entryPoint)] = path.split("/").at(-1);
  }
  for (const page of await readdir(join(here, "html"))) await copyFile(join(here, "html", page), join(folder, page));
  await writeFile(join(folder, "manifest.json"), `${JSON.stringify(names, Object.keys(names).sort(), 2)}\n`);
  await packed(folder);
}

/** The script with which any page talks SAMP: one file without chunks, for a plain script tag and pages of any encoding. */
async function samp() {
  const folder = join(plugins, "samp", "assets");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({ ...common, format: "iife", charset: "ascii", entryPoints: { samp: "src/samp-embed.ts" }, outdir: folder, plugins: [texts()] });
  await copyFile(join(here, "types", "samp.d.ts"), join(folder, "samp.d.ts"));
  await copyFile(join(here, "images", "icon.png"), join(folder, "icon.png"));
  await packed(folder);
}

/** `src/style/page.css` is `page.css`, `src/main.ts` is `main.js`. */
function entryName(path) {
  return path.split("/").at(-1).replace(/\.ts$/, ".js");
}

await portal();
await samp();
