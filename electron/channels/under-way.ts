/** What is with a provider, so that stopping can wait for it. */
export class UnderWay {
  readonly #works = new Set<Promise<unknown>>();

  /** Runs it and answers what it answers. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const promise = work();
    this.#works.add(promise);
    try {
      return await promise;
    } finally {
      this.#works.delete(promise);
    }
  }

  async settled(): Promise<void> {
    while (this.#works.size > 0) await Promise.allSettled(this.#works);
  }
}
