import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own of some MiB, to be filled or made read-only; null where none can be mounted. */
export function smallDisk(mib: number): { readonly path: string; readOnly(): void; remove(): void } | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const path = mkdtempSync(join(tmpdir(), 'small-disk-'));
  const mount = (...args: readonly string[]) => spawnSync('mount', args).status === 0;
  if (!mount('-t', 'tmpfs', '-o', `size=${mib}m,mode=700`, 'small-disk', path)) {
    rmSync(path, { recursive: true });
    return null;
  }
  return {
    path,
    readOnly: () => {
      if (!mount('-o', 'remount,ro', path)) throw new Error('the disk cannot be made read-only');
    },
    remove: () => {
      spawnSync('umount', ['-l', path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
