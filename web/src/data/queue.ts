// Work that is done a few pieces at a time, in the order in which it came.

/** Runs at most `width` pieces at once. */
export class Queue {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly width: number) {}

  /** Does a piece of work when its turn comes; work whose signal has ended meanwhile is not begun. */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.running >= this.width) await new Promise<void>((turn) => this.waiting.push(turn));
    this.running += 1;
    try {
      signal?.throwIfAborted();
      return await work();
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }
}
