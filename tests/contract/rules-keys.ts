import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeDataFolder } from '#electron/host/data-folder.ts';
import { KeyVault } from '#electron/host/key-vault.ts';
import { Bench } from '#tests/contract/bench-kit.ts';
import { codeOf, frameThat, refusal, type Transport } from '#tests/contract/console-tab-kit.ts';

const password = 'harbour lantern 42';
const passphrase = 'a passphrase of the desk';

/** The key of a real desk's data: asked for at the page while it cannot be had, and its recovery key. */
export function keyRules(bench: Bench, transport: Transport): void {
  it('keys.unlock: nothing is to be unlocked while the desk is open', async () => {
    const { client } = await bench.tab('administrator-zhou');
    expect(await codeOf(client.keys.unlock({ way: 'again' }))).toBe('NOT_ALLOWED');
    expect(await codeOf(client.keys.unlock({ way: 'aside' }))).toBe('NOT_ALLOWED');
  });

  it('keys.makeRecovery: a desk in memory has none, and says so', async () => {
    const { client } = await bench.tab('administrator-zhou');
    expect(await client.keys.recovery()).toEqual({ offered: 'memory', madeAt: null, noteOlder: false, record: [] });
    expect(await refusal(client.keys.makeRecovery())).toEqual({ code: 'RECOVERY_REFUSED', data: { code: 'not-offered' } });
    expect(await refusal(client.keys.keepRecovery({ group: 'AAAAA' }))).toEqual({ code: 'RECOVERY_REFUSED', data: { code: 'not-offered' } });
  });

  it.each(['agent-lin', 'supervisor-he', 'trainer-tang'] as const)('keys: %s has no business with it', async (person) => {
    const { client } = await bench.tab(person);
    expect(await codeOf(client.keys.recovery())).toBe('NOT_ALLOWED');
    expect(await codeOf(client.keys.makeRecovery())).toBe('NOT_ALLOWED');
    expect(await codeOf(client.keys.keepRecovery({ group: 'AAAAA' }))).toBe('NOT_ALLOWED');
  });

  describe('of a desk on disk', () => {
    let home: string;
    let recoveryKey = '';
    beforeAll(() => {
      home = mkdtempSync(path.join(tmpdir(), 'contract-keys-'));
    });
    afterAll(() => rmSync(home, { recursive: true, force: true }));

    /** A host on the folder as it is started with this passphrase; pages reach it at once. */
    async function started(given: string | null, demo = false) {
      const taken = takeDataFolder(path.join(home, demo ? 'demo' : 'desk'), v7);
      if (!taken.ok) throw new Error(taken.error.message);
      const means = { passphrase: given, keyFile: null, keyHome: path.join(home, 'keys'), store: null };
      const vault = new KeyVault({ folder: taken.value, means: () => means, clock: Date.now, newId: v7 });
      await vault.look();
      const desk = new Bench(transport, { folder: vault.folder, demo, chat: false, keys: vault, ...(demo ? {} : { calls: bench.calls }) });
      await desk.serve();
      const opening = desk.start();
      return {
        desk,
        opening,
        stop: async () => {
          await desk.stop();
          vault.release();
        },
      };
    }

    it('keys.makeRecovery: shown once, in force when a part of it comes back, on record; another window’s is not', async () => {
      const { desk, opening, stop } = await started(passphrase);
      await opening;
      const { client } = await desk.tab();
      await client.session.setUp({ name: { 'zh-CN': '周宁', en: 'Zhou Ning' }, login: 'zhou', password });
      expect(await client.host.info()).toMatchObject({ keySource: 'passphrase', memory: false });
      expect(await client.keys.recovery()).toEqual({ offered: 'yes', madeAt: null, noteOlder: false, record: [] });
      expect(await refusal(client.keys.keepRecovery({ group: 'AAAAA' }))).toMatchObject({ data: { code: 'nothing-made' } });
      const made = await client.keys.makeRecovery();
      const part = made.key.split('-')[made.ask - 1] ?? '';
      const other = await desk.tab();
      await other.client.session.signInWithPassword({ login: 'zhou', password });
      expect(await refusal(other.client.keys.keepRecovery({ group: part }))).toMatchObject({ data: { code: 'nothing-made' } });
      expect(await refusal(client.keys.keepRecovery({ group: 'AAAAA' }))).toMatchObject({ data: { code: 'group-differs' } });
      expect((await client.keys.recovery()).madeAt).toBeNull();
      const kept = await client.keys.keepRecovery({ group: part.toLowerCase() });
      expect(kept).toMatchObject({ madeAt: expect.any(Number), record: [{ what: 'made', by: { kind: 'administrator' } }] });
      expect(await refusal(client.keys.keepRecovery({ group: part }))).toMatchObject({ data: { code: 'nothing-made' } });
      expect(JSON.stringify(desk.logger.lines)).not.toContain(part);
      recoveryKey = made.key;
      await stop();
    });

    it('keys.unlock: what is missing is told before anybody is signed in, and given by any page; the same desk is there', async () => {
      const { desk, opening, stop } = await started('a wrong one');
      const { client } = await desk.tab();
      const frames = await client.host.startup();
      const locked = await frameThat(frames, ({ phase }) => phase === 'locked');
      expect(locked.lock).toMatchObject({ code: 'passphrase-wrong', byPassphrase: true, keyFile: null, ways: ['again', 'passphrase', 'recovery', 'aside'] });
      expect(await client.host.info()).toMatchObject({ keySource: null, chatUrl: null });
      expect(await refusal(client.keys.unlock({ way: 'passphrase', passphrase: 'no' }))).toMatchObject({
        code: 'KEY_REFUSED',
        data: { code: 'fault', fault: 'passphrase-wrong' },
      });
      expect(await refusal(client.keys.unlock({ way: 'recovery', key: recoveryKey.slice(1), passphrase: null }))).toEqual({
        code: 'KEY_REFUSED',
        data: { code: 'recovery-group-length', group: 1, signs: 4 },
      });
      expect(await client.keys.unlock({ way: 'recovery', key: recoveryKey, passphrase: null })).toEqual({ aside: null });
      await frameThat(frames, ({ phase }) => phase === 'ready');
      await frames.return?.();
      await opening;
      await client.session.signInWithPassword({ login: 'zhou', password });
      expect(await client.keys.recovery()).toMatchObject({ record: [{ what: 'used', by: { kind: 'system' } }, { what: 'made' }] });
      expect(await client.host.info()).toMatchObject({ keySource: 'recovery-key' });
      await stop();
    });

    it('keys.makeRecovery: a demo desk has none', async () => {
      const { desk, opening, stop } = await started(null, true);
      await opening;
      const { client } = await desk.tab('administrator-zhou');
      expect((await client.keys.recovery()).offered).toBe('demo');
      expect(await refusal(client.keys.makeRecovery())).toMatchObject({ data: { code: 'not-offered' } });
      await stop();
    });
  });
}
