// Fills the panels of queries: `<armilla-result>` from its attribute `query`, `<armilla-editor>` with the names of the service.
import { Catalogue } from "../adql/catalogue.ts";
import { survey } from "../data/survey.ts";
import type { Editor } from "../panels/editor.ts";
import type { Result } from "../panels/result.ts";
import type { Filler } from "./fill.ts";
import { serviceAt } from "./portal.ts";

/** The smallest form that keeps units and UCDs. */
const BINARY2 = "application/x-votable+xml;serialization=BINARY2";

export const fillResult: Filler = async (panel, base) => {
  const query = panel.getAttribute("query");
  if (!query) return;
  const tap = await serviceAt(base, "tap");
  const form = { LANG: "ADQL", QUERY: query, RESPONSEFORMAT: BINARY2 };
  Object.assign(panel as Result, { tap, source: { url: `${tap}/sync`, form } });
};

/** `for` names an `<armilla-result>` of the page: the editor's Run (Ctrl+Enter) shows its answer there. */
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
  const result = document.getElementById(editor.getAttribute("for") ?? "");
  const base = editor.getAttribute("base");
  if (base && !result?.hasAttribute("base")) result?.setAttribute("base", base);
  result?.setAttribute("query", editor.text);
}
