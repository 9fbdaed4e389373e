import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Vault } from '#electron/wallet/port.ts';
import type { Token } from '#shared/lib/ids.ts';
import type { SensitiveKind } from '#shared/wallet/tokens.ts';

/** The promises of the `Vault` port; `makeVault` gives a fresh one, not started. */
export function vaultConformance(name: string, makeVault: () => Promise<{ readonly vault: Vault; readonly dispose: () => Promise<void> }>): void {
  describe(`${name} as a Vault`, () => {
    let vault: Vault;
    let dispose: () => Promise<void>;

    beforeEach(async () => {
      ({ vault, dispose } = await makeVault());
      await vault.start();
    });
    afterEach(async () => {
      await vault.stop();
      await dispose();
    });

    it('gives the raw value of a token back, as it was first written', async () => {
      const token = await vault.put('phone', '+86 138-0013-8000');
      expect(await vault.reveal(token)).toEqual({ kind: 'phone', raw: '+86 138-0013-8000' });
    });

    it('tells nothing of a token it does not know', async () => {
      expect(await vault.reveal('tok_unknown' as Token)).toBeNull();
      expect(await vault.match('card', '6222020200112233')).toBeNull();
    });

    it('makes tokens that hold nothing of the value', async () => {
      const token = await vault.put('card', '6222020200112233445');
      expect(token).not.toMatch(/6222|3445|2233/);
      expect(token.length).toBeLessThanOrEqual(64);
    });

    const equal: readonly (readonly [SensitiveKind, string, string])[] = [
      ['card', '6222 0202 0011 2233 445', '6222020200112233445'],
      ['card', '６２２２０２０２００１１２２３３４４５', '6222-0202-0011-2233-445'],
      ['phone', '13800138000', '+86 138 0013 8000'],
      ['phone', '008613800138000', '１３８００１３８０００'],
      ['phone', '86-138-0013-8000', '138 0013 8000'],
      ['phone', '+86 (0)10 6552-9988', '010-65529988'],
      ['phone', '+852 9123 4567', '00852 91234567'],
      ['id-number', '11010519491231002x', '11010519491231002X'],
      ['id-number', '110105 19491231 002X', '１１０１０５１９４９１２３１００２Ｘ'],
      ['email', 'Wang.Wei@Example.com', ' wang.wei@example.COM '],
    ];
    it.each(equal)('knows a %s in two spellings as one: %s, %s', async (kind, one, two) => {
      const token = await vault.put(kind, one);
      expect(await vault.match(kind, two)).toBe(token);
      expect(await vault.put(kind, two)).toBe(token);
      expect((await vault.reveal(token))?.raw).toBe(one);
    });

    it('keeps kinds and near values apart', async () => {
      const tokens = await Promise.all([
        vault.put('phone', '13800138000'),
        vault.put('card', '13800138000'),
        vault.put('phone', '13800138001'),
        vault.put('phone', '+1 380 013 8000'),
        vault.put('email', 'a@b.cn'),
        vault.put('email', 'a@b.co'),
      ]);
      expect(new Set(tokens).size).toBe(6);
      expect(await vault.match('email', 'a@b.c')).toBeNull();
    });

    it('forgets values for good: nothing is revealed and nothing matches; the same value has another token then', async () => {
      const [gone, stays] = await Promise.all([vault.put('phone', '13800138000'), vault.put('phone', '13800138001')]);
      await vault.drop([gone, 'tok_never' as Token]);
      await vault.drop([]);
      expect(await vault.reveal(gone)).toBeNull();
      expect(await vault.match('phone', '13800138000')).toBeNull();
      expect((await vault.reveal(stays))?.raw).toBe('13800138001');
      expect(await vault.put('phone', '13800138000')).not.toBe(gone);
    });

    it('gives one token to all who put one value at once', async () => {
      const tokens = await Promise.all(Array.from({ length: 20 }, () => vault.put('phone', '13800138000')));
      expect(new Set(tokens).size).toBe(1);
    });
  });
}
