// Has the service look at the text while it is written: at rest only, and only the newest text counts.
import { errorMark, warningMarks, type Mark, type Verdict as Refusal } from "../../adql/diagnostics.ts";
import type { Verdict } from "../../panels/verdict.ts";
import { checkQuery } from "../../vo/tap.ts";

/** After this time without a key the text is checked. */
const REST_MS = 400;

export class Checker {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;
  #known: { text: string; verdict: Verdict } | null = null;

  constructor(
    private readonly tap: string,
    /** Told for each verdict of the present text. */
    private readonly tell: (verdict: Verdict, marks: Mark[]) => void,
  ) {}

  /** The text has changed: an older check is of no use any more. */
  changed(text: string): void {
    this.stop();
    if (text.trim() === "") return this.tell({ state: "empty" }, []);
    this.#timer = setTimeout(() => void this.check(text), REST_MS);
  }

  /** Checks at once; gives the verdict of this text, which may be known already. */
  async check(text: string): Promise<Verdict> {
    if (this.#known?.text === text) return this.#known.verdict;
    this.stop();
    const running = new AbortController();
    this.#running = running;
    const { verdict, marks } = await this.#ask(text, running.signal);
    if (running.signal.aborted) return verdict;
    this.#known = verdict.state === "failed" ? null : { text, verdict };
    this.tell(verdict, marks);
    return verdict;
  }

  /** The service did not run this text. */
  refused(text: string, error: Refusal): void {
    this.stop();
    const mark = errorMark(text, error);
    this.tell({ state: "wrong", mark }, [mark]);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#known = null;
  }

  async #ask(text: string, signal: AbortSignal): Promise<{ verdict: Verdict; marks: Mark[] }> {
    try {
      const { fields, warnings, error } = await checkQuery(this.tap, text, signal);
      if (error !== undefined) {
        const mark = errorMark(text, error);
        return { verdict: { state: "wrong", mark }, marks: [mark] };
      }
      return { verdict: { state: "right", columns: fields.length, warnings: warnings.map((warning) => warning.message) }, marks: warningMarks(text, warnings) };
    } catch (error) {
      return { verdict: { state: "failed", message: error instanceof Error ? error.message : String(error) }, marks: [] };
    }
  }
}
