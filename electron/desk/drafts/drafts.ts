import { Topic } from '#electron/desk/topic.ts';
import type { Draft, KeptWords, Ledger, RestingDraft, Words } from '#electron/store/port.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { CaseId, NewId, PersonId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Options {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** What changed among a person's drafts; the first of a stream, which is `whole`, holds all there are. */
export interface DraftsFrame {
  readonly whole: boolean;
  /** No version above this was there when it was read: what a window saved since is newer, however late this comes to it. */
  readonly asOf: number;
  readonly drafts: readonly RestingDraft[];
  readonly gone: readonly Pick<Draft, 'caseId' | 'kind'>[];
  readonly kept: readonly KeptWords[];
  /** What was kept before and is not any more. */
  readonly keptGone: readonly Pick<KeptWords, 'caseId' | 'kind'>[];
}

interface SavedWords {
  readonly savedAt: Instant;
  readonly version: number;
  readonly displaced: boolean;
}

/** How many windows' newest saves are remembered. */
const REMEMBERED = 1_000;

const nameOf = ({ caseId, kind }: Pick<Draft, 'caseId' | 'kind'>) => `${kind} ${caseId}`;

/** What people wrote and did not send, the same in all of a person's windows. */
export class Drafts {
  readonly #options: Options;
  /** The version that each window saved last: its next save may be on its way before it hears of it. */
  readonly #own = new Map<string, number>();
  /** The highest version met. */
  #newest = 0;
  #line: Promise<unknown> = Promise.resolve();
  readonly #turns = new Map<PersonId, Topic<number>>();
  readonly #listeners = new Set<() => void>();

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Saves words as the draft, the newest first; what another window put there since `base` and these do not hold is
   * kept aside. One window's saves go one after another, and none of them is another's.
   */
  save(window: string, person: PersonId, caseId: CaseId, words: Words, base: number | null | undefined): Promise<SavedWords> {
    const name = `${window} ${nameOf({ caseId, kind: words.kind })}`;
    const run = this.#line.then(async () => {
      const { ledger, clock, newId } = this.#options;
      const savedAt = clock();
      const version = base === undefined ? null : Math.max(base ?? 0, this.#own.get(name) ?? 0) || null;
      const saved = await ledger.saveDraft({ ...words, caseId, person, savedAt }, base === undefined ? null : { version, asideAs: newId() });
      this.#remember(name, saved.version);
      this.#met(saved.version);
      this.#turn(person);
      return { ...saved, savedAt };
    });
    this.#line = run.catch(() => undefined);
    return run;
  }

  #met(version: number): void {
    this.#newest = Math.max(this.#newest, version);
  }

  #remember(name: string, version: number): void {
    this.#own.delete(name);
    this.#own.set(name, version);
    const [oldest] = this.#own.keys();
    if (this.#own.size > REMEMBERED && oldest !== undefined) this.#own.delete(oldest);
  }

  /** Keeps words beside the draft, where it goes to others than they did; the same id again changes nothing. */
  async keepAside(person: PersonId, words: Omit<KeptWords, 'person' | 'refusal' | 'at'>): Promise<void> {
    const { ledger, clock } = this.#options;
    await ledger.keepWords({ ...words, person, refusal: null, at: clock() });
    this.#turn(person);
  }

  async dropKept(person: PersonId, id: string): Promise<void> {
    await this.#options.ledger.dropKept(person, id);
    this.#turn(person);
  }

  /** Others put words into the ledger, or took some out. */
  changed(person: PersonId): void {
    this.#turn(person);
    for (const listener of this.#listeners) listener();
  }

  /** Somebody's drafts are gone with a case: all windows look again. */
  refresh(): void {
    for (const topic of this.#turns.values()) topic.set(topic.value + 1);
  }

  /** Calls when others than the windows changed words; answers the way to stop. */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A person's drafts and what was kept beside them: all, then what changes. */
  async *follow(person: PersonId, signal: AbortSignal | undefined): AsyncGenerator<DraftsFrame> {
    const { ledger, clock } = this.#options;
    let known: ReadonlyMap<string, RestingDraft> | null = null;
    let keptKnown: readonly KeptWords[] = [];
    for await (const _turn of this.#topic(person).follow(signal)) {
      // A version is above the time at which it was saved, and far above the clock that was set back since.
      const asOf = Math.max(clock(), this.#newest);
      const [drafts, kept] = [await ledger.drafts(person), await ledger.keptWords(person)];
      for (const { version } of drafts) this.#met(version);
      const now = new Map(drafts.map((draft) => [nameOf(draft), draft]));
      const before: ReadonlyMap<string, RestingDraft> = known ?? new Map();
      const changed = drafts.filter((draft) => before.get(nameOf(draft))?.version !== draft.version);
      const gone = [...before.values()].filter((draft) => !now.has(nameOf(draft))).map(({ caseId, kind }) => ({ caseId, kind }));
      const resting = new Set(kept.map(({ id }) => id));
      const keptGone = keptKnown.filter(({ id }) => !resting.has(id)).map(({ caseId, kind }) => ({ caseId, kind }));
      const keptDiffers = keptKnown.length !== kept.length || keptKnown.some(({ id }, index) => id !== kept[index]?.id);
      if (known === null || changed.length > 0 || gone.length > 0 || keptDiffers) yield { whole: known === null, asOf, drafts: changed, gone, kept, keptGone };
      [known, keptKnown] = [now, kept];
    }
  }

  #topic(person: PersonId): Topic<number> {
    const topic = this.#turns.get(person) ?? new Topic(0);
    this.#turns.set(person, topic);
    return topic;
  }

  #turn(person: PersonId): void {
    const topic = this.#topic(person);
    topic.set(topic.value + 1);
  }
}
