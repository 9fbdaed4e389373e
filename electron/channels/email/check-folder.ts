import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** Why a folder cannot be used; worded by the catalogues. */
export type FolderFault = 'not-absolute' | 'missing' | 'not-a-folder' | 'not-readable' | 'not-writable' | 'in-data-folder';

const isWithin = (inner: string, outer: string): boolean => {
  const way = path.relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
};

/**
 * The folder by its real path, if it is there, may be used so, and has nothing to do with the data folder: neither
 * within it, where only encrypted files lie, nor around it, where the console would read its own.
 */
export async function checkFolder(typed: string, use: 'read' | 'write', dataFolder: string | null): Promise<Result<string, FolderFault>> {
  if (!path.isAbsolute(typed) || typed.includes('\0')) return fail('not-absolute');
  try {
    if (!(await stat(typed)).isDirectory()) return fail('not-a-folder');
    const real = await realpath(typed);
    const data = dataFolder === null ? null : await realpath(dataFolder);
    if (data !== null && (isWithin(real, data) || real === path.dirname(data))) return fail('in-data-folder');
    await access(real, constants.X_OK | (use === 'read' ? constants.R_OK : constants.W_OK));
    return ok(real);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return fail('missing');
    return fail(use === 'read' ? 'not-readable' : 'not-writable');
  }
}
