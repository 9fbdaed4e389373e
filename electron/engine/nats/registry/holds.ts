import { JetStreamApiError, type JetStreamClient } from '@nats-io/jetstream';
import type { KV } from '@nats-io/kv';
import { buckets, token } from '#electron/engine/nats/layout/subjects.ts';
import { conditionId } from '#electron/engine/nats/log/condition.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import type { Instant } from '#shared/lib/time.ts';

interface Hold {
  readonly holder: string;
  /** By the server's clock. */
  readonly until: Instant;
}

const read = (text: string): Hold | null => {
  try {
    const hold = JSON.parse(text) as Partial<Hold>;
    return typeof hold.holder === 'string' && typeof hold.until === 'number' ? (hold as Hold) : null;
  } catch {
    return null;
  }
};

/** Short exclusive holds in a bucket: whoever writes first on what all saw has it; one that nobody gives back runs out by the server's clock. */
export class Holds {
  readonly #js: JetStreamClient;
  readonly #bucket: KV;
  readonly #now: () => Instant;

  constructor(js: JetStreamClient, bucket: KV, now: () => Instant) {
    this.#js = js;
    this.#bucket = bucket;
    this.#now = now;
  }

  /** Takes or extends a hold; false while another has it. */
  async hold(caseId: CaseId, holder: string, ttlMs: number): Promise<boolean> {
    const key = token(caseId);
    const entry = await this.#bucket.get(key);
    const held = entry?.operation === 'PUT' ? read(entry.string()) : null;
    if (held !== null && held.holder !== holder && held.until > this.#now()) return false;
    return this.#write(key, { holder, until: this.#now() + ttlMs }, entry?.revision ?? 0);
  }

  async unhold(caseId: CaseId, holder: string): Promise<void> {
    const key = token(caseId);
    const entry = await this.#bucket.get(key);
    const held = entry?.operation === 'PUT' ? read(entry.string()) : null;
    if (held?.holder === holder && entry) await this.#write(key, { holder: '', until: 0 as Instant }, entry.revision);
  }

  async #write(key: string, hold: Hold, revision: number): Promise<boolean> {
    const subject = `$KV.${buckets.holds}.${key}`;
    try {
      const written = await this.#js.publish(subject, JSON.stringify(hold), {
        ...(revision === 0 ? {} : { msgID: conditionId(subject, revision) }),
        expect: { lastSubjectSequence: revision },
      });
      return !written.duplicate;
    } catch (cause) {
      // Another wrote first.
      if (cause instanceof JetStreamApiError && cause.status === 400) return false;
      throw cause;
    }
  }
}
