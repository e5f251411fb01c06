// Style sheets that TypeScript imports (`import sheet from "./x.css"`) become minified text.
import { transform } from "esbuild";
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

export function texts() {
  return {
    name: "texts",
    setup(build) {
      const root = build.initialOptions.absWorkingDir;
      build.onResolve({ filter: /\.css$/ }, (found) => {
        if (found.kind === "entry-point" || found.kind === "import-rule") return undefined;
        // Relative, so that the bundle does not depend on where it is built.
        return { path: relative(root, join(dirname(found.importer), found.path)), namespace: "text", pluginData: dirname(found.importer) };
      });
      build.onLoad({ filter: /.*/, namespace: "text" }, async (found) => {
        const source = await readFile(join(root, found.path), "utf8");
        const { code } = await transform(source, { loader: "css", minify: true });
        return { contents: code.trim(), loader: "text", watchFiles: [join(root, found.path)] };
      });
    },
  };
}
