// The completion list of the editor: how each name is shown, and what picking it does.
import { type Completion as Option, type CompletionContext, type CompletionResult, autocompletion, startCompletion } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { isArray, type Catalogue } from "../../adql/catalogue.ts";
import { complete, type Item } from "../../adql/complete.ts";
import { describeColumn, describeElement, describeFunction, describeTable } from "./describe.ts";
import { isDarkPage } from "../../style/dark.ts";
import { filterColour } from "../../style/filter-colours.ts";
import { words } from "../../words/query.ts";

type Shown = Option & { item: Item };

/** Completion from a catalogue; `wanted` is told which tables have to be read first. */
export function completion(catalogue: () => Catalogue, wanted: (tables: string[]) => void): Extension {
  return autocompletion({
    override: [(context) => list(context, catalogue(), wanted)],
    icons: false,
    maxRenderedOptions: 200,
    addToOptions: [{ render: (option) => chip((option as Shown).item), position: 10 }],
  });
}

function list(context: CompletionContext, catalogue: Catalogue, wanted: (tables: string[]) => void): CompletionResult | null {
  const found = complete(context.state.sliceDoc(), context.pos, catalogue);
  if (found === null) return null;
  if (found.missing.length > 0) wanted(found.missing);
  const before = context.state.sliceDoc(Math.max(0, found.from - 6), found.from);
  // Unasked for, a list opens behind a letter, and where only names of one kind can follow.
  const isCalled = context.explicit || context.pos > found.from || /([.[]|::|\b(from|join)\s)$/i.test(before);
  if (!isCalled || found.items.length === 0) return null;
  return { from: found.from, to: found.to, options: found.items.map(option), filter: false };
}

function option(item: Item): Shown {
  return { label: item.label, type: item.kind, detail: detail(item), apply: (view, _, from, to) => pick(view, item, from, to), info: info(item), item };
}

function pick(view: EditorView, item: Item, from: number, to: number): void {
  const insert = item.insert ?? item.label;
  // Before an opening bracket that is there already, no second one is written.
  const follows = view.state.sliceDoc(to, to + 1);
  const text = /[[.]$/.test(insert) && follows === insert.at(-1) ? insert.slice(0, -1) : insert;
  view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: "input.complete", scrollIntoView: true });
  if (item.opens) startCompletion(view);
}

/** What stands behind the name in the list. */
function detail(item: Item): string | undefined {
  if (item.column) {
    const array = isArray(item.column) ? `[${item.column.arraysize}]` : null;
    return [array, item.column.unit, item.of].filter(Boolean).join(" · ");
  }
  if (item.element) {
    const { wavelengthNm, index } = item.element;
    return [wavelengthNm === null ? null : words.nm(wavelengthNm), `[${index}]`].filter(Boolean).join(" · ");
  }
  if (item.table?.rows != null) return words.rows(item.table.rows);
  if (item.signature) return item.signature.form.slice(item.signature.name.length).trim();
  return item.of;
}

function info(item: Item): (() => Node) | undefined {
  const { column, element, signature, table } = item;
  if (column) return () => describeColumn(column);
  if (element) return () => describeElement(element);
  if (signature?.description) return () => describeFunction(signature);
  if (table?.description) return () => describeTable(table);
  return undefined;
}

function chip(item: Item): Node | null {
  if (!item.element) return null;
  const mark = document.createElement("span");
  mark.className = "chip";
  mark.style.backgroundColor = filterColour(item.element, isDarkPage());
  return mark;
}
