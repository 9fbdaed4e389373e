import { createHash, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { KeyFaultCode } from '#shared/contract/key-schemas.ts';
import type { HostInfo } from '#shared/contract/schemas.ts';
import { fail, type Result } from '#shared/lib/result.ts';
import { instant } from '#shared/lib/time.ts';

export interface KeyFault {
  readonly code: KeyFaultCode;
  /** One line that names the place and the fault. */
  readonly message: string;
}

export interface DataKey {
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly source: NonNullable<HostInfo['keySource']>;
  /** Where the key file lies, when there is one. */
  readonly file?: string;
}

/** The form of a note that this program writes; the first had neither form nor checksum. */
const FORM = 2;

/** What the data folder keeps of its key: nothing that helps to guess it, enough to know the right one. */
const body = z.object({
  /** Of the data key. */
  fingerprint: z.string(),
  /** Grows by one with each writing, so that a note out of a backup is known. */
  generation: z.number().int().nonnegative().default(0),
  /** Of a passphrase. */
  salt: z.string().optional(),
  /** The data key, sealed with what the passphrase gives; without it that is the data key itself. */
  sealed: z.base64().optional(),
  /** The data key as the operating system's store wrapped it, for whom. */
  wrapped: z.object({ store: z.string().min(1), user: z.string().optional(), bytes: z.base64(), checksum: z.string() }).optional(),
  /** The data key, sealed with the recovery key. */
  recovery: z.object({ salt: z.base64(), sealed: z.base64(), madeAt: instant }).optional(),
});
export type KeyNote = z.infer<typeof body>;
const head = z.object({ form: z.number().int().positive().default(1), checksum: z.string().optional() });

/** A note as it lies in the folder. */
export interface ReadNote {
  readonly note: KeyNote;
  readonly text: string;
  /** Of `key.json`, and not of the one kept beside it. */
  readonly current: boolean;
}

/** The place of a folder's note. */
export const notePathOf = (folder: string) => path.join(folder, 'key.json');

/** Where the note lies that opened the data last: until the present one has, it is the one before it. */
export const previousNotePathOf = (folder: string) => path.join(folder, 'key.previous.json');

/** A key's mark, from which it cannot be had back. */
export const fingerprintOf = (key: Uint8Array) => createHash('sha256').update('data key').update(key).digest('hex');

/** Whether two marks are the same, told in constant time. */
export const sameMark = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** A refusal with its code. */
export const keyFault = (code: KeyFaultCode, message: string) => fail<KeyFault>({ code, message });

const checksumOf = (note: KeyNote) => createHash('sha256').update(JSON.stringify(note)).digest('hex');

/** A file's own fault as a person is told it. */
export function fileFault(cause: unknown, otherwise: KeyFaultCode, file: string, said: string): KeyFault {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return code === 'EACCES' || code === 'EPERM'
    ? { code: 'other-user', message: `${file}: belongs to another user of this machine (${code})` }
    : { code: otherwise, message: `${file}: ${said} (${code})` };
}

function readNote(file: string): Result<{ readonly note: KeyNote; readonly text: string }, KeyFault> | null {
  if (!existsSync(file)) return null;
  let text: string;
  let value: unknown;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    return fail(fileFault(cause, 'note-unreadable', file, 'cannot be read'));
  }
  try {
    value = JSON.parse(text);
  } catch {
    return keyFault('note-unreadable', `${file}: cannot be read (it is not whole)`);
  }
  const outer = head.safeParse(value);
  if (outer.success && outer.data.form > FORM) {
    return keyFault('note-newer', `${file}: was written by a newer version of the console (form ${outer.data.form}, this one knows ${FORM})`);
  }
  const read = body.safeParse(value);
  if (!outer.success || !read.success) return keyFault('note-unreadable', `${file}: cannot be read (it is of no known form)`);
  if (outer.data.form > 1 && !sameMark(outer.data.checksum ?? '', checksumOf(read.data))) {
    return keyFault('note-damaged', `${file}: is damaged (its checksum is wrong)`);
  }
  return { ok: true, value: { note: read.data, text } };
}

/**
 * A folder's notes, the present one first, then the one kept beside it where it says something else. A damaged one is
 * `fault`, never none; of a newer program's note nothing else is tried, since the other may be out of date.
 */
export function readKeyNotes(folder: string): { readonly notes: readonly ReadNote[]; readonly fault: KeyFault | null } {
  const present = readNote(notePathOf(folder));
  if (present && !present.ok && present.error.code === 'note-newer') return { notes: [], fault: present.error };
  const previous = readNote(previousNotePathOf(folder));
  const notes: ReadNote[] = [];
  if (present?.ok) notes.push({ ...present.value, current: true });
  if (previous?.ok && !(present?.ok && present.value.text === previous.value.text)) notes.push({ ...previous.value, current: false });
  return { notes, fault: present && !present.ok ? present.error : null };
}

/**
 * Writes the next note so that either the old or the new one is there whole, whenever the power fails; the old one stays
 * beside it until `settleKeyNote`. Answers what it wrote.
 */
export function writeKeyNote(folder: string, note: KeyNote): ReadNote {
  const file = notePathOf(folder);
  const before = readNote(file);
  if (before?.ok) writeWhole(previousNotePathOf(folder), before.value.text);
  const next = body.parse({ ...note, generation: note.generation + 1 });
  const text = JSON.stringify({ form: FORM, ...next, checksum: checksumOf(next) });
  writeWhole(file, text);
  return { note: next, text, current: true };
}

/** Keeps a present note aside that opened nothing; it may say more to somebody else. */
export function keepNoteAside(folder: string): void {
  const file = notePathOf(folder);
  if (existsSync(file)) renameSync(file, `${file}.aside`);
}

/**
 * Makes both files say what opened the data: from then on the loss of one of them loses nothing. A present note that
 * did not open it is kept aside.
 */
export function settleKeyNote(folder: string, used: ReadNote): void {
  const file = notePathOf(folder);
  const previous = previousNotePathOf(folder);
  if (!used.current) {
    keepNoteAside(folder);
    writeWhole(file, used.text);
  }
  if (!existsSync(previous) || readFileSync(previous, 'utf8') !== used.text) writeWhole(previous, used.text);
}

/** Writes a note on from the one that gave the key; that one is then the one beside it, whichever of the two it was. */
export function rewriteNote(folder: string, from: ReadNote, change: Partial<KeyNote>): ReadNote {
  if (!from.current) settleKeyNote(folder, from);
  return writeKeyNote(folder, { ...from.note, ...change });
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
