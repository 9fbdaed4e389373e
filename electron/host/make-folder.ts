import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder, and those above it, for its owner alone; what is there already stays as it is. Node's own recursive
 * way never comes back where a parent exists and yet nothing can be made in it, such as /proc.
 */
export function makeFolder(at: string): void {
  if (existsSync(at)) return;
  const parent = path.dirname(at);
  if (parent !== at) makeFolder(parent);
  try {
    mkdirSync(at, { mode: 0o700 });
  } catch (cause) {
    // Somebody else was quicker.
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
  }
}
