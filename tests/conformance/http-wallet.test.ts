import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CheckLine, readCheckOptions, runCheck } from '#electron/host/wallet/check-command.ts';
import { checksFor } from '#electron/wallet/conformance/checks-for.ts';
import type { UnderCheck } from '#electron/wallet/conformance/under-check.ts';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { CheckCaller } from '#electron/wallet/http/check-caller.ts';
import { HttpWallet } from '#electron/wallet/http/http-wallet.ts';
import { WalletServer } from '#electron/wallet/http/wallet-server.ts';
import { freshPrivateKey, pemSigner } from '#electron/wallet/proof-keys.ts';
import { walletConformance } from '#tests/conformance/wallet.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { temporaryFolder } from '#tests/unit/host/folder-kit.ts';

const logger = recordingLogger();
const signer = pemSigner(freshPrivateKey());

/** One demo wallet over a real socket, for the suite and for the command alike. */
async function serve() {
  const demo = new DemoWallet({ key: Buffer.alloc(32, 8), memory: true, clock: Date.now, deskKeys: [signer.publicKey], logger });
  await demo.start();
  await demo.seed(101, Date.now(), () => undefined);
  const check = { people: () => demo.checkedPeople(), lastCode: demo.lastCode.bind(demo) };
  const server = new WalletServer({ wallet: demo, check, token: 'a token', port: 0, logger });
  const url = await server.start();
  const stop = async () => {
    await server.stop();
    await demo.stop();
  };
  return { url, stop };
}

let served: ReturnType<typeof serve> | null = null;
const theWallet = () => {
  served ??= serve();
  return served;
};
afterAll(async () => (await served)?.stop());

walletConformance('The demo wallet served over HTTP', async () => {
  const { url } = await theWallet();
  const caller = new CheckCaller({ url, token: 'a token', logger });
  const people = await caller.people();
  if (!people.ok) throw new Error(people.error.detail);
  const wallet = new HttpWallet({ url, token: 'a token', logger });
  await wallet.start();
  return { ...people.value, wallet, signer, lastCode: caller.code.bind(caller), now: Date.now, newId: randomUUID, dispose: () => wallet.stop() };
});

const all = { acted: {} as UnderCheck['acted'], signer, lastCode: async () => null };
const everything = checksFor(all);

describe('npm run wallet -- check', () => {
  async function told(...args: readonly string[]): Promise<readonly CheckLine[]> {
    const options = readCheckOptions(['--url', (await theWallet()).url, ...args]);
    if (!options.ok) throw new Error(options.error);
    const lines: CheckLine[] = [];
    for await (const line of runCheck(options.value)) lines.push(line);
    return lines;
  }

  it('says what is kept and what differs, and goes on', async () => {
    const key = path.join(temporaryFolder(), 'other.pem');
    writeFileSync(key, freshPrivateKey());
    const lines = await told('--token', 'a token', '--desk-key', key);
    const frozen = lines.find(({ promise }) => promise.startsWith('freezes once'));
    expect(frozen).toMatchObject({ result: 'differs', text: expect.stringContaining('freeze: answered refused (proof-invalid)') });
    expect(lines.filter(({ result }) => result === 'keeps').length).toBeGreaterThan(20);
    expect(lines.map(({ promise }) => promise)).toEqual(everything.run.map(({ name }) => name));
  });

  it('says of what it cannot try what that lacks', () => {
    const left = (over: Partial<Parameters<typeof checksFor>[0]>) => {
      const { run, left: names } = checksFor({ ...all, ...over });
      expect(run.length + names.length).toBe(everything.run.length);
      return [...new Set(names.map(({ lacks }) => lacks))];
    };
    expect(left({})).toEqual([]);
    expect(left({ signer: null })).toEqual(['the desk’s key']);
    expect(left({ lastCode: null })).toEqual(['a look at the customer’s phone']);
    expect(left({ acted: null })).toEqual(['somebody to try it on']);
  });

  it('says in one line that the token is refused', async () => {
    await expect(told('--token', 'guessed')).rejects.toThrow(/^[^\n]*does not accept the token[^\n]*$/);
  });
});
