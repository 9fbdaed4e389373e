import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { cutQuote } from '#electron/channels/email/cut-quote.ts';

describe('The quote of a reply', () => {
  it.each([
    ['Gmail', 'Still waiting.\n\nOn Mon, 23 Nov 2026 at 08:00, Service <s@w.example> wrote:\n> Hello\n> there', 'Still waiting.'],
    ['Gmail, wrapped', 'Still waiting.\n\nOn Mon, 23 Nov 2026 at 08:00, Service\n<s@w.example> wrote:\n\n> Hello', 'Still waiting.'],
    ['Gmail, Chinese', '还没到账\n\nService <s@w.example> 于2026年11月23日周一 08:00写道：\n> 您好', '还没到账'],
    ['Apple, Chinese', '还没到账\n\n在 2026年11月23日，08:00，Service <s@w.example> 写道：\n\n您好', '还没到账'],
    ['QQ', '还没到账\n\n------------------ 原始邮件 ------------------\n发件人: "service"\n您好', '还没到账'],
    ['NetEase', '还没到账\n\n---- 回复的原邮件 ----\n发件人 service\n您好', '还没到账'],
    [
      'Outlook',
      'Still waiting.\n\n________________________________\nFrom: Service <s@w.example>\nSent: Monday\nTo: Li\nSubject: Refund\n\nHello',
      'Still waiting.',
    ],
    ['Outlook, Chinese', '还没到账\n\n发件人: Service\n发送时间: 2026年11月23日\n收件人: Li\n主题: 退款\n\n您好', '还没到账'],
    ['old Outlook', 'Still waiting.\n\n-----Original Message-----\nFrom: Service\n\nHello', 'Still waiting.'],
    ['an answer below', 'On 23.11.2026 Service wrote:\n> Hello\n\nStill waiting.', 'Still waiting.'],
  ])('is cut off: %s', (_name, text, fresh) => {
    const cut = cutQuote(text);
    expect(cut.fresh).toBe(fresh);
    expect(cut.quoted).toMatch(/Hello|您好/);
  });

  it.each([
    ['answers between', '> When?\nToday.\n> Where?\nHere.'],
    ['nothing but a quote', '> Hello'],
    ['own words that end so', 'The clerk wrote:\nplease call us.'],
    ['an attached mail', 'See below\n------------\nFrom: a@b.example\nDate: today\nTo: me\nSubject: x\n------------\nHello'],
    ['a row of values', 'From: Beijing\nthe money never came'],
  ])('stays: %s', (_name, text) => {
    expect(cutQuote(text)).toEqual({ fresh: text, quoted: null });
  });

  test('cutting loses no line', () => {
    const line = fc.constantFrom(
      '',
      'Hello',
      '> quoted',
      '在 2026年 写道：',
      'On 1 May, x wrote:',
      'From: a',
      'Sent: b',
      'To: c',
      '-----Original Message-----',
      '______',
      'ends',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const { fresh, quoted } = cutQuote(lines.join('\n'));
        const said = (text: string) =>
          text
            .split('\n')
            .filter((each) => each !== '')
            .toSorted();
        expect(said(`${fresh}\n${quoted ?? ''}`)).toEqual(said(lines.join('\n')));
      }),
      { seed: 20261123, numRuns: 2_000 },
    );
  });

  it('leaves the line above an announcement to who wrote it, also one with a number', () => {
    expect(cutQuote('Hello,\nmy 88.00 has not come.\nOn 1 May 2026 x wrote:\n> a')).toEqual({
      fresh: 'Hello,\nmy 88.00 has not come.',
      quoted: 'On 1 May 2026 x wrote:\n> a',
    });
    expect(cutQuote('Hello,\nmy 88.00 has not come.\nOn Monday service wrote:').fresh).toContain('my 88.00 has not come.');
  });
});
