import { describe, expect, it } from 'vitest';
import { WeiboGuard, weiboSignature } from '#electron/channels/weibo/weibo-signature.ts';
import { MINUTE } from '#shared/lib/time.ts';

const NOW = 1_397_022_061_823;
const WORDS = Buffer.from('{"text":"hello"}');

/** The example that Weibo publishes (open.weibo.com, Messages_api_start). */
const example = { signature: '90e4c22c90a58f26526c2dd5b6c56c8822edeaa1', timestamp: '1397022061823', nonce: '57155157' };
const asked = (more: Readonly<Record<string, string>> = {}) => new URLSearchParams({ ...example, ...more });

function guardAt(now = NOW) {
  const time = { now };
  return { time, guard: new WeiboGuard('xyz123xyz', () => time.now) };
}

describe('weiboSignature', () => {
  it.each([
    ['xyz123xyz', '1397022061823', '57155157', '90e4c22c90a58f26526c2dd5b6c56c8822edeaa1'],
    // Made by `printf %s … | openssl sha1`: the nonce sorts behind the secret, the secret before both, and they stand in code order.
    ['abc', '1790000000', 'zzz', '930f9d918208896511121e2d0c1c692400da6930'],
    ['0secret', '1790000000', '9', 'c3995dfa9fc67f208c172d81768429ec550f836a'],
    ['aB', '1790000000', 'Ab', '4c966141f8f97ec3cfec63c5305e41ba00f85693'],
  ])('of %s %s %s', (secret, timestamp, nonce, hex) => {
    expect(weiboSignature(secret, timestamp, nonce)).toBe(hex);
  });
});

describe('WeiboGuard', () => {
  it('takes Weibo’s own example at its time', () => {
    expect(guardAt().guard.judge(asked(), WORDS)).toBe('good');
  });

  it('takes a time in seconds as well', () => {
    const { guard } = guardAt(1_790_000_000_000);
    expect(
      new WeiboGuard('abc', () => 1_790_000_000_000).judge(
        new URLSearchParams({ signature: weiboSignature('abc', '1790000000', 'zzz'), timestamp: '1790000000', nonce: 'zzz' }),
        WORDS,
      ),
    ).toBe('good');
    expect(guard.judge(asked(), WORDS)).toBe('clock-off');
  });

  it.each([
    ['another signature', { signature: example.signature.replace('9', '8') }],
    ['capitals', { signature: example.signature.toUpperCase() }],
    ['another time', { timestamp: '1397022061824' }],
    ['another nonce', { nonce: '57155158' }],
    ['digits moved to the nonce', { timestamp: '139702206182', nonce: '357155157' }],
    ['an empty signature', { signature: '' }],
    ['an empty nonce', { nonce: '' }],
    ['a time that is none', { timestamp: 'now' }],
  ])('refuses %s', (_, more) => {
    expect(guardAt().guard.judge(asked(more), WORDS)).toBe('bad-signature');
  });

  it.each(['signature', 'timestamp', 'nonce'])('refuses a call without %s, or with two', (name) => {
    const without = asked();
    without.delete(name);
    expect(guardAt().guard.judge(without, WORDS)).toBe('bad-signature');
    const twice = asked();
    twice.append(name, twice.get(name) ?? '');
    expect(guardAt().guard.judge(twice, WORDS)).toBe('bad-signature');
  });

  it('takes nothing where there is no secret', () => {
    const query = new URLSearchParams({ signature: weiboSignature('', example.timestamp, example.nonce), timestamp: example.timestamp, nonce: example.nonce });
    expect(new WeiboGuard('', () => NOW).judge(query, WORDS)).toBe('bad-signature');
  });

  it('takes the same call again, and no other words by its signature', () => {
    const { guard } = guardAt();
    expect(guard.judge(asked(), WORDS)).toBe('good');
    expect(guard.judge(asked(), WORDS)).toBe('good');
    expect(guard.judge(asked(), Buffer.from('{"text":"pay me"}'))).toBe('bad-signature');
    // The same digits, told apart at another place: 10 of them are seconds.
    expect(guard.judge(asked({ timestamp: '1397022061', nonce: '82357155157' }), WORDS)).toBe('bad-signature');
    expect(guard.judge(asked(), WORDS)).toBe('good');
  });

  it.each([
    [10 * MINUTE, 'good'],
    [-10 * MINUTE, 'good'],
    [10 * MINUTE + 1, 'clock-off'],
    [-10 * MINUTE - 1, 'clock-off'],
  ])('at %d ms from our time is %s', (off, verdict) => {
    expect(guardAt(NOW + off).guard.judge(asked(), WORDS)).toBe(verdict);
  });

  it('keeps no more than it must, and forgets none within its time', () => {
    const { guard } = guardAt();
    expect(guard.judge(asked(), WORDS)).toBe('good');
    for (let index = 0; index < 5_000; index++) {
      const nonce = `n${index}`;
      expect(guard.judge(asked({ nonce, signature: weiboSignature('xyz123xyz', example.timestamp, nonce) }), WORDS)).toBe('good');
    }
    expect(guard.judge(asked(), Buffer.from('other'))).toBe('bad-signature');
  });
});
