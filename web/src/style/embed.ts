// The portal's colours for its elements on foreign pages, where nothing else of that page may change.
import tokensText from "./tokens.css";

/**
 * Gives the named elements the tokens, with no weight of their own: a rule of the page for such an element wins.
 * They turn dark with the reader's setting only where the page itself says that it can (`color-scheme`).
 */
export function adoptTokens(names: string[]): void {
  const scoped = tokensText.replace(/:root([^{]*)\{/g, `:where(:root$1) :where(${names.join()}){`);
  const pageSchemes = getComputedStyle(document.documentElement).colorScheme;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(pageSchemes.includes("dark") ? scoped : scoped.replaceAll("(prefers-color-scheme:dark)", "not all"));
  document.adoptedStyleSheets.push(sheet);
}
