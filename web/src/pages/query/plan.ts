// What the service says of a query before it runs: the quote and the facts of a PENDING job.
import { html, type TemplateResult } from "lit";
import type { Job } from "../../vo/uws.ts";
import { number } from "../../words/number.ts";
import { instant, words } from "../../words/query.ts";

export function planBox(job: Job, close: () => void): TemplateResult {
  const isEmpty = job.quote === null && job.info.length === 0;
  return html`<section class="panel" aria-label=${words.planTitle}>
    <div class="row"><h2>${words.planTitle}</h2><button class="plain" @click=${close}>${words.close}</button></div>
    ${isEmpty ? html`<p>${words.planNothing}</p>` : ""}
    ${job.quote === null ? "" : html`<p>${words.quote(instant(job.quote))}</p>`}
    <dl>${job.info.filter(({ name }) => name !== "plan").map(({ name, value }) => html`<dt>${words.fields[name] ?? name}</dt><dd class="mono">${fact(value)}</dd>`)}</dl>
    ${job.info.filter(({ name }) => name === "plan").map(({ value }) => html`<pre tabindex="0" aria-label=${words.fields.plan ?? ""}>${value}</pre>`)}
  </section>`;
}

/** Numbers are grouped by thousands, texts stay. */
function fact(value: string): string {
  return /^\d+(\.\d+)?$/.test(value) ? number(Number(value)) : value;
}
