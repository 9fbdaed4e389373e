import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DAY, type Instant } from '#shared/lib/time.ts';
import { endDesk, npmStart } from '#tests/bench/desk-process.ts';
import type { Report } from '#tests/bench/run.ts';

/** A folder that a desk may be started on, with the key of what lies in it. */
export interface LargeDesk {
  /** What `npmStart` takes. */
  readonly home: string;
  /** Where the desk's own files lie. */
  readonly folder: string;
  readonly keyFile: string;
  readonly cases: number;
  /** When the first of its many cases began. */
  readonly begin: Instant;
}

const CASES = 100_000;
/** Four weeks of cases, and a day in which nothing came. */
const BEFORE = 29 * DAY;
const root = path.resolve(import.meta.dirname, '../..');

async function found(folder: string, ending: string): Promise<string> {
  const name = (await readdir(folder, { recursive: true })).find((one) => one.endsWith(ending));
  if (name === undefined) throw new Error(`${folder}: nothing that ends with ${ending}`);
  return path.join(folder, name);
}

/** Hands on what a forked part of a bench tells; fulfilled when it has ended well. */
export async function partEnded(part: ChildProcess, report: Report): Promise<void> {
  part.on('message', (told) => {
    const [key, value] = told as readonly [string, number];
    report(key, value);
  });
  const [code] = await once(part, 'exit');
  if (code !== 0) throw new Error(`${part.spawnargs.slice(1, 3).join(' ')} ended with ${code}`);
}

/**
 * Adds many cases to a demo desk that was started once and rests somewhere below `home`: sealed in its log and, at the
 * very positions that they have there, in its cache, so that a host starts on it as after a month of work.
 */
export async function fillRestingDesk(home: string, cases: number, report: Report): Promise<LargeDesk> {
  const keyFile = await found(home, '.key');
  const folder = path.dirname(await found(home, 'engine.db'));
  const begin = Date.now() - BEFORE;
  await partEnded(fork(path.join(import.meta.dirname, 'large-desk-process.ts'), [folder, keyFile, String(cases), String(begin)]), report);
  return { home, folder, keyFile, cases, begin };
}

async function fillLargeDesk(home: string, cases: number, report: Report): Promise<LargeDesk> {
  spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'ignore' });
  await endDesk(await npmStart(home));
  return fillRestingDesk(home, cases, report);
}

/** A large desk that is made when it is first asked for, of `make` cases or the size that figures are told for. */
export function oneLargeDesk(make: number | null, report: Report): { desk(): Promise<LargeDesk>; remove(): Promise<void> } {
  let made: Promise<{ home: string; desk: LargeDesk }> | null = null;
  const fresh = async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'large-desk-'));
    try {
      return { home, desk: await fillLargeDesk(home, make ?? CASES, report) };
    } catch (cause) {
      await rm(home, { recursive: true, force: true });
      throw cause;
    }
  };
  return {
    desk: async () => {
      made ??= fresh();
      return (await made).desk;
    },
    remove: async () => {
      const there = await made?.catch(() => null);
      if (there) await rm(there.home, { recursive: true, force: true });
    },
  };
}
