// The editor's look, from the tokens of the page.
import { EditorView } from "@codemirror/view";

export const theme = EditorView.theme({
  "&": { color: "var(--text)", backgroundColor: "var(--page)", fontSize: "14px" },
  "&.cm-focused": { outline: "2px solid var(--link)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", minHeight: "140px" },
  ".cm-content": { caretColor: "var(--text)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--muted)", borderRight: "1px solid var(--rule)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--chosen)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--chosen)", outline: "1px solid var(--line)" },
  ".cm-tooltip": {
    backgroundColor: "var(--page)", color: "var(--text)", border: "1px solid var(--line)", borderRadius: "var(--radius)", boxShadow: "var(--shadow)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "13px", maxHeight: "19em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", minHeight: "24px", display: "flex", alignItems: "center", gap: "6px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", marginLeft: "auto", paddingLeft: "16px" },
  "li[aria-selected] .cm-completionDetail": { color: "var(--on-accent)" },
  ".cm-tooltip.cm-completionInfo": { padding: "0", maxWidth: "340px" },
  ".chip": { width: "10px", height: "10px", borderRadius: "2px", flex: "none" },
  ".card": { padding: "6px 10px", maxWidth: "360px", fontSize: "13px", lineHeight: "1.4" },
  ".card .mono": { fontFamily: "var(--mono)", fontWeight: "600" },
  ".card .facts": { color: "var(--muted)" },
  ".cm-diagnostic": { padding: "6px 10px", fontSize: "13px", borderLeftWidth: "3px" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--error)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "var(--on-accent)", minHeight: "24px", padding: "2px 10px", borderRadius: "var(--radius)" },
  ".cm-panels": { backgroundColor: "var(--panel)", color: "var(--text)" },
});
