import { domainToASCII, domainToUnicode } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayOpenExternally } from '#electron/main/external-links.ts';
import { hostLetters } from '#renderer/features/conversation/host-letters.ts';
import { opensOutside } from '#renderer/features/conversation/opens-outside.ts';
import { saidElsewhere } from '#renderer/features/conversation/said-elsewhere.ts';

const evil = 'https://evil.test/landing';

describe('A link whose words name a site', () => {
  it.each([
    ['www.bank.example', 'www.bank.example'],
    ['https://bank.example/login', 'bank.example'],
    ['Log in at bank.example now', 'bank.example'],
    ['请登录bank.example查看', 'bank.example'],
    ['请登录 bank.example 查看', 'bank.example'],
    ['BANK.EXAMPLE', 'bank.example'],
    ['ｂａｎｋ．ｅｘａｍｐｌｅ', 'bank.example'],
    ['bank\u200b.exa\u00admple', 'bank.example'],
    ['evil.test and bank.example', 'bank.example'],
    ['https://evil.test@bank.example/', 'bank.example'],
    ['раypal.com', 'раypal.com'],
    ['xn--ypal-43d9g.com', 'xn--ypal-43d9g.com'],
    ['Open the mail\nbank.example', 'bank.example'],
  ])('%s', (words, said) => {
    expect(saidElsewhere(words, evil)).toBe(said);
  });

  it.each([
    ['evil.test', evil],
    ['www.evil.test', evil],
    ['Evil.Test', evil],
    ['http://mail.evil.test/a', evil],
    ['evil.test', 'https://click.evil.test/'],
    ['https://user@evil.test/', evil],
    ['раypal.com', 'https://xn--ypal-43d9g.com/'],
    ['', evil],
    ['Click here', evil],
    ['report.pdf', evil],
    ['the end.Next sentence', evil],
    ['Dr.Smith wrote, e.g. on Monday at 9.30', evil],
    ['service@bank.example', evil],
    ['您好。请点击这里。', evil],
    ['v1.2.3', evil],
  ])('says nothing of another: %s', (words, address) => {
    expect(saidElsewhere(words, address)).toBeNull();
  });

  it('is read in its time, whatever it is', () => {
    const began = performance.now();
    for (const part of ['a.', 'a-', 'http://', 'a@', 'xn--', '..', 'é.']) saidElsewhere(part.repeat(500), evil);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('The letters of a host', () => {
  it('are those that Node reads', () => {
    for (const name of ['раypal.com', 'bücher.example', '中国银行.cn', 'аррӏе.com', '例え.テスト', 'faß.de', '😀.example']) {
      const ascii = domainToASCII(name);
      expect(ascii).toMatch(/xn--/);
      expect(hostLetters(ascii)).toBe(domainToUnicode(ascii));
    }
  });

  it('are those that Node reads, for any name', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abz09äßжщ中文銀行あカ한글عربी'), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(letters, (label) => {
        const ascii = domainToASCII(`a${label}b.example`);
        if (ascii === '') return;
        expect(hostLetters(ascii)).toBe(domainToUnicode(ascii));
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('stay as they are where they stand for none', () => {
    for (const name of ['shop.example', 'xn--', 'xn--€.com', 'xn--99999999.com', '127.0.0.1', '[::1]']) expect(hostLetters(name)).toBe(name);
  });
});

describe('A link is offered to be opened', () => {
  it.each([
    'https://shop.example/a?b=c',
    'http://shop.example/',
    'https://bank.example@evil.test/',
    'https://:pass@evil.test/',
    'https://xn--ypal-43d9g.com/',
    `https://shop.example/${'a'.repeat(2_000)}`,
  ])('in the desktop’s window where the desktop opens it: %s', (address) => {
    expect(opensOutside(new URL(address), true)).toBe(mayOpenExternally(new URL(address).href, null));
    expect(opensOutside(new URL(address), false)).toBe(true);
  });
});
