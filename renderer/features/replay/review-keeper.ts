/** How long a change waits for the next one, and after a failure for the next try, in ms. */
const PAUSE = 400;
const RETRY = 2_000;

/**
 * Keeps a review as it is filled in, or a note as it is written, until it is saved: some time after its newest change, or at once when it is left. A
 * saved one takes what was kept of it out of the ledger, and with it what was written while it was being saved: that
 * is kept anew.
 */
export class ReviewKeeper {
  readonly #keep: (draft: string) => Promise<boolean>;
  /** What is to be kept; null where nothing is. */
  #wanted: string | null = null;
  #kept: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #stopped = false;

  /** `keep` answers whether the draft is in the ledger; `before` is what that has already. */
  constructor(keep: (draft: string) => Promise<boolean>, before: string | null = null) {
    this.#keep = keep;
    this.#wanted = before;
    this.#kept = before;
  }

  /** What is filled in and not saved yet, however often its form is put away and shown anew; null where nothing is. */
  get draft(): string | null {
    return this.#wanted;
  }

  changed(draft: string): void {
    this.#wanted = draft;
    this.#wait(PAUSE);
  }

  /** The host has this as a review. */
  saved(draft: string): void {
    this.#kept = null;
    if (this.#wanted === draft) this.#wanted = null;
    this.#now();
  }

  stop(): void {
    this.#stopped = true;
    this.#now();
  }

  #wait(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = this.#stopped ? null : setTimeout(() => this.#now(), ms);
  }

  #now(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const draft = this.#wanted;
    if (draft === null || draft === this.#kept) return;
    this.#kept = draft;
    void this.#keep(draft).then((kept) => {
      if (kept || this.#kept !== draft) return;
      this.#kept = null;
      if (this.#timer === null) this.#wait(RETRY);
    });
  }
}
