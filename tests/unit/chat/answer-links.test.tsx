import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { answerParts } from '#renderer/chat/answer-links.ts';
import { AnswerText } from '#renderer/chat/answer-text.tsx';
import { textsOf } from '#renderer/chat/texts.ts';

const links = (text: string) => answerParts(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []));
const shown = (text: string, language: 'en' | 'zh-CN' = 'en') => renderToStaticMarkup(<AnswerText text={text} t={textsOf(language)} />);

describe('An address in an answer', () => {
  it.each([
    ['See https://help.example.com/cards.', 'https://help.example.com/cards'],
    ['Is it http://example.com?', 'http://example.com'],
    ['HTTPS://Example.COM:8443/a?b=c&d=%20#e!', 'HTTPS://Example.COM:8443/a?b=c&d=%20#e'],
    ['(https://example.com/a)', 'https://example.com/a'],
    ['(see https://example.com/a_(b)).', 'https://example.com/a_(b)'],
    ['https://example.com/a(or call us)', 'https://example.com/a'],
    ['[Help](https://example.com/a)', 'https://example.com/a'],
    ['**https://example.com/a**', 'https://example.com/a'],
    ['"https://example.com/a", \'https://example.com/b\'', 'https://example.com/a', 'https://example.com/b'],
    ['<https://example.com/a>', 'https://example.com/a'],
    ['https://example.com: there; https://example.com/?q=1...', 'https://example.com', 'https://example.com/?q=1'],
    ['https://example.com/?', 'https://example.com/'],
    ['https://example.com/?to=a@b.example', 'https://example.com/?to=a@b.example'],
    ['https://ru.example.org/Кошка, https://example.org/caf\u00e9', 'https://ru.example.org/Кошка', 'https://example.org/caf\u00e9'],
    ['https://example.com/a\u202egpj.exe', 'https://example.com/a'],
    ['https://example.com\u200b, or so', 'https://example.com'],
    ['https://example.com\\@evil.example', 'https://example.com'],
  ])('%s ends where its sentence goes on', (text, ...found) => {
    expect(links(text)).toEqual(found);
  });

  it.each([
    ['请打开https://example.com/help查看详情', 'https://example.com/help'],
    ['请打开https://example.com查看', 'https://example.com'],
    ['请打开https://example.com/help~谢谢', 'https://example.com/help'],
    ...[...')」】》。，；：！？、）』”’～…\u3000'].map((sign): [string, string] => [`《请看https://example.com/a?b=1${sign}谢谢`, 'https://example.com/a?b=1']),
    ['https://example.com和https://example.org，任选其一', 'https://example.com', 'https://example.org'],
    ['https://例子.中国/a，谢谢', 'https://例子.中国/a'],
    ['https://www.例子.com谢谢', 'https://www.例子.com'],
    ['https://wallet.example/查看', 'https://wallet.example/'],
    ['https://wallet.example/?查看，谢谢', 'https://wallet.example/'],
    ['https://wallet.example/a?b=查看', 'https://wallet.example/a?b='],
    ['https://wallet.example/#查看。', 'https://wallet.example/#'],
    ['能打开https://wallet.example/查看?', 'https://wallet.example/'],
    ['能打开https://wallet.example/查看?谢谢', 'https://wallet.example/'],
    ['https://wallet.example/help查看/a', 'https://wallet.example/help'],
  ])('%s leaves the Chinese after it alone', (text, ...found) => {
    expect(links(text)).toEqual(found);
  });

  it.each([
    ['请看https://wallet.example/帮助/充值?a=1，谢谢', 'https://wallet.example/帮助/充值?a=1'],
    ['https://wallet.example/帮助/充值', 'https://wallet.example/帮助/'],
    ['https://wallet.example/?页面=充值&步骤=2查看', 'https://wallet.example/?页面=充值&步骤=2'],
    ['https://wallet.example/帮助?页面=充值#top', 'https://wallet.example/帮助?页面=充值#top'],
    ['https://wallet.example/帮助%20a/#常见/b', 'https://wallet.example/帮助%20a/#常见/b'],
    ['https://wallet.example/ヘルプ/도움말/ช่วยเหลือ/a.', 'https://wallet.example/ヘルプ/도움말/ช่วยเหลือ/a'],
  ])('%s goes on behind a part in such a script that stands between its signs', (text, ...found) => {
    expect(links(text)).toEqual(found);
  });

  it.each([
    'javascript:alert(1)',
    'ftp://example.com',
    'file:///etc/passwd',
    'data:text/html,<script>alert(1)</script>',
    'www.example.com',
    'https://',
    'https:///example.com',
    'xhttps://example.com',
    'https://user@example.com/',
    'https://bank.example:secret@example.com/',
    'https://bank.example%2f@example.com/',
    'https://exa\u00admple.com',
    'https://exa\u200bmple.com',
    // Masked on its way: it leads elsewhere than it did.
    'https://example.com/?card=6222********1234',
    'https://example.com/?card=****',
    'https://example.com/卡号/6222********1234',
    // Which host is meant is left open.
    'https://example.com或www.example.org',
    'https://example.com.谢谢',
    'https://example.中国',
  ])('%s is none', (text) => {
    expect(links(text)).toEqual([]);
  });

  it('tells its host in ASCII, and whether it was written so', () => {
    const told = (text: string) => answerParts(text).map((part) => part.kind === 'link' && [part.host, part.plain]);
    expect(told('https://Example.com:444/a')).toEqual([['example.com:444', true]]);
    expect(told('https://www.alip\u0430y.com/')).toEqual([['www.xn--alipy-7ve.com', false]]);
    expect(told('https://\u0430lipay.com')).toEqual([['xn--lipay-3ve.com', false]]);
    expect(told('http://0x7f.1/')).toEqual([['127.0.0.1', false]]);
  });

  it('leaves every word where it stood, and never leads anywhere but to http and https', () => {
    const words = fc.array(
      fc.oneof(
        fc.string({ maxLength: 8, unit: 'grapheme' }),
        fc.constantFrom('https://', 'http://', 'example.com', '例子', '.', '/', '=', '&', '@', ':', '(', ')', '?', '，', '****'),
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(words, (some) => {
        const text = some.join('');
        const parts = answerParts(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const part of parts) {
          if (part.kind !== 'link') continue;
          expect(part.href).toMatch(/^https?:\/\//);
          expect(part.href).toBe(new URL(part.text).href);
          expect(new URL(part.href).username).toBe('');
        }
      }),
      { seed: 20261201, numRuns: 1_000 },
    );
  });

  it('is found at once however long what is around it', () => {
    const began = performance.now();
    for (const sign of ['a', '.', '(', '例', '-', 'a.', '例.', '/(', '/例', '=例', '?例', '/例?', '?', 'https://', 'https://a.'])
      links(`https://${sign.repeat(8_000)}@`);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('An answer', () => {
  it('is text with links that open beside it and tell nobody where they were', () => {
    expect(shown('Go to https://example.com/a?b=1&c. Then <b>wait</b>')).toBe(
      '<p dir="auto">Go to <a href="https://example.com/a?b=1&amp;c" target="_blank" rel="noopener noreferrer nofollow" title="Opens example.com in a new tab">https://example.com/a?b=1&amp;c</a>. Then &lt;b&gt;wait&lt;/b&gt;</p>',
    );
    expect(shown('https://example.com', 'zh-CN')).toContain('title="在新标签页中打开 example.com"');
  });

  it('says a host that reads otherwise than it was written', () => {
    expect(shown('https://\u0430lipay.com')).toContain('data-host="xn--lipay-3ve.com"');
    expect(shown('https://alipay.com')).not.toContain('data-host');
  });
});
