import type { QueueEngine } from '#electron/engine/port.ts';
import type { About } from '#shared/case/envelope.ts';

/** How many keys are remembered; more cases than are worked on at a time. */
const REMEMBERED = 5_000;

/** Data keys as they were asked for, the least recently used forgotten first; what was never made, or dropped, is asked for each time. */
export class DataKeys {
  readonly #engine: QueueEngine;
  readonly #known = new Map<string, Promise<Uint8Array | null>>();
  /** What of it has come, so that most need not wait. */
  readonly #come = new Map<string, Uint8Array>();

  constructor(engine: QueueEngine) {
    this.#engine = engine;
  }

  /** The key of a thing where it is remembered. */
  peek(about: About): Uint8Array | null {
    const name = nameOf(about);
    const key = this.#come.get(name);
    if (key === undefined) return null;
    const asked = this.#known.get(name);
    if (asked !== undefined) this.#keep(name, asked);
    return key;
  }

  /** The key of a thing, or null where it was dropped or never made. */
  find(about: About): Promise<Uint8Array | null> {
    return this.#ask(about, false);
  }

  /** The key of a thing, made on first use; rejects where it was dropped. */
  async make(about: About): Promise<Uint8Array> {
    // A look that found none may be under way; only an answer to `create` says that it was dropped.
    const key = (await this.#ask(about, true)) ?? (await this.#ask(about, true));
    if (key === null) throw new Error(`the data key of ${about.kind} ${about.id} was dropped`);
    return key;
  }

  /** Drops a key at the engine and here. */
  async drop(about: About): Promise<void> {
    await this.#engine.dropKey(about);
    this.#forget(nameOf(about));
  }

  #ask(about: About, create: boolean): Promise<Uint8Array | null> {
    const name = nameOf(about);
    const asked = this.#known.get(name) ?? this.#engine.dataKey(about, create);
    this.#keep(name, asked);
    const forget = () => {
      if (this.#known.get(name) === asked) this.#forget(name);
    };
    return asked.then(
      (key) => {
        if (key === null) forget();
        else if (this.#known.get(name) === asked) this.#come.set(name, key);
        return key;
      },
      (cause: unknown) => {
        forget();
        throw cause;
      },
    );
  }

  #keep(name: string, asked: Promise<Uint8Array | null>): void {
    this.#known.delete(name);
    this.#known.set(name, asked);
    if (this.#known.size <= REMEMBERED) return;
    const oldest = this.#known.keys().next();
    if (!oldest.done) this.#forget(oldest.value);
  }

  #forget(name: string): void {
    this.#known.delete(name);
    this.#come.delete(name);
  }
}

const nameOf = (about: About): string => `${about.kind} ${about.id}`;
