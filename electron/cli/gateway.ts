import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildIsCurrent } from '#electron/cli/build.ts';
import { gatewayUsage, readGatewayOptions } from '#electron/host/gateway/gateway-options.ts';
import { runGateway } from '#electron/host/gateway/run-gateway.ts';

const root = path.resolve(import.meta.dirname, '../..');

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Refusals: a line each, exit code 1. */
function refuse(...lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(1);
}

/** What a signal does now: before there is anything to stop, the end at once. */
const ending = { now: (): void => process.exit(0) };

async function main(): Promise<void> {
  // What this program writes is its owner's alone.
  process.umask(0o077);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.now());
  const read = readGatewayOptions(process.argv.slice(2), process.env);
  if (!read.ok) refuse(...read.error);
  if (read.value === 'help') return say(gatewayUsage);
  if (!buildIsCurrent()) {
    say('Building the customers’ page (once, and again after a change) …');
    const built = spawnSync(process.execPath, [path.join(root, 'electron/cli/build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (built.status !== 0) refuse('The customers’ page could not be built; see above.');
  }
  let waitsFor = '';
  const running = await runGateway(read.value, path.join(root, 'dist'), (why) => {
    if (why !== waitsFor) process.stderr.write(`Waiting for the queue engine (${why})\n`);
    waitsFor = why;
  });
  if (!running.ok) refuse(running.error);
  const { lines, stop } = running.value;
  ending.now = () => {
    // npm passes on a signal that the terminal gave to both.
    ending.now = () => undefined;
    stop().then(
      () => process.exit(0),
      (cause: unknown) => refuse(String(cause)),
    );
  };
  for (const line of lines) say(line);
}

await main();
