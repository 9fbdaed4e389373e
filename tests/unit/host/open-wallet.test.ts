import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { NoWallet } from '#electron/host/no-wallet.ts';
import { openWallet } from '#electron/host/open-wallet.ts';
import { DemoWallet } from '#electron/wallet/demo/demo-wallet.ts';
import { HttpWallet } from '#electron/wallet/http/http-wallet.ts';
import { derivedSigner, freshPrivateKey, pemSigner } from '#electron/wallet/proof-keys.ts';
import { defaultActionLimits } from '#shared/wallet/action-limits.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { temporaryFolder } from '#tests/unit/host/folder-kit.ts';

const key = Buffer.alloc(32, 2);
const parts = { config: null, demo: false, demoCustomers: 240, place: { memory: true }, key, clock: Date.now, logger: recordingLogger() } as const;

function written(name: string, text: string): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, text);
  return file;
}

describe('A desk’s wallet', () => {
  it('is the demo’s on a demo desk, and none on a real one', () => {
    const demo = openWallet({ ...parts, demo: true });
    expect(demo.wallet).toBeInstanceOf(DemoWallet);
    expect(demo.wallet).toBe(demo.demoWallet);
    expect(demo.signer.publicKey).toBe(derivedSigner(key).publicKey);
    const real = openWallet(parts);
    expect(real.wallet).toBeInstanceOf(NoWallet);
    expect(real.demoWallet).toBe(null);
    expect([demo.limits, real.limits]).toEqual([defaultActionLimits, defaultActionLimits]);
  });

  it('is the operator’s where the configuration names it, and proofs are signed with the key it names', () => {
    const pem = freshPrivateKey();
    const config = { url: 'https://wallet.example', tokenFile: written('token', 'secret\n'), proofKeyFile: written('desk.pem', pem) };
    for (const demo of [false, true]) {
      const opened = openWallet({ ...parts, config, demo });
      expect(opened.wallet).toBeInstanceOf(HttpWallet);
      expect(opened.demoWallet !== null).toBe(demo);
      expect(opened.signer.publicKey).toBe(pemSigner(pem).publicKey);
      expect(opened.limits).toBe(defaultActionLimits);
      const limits = { CNY: { small: 1, medium: 2, large: 3 } };
      expect(openWallet({ ...parts, config: { ...config, limits }, demo }).limits).toEqual(limits);
    }
  });

  it('cannot be opened without its files, which are named in one line', () => {
    const config = { url: 'https://wallet.example', tokenFile: '/nowhere/token' };
    expect(() => openWallet({ ...parts, config })).toThrow('/nowhere/token: cannot be read (ENOENT)');
    const wrong = written('desk.pem', 'no key');
    expect(() => openWallet({ ...parts, config: { ...config, tokenFile: written('token', 't'), proofKeyFile: wrong } })).toThrow(
      `${wrong}: is no Ed25519 private key in PEM`,
    );
  });
});
