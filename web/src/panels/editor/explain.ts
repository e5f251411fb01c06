// What a name of the query means: shown on hover, and at the cursor by Alt+F1.
import { StateEffect, StateField, type EditorState, type Extension } from "@codemirror/state";
import { hoverTooltip, keymap, showTooltip, type EditorView, type Tooltip } from "@codemirror/view";
import type { Catalogue } from "../../adql/catalogue.ts";
import { resolve, sourceOf, tableOf } from "../../adql/columns.ts";
import { wordAt } from "../../adql/diagnostics.ts";
import { readSelects, selectAt } from "../../adql/scope.ts";
import { is, nameKey, tokenize } from "../../adql/tokens.ts";
import { describeColumn, describeElement, describeFunction, describeNothing, describeTable } from "./describe.ts";

/** Explanations from a catalogue; Escape and any change close one that was asked for by key. */
export function explanations(catalogue: () => Catalogue): Extension {
  const show = StateEffect.define<Tooltip | null>();
  const shown = StateField.define<Tooltip | null>({
    create: () => null,
    update(value, transaction) {
      for (const effect of transaction.effects) if (effect.is(show)) return effect.value;
      return transaction.docChanged || transaction.selection ? null : value;
    },
    provide: (field) => showTooltip.from(field),
  });
  const ask = (view: EditorView): boolean => {
    view.dispatch({ effects: show.of(tooltip(view.state, view.state.selection.main.head, catalogue(), true)) });
    return true;
  };
  const close = (view: EditorView): boolean => {
    if (view.state.field(shown) === null) return false;
    view.dispatch({ effects: show.of(null) });
    return true;
  };
  return [
    shown,
    keymap.of([{ key: "Alt-F1", run: ask }, { key: "Escape", run: close }]),
    hoverTooltip((view, position) => tooltip(view.state, position, catalogue(), false)),
  ];
}

function tooltip(state: EditorState, position: number, catalogue: Catalogue, isAsked: boolean): Tooltip | null {
  const text = state.sliceDoc();
  const word = wordAt(text, position);
  if (word === null) return null;
  const content = meaning(text, word.from, catalogue) ?? (isAsked ? describeNothing(word.text) : null);
  if (content === null) return null;
  const dom = content;
  dom.setAttribute("role", isAsked ? "status" : "tooltip");
  return { pos: word.from, end: word.to, above: true, create: () => ({ dom }) };
}

/** The column, element, table or function that the name at `from` means; `null` for unknown names and keywords. */
function meaning(text: string, from: number, catalogue: Catalogue): HTMLElement | null {
  const tokens = tokenize(text).filter((token) => token.kind !== "comment");
  const at = tokens.findIndex((token) => token.from === from);
  const name = tokens[at]?.text ?? "";
  if (is(tokens[at - 1], "::")) {
    const elements = catalogue.enumeration(tokens[at - 2]?.text ?? "")?.elements ?? [];
    const element = elements.find((found) => found.name.toLowerCase() === nameKey(name).toLowerCase());
    return element === undefined ? null : describeElement(element);
  }
  if (is(tokens[at + 1], "(")) {
    const signature = catalogue.functions.find((found) => found.name.toLowerCase() === name.toLowerCase());
    if (signature !== undefined) return describeFunction(signature);
  }
  const path = [name];
  for (let before = at - 1; is(tokens[before], ".") && tokens[before - 1] !== undefined; before -= 2) path.unshift(tokens[before - 1]?.text ?? "");
  const select = selectAt(readSelects(text), from);
  const column = resolve(select, path, catalogue)?.column;
  if (column) return describeColumn(column);
  const source = sourceOf(select, path);
  const table = source === null ? catalogue.table(path) : tableOf(source.select, source.source, catalogue);
  return table === null ? null : describeTable(table);
}
