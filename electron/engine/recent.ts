/**
 * Remembers at least the newest `least` of what was put in or asked for, and at most twice as many. It lies in one of
 * two maps; the younger takes the older's place when it is full: to keep one map in the order of use would cost three
 * times as much, which shows where every event of a log passes.
 */
export class Recent<V> {
  readonly #least: number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  /** `least` is 1 or more. */
  constructor(least: number) {
    this.#least = least;
  }

  get(name: string): V | undefined {
    const young = this.#young.get(name);
    if (young !== undefined) return young;
    const old = this.#old.get(name);
    if (old !== undefined) this.set(name, old);
    return old;
  }

  set(name: string, value: V): void {
    if (this.#young.size >= this.#least && !this.#young.has(name)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, value);
  }

  delete(name: string): void {
    this.#young.delete(name);
    this.#old.delete(name);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
