import type { KV } from '@nats-io/kv';
import { token } from '#electron/engine/nats/layout/subjects.ts';
import type { Presence } from '#electron/engine/port.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Said {
  readonly presence: Presence;
  /** By the server's clock. */
  readonly until: Instant;
  readonly revision: number;
}

/** Who is there, by everybody's newest word: followed in a bucket, so that asking costs nothing. */
export class PresenceBoard {
  readonly #bucket: KV;
  readonly #now: () => Instant;
  readonly #said = new Map<string, Said>();
  #watch: { stop(): void } | null = null;

  constructor(bucket: KV, now: () => Instant) {
    this.#bucket = bucket;
    this.#now = now;
  }

  async start(): Promise<void> {
    const watch = await this.#bucket.watch();
    this.#watch = watch;
    const { values } = await this.#bucket.status();
    const read = Promise.withResolvers<void>();
    if (values === 0) read.resolve();
    void (async () => {
      for await (const entry of watch) {
        if (entry.operation === 'PUT') this.#take(entry.key, entry.string(), entry.revision);
        else this.#said.delete(entry.key);
        if (entry.delta === 0) read.resolve();
      }
      read.resolve();
    })();
    await read.promise;
  }

  stop(): void {
    this.#watch?.stop();
  }

  async announce(presence: Presence, ttlMs: number): Promise<void> {
    const until = this.#now() + ttlMs;
    const key = token(presence.person);
    const revision = await this.#bucket.put(key, JSON.stringify({ presence, until }));
    this.#keep(key, { presence, until, revision });
  }

  present(): readonly Presence[] {
    const now = this.#now();
    return [...this.#said.values()].flatMap(({ presence, until }) => (until > now ? [presence] : []));
  }

  #take(key: string, text: string, revision: number): void {
    try {
      const { presence, until } = JSON.parse(text) as Partial<Said>;
      if (typeof presence?.person === 'string' && typeof presence.state === 'string' && typeof until === 'number')
        this.#keep(key, { presence, until, revision });
    } catch {
      // What nobody of us wrote says nothing about anybody.
    }
  }

  /** Our own word is known before the watch brings it. */
  #keep(key: string, said: Said): void {
    if ((this.#said.get(key)?.revision ?? 0) <= said.revision) this.#said.set(key, said);
  }
}
