// Fills the panels of queries: `<armilla-grid>` from its attribute `query`, `<armilla-editor>` with the names of the service.
import { Catalogue } from "../adql/catalogue.ts";
import { Selection } from "../data/selection.ts";
import { survey } from "../data/survey.ts";
import { load } from "../data/table.ts";
import type { Editor } from "../panels/editor.ts";
import type { Grid } from "../panels/grid.ts";
import type { Filler } from "./fill.ts";
import { portalAt, serviceAt } from "./portal.ts";

const ACCEPT = "application/x-votable+xml;serialization=BINARY2";

export const fillGrid: Filler = async (panel, base, signal) => {
  const query = panel.getAttribute("query");
  if (!query) return;
  const [tap, { rows_max }] = await Promise.all([serviceAt(base, "tap"), portalAt(base)]);
  const form = { LANG: "ADQL", QUERY: query, RESPONSEFORMAT: ACCEPT };
  const grid = panel as Grid;
  const table = await load({ url: `${tap}/sync`, form }, () => undefined, signal, rows_max);
  Object.assign(grid, { selection: new Selection(table.length), table, revision: grid.revision + 1 });
};

/** `for` names a grid of the page: the editor's Run (Ctrl+Enter) shows its answer there. */
export const fillEditor: Filler = async (panel, base) => {
  const editor = panel as Editor;
  const text = panel.getAttribute("text");
  if (text !== null && editor.text === "") editor.load({ text, cursor: text.length });
  editor.addEventListener("armilla-run", run);
  const { schemas, enumerations } = await survey(await serviceAt(base, "tap"));
  const catalogue = new Catalogue();
  catalogue.setSchemas(schemas);
  catalogue.setEnumerations(enumerations);
  editor.catalogue = catalogue;
};

function run(event: Event): void {
  const editor = event.currentTarget as Editor;
  const grid = document.getElementById(editor.getAttribute("for") ?? "");
  const base = editor.getAttribute("base");
  if (base && !grid?.hasAttribute("base")) grid?.setAttribute("base", base);
  grid?.setAttribute("query", editor.text);
}
