import { randomBytes } from 'node:crypto';
import { JetStreamApiError } from '@nats-io/jetstream';
import type { KV } from '@nats-io/kv';
import { aboutOfKey, fromToken, keyOf, token } from '#electron/engine/nats/layout/subjects.ts';
import type { KeyEntry, ThreadEntry } from '#electron/engine/port.ts';
import type { About } from '#shared/case/envelope.ts';
import type { CaseId } from '#shared/lib/ids.ts';

const isThere = (cause: unknown): boolean => cause instanceof JetStreamApiError && cause.status === 400;

/** Writes where nothing is, and answers what is there then. */
async function createOrGet(bucket: KV, key: string, value: Uint8Array): Promise<Uint8Array | null> {
  try {
    await bucket.put(key, value, { previousSeq: 0 });
    return value;
  } catch (cause) {
    if (!isThere(cause)) throw cause;
    return (await bucket.get(key))?.value ?? null;
  }
}

/** Data keys by what they belong to; a dropped one stays as an empty value, so that none is made again. */
export class KeyRegistry {
  readonly #bucket: KV;

  constructor(bucket: KV) {
    this.#bucket = bucket;
  }

  async dataKey(about: About, create: boolean): Promise<Uint8Array | null> {
    const name = keyOf(about);
    const known = await this.#bucket.get(name);
    const value = known?.value ?? (create ? await createOrGet(this.#bucket, name, randomBytes(32)) : null);
    return value === null || value.length === 0 ? null : new Uint8Array(value);
  }

  async dropKey(about: About): Promise<void> {
    await this.#bucket.put(keyOf(about), new Uint8Array(0));
  }

  /** Takes a key over unless the thing has one or had; one that was dropped elsewhere is dropped here. */
  async putKey({ about, key }: KeyEntry): Promise<void> {
    if (key === null) await this.dropKey(about);
    else await createOrGet(this.#bucket, keyOf(about), key);
  }

  async *all(): AsyncIterable<KeyEntry> {
    for (const name of await namesIn(this.#bucket)) {
      const about = aboutOfKey(name);
      const value = about === null ? undefined : (await this.#bucket.get(name))?.value;
      if (about !== null && value !== undefined) yield { about, key: value.length === 0 ? null : new Uint8Array(value) };
    }
  }
}

const threadKey = (channel: string, thread: string): string => `${token(channel)}.${token(thread)}`;

/** Which case a channel's thread belongs to. */
export class ThreadRegistry {
  readonly #bucket: KV;

  constructor(bucket: KV) {
    this.#bucket = bucket;
  }

  async find(channel: string, thread: string): Promise<CaseId | null> {
    return ((await this.#bucket.get(threadKey(channel, thread)))?.string() ?? null) as CaseId | null;
  }

  async bind(channel: string, thread: string, caseId: CaseId): Promise<CaseId> {
    const bound = await createOrGet(this.#bucket, threadKey(channel, thread), Buffer.from(caseId));
    return (bound === null ? caseId : Buffer.from(bound).toString()) as CaseId;
  }

  async rebind(channel: string, thread: string, caseId: CaseId): Promise<void> {
    await this.#bucket.put(threadKey(channel, thread), caseId);
  }

  async *all(): AsyncIterable<ThreadEntry> {
    for (const name of await namesIn(this.#bucket)) {
      const [channel, thread] = name.split('.');
      const caseId = (await this.#bucket.get(name))?.string();
      if (channel !== undefined && thread !== undefined && caseId !== undefined)
        yield { channel: fromToken(channel), thread: fromToken(thread), caseId: caseId as CaseId };
    }
  }
}

async function namesIn(bucket: KV): Promise<string[]> {
  const names: string[] = [];
  for await (const name of await bucket.keys()) names.push(name);
  return names.sort();
}
