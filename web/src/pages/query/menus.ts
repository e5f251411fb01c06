// The menus beside the tabs: worked examples and texts that were run.
import { html, type TemplateResult } from "lit";
import { emptyBox } from "../../panels/state.ts";
import type { Example } from "../../vo/examples.ts";
import { words } from "../../words/query.ts";

const TITLE_LENGTH_MAX = 32;

/** `open` is called with a text and, for examples, a title. */
export function menus(examples: Example[], texts: string[], open: (text: string, title?: string) => void, forget: () => void): TemplateResult {
  const pick = (event: Event, text: string, title?: string): void => {
    (event.target as HTMLElement).closest("details")?.removeAttribute("open");
    open(text, title);
  };
  return html`<div class="menus">
    <details class="menu" @keydown=${close}>
      <summary>${words.examples}</summary>
      <div class="list">
        ${examples.length === 0
          ? emptyBox(words.noExamples)
          : examples.map(({ name, query }) => html`<button class="plain" @click=${(event: Event) => pick(event, query, name.slice(0, TITLE_LENGTH_MAX))}>${name}</button>`)}
      </div>
    </details>
    <details class="menu" @keydown=${close}>
      <summary>${words.history}</summary>
      <div class="list">
        ${texts.length === 0
          ? emptyBox(words.noHistory)
          : texts.map((text) => html`<button class="plain mono" title=${text} @click=${(event: Event) => pick(event, text)}>${text.replace(/\s+/g, " ").slice(0, 90)}</button>`)}
        <p class="muted">${words.forgetHelp}</p>
        <button @click=${forget}>${words.forget}</button>
      </div>
    </details>
  </div>`;
}

function close(event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  const menu = event.currentTarget as HTMLDetailsElement;
  menu.open = false;
  menu.querySelector("summary")?.focus();
}
