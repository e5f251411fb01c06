// The search box of the head: says what it has understood before it goes anywhere.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { understand, type Understood } from "../data/understand.ts";
import { survey } from "../data/survey.ts";
import { rolesOf } from "../data/roles.ts";
import { link, navigate } from "../router.ts";
import { service, settings } from "../services.ts";
import { shared } from "../style/sheets.ts";
import { ask } from "../vo/http.ts";
import { tables } from "../vo/vosi.ts";
import { words } from "../words/frame.ts";

@customElement("armilla-search")
export class Search extends LitElement {
  static override styles = [
    shared,
    css`
      form { display: flex; gap: var(--space-1); position: relative; }
      input { flex: 1; min-width: 0; width: 100%; min-height: 32px; }
      .said { position: absolute; top: calc(100% + 4px); left: 0; right: 0; z-index: 20; padding: var(--space-2) var(--space-3); }
      .said { background: var(--page); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow); }
      .said p { margin: 0; }
      ul { list-style: none; margin: var(--space-1) 0 0; padding: 0; }
      li button { text-align: left; width: 100%; }
    `,
  ];
  @state() private text = "";
  @state() private isOpen = false;
  @state() private names: string[] = [];
  @state() private failure = "";
  @query("input") private input!: HTMLInputElement;
  private asked = false;

  /** Puts the focus into the field. */
  override focus(): void {
    this.input.focus();
    this.input.select();
  }

  override render(): TemplateResult {
    const meaning = this.meaning();
    return html`<form role="search" @submit=${this.submit} @focusin=${this.opened} @focusout=${this.left} @keydown=${this.pressed}>
      <input type="search" name="q" autocomplete="off" spellcheck="false" maxlength="100000" aria-label=${words.searchLabel}
        aria-describedby="said" placeholder=${words.searchPlaceholder} .value=${this.text} @input=${this.typed} />
      <button type="submit">${words.searchGo}</button>
      <div id="said" class="said" role="status" ?hidden=${!this.isOpen}>
        <p>${this.failure || meaning.said}</p>
        ${meaning.alternatives
          ? html`<ul aria-label=${words.choose}>
              ${meaning.alternatives.map((one) => html`<li><button type="button" class="plain mono" @click=${() => this.choose(one.spelling)}>${one.spelling}</button></li>`)}
            </ul>`
          : nothing}
      </div>
    </form>`;
  }

  private meaning(): Understood {
    return understand(this.text, { tables: this.names, hasResolver: settings().resolver !== null });
  }

  private readonly typed = (): void => {
    this.text = this.input.value;
    this.failure = "";
    this.isOpen = true;
  };

  /** The names of tables are read when somebody begins to search. */
  private readonly opened = (): void => {
    this.isOpen = true;
    const tap = service("tap");
    if (this.asked || !tap) return;
    this.asked = true;
    // Without the names a table's name is no table's name; the page itself tells of a service that is down.
    void tables(tap, "min").then(
      (set) => (this.names = set.schemas.flatMap((schema) => schema.tables.map((table) => table.name))),
      () => (this.asked = false),
    );
  };

  private readonly left = (event: FocusEvent): void => {
    const to = event.relatedTarget;
    if (!(to instanceof Node) || !this.renderRoot.contains(to)) this.isOpen = false;
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.isOpen) return;
    this.isOpen = false;
    event.preventDefault();
  };

  private choose(spelling: string): void {
    this.text = spelling;
    this.focus();
  }

  private readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const meaning = this.meaning();
    try {
      const page = meaning.kind === "name" ? await this.resolved() : meaning.kind === "object" ? await withTable(meaning.page) : meaning.page;
      if (!page) {
        this.isOpen = true;
        return;
      }
      this.isOpen = false;
      this.input.blur();
      navigate(`${link(page.name, page.params)}${page.fragment ? `#${page.fragment}` : ""}`);
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.isOpen = true;
    }
  };

  /** The position of a name, from the operator's resolver, which answers as Sesame does (CDS, XML form). */
  private async resolved(): Promise<Understood["page"]> {
    const name = this.text.trim();
    const url = (settings().resolver ?? "").replace("{}", encodeURIComponent(name));
    const answer = await (await ask(url)).text();
    const [ra, dec] = [/<jradeg>([^<]+)</.exec(answer)?.[1], /<jdedeg>([^<]+)</.exec(answer)?.[1]];
    if (ra === undefined || dec === undefined) {
      this.failure = words.notResolved(name);
      return undefined;
    }
    return { name: "cone", params: { ra: ra.trim(), dec: dec.trim(), sr: String(30 / 3600) } };
  }
}

/** An identifier belongs to the first table of objects that the caller sees. */
async function withTable(page: Understood["page"]): Promise<Understood["page"]> {
  const tap = service("tap");
  if (!page || !tap) return page;
  const set = await survey(tap);
  const all = set.schemas.flatMap((schema) => schema.tables);
  const objects = all.find((table) => {
    const roles = rolesOf(table, set.enumerations);
    return roles?.id && roles.apertures.length > 0;
  });
  return { ...page, params: { ...(objects ? { table: objects.name } : {}), ...page.params } };
}
