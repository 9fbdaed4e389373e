import { randomBytes } from 'node:crypto';
import { link, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** `exists`: another file of that name with other contents is there, and is left alone. */
export type ExportFault = 'folder-missing' | 'not-writable' | 'no-space' | 'exists' | 'failed';

const faults: Readonly<Record<string, ExportFault>> = {
  ENOENT: 'folder-missing',
  ENOTDIR: 'folder-missing',
  EACCES: 'not-writable',
  EPERM: 'not-writable',
  EROFS: 'not-writable',
  ENOSPC: 'no-space',
  EDQUOT: 'no-space',
  EEXIST: 'exists',
};

/** What file systems without links say, such as those of memory sticks. */
const linkless = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

const codeOf = (cause: unknown): string => (cause instanceof Error && 'code' in cause ? String(cause.code) : '');

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives a finished file its name without replacing what may have it: a link fails there, a renaming would not. */
async function nameIt(unfinished: string, file: string): Promise<void> {
  try {
    await link(unfinished, file);
  } catch (cause) {
    if (!linkless.has(codeOf(cause))) throw cause;
    if (await stat(file).catch(() => null)) throw Object.assign(new Error('the name is taken'), { code: 'EEXIST' });
    await rename(unfinished, file);
  }
}

/**
 * Writes a file whole or not at all, under its name only once it is on disk. The same file twice is one. The folder is
 * the user's: it is never made, and nothing in it is replaced or removed but our own unfinished file.
 */
export async function writeExport(folder: string, name: string, bytes: Uint8Array): Promise<Result<string, ExportFault>> {
  const file = path.join(folder, name);
  const unfinished = path.join(folder, `.${randomBytes(6).toString('hex')}.part`);
  try {
    await writeWhole(unfinished, bytes);
    await nameIt(unfinished, file);
    return ok(file);
  } catch (cause) {
    const fault = faults[codeOf(cause)] ?? 'failed';
    const there = fault === 'exists' ? await readFile(file).catch(() => null) : null;
    return there?.equals(bytes) ? ok(file) : fail(fault);
  } finally {
    await unlink(unfinished).catch(() => undefined);
  }
}
