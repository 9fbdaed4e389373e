import { accessSync, chmodSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { makeFolder } from '#electron/host/make-folder.ts';
import { type HeldFile, holdFile } from '#electron/sqlite/hold-file.ts';
import { OpenFault } from '#electron/sqlite/open-fault.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** The form of a data folder that this program writes. */
const FORM = 1;

export interface FolderFault {
  readonly code: 'not-a-folder' | 'read-only' | 'in-use' | 'newer-version' | 'unreadable';
  /** One line that names the place and the fault. */
  readonly message: string;
}

/** A folder that this host has for itself until `release`. */
export interface DataFolder {
  readonly path: string;
  /** The folder's own id, kept for its life; names its key file. */
  readonly id: string;
  release(): void;
}

const head = z.object({ form: z.number().int(), id: z.string().regex(/^[\w-]{8,64}$/) });
const holder = z.object({ pid: z.number().int(), since: z.string() });

const fault = (code: FolderFault['code'], message: string) => fail<FolderFault>({ code, message });

/**
 * Takes a folder for this host: makes it where it is missing, readable by its owner alone, and holds a lock that the
 * operating system gives back when the process ends, however it ends (an open exclusive transaction of SQLite).
 */
export function takeDataFolder(folder: string, freshId: () => string): Result<DataFolder, FolderFault> {
  const at = path.resolve(folder);
  try {
    makeFolder(at);
    if (!statSync(at).isDirectory()) return fault('not-a-folder', `${at}: is not a folder`);
    accessSync(at, constants.R_OK | constants.W_OK | constants.X_OK);
    if (process.platform !== 'win32') chmodSync(at, 0o700);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'EEXIST' || code === 'ENOTDIR') return fault('not-a-folder', `${at}: is not a folder`);
    return fault('read-only', `${at}: cannot be written (${code || String(cause)})`);
  }
  const known = readHead(path.join(at, 'folder.json'));
  if (!known.ok) return known;
  if (known.value && known.value.form > FORM) {
    return fault('newer-version', `${at}: was made by a newer version of the console (form ${known.value.form}, this one knows ${FORM})`);
  }
  const lock = takeLock(at);
  if (!lock.ok) return lock;
  const id = known.value?.id ?? freshId();
  try {
    if (!known.value) writeFileSync(path.join(at, 'folder.json'), JSON.stringify({ form: FORM, id }), { mode: 0o600 });
    writeFileSync(path.join(at, 'host.json'), JSON.stringify({ pid: process.pid, since: new Date().toISOString() }), { mode: 0o600 });
  } catch (cause) {
    lock.value.close();
    return fault('read-only', `${at}: cannot be written (${cause instanceof Error ? cause.message : String(cause)})`);
  }
  return ok({ path: at, id, release: () => lock.value.close() });
}

function readHead(file: string): Result<z.infer<typeof head> | null, FolderFault> {
  if (!existsSync(file)) return ok(null);
  try {
    const read = head.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return read.success
      ? ok(read.data)
      : fault('unreadable', `${file}: ${read.error.issues[0]?.path.join('.') ?? ''} ${read.error.issues[0]?.message ?? 'is not as expected'}`);
  } catch (cause) {
    return fault('unreadable', `${file}: cannot be read (${cause instanceof Error ? cause.message : String(cause)})`);
  }
}

function takeLock(at: string): Result<HeldFile, FolderFault> {
  try {
    return ok(holdFile(path.join(at, 'host.lock')));
  } catch (cause) {
    if (!(cause instanceof OpenFault) || cause.code !== 'busy') {
      return fault('read-only', `${at}: cannot be locked (${cause instanceof Error ? cause.message : String(cause)})`);
    }
    let who = '';
    try {
      const read = holder.safeParse(JSON.parse(readFileSync(path.join(at, 'host.json'), 'utf8')));
      if (read.success) who = ` by process ${read.data.pid} since ${read.data.since}`;
    } catch {
      // The message does without.
    }
    return fault('in-use', `${at}: is in use by another console${who}`);
  }
}
