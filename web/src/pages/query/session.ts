// The tabs of the query page, as they are kept in this browser.
import type { History, Tab } from "../../data/history.ts";
import { words } from "../../words/query.ts";

export class Session {
  tabs: Tab[];
  active: string;

  constructor(readonly history: History) {
    this.tabs = history.tabs;
    if (this.tabs.length === 0) this.tabs = [emptyTab([])];
    this.active = this.tabs.find((tab) => tab.id === history.activeTab)?.id ?? this.#first().id;
  }

  get tab(): Tab {
    return this.tabs.find((tab) => tab.id === this.active) ?? this.#first();
  }

  /** Changes the present tab. */
  change(changes: Partial<Tab>): void {
    this.tabs = this.tabs.map((tab) => (tab.id === this.active ? { ...tab, ...changes } : tab));
    this.#store();
  }

  /** Opens a text: in the present tab if that is empty, else in a new one; a text that a tab has is shown there. */
  open(text: string, title?: string): void {
    const same = this.tabs.find((tab) => tab.text === text);
    if (same !== undefined) return this.select(same.id);
    if (this.tab.text.trim() !== "") this.add();
    this.change({ text, cursor: text.length, undo: undefined, ...(title === undefined ? {} : { title }) });
  }

  add(): void {
    const tab = emptyTab(this.tabs);
    this.tabs = [...this.tabs, tab];
    this.select(tab.id);
  }

  select(id: string): void {
    this.active = id;
    this.#store();
  }

  /** Closes a tab; its text goes to the history, so that it is not lost. */
  close(id: string): void {
    const at = this.tabs.findIndex((tab) => tab.id === id);
    const closed = this.tabs[at];
    if (closed === undefined) return;
    if (closed.text.trim() !== "") this.history.addText(closed.text);
    this.tabs = this.tabs.filter((tab) => tab.id !== id);
    if (this.tabs.length === 0) this.tabs = [emptyTab([])];
    if (this.active === id) this.active = (this.tabs[at] ?? this.tabs[at - 1] ?? this.#first()).id;
    this.#store();
  }

  forget(): void {
    this.history.forget();
    this.tabs = [emptyTab([])];
    this.active = this.#first().id;
  }

  #first(): Tab {
    return this.tabs[0] as Tab;
  }

  #store(): void {
    this.history.setTabs(this.tabs, this.active);
  }
}

function emptyTab(others: Tab[]): Tab {
  const taken = new Set(others.map((tab) => tab.title));
  let title = words.untitled;
  for (let number = 2; taken.has(title); number += 1) title = `${words.untitled} ${number}`;
  return { id: crypto.randomUUID(), title, text: "", cursor: 0, format: "", maxrec: "", job: null };
}
