import { progressLine } from '#electron/cli/progress-line.ts';
import { runCheck } from '#electron/host/engine/check-command.ts';
import { runCopy } from '#electron/host/engine/copy-command.ts';
import { runDemo } from '#electron/host/engine/demo-command.ts';
import { type OperatorOptions, readOperatorOptions } from '#electron/host/engine/operator-options.ts';
import { runPermissions } from '#electron/host/engine/permissions-command.ts';
import { runSetUp } from '#electron/host/engine/set-up-command.ts';

const usage = `Usage: npm run engine -- COMMAND [options]

  setup        make what a desk needs on a JetStream cluster, or check that it is there
  check        look at the servers, the desk and this key; exit code 1 when a promise cannot be kept
  permissions  write, for the users of --users FILE, the servers' configuration, the directory of keys and
               their seeds into --out DIR
  copy         copy a desk with everything in it: --from X --to Y, each embedded:DIR, archive:FILE or
               nats://HOST:PORT[,…]; may be cut short and run again
  demo         fill an empty desk with the demo's people and cases

  --servers nats://HOST:4222[,…]   all servers of the cluster (tls:// for TLS)
  --config FILE                    take servers, desk, nkeyFile and tls from a configuration's engine section
  --desk NAME                      the desk's name (wallet)
  --replicas 1|3|5                 how many servers keep each event (setup; 1)
  --nkey FILE                      the seed of the nkey to work with
  --key-file FILE --passphrase-file FILE  what a data folder is locked with (copy)
  --ca FILE --cert FILE --key FILE TLS certificates (PEM)
  --directory FILE                 the keys that may write, and as whom (setup)
  --monitor http://HOST:8222[,…]   the servers' monitoring addresses, to see whether they write to disk (setup, check)`;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** A refusal: one line, exit code 1. */
function refuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

async function setup(options: OperatorOptions): Promise<number> {
  const done = await runSetUp(options);
  if (!done.ok) refuse(done.error);
  for (const { thing, outcome, detail } of done.value) say(`${outcome.padEnd(15)} ${thing}${detail === '' ? '' : `: ${detail}`}`);
  return done.value.some(({ outcome }) => outcome === 'differs') ? 1 : 0;
}

async function check(options: OperatorOptions): Promise<number> {
  let failed = false;
  for await (const { thing, result, text } of runCheck(options)) {
    say(`${result.padEnd(6)} ${thing}: ${text}`);
    failed ||= result === 'fails';
  }
  return failed ? 1 : 0;
}

async function demo(options: OperatorOptions): Promise<number> {
  const done = await runDemo(options, progressLine('Filling the desk'));
  if (!done.ok) refuse(done.error);
  say(`The desk "${options.place.desk}" ${done.value === 'filled' ? 'is filled' : done.value}. Start consoles with --config FILE.`);
  return 0;
}

const commands: Readonly<Record<string, (options: OperatorOptions) => Promise<number>>> = { setup, check, demo };

async function copy(args: readonly string[]): Promise<void> {
  let shown = '';
  let tell: (done: number, total: number) => void = () => undefined;
  const done = await runCopy(args, (phase, at, total) => {
    if (phase !== shown) tell = progressLine(phase.charAt(0).toUpperCase() + phase.slice(1));
    shown = phase;
    tell(at, total);
  });
  const lines = done.ok ? done.value : done.error;
  for (const text of lines) (done.ok ? process.stdout : process.stderr).write(`${text}\n`);
  if (done.ok && args.some((arg) => arg.includes('archive:')))
    say('The archive holds the data keys: whoever has it can read everything. Sensitive values lie in the vault and are not in it.');
  process.exit(done.ok ? 0 : 1);
}

async function main(): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined || name === '--help' || args.includes('--help')) return say(usage);
  if (name === 'permissions') {
    const written = runPermissions(args, Date.now());
    if (!written.ok) refuse(written.error);
    for (const text of written.value.lines) say(text);
    process.exit(0);
  }
  if (name === 'copy') return copy(args);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) refuse(`${name}: is not one of ${[...Object.keys(commands), 'permissions', 'copy'].join(', ')} (--help shows more)`);
  const options = readOperatorOptions(args);
  if (!options.ok) refuse(options.error);
  process.exit(await command(options.value));
}

await main();
