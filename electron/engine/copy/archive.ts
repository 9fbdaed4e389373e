import { createHash, type Hash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { z } from 'zod';
import type { KeyEntry, Movable, ThreadEntry } from '#electron/engine/port.ts';
import { about, type LogEvent, logEvent } from '#shared/case/envelope.ts';
import { type BlobHash, blobHash, type CaseId, caseId } from '#shared/lib/ids.ts';

const FORM = 1;

const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/);
/** One line: the head, a piece of the desk, or the end with the SHA-256 of all lines before it. */
const record = z.discriminatedUnion('is', [
  z.object({ is: z.literal('wallet-service-console archive'), form: z.number().int() }),
  z.object({ is: z.literal('event'), event: logEvent.loose() }),
  z.object({ is: z.literal('key'), about, key: base64.nullable() }),
  z.object({ is: z.literal('thread'), channel: z.string(), thread: z.string(), caseId }),
  z.object({ is: z.literal('blob'), hash: blobHash, bytes: base64 }),
  z.object({ is: z.literal('end'), sha256: z.string() }),
]);
type Rec = z.infer<typeof record>;

/** A line of an archive that is wrong: the file, the line, the fault. */
export class ArchiveFault extends Error {
  override readonly name = 'ArchiveFault';
}

/** Events of one batch. */
const BATCH = 500;
const CHUNK = 1 << 20;

/**
 * A desk in one file, a line of JSON for each piece. Data keys lie in it: whoever has the file can read everything, so
 * it is made readable by its owner alone. It is written at its end only; one that was cut short ends without an `end`
 * line, is refused as a source, and as a target is gone on with.
 */
export class Archive implements Movable {
  readonly #file: string;
  readonly #fd: number;
  readonly #ids = new Set<string>();
  readonly #keys = new Map<string, KeyEntry>();
  readonly #threads = new Map<string, ThreadEntry>();
  /** Where each blob's line begins, and how long it is. */
  readonly #blobs = new Map<BlobHash, readonly [at: number, length: number]>();
  readonly #hash: Hash = createHash('sha256');
  #size = 0;

  private constructor(file: string, fd: number) {
    this.#file = file;
    this.#fd = fd;
  }

  /** Opens a whole archive to read from; throws an ArchiveFault for one that is damaged, cut short or of a newer form. */
  static read(file: string): Archive {
    if (!existsSync(file)) throw new ArchiveFault(`${file}: is not there`);
    const archive = new Archive(file, openSync(file, 'r'));
    if (!archive.#scan(true)) throw new ArchiveFault(`${file}: was cut short; the copy that wrote it has to be run again`);
    return archive;
  }

  /** Opens an archive to write into, or makes it; what an earlier copy wrote whole is kept. */
  static write(file: string): Archive {
    const archive = new Archive(file, openSync(file, existsSync(file) ? 'r+' : 'w+', 0o600));
    archive.#scan(false);
    if (archive.#size === 0) archive.#put({ is: 'wallet-service-console archive', form: FORM });
    return archive;
  }

  /** Writes the end, so that the archive can be read; it is on disk then. */
  finish(): void {
    this.#put({ is: 'end', sha256: this.#hash.copy().digest('hex') });
    fsyncSync(this.#fd);
  }

  close(): void {
    closeSync(this.#fd);
  }

  async size(): Promise<number> {
    return this.#ids.size;
  }

  async *allEvents(): AsyncIterable<readonly LogEvent[]> {
    let batch: LogEvent[] = [];
    for (const { read } of this.#records(false)) {
      if (read.is !== 'event') continue;
      batch.push(read.event as LogEvent);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  async *allKeys(): AsyncIterable<KeyEntry> {
    yield* this.#keys.values();
  }

  async *allThreads(): AsyncIterable<ThreadEntry> {
    yield* this.#threads.values();
  }

  async *allBlobs(): AsyncIterable<BlobHash> {
    yield* this.#blobs.keys();
  }

  async getBlob(hash: BlobHash): Promise<Uint8Array | null> {
    const [at, length] = this.#blobs.get(hash) ?? [0, 0];
    if (length === 0) return null;
    const line = Buffer.alloc(length);
    readSync(this.#fd, line, 0, length, at);
    const read = this.#parse(line, 0);
    return read.is === 'blob' ? Buffer.from(read.bytes, 'base64') : null;
  }

  async appendAll(events: readonly LogEvent[]): Promise<void> {
    for (const event of events) {
      if (this.#ids.has(event.id)) continue;
      this.#put({ is: 'event', event });
      this.#ids.add(event.id);
    }
  }

  async putKey(entry: KeyEntry): Promise<void> {
    const name = JSON.stringify(entry.about);
    const known = this.#keys.get(name);
    if (known && entry.key === null && known.key !== null)
      throw new ArchiveFault(`${this.#file}: holds a key that was dropped since: delete it, and copy again`);
    if (known) return;
    this.#put({ is: 'key', about: entry.about, key: entry.key === null ? null : Buffer.from(entry.key).toString('base64') });
    this.#keys.set(name, entry);
  }

  async bindThread(channel: string, thread: string, id: CaseId): Promise<CaseId> {
    const name = JSON.stringify([channel, thread]);
    const known = this.#threads.get(name);
    if (known) return known.caseId;
    this.#put({ is: 'thread', channel, thread, caseId: id });
    this.#threads.set(name, { channel, thread, caseId: id });
    return id;
  }

  async putBlob(bytes: Uint8Array): Promise<BlobHash> {
    const hash = createHash('sha256').update(bytes).digest('hex') as BlobHash;
    if (this.#blobs.has(hash)) return hash;
    const at = this.#size;
    this.#put({ is: 'blob', hash, bytes: Buffer.from(bytes).toString('base64') });
    this.#blobs.set(hash, [at, this.#size - at]);
    return hash;
  }

  #put(made: Rec): void {
    const line = Buffer.from(`${JSON.stringify(made)}\n`);
    writeSync(this.#fd, line, 0, line.length, this.#size);
    this.#size += line.length;
    this.#hash.update(line);
  }

  /** Takes in what is there, and cuts off a last line that was not written whole; whether the archive has its end. */
  #scan(reading: boolean): boolean {
    let ended = false;
    for (const { read, line, number, after } of this.#records(!reading)) {
      if (number === 1 && read.is !== 'wallet-service-console archive') throw new ArchiveFault(`${this.#file}:1: is not an archive of a desk`);
      ended = false;
      if (read.is === 'end') {
        if (read.sha256 !== this.#hash.copy().digest('hex')) throw new ArchiveFault(`${this.#file}:${number}: what stands before it is not what was written`);
        ended = true;
      }
      this.#hash.update(line);
      this.#take(read, number, after - line.length, line.length);
      this.#size = after;
    }
    if (!reading) ftruncateSync(this.#fd, this.#size);
    return ended;
  }

  #take(read: Rec, number: number, at: number, length: number): void {
    if (read.is === 'wallet-service-console archive' && read.form > FORM) {
      throw new ArchiveFault(`${this.#file}:${number}: was written by a newer version (form ${read.form}, this one knows ${FORM})`);
    }
    if (read.is === 'event') this.#ids.add(read.event.id);
    if (read.is === 'key') this.#keys.set(JSON.stringify(read.about), { about: read.about, key: read.key === null ? null : Buffer.from(read.key, 'base64') });
    if (read.is === 'thread') this.#threads.set(JSON.stringify([read.channel, read.thread]), read);
    if (read.is === 'blob') this.#blobs.set(read.hash, [at, length]);
  }

  /** The lines, checked one by one; `forgiving` ends before a last line without an end instead of throwing. */
  *#records(forgiving: boolean): Generator<{ readonly read: Rec; readonly line: Buffer; readonly number: number; readonly after: number }> {
    const { size } = fstatSync(this.#fd);
    let held = Buffer.alloc(0);
    let number = 0;
    let after = 0;
    for (let at = 0; at < size; ) {
      const chunk = Buffer.alloc(Math.min(CHUNK, size - at));
      const got = readSync(this.#fd, chunk, 0, chunk.length, at);
      if (got === 0) break;
      at += got;
      held = Buffer.concat([held, chunk.subarray(0, got)]);
      for (let end = held.indexOf(0x0a); end !== -1; end = held.indexOf(0x0a)) {
        const line = held.subarray(0, end + 1);
        held = held.subarray(end + 1);
        number++;
        after += line.length;
        yield { read: this.#parse(line, number), line, number, after };
      }
    }
    if (held.length > 0 && !forgiving) throw new ArchiveFault(`${this.#file}:${number + 1}: ends in the middle of a line`);
  }

  #parse(line: Buffer, number: number): Rec {
    let value: unknown;
    try {
      value = JSON.parse(line.toString());
    } catch {
      throw new ArchiveFault(`${this.#file}:${number}: is not JSON`);
    }
    const read = record.safeParse(value);
    if (read.success) return read.data;
    const issue = read.error.issues[0];
    throw new ArchiveFault(`${this.#file}:${number}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not as expected'}`);
  }
}
