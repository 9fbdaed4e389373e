/** A value that changes and is followed: a new follower gets the present value first, then the newest at each turn. */
export class Topic<T> {
  #value: T;
  readonly #wakes = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    for (const wake of this.#wakes) wake();
  }

  /** Calls with each later value; answers the way to stop. */
  onChange(listener: (value: T) => void): () => void {
    const wake = () => listener(this.#value);
    this.#wakes.add(wake);
    return () => this.#wakes.delete(wake);
  }

  async *follow(signal: AbortSignal | undefined): AsyncGenerator<T> {
    let changed = true;
    let resume: (() => void) | null = null;
    const wake = () => {
      changed = true;
      resume?.();
    };
    this.#wakes.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    try {
      while (!signal?.aborted) {
        if (changed) {
          changed = false;
          yield this.#value;
        } else {
          await new Promise<void>((resolve) => {
            resume = resolve;
          });
          resume = null;
        }
      }
    } finally {
      this.#wakes.delete(wake);
      signal?.removeEventListener('abort', wake);
    }
  }
}
