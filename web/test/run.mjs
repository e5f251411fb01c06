// Runs tests: `node test/run.mjs unit|pages [NAME...]`; bundles TypeScript first, then node's own test runner.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [kind, ...names] = process.argv.slice(2);
if (kind !== "unit" && kind !== "pages") {
  console.error("usage: node test/run.mjs unit|pages [NAME...]");
  process.exit(2);
}

const all = (await readdir(join(here, kind))).filter((name) => name.endsWith(".test.ts")).map((name) => name.slice(0, -".test.ts".length));
const unknown = names.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`no test ${unknown.join(", ")}; known: ${all.join(", ")}`);
  process.exit(2);
}
const chosen = names.length > 0 ? names : all;
// A folder of its own for each run: runs go side by side.
const folder = join(here, "..", "dist-test", `${kind}-${process.pid}`);
await build({
  entryPoints: chosen.map((name) => join(here, kind, `${name}.test.ts`)),
  outdir: folder,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node18",
  sourcemap: "inline",
  packages: "external",
  outExtension: { ".js": ".mjs" },
  logLevel: "warning",
});
const files = chosen.map((name) => join(folder, `${name}.test.mjs`));
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", `--test-reporter=${process.stdout.isTTY ? "spec" : "tap"}`, ...files], { stdio: "inherit", cwd: join(here, "..") });
await rm(folder, { recursive: true, force: true });
process.exit(run.status ?? 1);
