// What the query pages keep in this browser: tabs, texts that were run, jobs; nothing of it is sent anywhere.

/** A tab of the query page. */
export interface Tab {
  id: string;
  title: string;
  text: string;
  cursor: number;
  /** Undo steps of the editor. */
  undo?: unknown;
  format: string;
  maxrec: string;
  /** The PENDING job that holds this text, once it was saved. */
  job: string | null;
}

const TEXTS_MAX = 50;
const JOBS_MAX = 200;

/** A store below one prefix of local storage; without local storage everything lasts as long as the page. */
export class History {
  readonly #memory = new Map<string, unknown>();

  constructor(private readonly prefix: string) {}

  get tabs(): Tab[] {
    return this.#read<Tab[]>("tabs") ?? [];
  }

  get activeTab(): string | null {
    return this.#read<string>("active");
  }

  setTabs(tabs: Tab[], active: string): void {
    this.#write("tabs", tabs);
    this.#write("active", active);
  }

  /** Texts that were run, the newest first. */
  get texts(): string[] {
    return this.#read<string[]>("texts") ?? [];
  }

  addText(text: string): void {
    this.#write("texts", [text, ...this.texts.filter((old) => old !== text)].slice(0, TEXTS_MAX));
  }

  /** Addresses of the jobs that this browser started, the newest first. */
  get jobs(): string[] {
    return this.#read<string[]>("jobs") ?? [];
  }

  addJob(url: string): void {
    this.#write("jobs", [url, ...this.jobs.filter((old) => old !== url)].slice(0, JOBS_MAX));
  }

  removeJob(url: string): void {
    this.#write("jobs", this.jobs.filter((old) => old !== url));
  }

  forget(): void {
    for (const key of ["tabs", "active", "texts", "jobs"]) {
      this.#memory.delete(key);
      try {
        localStorage.removeItem(this.prefix + key);
      } catch {
        // Storage is switched off: there is nothing to remove.
      }
    }
  }

  #read<T>(key: string): T | null {
    try {
      const text = localStorage.getItem(this.prefix + key);
      if (text !== null) return JSON.parse(text) as T;
    } catch {
      // Storage is switched off, or holds what another version wrote.
    }
    return (this.#memory.get(key) as T | undefined) ?? null;
  }

  #write(key: string, value: unknown): void {
    this.#memory.set(key, value);
    try {
      localStorage.setItem(this.prefix + key, JSON.stringify(value));
    } catch {
      // Storage is full or switched off: the page itself still remembers.
    }
  }
}
