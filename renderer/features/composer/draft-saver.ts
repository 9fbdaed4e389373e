import type { Draft } from '#renderer/features/composer/composer-slice.ts';
import { isCustomerAlone } from '#shared/case/recipients.ts';

/** How long a change waits for the ledger at most, in ms, also while somebody types on. */
const DELAY = 250;
const RETRY = 2_000;

/** How a draft stands to the ledger; `none` where there is nothing to be kept. */
export type SavingState = 'none' | 'saving' | 'saved' | 'unsaved';

interface Parts {
  /** The draft as it is now. */
  readonly draft: () => Draft;
  /** Calls when the draft may have changed; answers the way to stop. */
  readonly onChange: (listener: () => void) => () => void;
  /** Puts the draft as it is into the ledger; fulfilled with the version that holds it, null where it could not be saved. */
  readonly save: () => Promise<number | null>;
}

/**
 * Brings one draft into the ledger while it is written. It stands outside of React, since a draft changes with each
 * letter and its saving with each few of them: whoever shows how it stands subscribes, and nothing else is drawn anew.
 */
export class DraftSaver {
  readonly #parts: Parts;
  readonly #listeners = new Set<() => void>();
  #unwatch: (() => void) | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;
  #failing = false;
  #underWay: (Pick<Draft, 'text' | 'attachments' | 'addressing'> & { readonly end: Promise<number | null> }) | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Saves what changes from now on. */
  start(): void {
    this.#unwatch = this.#parts.onChange(() => {
      if (this.#parts.draft().dirty !== (this.#timer !== null)) this.#pace();
    });
    this.#pace();
  }

  /** Waits for no further change; what is not in the ledger by then needs `saveNow`. */
  stop(): void {
    this.#unwatch?.();
    this.#unwatch = null;
    this.#pace();
  }

  /** Fulfilled with the version that holds the words of the box now; null where they could not be saved. */
  readonly saveNow = (): Promise<number | null> => {
    const { text, attachments, addressing, dirty, base } = this.#parts.draft();
    if (!dirty) return Promise.resolve(base);
    const running = this.#underWay;
    if (running?.text === text && running.attachments === attachments && running.addressing === addressing) return running.end;
    const end = this.#parts.save().then((version) => {
      if (this.#underWay?.end === end) this.#underWay = null;
      this.#ended(version === null);
      return version;
    });
    this.#underWay = { text, attachments, addressing, end };
    return end;
  };

  readonly state = (): SavingState => {
    const { text, attachments, addressing, savedAt } = this.#parts.draft();
    if (text === '' && attachments.length === 0 && isCustomerAlone(addressing)) return 'none';
    if (savedAt !== null) return 'saved';
    return this.#failing ? 'unsaved' : 'saving';
  };

  /** Calls when `state` may have changed; answers the way to stop. */
  readonly subscribe = (listener: () => void): (() => void) => {
    const stop = this.#parts.onChange(listener);
    this.#listeners.add(listener);
    return () => {
      stop();
      this.#listeners.delete(listener);
    };
  };

  #ended(failed: boolean): void {
    if (!failed && !this.#failing) return;
    this.#failing = failed;
    // The next try is counted from this one.
    this.#pace();
    for (const listener of this.#listeners) listener();
  }

  /** Begins to save at the pace that holds now, for as long as there is something to be saved. */
  #pace(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    const wanted = this.#unwatch !== null && this.#parts.draft().dirty;
    this.#timer = wanted ? setInterval(() => void this.saveNow(), this.#failing ? RETRY : DELAY) : null;
  }
}
