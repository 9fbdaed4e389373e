import { DataKeys } from '#electron/engine/data-keys.ts';
import type { Batch, Conflict, Cursor, CursorFault, QueueEngine, Subscription } from '#electron/engine/port.ts';
import { openBytes, sealBytes } from '#electron/engine/sealing.ts';
import type { About, AnyEvent, EventFault, LogEvent, NewEvent, Position, RecordedLogEvent, SealedContent } from '#shared/case/envelope.ts';
import { readEvent } from '#shared/case/envelope.ts';
import { typeInLog } from '#shared/case/type-in-log.ts';
import type { BlobHash, GroupId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';

export interface OpenedBatch {
  readonly events: readonly AnyEvent[];
  readonly cursor: Cursor;
  readonly live: boolean;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The engine as desk services use it: contents and blobs are sealed with the data key of the thing they are about
 * before they leave, and opened as they come. The seal is bound to what the event is, about whom, by whom and when, so
 * that a content can neither be moved to another event nor be given to another author.
 */
export class EventLog {
  readonly engine: QueueEngine;
  readonly #onFault: (fault: EventFault, raw: unknown) => void;
  readonly #keys: DataKeys;

  constructor(engine: QueueEngine, onFault: (fault: EventFault, raw: unknown) => void) {
    this.engine = engine;
    this.#onFault = onFault;
    this.#keys = new DataKeys(engine);
  }

  /** Seals the events' contents; what it answers may be stored and appended again as it is. Rejects where a key was dropped. */
  async seal(events: readonly NewEvent[]): Promise<readonly LogEvent[]> {
    const sealed: LogEvent[] = [];
    for (const event of events) {
      const { content, ...known } = event as NewEvent & { content?: unknown };
      const rest = { ...known, type: typeInLog(event) };
      if (content === undefined) {
        sealed.push(rest as LogEvent);
        continue;
      }
      const key = this.#keys.peek(event.about) ?? (await this.#keys.make(event.about));
      const { iv, data } = sealBytes(key, Buffer.from(JSON.stringify(content)), boundTo(rest));
      sealed.push({ ...rest, sealed: { iv: iv.toString('base64'), data: data.toString('base64') } } as LogEvent);
    }
    return sealed;
  }

  /** Appends sealed events; see `QueueEngine.append`. */
  append(events: readonly LogEvent[], expected?: Position | 0): Promise<Result<readonly Position[], Conflict>> {
    return this.engine.append(events, expected);
  }

  async read(about: About, after: Position | 0 = 0): Promise<readonly AnyEvent[]> {
    return this.open(await this.engine.read(about, after));
  }

  follow(
    groups: readonly GroupId[],
    cursor: Cursor | null,
    onBatch: (batch: OpenedBatch) => Promise<void>,
    onFault: (fault: CursorFault) => void,
  ): Subscription {
    return this.engine.follow(groups, cursor, {
      onBatch: async (batch: Batch) => onBatch({ ...batch, events: await this.open(batch.events) }),
      onFault,
    });
  }

  /** Opens recorded events in order; one that cannot be read is reported and left out. */
  async open(raw: readonly RecordedLogEvent[]): Promise<readonly AnyEvent[]> {
    const keys = await this.#keysOf(raw);
    const opened: AnyEvent[] = [];
    for (const [index, event] of raw.entries()) {
      const content = event.sealed === undefined ? undefined : openContent(event, keys[index] ?? null);
      const read = content instanceof Error ? { ok: false as const, error: { place: 'event.sealed', fault: content.message } } : readEvent(event, content);
      if (read.ok) opened.push(read.value);
      else this.#onFault(read.error, event);
    }
    return opened;
  }

  /** Seals words with the data key of a thing, so that they go with it; bound to what they belong to. Rejects where the key was dropped. */
  async sealWords(about: About, words: string, bound: string): Promise<SealedContent> {
    const { iv, data } = sealBytes(await this.#keys.make(about), Buffer.from(words), bound);
    return { iv: iv.toString('base64'), data: data.toString('base64') };
  }

  /** Words as they were sealed; null where the key is gone, or the seal is not of this. */
  async openWords(about: About, { iv, data }: SealedContent, bound: string): Promise<string | null> {
    const key = await this.#keys.find(about);
    const bytes = key === null ? null : openBytes(key, Buffer.from(iv, 'base64'), Buffer.from(data, 'base64'), bound);
    return bytes === null ? null : Buffer.from(bytes).toString('utf8');
  }

  /** Keeps bytes sealed with the data key of what they belong to. */
  async putBlob(about: About, bytes: Uint8Array): Promise<BlobHash> {
    const key = await this.#keys.make(about);
    const { iv, data } = sealBytes(key, bytes, `blob ${about.kind} ${about.id}`);
    return this.engine.putBlob(Buffer.concat([iv, data]));
  }

  /** Whether what belongs to a thing can still be opened. */
  async holdsKey(about: About): Promise<boolean> {
    return (await this.#keys.find(about)) !== null;
  }

  /** The bytes of a blob, or null where it is gone, its key was dropped, or it belongs to something else. */
  async getBlob(about: About, hash: BlobHash): Promise<Uint8Array | null> {
    const [key, sealed] = await Promise.all([this.#keys.find(about), this.engine.getBlob(hash)]);
    if (key === null || sealed === null) return null;
    return openBytes(key, sealed.subarray(0, 12), sealed.subarray(12), `blob ${about.kind} ${about.id}`);
  }

  /** Drops the data key of a thing: its contents and blobs can never be opened again. */
  dropKey(about: About): Promise<void> {
    return this.#keys.drop(about);
  }

  /** A key was dropped elsewhere: it is remembered here no longer. */
  forgetKey(about: About): void {
    this.#keys.forget(about);
  }

  /** The keys of a batch, one for each event, asked for together: one after another they would cost a crossing of threads each. */
  async #keysOf(raw: readonly RecordedLogEvent[]): Promise<readonly (Uint8Array | null)[]> {
    const keys = raw.map(({ about, sealed }) => (sealed === undefined ? null : this.#keys.peek(about)));
    const asked: Promise<unknown>[] = [];
    for (const [index, { about, sealed }] of raw.entries())
      if (sealed !== undefined && keys[index] === null)
        asked.push(
          this.#keys.find(about).then((found) => {
            keys[index] = found;
          }),
        );
    if (asked.length > 0) await Promise.all(asked);
    return keys;
  }
}

/** What a seal is bound to: JSON of fixed places, so that no two events give the same. */
function boundTo(event: Pick<LogEvent, 'id' | 'type' | 'about' | 'at' | 'actor'>): string {
  return JSON.stringify([event.id, event.type, event.about.kind, event.about.id, event.at, event.actor.kind, event.actor.id]);
}

/** The opened content; null where there is no key, an Error where the seal does not open. */
function openContent(event: RecordedLogEvent, key: Uint8Array | null): unknown {
  if (key === null || event.sealed === undefined) return null;
  const bytes = openBytes(key, Buffer.from(event.sealed.iv, 'base64'), Buffer.from(event.sealed.data, 'base64'), boundTo(event));
  if (bytes === null) return new Error('the seal does not open with its key');
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch (cause) {
    return new Error(`the content is not JSON: ${String(cause)}`);
  }
}
