import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { EditionOptions, RunningEdition } from '#electron/browser-host/browser-edition.ts';
import { buildIsCurrent } from '#electron/cli/build.ts';
import { findElectron } from '#electron/cli/electron-binary.ts';
import { progressLine } from '#electron/cli/progress-line.ts';
import { readOptions, type StartOptions, usage } from '#electron/host/start-options.ts';
import type { StartupFrame } from '#shared/contract/schemas.ts';
import type { Result } from '#shared/lib/result.ts';

/** How long the page of a desk that cannot be opened stays there for a browser that was opened on it, ms. */
const TOLD_MS = 10_000;
const root = path.resolve(import.meta.dirname, '../..');

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const warn = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** A refusal: one line, exit code 1. */
function refuse(line: string): never {
  warn(line);
  process.exit(1);
}

/** How far the start is, and what it waits for. */
function progress(): (frame: StartupFrame) => void {
  const seeding = progressLine('Preparing the demo desk');
  let waitsFor = '';
  return ({ phase, done, total, detail }) => {
    if (phase === 'connecting' && detail !== undefined && detail !== waitsFor) {
      waitsFor = detail;
      warn(`Waiting for the queue engine (${detail})`);
    }
    if (phase === 'seeding') seeding(done, total);
  };
}

/** What a signal does now: before there is anything to stop, the end at once; a crash leaves no less behind. */
const ending = { now: (): void => process.exit(0) };

async function runInBrowser(options: StartOptions, version: string): Promise<void> {
  const bundle = new URL('../../dist/host/browser-edition.js', import.meta.url).href;
  const { runBrowserEdition } = (await import(bundle)) as { runBrowserEdition: (options: EditionOptions) => Promise<Result<RunningEdition, string>> };
  const running = await runBrowserEdition({ ...options, version, dist: path.join(root, 'dist'), onStartup: progress(), onDamage: warn });
  if (!running.ok) refuse(running.error);
  const { consoleUrl, locked, opened, stop } = running.value;
  const ends = () => {
    // npm passes on a signal that the terminal gave to both.
    ending.now = () => undefined;
    stop().then(
      () => process.exit(0),
      (cause: unknown) => refuse(String(cause)),
    );
  };
  if (locked !== null) {
    ending.now = ends;
    warn(locked);
  }
  // The page is there from now on: it tells how far the desk is, and asks for a key that cannot be had.
  say(`Console opening: ${consoleUrl}`);
  if (locked !== null) say(`Console ready: ${consoleUrl}`);
  if (options.open) void import('open').then(({ default: open }) => open(consoleUrl)).catch(() => undefined);
  const desk = await opened;
  if (!desk.ok) {
    warn(desk.error);
    ending.now = () => process.exit(1);
    // The browser that was just opened is still to come, and to say so.
    if (options.open) await setTimeout(TOLD_MS);
    await stop();
    process.exit(1);
  }
  if (locked === null) ending.now = ends;
  const { key, chatUrl, restored } = desk.value;
  if (options.restore && restored.length === 0) say('Nothing had to be restored: no file is damaged.');
  for (const line of restored) say(line);
  if (key.source === 'memory') say('Nothing is kept: with --memory everything, drafts included, is gone when this program ends.');
  if (key.file) say(`Data is encrypted with the key file ${key.file}`);
  if (locked === null) say(`Console ready: ${consoleUrl}`);
  say(`Customer chat: ${chatUrl}`);
}

async function main(): Promise<void> {
  // What this program writes is its owner's alone.
  process.umask(0o077);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.now());
  const read = readOptions(process.argv.slice(2), process.env);
  if (!read.ok) refuse(read.error);
  if (read.value === 'help') return say(usage);
  const options = read.value;
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  if (!buildIsCurrent()) {
    say('Building the console (once, and again after a change) …');
    // In a process of its own: the bundler's gigabyte ends with it.
    const built = spawnSync(process.execPath, [path.join(root, 'electron/cli/build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (built.status !== 0) refuse('The console could not be built; see above.');
  }
  if (!options.browser) {
    const electron = findElectron(root, process.platform, process.env);
    if (electron.ok) {
      const child = spawn(electron.value, [root, ...process.argv.slice(2)], { stdio: 'inherit' });
      ending.now = () => void child.kill();
      child.once('exit', (code) => process.exit(code ?? 1));
      return;
    }
    say(`Opening in the browser instead of a window of its own: ${electron.error}.`);
  }
  await runInBrowser(options, version);
}

await main();
