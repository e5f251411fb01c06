// `import url from "worker:./x.worker.ts"` gives the address of that worker, bundled on its own under a hashed name.
import { build as bundle } from "esbuild";
import { writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { basename, dirname, join, relative } from "node:path";

export function workers(common, folder) {
  return {
    name: "workers",
    setup(build) {
      const root = build.initialOptions.absWorkingDir;
      build.onResolve({ filter: /^worker:/ }, (found) => ({
        // Relative, so that the bundle does not depend on where it is built.
        path: relative(root, join(dirname(found.importer), found.path.slice("worker:".length))),
        namespace: "worker",
      }));
      build.onLoad({ filter: /.*/, namespace: "worker" }, async (found) => {
        const made = await bundle({ ...common, entryPoints: [found.path], write: false, outdir: folder });
        const code = made.outputFiles[0].contents;
        const hash = createHash("sha256").update(code).digest("hex").slice(0, 8).toUpperCase();
        const name = `${basename(found.path, ".ts")}-${hash}.js`;
        await writeFile(join(folder, name), code);
        return { contents: `export default new URL("./${name}", import.meta.url).href;`, loader: "js" };
      });
    },
  };
}
