import { createHash, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { HostInfo } from '#shared/contract/schemas.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

export interface KeyFault {
  readonly code: 'key-missing' | 'key-unreadable' | 'key-too-open' | 'passphrase-wrong' | 'key-store-unavailable' | 'key-store-changed' | 'key-store-refused';
  /** One line that names the place and the fault. */
  readonly message: string;
}

export interface DataKey {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly source: HostInfo['keySource'];
  /** Where the key file lies, when there is one. */
  readonly file?: string;
}

/** What the data folder keeps of its key: nothing that helps to guess it, enough to know the right one. */
const keyNote = z.object({
  fingerprint: z.string(),
  /** Of a passphrase. */
  salt: z.string().optional(),
  /** The key as the operating system's store wrapped it. */
  wrapped: z.object({ store: z.string().min(1), bytes: z.base64(), checksum: z.string() }).optional(),
});
export type KeyNote = z.infer<typeof keyNote>;

/** The place of a folder's note. */
export const notePathOf = (folder: string) => path.join(folder, 'key.json');

/** A key's mark, from which it cannot be had back. */
export const fingerprintOf = (key: Uint8Array) => createHash('sha256').update('data key').update(key).digest('hex');

/** Whether two marks are the same, told in constant time. */
export const sameMark = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Whether a folder holds data that an earlier key locked. */
export const holdsData = (folder: string) => existsSync(path.join(folder, 'engine.db'));

/** A refusal with its code. */
export const keyFault = (code: KeyFault['code'], message: string) => fail<KeyFault>({ code, message });

/** A folder's note: null when it has none; a damaged one is a fault, never none. */
export function readKeyNote(folder: string): Result<KeyNote | null, KeyFault> {
  const file = notePathOf(folder);
  if (!existsSync(file)) return ok(null);
  try {
    const read = keyNote.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (read.success) return ok(read.data);
  } catch {
    // Told below, as a note of another form is.
  }
  return keyFault('key-unreadable', `${file}: cannot be read`);
}

/** Writes a note so that either the old or the new one is there whole, whenever the power fails. */
export function writeKeyNote(folder: string, note: KeyNote): void {
  writeWhole(notePathOf(folder), JSON.stringify(note));
}

/** Writes a file of its owner's alone under its name only once all of it is on disk. */
export function writeWhole(file: string, bytes: Uint8Array | string): void {
  writeFileSync(`${file}.new`, bytes, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  // Windows has no handle of a folder to flush.
  if (process.platform === 'win32') return;
  const folder = openSync(path.dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
