// What a repair of a query does, as its button says it.
import type { Fix } from "../adql/diagnostics.ts";
import { words } from "./query.ts";

export function fixLabel(fix: Fix): string {
  if (fix.text === "") return words.removeText(fix.old);
  return fix.old === "" ? words.insertText(fix.text.trim()) : words.replaceBy(fix.text);
}
