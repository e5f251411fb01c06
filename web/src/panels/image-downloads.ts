// The marked images as files: their sizes, and scripts and tables that fetch them all.
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { type Band, bandOf } from "../data/bands.ts";
import { downloadScript, fileNames, fileTable, type FileToFetch, sizeText } from "../data/download-script.ts";
import { save } from "../data/save.ts";
import { service, settings } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { type Link, links } from "../vo/datalink.ts";
import { handOver } from "../vo/handover.ts";
import type { ImageRecord } from "../vo/sia.ts";
import { imageWords as words } from "../words/images.ts";
import { errorBox, skeleton } from "./state.ts";

/** A file of the list, and whether it needs a login. */
interface Listed extends FileToFetch {
  isPublic: boolean;
  mayFetch: boolean;
}

/** Event: `marks-remove` with identifiers. */
@customElement("armilla-image-downloads")
export class ImageDownloads extends LitElement {
  static override styles = [
    shared,
    css`
      h2 { margin: 0 0 var(--space-1); }
      .list { max-height: 260px; overflow: auto; border: 1px solid var(--rule); border-radius: var(--radius); margin: var(--space-2) 0; }
      table { width: 100%; }
      td.name { overflow-wrap: anywhere; }
    `,
  ];

  @property({ attribute: false }) images: ImageRecord[] = [];
  @property({ attribute: false }) bands: Band[] = [];
  @state() private links = new Map<string, Link>();
  @state() private isLoading = false;
  @state() private error: unknown = null;
  @state() private told = "";
  #asked: AbortController | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("images")) void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asked?.abort();
  }

  override render(): TemplateResult {
    const files = this.#files();
    if (this.images.length === 0) return html`<section class="panel"><h2>${words.downloads(0)}</h2><p class="muted">${words.empty}</p></section>`;
    const open = files.filter(({ mayFetch }) => mayFetch);
    return html`<section class="panel" aria-label=${words.downloads(files.length)}>
      <h2>${words.downloads(files.length)}</h2>
      <p>${words.total(open.length, total(open))}. <span class="muted">${words.notChecked}</span></p>
      ${open.length < files.length ? html`<p class="state warning">${words.left(files.length - open.length)}</p>` : nothing}
      ${this.error ? errorBox(this.error, () => void this.#load()) : nothing}
      <div class="row">
        <button class="primary" ?disabled=${this.isLoading} @click=${() => void this.#save("wget")}>${words.wget}</button>
        <button ?disabled=${this.isLoading} @click=${() => void this.#save("curl")}>${words.curl}</button>
        <button ?disabled=${this.isLoading} @click=${() => void this.#save("votable")}>${words.votable}</button>
        <button class="plain" @click=${() => this.#remove(files.map(({ did }) => did))}>${words.unmarkAll}</button>
        <span role="status">${this.told}</span>
      </div>
      ${this.isLoading ? skeleton(2) : nothing}
      <div class="list" tabindex="0" role="group" aria-label=${words.files}>
        <table><tbody>${files.map((file) => this.#row(file))}</tbody></table>
      </div>
    </section>`;
  }

  #row(file: Listed): TemplateResult {
    return html`<tr>
      <td class="name">${file.mayFetch && file.url ? html`<a href=${file.url} download>${file.name}</a>` : file.name}</td>
      <td>${file.field}</td>
      <td>${file.band}</td>
      <td class="number">${file.bytes === null ? words.unknownSize : sizeText(file.bytes)}</td>
      <td>${file.mayFetch && file.url ? html`<armilla-send .what=${{ kind: "image", url: file.url, id: file.did, name: file.name }}></armilla-send>` : nothing}</td>
      <td><button class="plain" aria-label=${words.unmark(file.name)} @click=${() => this.#remove([file.did])}>×</button></td>
    </tr>`;
  }

  async #load(): Promise<void> {
    this.#asked?.abort();
    const asked = (this.#asked = new AbortController());
    const [datalink, known] = [service("datalink"), this.links];
    const lacking = this.images.map(({ did }) => did).filter((did) => !known.has(did));
    this.error = null;
    if (datalink === null || lacking.length === 0) return;
    this.isLoading = true;
    try {
      const found = await links(datalink, lacking, asked.signal);
      const own = found.filter(({ semantics, url }) => semantics === "#this" && url);
      this.links = new Map([...known, ...own.map((link): [string, Link] => [link.id, link])]);
    } catch (error) {
      if (!asked.signal.aborted) this.error = error;
    } finally {
      if (this.#asked === asked) this.isLoading = false;
    }
  }

  #files(): Listed[] {
    const names = fileNames(this.images.map(({ did }) => did));
    return this.images.map((image, index) => {
      const link = this.links.get(image.did);
      return {
        name: names[index]!,
        url: link?.url ?? "",
        bytes: link?.contentLength ?? image.bytes,
        did: image.did,
        band: bandOf(image, this.bands)?.name ?? "",
        field: image.target ?? image.observation,
        isPublic: image.rights === null || image.rights === "public",
        mayFetch: link?.authorized !== false,
      };
    });
  }

  async #save(kind: "wget" | "curl" | "votable"): Promise<void> {
    const files = this.#files().filter(({ mayFetch, url }) => mayFetch && url !== "");
    const title = words.remarkTitle(files.length, total(files), settings().name);
    if (kind === "votable") return save("images.vot", fileTable(files), "application/x-votable+xml");
    const remarks = [title];
    const ends: string[] = [];
    if (files.some(({ isPublic }) => !isPublic)) this.told = words.signing;
    const bases = settings().services.map(({ url }) => url);
    const signed = await Promise.all(files.map(async (file) => {
      if (file.isPublic) return file;
      const { url, expires } = await handOver(file.url, bases);
      if (expires !== null) ends.push(expires);
      return { ...file, url };
    }));
    this.told = ends.length > 0 ? words.ends(ends.sort()[0]!) : "";
    if (this.told) remarks.push(this.told);
    save(`images-${kind}.sh`, downloadScript(signed, kind, remarks), "text/x-shellscript");
  }

  #remove(dids: string[]): void {
    this.dispatchEvent(new CustomEvent("marks-remove", { detail: dids, bubbles: true, composed: true }));
  }
}

function total(files: readonly FileToFetch[]): string {
  const known = files.filter(({ bytes }) => bytes !== null);
  return known.length === 0 ? words.unknownSize : sizeText(known.reduce((sum, { bytes }) => sum + bytes!, 0));
}

declare global {
  interface HTMLElementTagNameMap {
    "armilla-image-downloads": ImageDownloads;
  }
}
