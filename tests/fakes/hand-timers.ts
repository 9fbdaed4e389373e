interface HandTimer {
  readonly work: () => void;
  readonly ms: number;
}

/** Timers that go off when a test says so, and tell when one is set. */
export class HandTimers {
  readonly #set = new Set<HandTimer>();
  readonly #waiting = new Set<() => void>();

  readonly set = (work: () => void, ms: number): unknown => {
    const timer = { work, ms };
    this.#set.add(timer);
    for (const look of this.#waiting) look();
    return timer;
  };

  readonly clear = (timer: unknown): void => {
    this.#set.delete(timer as HandTimer);
  };

  /** What is set now, in ms. */
  get lengths(): readonly number[] {
    return [...this.#set].map(({ ms }) => ms);
  }

  /** Waits until a timer of such a length is set, lets it go off, and answers its length. */
  async goOff(such: (ms: number) => boolean): Promise<number> {
    const timer = await this.#found(such);
    this.#set.delete(timer);
    timer.work();
    return timer.ms;
  }

  #found(such: (ms: number) => boolean): Promise<HandTimer> {
    return new Promise((resolve) => {
      const look = (): void => {
        const timer = [...this.#set].find(({ ms }) => such(ms));
        if (!timer) return;
        this.#waiting.delete(look);
        resolve(timer);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
