// Light or dark, dense or comfortable, and the operator's own colours.
import { settings } from "./services.ts";

export type Theme = "system" | "light" | "dark";
export type Density = "dense" | "comfortable";

const THEME = "armilla.theme";
const DENSITY = "armilla.density";

export function theme(): Theme {
  const kept = localStorage.getItem(THEME);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function setTheme(chosen: Theme): void {
  localStorage.setItem(THEME, chosen);
  applyTheme();
}

export function density(): Density {
  return localStorage.getItem(DENSITY) === "comfortable" ? "comfortable" : "dense";
}

export function setDensity(chosen: Density): void {
  localStorage.setItem(DENSITY, chosen);
  applyTheme();
}

/** Puts what was chosen on the page. */
export function applyTheme(): void {
  const root = document.documentElement;
  if (theme() === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme();
  root.dataset["density"] = density();
}

/** Takes the operator's colours in place of ours. */
export function adoptColours(): void {
  const colours = Object.entries(settings().colours ?? {});
  const rules = (isDark: boolean): string =>
    colours
      .filter(([use]) => use.endsWith("-dark") === isDark)
      .map(([use, colour]) => `--${use.replace(/-dark$/, "")}: ${colour};`)
      .join(" ");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `:root { ${rules(false)} } :root[data-theme="dark"] { ${rules(true)} } ` +
      `@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${rules(true)} } }`,
  );
  if (colours.length > 0) document.adoptedStyleSheets.push(sheet);
}
