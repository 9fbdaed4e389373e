import { parseArgs } from 'node:util';
import { v7 } from 'uuid';
import { jsonIn, textIn } from '#electron/host/read-text.ts';
import { checksFor } from '#electron/wallet/conformance/checks-for.ts';
import { type CheckedPeople, checkedPeople, type UnderCheck } from '#electron/wallet/conformance/under-check.ts';
import { CheckCaller } from '#electron/wallet/http/check-caller.ts';
import { HttpWallet } from '#electron/wallet/http/http-wallet.ts';
import type { WalletFault } from '#electron/wallet/port.ts';
import { pemSigner } from '#electron/wallet/proof-keys.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

const quiet: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface CheckLine {
  readonly result: 'keeps' | 'differs' | 'left';
  readonly promise: string;
  /** What differs, or what a check lacks; empty for what is kept. */
  readonly text: string;
}

interface CheckOptions {
  readonly url: string;
  readonly token: string;
  readonly people: CheckedPeople | null;
  readonly signer: UnderCheck['signer'];
}

const forms = {
  url: { type: 'string' },
  token: { type: 'string' },
  'token-file': { type: 'string' },
  people: { type: 'string' },
  'desk-key': { type: 'string' },
} as const;

/** Reads what is said on the command line; a fault is one line. */
export function readCheckOptions(args: readonly string[]): Result<CheckOptions, string> {
  let given: ReturnType<typeof parseArgs<{ options: typeof forms }>>['values'];
  try {
    given = parseArgs({ args: [...args], options: forms, allowPositionals: false }).values;
  } catch (cause) {
    return fail(`${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)} (--help shows the options)`);
  }
  const { url } = given;
  if (url === undefined || !/^https?:\/\/[^\s/]+/.test(url)) return fail('--url https://HOST says which wallet is checked');
  const token = given['token-file'] === undefined ? ok(given.token ?? '') : textIn(given['token-file']);
  if (!token.ok) return token;
  if (token.value === '') return fail('--token-file FILE, or --token TOKEN, says what the wallet knows this desk by');
  const people = given.people === undefined ? ok(null) : jsonIn(given.people, checkedPeople);
  if (!people.ok) return people;
  const pem = given['desk-key'] === undefined ? ok(null) : textIn(given['desk-key']);
  if (!pem.ok) return pem;
  try {
    return ok({ url, token: token.value, people: people.value, signer: pem.value === null ? null : pemSigner(pem.value) });
  } catch {
    return fail(`${given['desk-key']}: is no Ed25519 private key in PEM`);
  }
}

/** With these no wallet has answered this desk at all, whatever was asked. */
const notHeard: ReadonlySet<WalletFault['code']> = new Set(['unavailable', 'timed-out', 'rate-limited']);

/** Tries each promise of the port on a wallet over HTTP, and tells what it keeps and what differs. Rejects with one line where there is nobody to try it with. */
export async function* runCheck({ url, token, people, signer }: CheckOptions): AsyncGenerator<CheckLine> {
  const caller = new CheckCaller({ url, token, logger: quiet });
  const served = people === null ? await caller.people() : null;
  if (served !== null && !served.ok && notHeard.has(served.error.code)) throw new Error(`${url}: ${served.error.detail}`);
  if (served !== null && !served.ok)
    throw new Error(`${url} does not say with whom it can be checked (${served.error.code}: ${served.error.detail}): --people FILE names them`);
  const known = people ?? (served?.ok ? served.value : null);
  if (known === null) return;
  const wallet = new HttpWallet({ url, token, logger: quiet });
  const lastCode = known.acted !== null && (await caller.lastCode(known.acted.customer)).ok ? caller.code.bind(caller) : null;
  const under: UnderCheck = { ...known, wallet, signer, lastCode, now: Date.now, newId: v7 };
  const { run, left } = checksFor(under);
  await wallet.start();
  try {
    for (const { name, run: check } of run) {
      try {
        await check(under);
        yield { result: 'keeps', promise: name, text: '' };
      } catch (cause) {
        yield { result: 'differs', promise: name, text: cause instanceof Error ? cause.message : String(cause) };
      }
    }
    for (const { name, lacks } of left) yield { result: 'left', promise: name, text: `lacks ${lacks}` };
  } finally {
    await wallet.stop();
  }
}
