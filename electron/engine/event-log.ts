import type { Batch, Conflict, CursorFault, Cursor, QueueEngine, Subscription } from '#electron/engine/port.ts';
import { openBytes, sealBytes } from '#electron/engine/sealing.ts';
import type { About, AnyEvent, EventFault, LogEvent, NewEvent, Position, RecordedLogEvent } from '#shared/case/envelope.ts';
import { readEvent } from '#shared/case/envelope.ts';
import type { BlobHash, GroupId } from '#shared/lib/ids.ts';
import type { Result } from '#shared/lib/result.ts';

export interface OpenedBatch {
  readonly events: readonly AnyEvent[];
  readonly cursor: Cursor;
  readonly live: boolean;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The engine as desk services use it: contents and blobs are sealed with the data key of the thing they are about
 * before they leave, and opened as they come. The seal is bound to the event's id and type, so that a content cannot
 * be moved to another event. Data keys are cached in memory for as long as this object lives.
 */
export class EventLog {
  readonly engine: QueueEngine;
  readonly #onFault: (fault: EventFault, raw: unknown) => void;
  readonly #keys = new Map<string, Promise<Uint8Array | null>>();

  constructor(engine: QueueEngine, onFault: (fault: EventFault, raw: unknown) => void) {
    this.engine = engine;
    this.#onFault = onFault;
  }

  /** Seals the events' contents; what it answers may be stored and appended again as it is. */
  async seal(events: readonly NewEvent[]): Promise<readonly LogEvent[]> {
    const sealed: LogEvent[] = [];
    for (const event of events) {
      const { content, ...rest } = event as NewEvent & { content?: unknown };
      if (content === undefined) {
        sealed.push(rest as LogEvent);
        continue;
      }
      const key = await this.#key(event.about, true);
      if (key === null) throw new Error(`The data key of ${event.about.kind} ${event.about.id} was dropped`);
      const { iv, data } = sealBytes(key, encoder.encode(JSON.stringify(content)), `${event.id} ${event.type}`);
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
    const opened: AnyEvent[] = [];
    for (const event of raw) {
      const content = event.sealed === undefined ? undefined : await this.#content(event);
      const read = content instanceof Error ? { ok: false as const, error: { place: 'event.sealed', fault: content.message } } : readEvent(event, content);
      if (read.ok) opened.push(read.value);
      else this.#onFault(read.error, event);
    }
    return opened;
  }

  /** Keeps bytes sealed with the data key of what they belong to. */
  async putBlob(about: About, bytes: Uint8Array): Promise<BlobHash> {
    const key = await this.#key(about, true);
    if (key === null) throw new Error(`The data key of ${about.kind} ${about.id} was dropped`);
    const { iv, data } = sealBytes(key, bytes, `blob ${about.kind} ${about.id}`);
    return this.engine.putBlob(Buffer.concat([iv, data]));
  }

  /** The bytes of a blob, or null where it is gone, its key was dropped, or it belongs to something else. */
  async getBlob(about: About, hash: BlobHash): Promise<Uint8Array | null> {
    const [key, sealed] = await Promise.all([this.#key(about, false), this.engine.getBlob(hash)]);
    if (key === null || sealed === null) return null;
    return openBytes(key, sealed.subarray(0, 12), sealed.subarray(12), `blob ${about.kind} ${about.id}`);
  }

  async dropKey(about: About): Promise<void> {
    await this.engine.dropKey(about);
    this.#keys.delete(`${about.kind} ${about.id}`);
  }

  async #content(event: RecordedLogEvent): Promise<unknown> {
    const key = await this.#key(event.about, false);
    if (key === null || event.sealed === undefined) return null;
    const bytes = openBytes(key, Buffer.from(event.sealed.iv, 'base64'), Buffer.from(event.sealed.data, 'base64'), `${event.id} ${event.type}`);
    if (bytes === null) return new Error('the seal does not open with the case’s key');
    try {
      return JSON.parse(decoder.decode(bytes));
    } catch (cause) {
      return new Error(`the content is not JSON: ${String(cause)}`);
    }
  }

  #key(about: About, create: boolean): Promise<Uint8Array | null> {
    const name = `${about.kind} ${about.id}`;
    const known = this.#keys.get(name);
    if (known) return known;
    const asked = this.engine.dataKey(about, create);
    this.#keys.set(name, asked);
    asked.then(
      (key) => key === null && this.#keys.delete(name),
      () => this.#keys.delete(name),
    );
    return asked;
  }
}
