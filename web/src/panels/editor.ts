// The ADQL editor, `<armilla-editor>`: CodeMirror in a shadow root, with colours, completion, marks and repairs.
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyField, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { lintGutter, nextDiagnostic, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, Prec, type ChangeDesc, type Extension } from "@codemirror/state";
import { EditorView, drawSelection, keymap, lineNumbers, type ViewUpdate } from "@codemirror/view";
import { css, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { Catalogue } from "../adql/catalogue.ts";
import { settledMarks, wordAt, type Fix, type Mark } from "../adql/diagnostics.ts";
import { fixLabel } from "../words/fix.ts";
import { words } from "../words/query.ts";
import { shared } from "../style/sheets.ts";
import { explanations } from "./editor/explain.ts";
import { language } from "./editor/language.ts";
import { completion } from "./editor/list.ts";
import { theme } from "./editor/theme.ts";

/** What survives a reload: the text, the cursor and what can be undone. */
export interface Snapshot {
  text: string;
  cursor: number;
  undo?: unknown;
}

/** Undo steps are dropped from a snapshot that would be longer than this. */
const SNAPSHOT_LENGTH_MAX = 200_000;

/**
 * Events: `armilla-text` (the text changed), `armilla-wanted` (`detail`: names of tables whose columns are missing),
 * `armilla-run`, `armilla-run-job`, `armilla-save` (keys).
 */
@customElement("armilla-editor")
export class Editor extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        --keyword: light-dark(#7a2a86, #d9a4e4); --function: var(--link); --enumeration: var(--warning); --string: var(--good); --number: var(--error);
        display: flex; min-height: 140px;
      }
      .cm-editor { flex: 1; min-width: 0; }
    `,
  ];
  /** The names that completion and explanations know. */
  @property({ attribute: false }) catalogue = new Catalogue();
  /** Marks of the present text. */
  @property({ attribute: false }) marks: Mark[] = [];
  /** Made once the shadow root is there: its styles must not go into the document, whose policy forbids them. */
  #made: EditorView | undefined;
  /** Where a word is being written, so that it is not marked yet. */
  #writing: number | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.renderRoot.append(this.#view.dom);
  }

  override updated(): void {
    this.#showMarks();
  }

  get #view(): EditorView {
    this.#made ??= new EditorView({ state: this.#state({ text: "", cursor: 0 }), root: this.renderRoot as ShadowRoot });
    return this.#made;
  }

  get text(): string {
    return this.#view.state.sliceDoc();
  }

  /** Replaces all text; `undo` of a snapshot makes the steps before it undoable again. */
  load(snapshot: Snapshot): void {
    this.#writing = null;
    this.#view.setState(this.#state(snapshot));
  }

  snapshot(): Snapshot {
    const { state } = this.#view;
    const { history: undo } = state.toJSON({ history: historyField }) as { history: unknown };
    const snapshot = { text: this.text, cursor: state.selection.main.head };
    return JSON.stringify(undo).length > SNAPSHOT_LENGTH_MAX ? snapshot : { ...snapshot, undo };
  }

  /** Writes at the cursor and replaces nothing, with a blank before it where two words would touch. */
  insert(text: string): void {
    const { to: at } = this.#view.state.selection.main;
    const before = this.#view.state.sliceDoc(Math.max(0, at - 1), at);
    const written = /[\w"\])]/.test(before) ? ` ${text}` : text;
    this.#view.dispatch({ changes: { from: at, insert: written }, selection: { anchor: at + written.length }, userEvent: "input", scrollIntoView: true });
    this.#view.focus();
  }

  /** Makes the repair of the mark at the cursor, else of the first mark that has one; false if there is none. */
  repair(): boolean {
    const { head } = this.#view.state.selection.main;
    const repairable = this.marks.filter((mark) => mark.fixes.length > 0);
    const fix = (repairable.find((mark) => mark.from <= head && head <= mark.to) ?? repairable[0])?.fixes[0];
    if (fix !== undefined) this.apply(fix);
    return fix !== undefined;
  }

  apply(fix: Fix): void {
    // A repair belongs to the text that was checked; on another text it would hit the wrong place.
    if (this.#view.state.sliceDoc(fix.from, fix.to) !== fix.old) return;
    this.#writing = null;
    const { from, to, text } = fix;
    this.#view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: "input.repair", scrollIntoView: true });
  }

  override focus(): void {
    this.#view.focus();
  }

  #state({ text, cursor, undo }: Snapshot): EditorState {
    const anchor = Math.min(cursor, text.length);
    const extensions = this.#extensions();
    if (undo === undefined) return EditorState.create({ doc: text, selection: { anchor }, extensions });
    const json = { doc: text, selection: { ranges: [{ anchor, head: anchor }], main: 0 }, history: undo };
    return EditorState.fromJSON(json, { extensions }, { history: historyField });
  }

  #extensions(): Extension {
    const tell = (name: string) => () => this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true }));
    const own = [
      { key: "Mod-Enter", run: tell("armilla-run"), preventDefault: true },
      { key: "Mod-Shift-Enter", run: tell("armilla-run-job"), preventDefault: true },
      { key: "Mod-s", run: tell("armilla-save"), preventDefault: true },
      { key: "Alt-.", run: () => this.repair(), preventDefault: true },
      { key: "F8", run: nextDiagnostic },
    ];
    return [
      Prec.highest(keymap.of(own)),
      lineNumbers(),
      lintGutter(),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      language,
      completion(() => this.catalogue, (tables) => this.dispatchEvent(new CustomEvent("armilla-wanted", { detail: tables, bubbles: true, composed: true }))),
      explanations(() => this.catalogue),
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": words.editor, "aria-description": words.editorHelp, spellcheck: "false" }),
      EditorView.updateListener.of((update) => this.#changed(update)),
      theme,
    ];
  }

  #changed(update: ViewUpdate): void {
    const { head } = update.state.selection.main;
    if (update.docChanged) {
      this.#writing = update.transactions.some((transaction) => transaction.isUserEvent("input.type") || transaction.isUserEvent("delete")) ? head : null;
      this.marks = this.marks.flatMap((mark) => movedMark(mark, update.changes));
      this.dispatchEvent(new CustomEvent("armilla-text", { bubbles: true, composed: true }));
    } else if (update.selectionSet && this.#writing !== null) {
      const text = this.text;
      if (wordAt(text, head)?.from === wordAt(text, this.#writing)?.from) return;
      this.#writing = null;
      // Not while this update is still being made.
      queueMicrotask(() => this.#showMarks());
    }
  }

  #showMarks(): void {
    const marks = settledMarks(this.marks, this.text, this.#writing);
    this.#view.dispatch(setDiagnostics(this.#view.state, marks.map((mark) => this.#diagnostic(mark))));
  }

  #diagnostic(mark: Mark): Diagnostic {
    const actions = mark.fixes.map((fix) => ({ name: fixLabel(fix), apply: () => this.apply(fix) }));
    const message = mark.hint === null ? mark.message : `${mark.message}\n${mark.hint}`;
    return { from: mark.from, to: mark.to, severity: mark.severity, message, actions };
  }
}

/** The mark after a change of the text; one that the change touched is gone until the next check. */
function movedMark(mark: Mark, changes: ChangeDesc): Mark[] {
  if (changes.touchesRange(mark.from, mark.to)) return [];
  const moved = <T extends { from: number; to: number }>(range: T): T => ({ ...range, from: changes.mapPos(range.from, 1), to: changes.mapPos(range.to, -1) });
  return [{ ...moved(mark), fixes: mark.fixes.map(moved) }];
}
