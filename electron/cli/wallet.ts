import { writeFileSync } from 'node:fs';
import { progressLine } from '#electron/cli/progress-line.ts';
import { readCheckOptions, runCheck } from '#electron/host/wallet/check-command.ts';
import { runKey } from '#electron/host/wallet/key-command.ts';
import { openApiText } from '#electron/host/wallet/openapi-command.ts';
import { runServe } from '#electron/host/wallet/serve-command.ts';

const usage = `Usage: npm run wallet -- COMMAND [options]

  serve    serve the demo wallet over HTTP on this machine, from memory, with made-up people
  openapi  write what a wallet has to serve as an OpenAPI 3.1 document (--out FILE, or to the terminal)
  check    try every promise on a wallet and tell what differs; exit code 1 when something does.
           With --desk-key it acts on made-up customers too: never check a wallet with real people
  key      write a fresh key that a desk signs with (--out FILE), and print the public one

  --port N           serve on port N (otherwise any free one)
  --token-file FILE  the token; serve writes a fresh one where there is no file (otherwise it prints one)
  --token TOKEN      the token itself (check)
  --desk-key FILE    the desk's key: public or private for serve, private for check
  --url URL          the wallet to check
  --people FILE      whom to check with, where the wallet does not serve them itself (JSON)`;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** A refusal: one line, exit code 1. */
function refuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** What follows an option of a command that has no other. */
function out(args: readonly string[]): string | null {
  const [name, file, ...more] = args;
  if (name === undefined) return null;
  if (name !== '--out' || file === undefined || more.length > 0) refuse(`${name}: is not --out FILE (--help shows more)`);
  return file;
}

async function serve(args: readonly string[]): Promise<void> {
  const served = await runServe(args, progressLine('Filling the wallet'));
  if (!served.ok) refuse(served.error);
  const { url, token, acts, stop } = served.value;
  say(`Wallet ready: ${url}`);
  say(args.includes('--token-file') ? 'Token: as in the file' : `Token: ${token}`);
  if (!acts) say('Actions are refused: no desk is known (--desk-key FILE)');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().then(() => process.exit(0)));
}

async function check(args: readonly string[]): Promise<number> {
  const options = readCheckOptions(args);
  if (!options.ok) refuse(options.error);
  let differs = 0;
  let left = 0;
  for await (const { result, promise, text } of runCheck(options.value)) {
    say(`${result.padEnd(8)} ${promise}${text === '' ? '' : `\n         ${text.replaceAll('\n', '\n         ')}`}`);
    if (result === 'differs') differs++;
    if (result === 'left') left++;
  }
  say(`${differs === 0 ? 'Nothing differs' : `${differs} differ`}${left === 0 ? '.' : `; ${left} were not tried.`}`);
  return differs === 0 ? 0 : 1;
}

async function main(): Promise<void> {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined || name === '--help' || args.includes('--help')) return say(usage);
  switch (name) {
    case 'serve':
      return serve(args);
    case 'openapi': {
      const file = out(args);
      if (file === null) process.stdout.write(openApiText());
      else writeFileSync(file, openApiText());
      return;
    }
    case 'check':
      process.exit(await check(args).catch((cause: unknown) => refuse(cause instanceof Error ? cause.message : String(cause))));
      break;
    case 'key': {
      const file = out(args);
      if (file === null) refuse('--out FILE says where the key goes');
      const made = runKey(file);
      if (!made.ok) refuse(made.error);
      return say(made.value.trim());
    }
    default:
      refuse(`${name}: is not one of serve, openapi, check, key (--help shows more)`);
  }
}

await main();
