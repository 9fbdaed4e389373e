import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { syncFolder } from '#electron/sqlite/high-water-mark.ts';

/*
 * A file that stands beside a database from when damage was met in it until it was read through and found whole, or a
 * backup was put in its place: what lies in the middle of a file is met at work, and opening it again meets nothing.
 */
const noteOf = (file: string): string => `${file}.damaged`;

export function noteDamage(file: string, detail: string): void {
  writeFileSync(noteOf(file), `${detail}\n`, { mode: 0o600, flush: true });
  syncFolder(path.dirname(file));
}

export const isNotedDamaged = (file: string): boolean => existsSync(noteOf(file));

export function forgetDamage(file: string): void {
  rmSync(noteOf(file), { force: true });
}
