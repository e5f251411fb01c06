// What a panel shows while it loads, where it failed, and where there is nothing.
import { html, nothing, type TemplateResult } from "lit";
import { ServiceError } from "../vo/fault.ts";
import { link } from "../router.ts";
import { settings } from "../services.ts";
import { caller } from "../session.ts";
import { words } from "../words/index.ts";

/** The sentence of an error, where it happened, and a way to try again. */
export function errorBox(error: unknown, retry?: () => void): TemplateResult {
  const told = error instanceof Error ? error.message : String(error);
  const { status, hint, requestId } = error instanceof ServiceError ? error : { status: -1, hint: undefined, requestId: undefined };
  const sentence = sentenceOf(status);
  return html`<div class="state error" role="alert">
    <p>${sentence ?? told}</p>
    ${sentence === null ? nothing : html`<p class="muted">${told}</p>`}
    ${hint ? html`<p>${hint}</p>` : nothing}
    <div class="row">
      ${status === 401 ? html`<a href=${link("account", { back: location.pathname + location.search })}>${words.login}</a>` : nothing}
      ${retry ? html`<button @click=${retry}>${words.retry}</button>` : nothing}
      ${requestId ? html`<span class="muted mono">${words.requestId(requestId)}</span>` : nothing}
    </div>
  </div>`;
}

/** What the page says of a refusal beside the service's own words; null where those are enough. */
function sentenceOf(status: number): string | null {
  if (status === 401) return words.needsLogin;
  if (status === 404) return words.notFound;
  const { user } = caller.session;
  return status === 403 && user ? words.forbidden(user, settings().contact) : null;
}

/** Nothing was found: which request, and what to try next. */
export function emptyBox(sentence: string, steps: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<div class="state empty" role="status"><p>${sentence}</p>${steps}</div>`;
}

/** Grey lines where text will be; shown by the style sheet after 150 ms only. */
export function skeleton(lines = 3): TemplateResult {
  return html`<div class="state skeleton" role="status" aria-label=${words.loading}>
    ${Array.from({ length: lines }, () => html`<span class="line"></span>`)}
  </div>`;
}
