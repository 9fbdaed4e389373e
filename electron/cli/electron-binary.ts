import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '#shared/lib/result.ts';

const FETCH_MS = 60_000;

/** Whether a window can be shown here. */
export function hasDisplay(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): boolean {
  return platform === 'win32' || platform === 'darwin' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

function binaryIn(folder: string): string | null {
  const note = path.join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const binary = path.join(folder, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

/** Electron's program, fetched by its own package when it is missing and a display makes it worth it; else why it cannot be had. */
export function findElectron(root: string, platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): Result<string, string> {
  if (!hasDisplay(platform, env)) return fail('there is no display');
  const folder = path.join(root, 'node_modules/electron');
  const known = binaryIn(folder);
  if (known) return ok(known);
  const installer = path.join(folder, 'install.js');
  if (!existsSync(installer)) return fail('the electron package is not installed');
  spawnSync(process.execPath, [installer], { stdio: 'ignore', timeout: FETCH_MS });
  const fetched = binaryIn(folder);
  return fetched ? ok(fetched) : fail('Electron’s program is not here and could not be fetched');
}
