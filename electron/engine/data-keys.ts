import { KeyDropped, type QueueEngine } from '#electron/engine/port.ts';
import { Recent } from '#electron/engine/recent.ts';
import type { About } from '#shared/case/envelope.ts';

/** How many keys are remembered at least; more cases than are worked on at a time. */
const REMEMBERED = 5_000;

/** A question for a key, and the key once it has come, so that most need not wait. */
interface Asked {
  readonly answer: Promise<Uint8Array | null>;
  key: Uint8Array | null;
}

/** Data keys as they were asked for, those not used lately forgotten first; what was never made, or dropped, is asked for each time. */
export class DataKeys {
  readonly #engine: QueueEngine;
  readonly #known = new Recent<Asked>(REMEMBERED);

  constructor(engine: QueueEngine) {
    this.#engine = engine;
  }

  /** The key of a thing where it is remembered. */
  peek(about: About): Uint8Array | null {
    return this.#known.get(nameOf(about))?.key ?? null;
  }

  /** The key of a thing, or null where it was dropped or never made. */
  find(about: About): Promise<Uint8Array | null> {
    return this.#ask(about, false);
  }

  /** The key of a thing, made on first use; rejects where it was dropped. */
  async make(about: About): Promise<Uint8Array> {
    // A look that found none may be under way; only an answer to `create` says that it was dropped.
    const key = (await this.#ask(about, true)) ?? (await this.#ask(about, true));
    if (key === null) throw new KeyDropped(`the data key of ${about.kind} ${about.id} was dropped`);
    return key;
  }

  /** Remembers a key no longer. */
  forget(about: About): void {
    this.#known.delete(nameOf(about));
  }

  /** Drops a key at the engine and here. */
  async drop(about: About): Promise<void> {
    const name = nameOf(about);
    this.#known.delete(name);
    await this.#engine.dropKey(about);
    // Asked for meanwhile, it may have come before it was gone.
    this.#known.delete(name);
  }

  #ask(about: About, create: boolean): Promise<Uint8Array | null> {
    const name = nameOf(about);
    const known = this.#known.get(name);
    const asked = known ?? { answer: this.#engine.dataKey(about, create), key: null };
    if (known === undefined) this.#known.set(name, asked);
    const forget = () => {
      if (this.#known.get(name) === asked) this.#known.delete(name);
    };
    return asked.answer.then(
      (key) => {
        if (key === null) forget();
        else asked.key = key;
        return key;
      },
      (cause: unknown) => {
        forget();
        throw cause;
      },
    );
  }
}

const nameOf = (about: About): string => `${about.kind} ${about.id}`;
