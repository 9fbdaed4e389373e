import type { KV } from '@nats-io/kv';
import { faultText, isPassing } from '#electron/engine/nats/connection/faults.ts';
import type { Disbelief } from '#electron/engine/nats/connection/standing.ts';
import { type DirectoryEntry, deskFacts, directoryEntry, ENTRY_HEAD, FACTS_KEY, speaksFor } from '#electron/engine/nats/registry/desk-facts.ts';
import { EngineUnreachable } from '#electron/engine/port.ts';
import type { Actor } from '#shared/case/actor.ts';
import { DESK_GROUP, REVIEWS_GROUP, TRAIL_GROUP } from '#shared/desk/desk-stream.ts';
import type { GroupId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

const COMMON: readonly GroupId[] = [DESK_GROUP, REVIEWS_GROUP, TRAIL_GROUP];

/** Who may write as whom: the desk's directory of keys, kept up by a watch of its bucket. */
export class Directory {
  readonly #bucket: KV;
  readonly #entries = new Map<string, DirectoryEntry>();
  #proof: 'open' | 'directory' = 'directory';
  #watch: { stop(): void } | null = null;
  #onChange: () => void = () => undefined;

  constructor(bucket: KV) {
    this.#bucket = bucket;
  }

  /** Whether the directory rules; otherwise any key may write as anybody. */
  get proven(): boolean {
    return this.#proof === 'directory';
  }

  /** Reads all there is and goes on to follow it; fulfilled when all there was is read. */
  async start(): Promise<void> {
    const watch = await this.#bucket.watch({ ignoreDeletes: false });
    this.#watch = watch;
    const status = await this.#bucket.status();
    const read = Promise.withResolvers<void>();
    if (status.values === 0) read.resolve();
    void (async () => {
      for await (const entry of watch) {
        if (entry.operation === 'PUT') this.#take(entry.key, entry.string());
        if (entry.delta === 0) read.resolve();
        this.#onChange();
      }
      read.resolve();
    })();
    await read.promise;
  }

  stop(): void {
    this.#onChange = () => undefined;
    this.#watch?.stop();
  }

  /** Calls whenever something is entered; one listener. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  entry(publicKey: string): DirectoryEntry | null {
    return this.#entries.get(publicKey) ?? null;
  }

  /** Asks the server for a key that is not known yet: it may have been entered a moment ago. */
  async learn(publicKey: string): Promise<void> {
    if (!/^U[A-Z2-7]{55}$/.test(publicKey)) return;
    const found = await this.#bucket.get(`${ENTRY_HEAD}${publicKey}`).catch((cause: unknown) => {
      throw isPassing(cause) ? new EngineUnreachable(faultText(cause), { cause }) : cause;
    });
    if (found?.operation === 'PUT') this.#take(found.key, found.string());
  }

  /** Why nobody believes what a key signs now, whatever it is; null where they do. */
  disbelief(publicKey: string, now: Instant): Disbelief | null {
    if (this.#proof === 'open') return null;
    const entry = this.#entries.get(publicKey);
    if (!entry) return { type: 'refused', state: 'credentials-refused', why: 'this key is not in the desk’s directory: what it signs is believed by nobody' };
    if (entry.until !== null && now >= entry.until) return { type: 'refused', state: 'credentials-expired', why: `the key of ${entry.name} has ended` };
    return null;
  }

  /** Whether others believe an event of this actor from a key now. */
  believes(publicKey: string, actor: Pick<Actor, 'kind' | 'id'>, now: Instant): boolean {
    if (this.#proof === 'open') return true;
    const entry = this.#entries.get(publicKey);
    return entry !== undefined && this.disbelief(publicKey, now) === null && speaksFor(entry, actor);
  }

  /** Whether a key has to be learnt before its events can be judged. */
  knows(publicKey: string): boolean {
    return this.#proof === 'open' || this.#entries.has(publicKey);
  }

  /** Why an event of this actor in this group, recorded then, is not believed from this key; null where it is. */
  fault(publicKey: string, actor: Pick<Actor, 'kind' | 'id'>, group: GroupId, recordedAt: Instant): string | null {
    if (this.#proof === 'open') return null;
    const entry = this.#entries.get(publicKey);
    if (!entry) return `is signed by a key that the desk does not know (${publicKey.slice(0, 8)}…)`;
    if (entry.until !== null && recordedAt > entry.until) return `is signed by the key of ${entry.name}, which has ended`;
    if (!speaksFor(entry, actor)) return `is by ${actor.kind} ${actor.id}, but signed by ${entry.name}`;
    if (entry.groups !== null && !entry.groups.includes(group) && !COMMON.includes(group)) return `is of group ${group}, where ${entry.name} does not work`;
    return null;
  }

  #take(key: string, text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return;
    }
    if (key === FACTS_KEY) {
      const facts = deskFacts.safeParse(value);
      if (facts.success) this.#proof = facts.data.proof;
      return;
    }
    const entry = directoryEntry.safeParse(value);
    if (key.startsWith(ENTRY_HEAD) && entry.success) this.#entries.set(key.slice(ENTRY_HEAD.length), entry.data);
  }
}
