import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRecoveryGroup, makeRecoveryKey, RECOVERY_BYTES, readRecoveryKey } from '#shared/desk/recovery-key.ts';

const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const random = fc.uint8Array({ minLength: RECOVERY_BYTES, maxLength: RECOVERY_BYTES });
const runs = { seed: 41, numRuns: 300 };

describe('a recovery key', () => {
  it('is seven groups of five signs, another for other bytes, and read back as it was written', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(random, (bytes) => {
        const key = makeRecoveryKey(bytes);
        expect(key).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/);
        expect(readRecoveryKey(key)).toEqual({ ok: true, value: key });
        seen.add(key);
      }),
      runs,
    );
    expect(seen.size).toBe(runs.numRuns);
  });

  it('is read however it was typed', () => {
    const key = makeRecoveryKey(Uint8Array.from({ length: RECOVERY_BYTES }, (_, index) => index * 7));
    const wide = [...key].map((sign) => (sign === '-' ? '－' : String.fromCharCode(sign.charCodeAt(0) + 0xfee0))).join('');
    for (const typed of [
      key.toLowerCase(),
      key.replaceAll('-', ''),
      key.replaceAll('-', ' – '),
      ` ${key}\n`,
      wide,
      key.replaceAll('0', 'o').replaceAll('1', 'l'),
    ]) {
      expect(readRecoveryKey(typed), typed).toEqual({ ok: true, value: key });
    }
  });

  it('has no wrong sign in it that is not found, in its group', () => {
    const place = fc.nat(34);
    fc.assert(
      fc.property(random, place, fc.integer({ min: 1, max: 31 }), (bytes, at, by) => {
        const signs = [...makeRecoveryKey(bytes).replaceAll('-', '')];
        signs[at] = SIGNS[(SIGNS.indexOf(signs[at] ?? '') + by) % 32] ?? '';
        expect(readRecoveryKey(signs.join(''))).toEqual({ ok: false, error: { code: 'typo', group: Math.floor(at / 5) + 1 } });
      }),
      runs,
    );
  });

  it('has no two signs of a group, and no two groups, in each other’s place that are not found', () => {
    fc.assert(
      fc.property(random, fc.nat(6), fc.nat(6), fc.nat(4), fc.nat(4), (bytes, group, other, one, two) => {
        const groups = makeRecoveryKey(bytes).split('-');
        const own = [...(groups[group] ?? '')];
        const swapped = own.with(one, own[two] ?? '').with(two, own[one] ?? '');
        if (own[one] !== own[two])
          expect(readRecoveryKey(groups.with(group, swapped.join('')).join('-'))).toMatchObject({ error: { code: 'typo', group: group + 1 } });
        const exchanged = groups.with(group, groups[other] ?? '').with(other, groups[group] ?? '');
        if (group !== other && groups[group] !== groups[other]) {
          expect(readRecoveryKey(exchanged.join('-'))).toMatchObject({ error: { code: 'typo', group: Math.min(group, other) + 1 } });
        }
      }),
      runs,
    );
  });

  it.each([
    ['', { code: 'length', signs: 0 }],
    ['hello', { code: 'length', signs: 5 }],
    ['00000-00000-00000-00000-00000-00000-0000', { code: 'group-length', group: 7, signs: 4 }],
    ['00000-000000-00000-00000-00000-00000-0000', { code: 'group-length', group: 2, signs: 6 }],
    [`${makeRecoveryKey(new Uint8Array(RECOVERY_BYTES)).slice(0, 12)}U${'0'.repeat(24)}`, { code: 'sign', group: 3, sign: 'U' }],
    [`${makeRecoveryKey(new Uint8Array(RECOVERY_BYTES)).slice(0, 12)}恢${'0'.repeat(24)}`, { code: 'sign', group: 3, sign: '恢' }],
  ])('that is none is told with its place: %j', (typed, error) => {
    expect(readRecoveryKey(typed)).toEqual({ ok: false, error });
  });

  it('has its groups compared as they were typed', () => {
    const key = makeRecoveryKey(Uint8Array.from({ length: RECOVERY_BYTES }, (_, index) => index));
    const third = key.split('-')[2] ?? '';
    expect(isRecoveryGroup(key, 3, ` ${third.toLowerCase()} `)).toBe(true);
    expect(isRecoveryGroup(key, 4, third)).toBe(false);
    expect(isRecoveryGroup(key, 8, third)).toBe(false);
    expect(isRecoveryGroup(key, 3, '')).toBe(false);
  });
});
