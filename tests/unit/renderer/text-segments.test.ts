import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeAddress, textSegments } from '#renderer/features/conversation/text-segments.ts';
import type { Token } from '#shared/lib/ids.ts';
import type { TokenMark } from '#shared/wallet/tokens.ts';

const mark = (at: number, length: number): TokenMark => ({ at, length, kind: 'phone', token: `t${at}` as Token }) as TokenMark;

describe('an address that a stranger wrote', () => {
  it.each([
    'javascript:alert(1)',
    'http://example.com',
    'https://user:pass@example.com',
    'https://user@example.com/',
    'data:text/html,x',
    'file:///etc/passwd',
    'https://',
    '//example.com',
  ])('%s may not be opened', (text) => {
    expect(safeAddress(text)).toBeNull();
  });

  it('shows its real host, so that look-alike letters are seen', () => {
    expect(safeAddress('https://аlipay.com/login')).toMatchObject({ host: expect.stringMatching(/^xn--/) });
    expect(safeAddress('HTTPS://Example.COM:444/a?b#c')).toEqual({ href: 'https://example.com:444/a?b#c', host: 'example.com:444' });
  });

  it('ends before the sentence does', () => {
    const links = (text: string) => textSegments(text, []).flatMap((segment) => (segment.kind === 'link' ? [segment.text] : []));
    expect(links('see https://example.com/a, and (https://example.org).')).toEqual(['https://example.com/a', 'https://example.org']);
    expect(links('请看https://example.com/路径，谢谢')).toEqual(['https://example.com/路径']);
  });
});

describe('a text with marks', () => {
  it('is cut at marks and addresses, in order', () => {
    const segments = textSegments('call 138****8000 or https://example.com', [mark(5, 11)]);
    expect(segments.map(({ kind, text }) => [kind, text])).toEqual([
      ['text', 'call '],
      ['mark', '138****8000'],
      ['text', ' or '],
      ['link', 'https://example.com'],
    ]);
  });

  it('gives itself again, whatever the marks say', () => {
    const marks = fc.array(fc.record({ at: fc.nat(60), length: fc.integer({ min: 1, max: 20 }) }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'grapheme' }), marks, (text, given) => {
        const segments = textSegments(
          text,
          given.map(({ at, length }) => mark(at, length)),
        );
        expect(segments.map((segment) => segment.text).join('')).toBe(text);
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });
});
