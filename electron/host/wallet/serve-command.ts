import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { freshToken, publicKeyIn, tokenIn } from '#electron/host/wallet/wallet-files.ts';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { WalletServer } from '#electron/wallet/http/wallet-server.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';

/** The demo desk's own seed: the same people are served as it has. */
const SEED = 20261123;

const quiet: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface ServedWallet {
  readonly url: string;
  readonly token: string;
  /** Whether a desk is known whose proofs are believed; without one every action is refused. */
  readonly acts: boolean;
  stop(): Promise<void>;
}

/** Serves the demo wallet over HTTP from memory; answers when it listens. A fault is one line. */
export async function runServe(args: readonly string[], onProgress: (done: number, total: number) => void): Promise<Result<ServedWallet, string>> {
  let given: { port?: string; 'token-file'?: string; 'desk-key'?: string };
  try {
    const options = { port: { type: 'string' }, 'token-file': { type: 'string' }, 'desk-key': { type: 'string' } } as const;
    given = parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (cause) {
    return fail(`${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)} (--help shows the options)`);
  }
  const port = given.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return fail(`--port ${port}: is not a port (0 to 65535)`);
  const token = given['token-file'] === undefined ? ok(freshToken()) : tokenIn(given['token-file']);
  if (!token.ok) return token;
  const deskKey = given['desk-key'] === undefined ? ok(null) : publicKeyIn(given['desk-key']);
  if (!deskKey.ok) return deskKey;
  const wallet = new DemoWallet({
    memory: true,
    key: randomBytes(32),
    deskKeys: deskKey.value === null ? [] : [deskKey.value],
    clock: Date.now,
    logger: quiet,
  });
  const check = { people: () => wallet.checkedPeople(), lastCode: wallet.lastCode.bind(wallet) };
  const server = new WalletServer({ wallet, check, token: token.value, port: Number(port), logger: quiet });
  try {
    await wallet.start();
    await wallet.seed(SEED, Date.now(), onProgress);
    const url = await server.start();
    const stop = async () => {
      await server.stop();
      await wallet.stop();
    };
    return ok({ url, token: token.value, acts: deskKey.value !== null, stop });
  } catch (cause) {
    await wallet.stop();
    return fail(cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE' ? `--port ${port}: is taken by another program` : String(cause));
  }
}
