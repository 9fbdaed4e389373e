import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Answer, composeAnswer } from '#electron/channels/email/compose-answer.ts';
import { forwardBelow } from '#electron/channels/email/quote-below.ts';
import { answerSubject } from '#shared/case/answer-subject.ts';
import { readMail } from '#tests/unit/email/mail-kit.ts';

const answer: Answer = {
  from: { name: '钱包客服', address: 'service@wallet.example' },
  to: [{ name: '李雷', address: 'li@example.com' }],
  subject: '退款什么时候到账',
  text: '您好，\n退款将于三个工作日内到账。\n\n谢谢',
  date: Date.UTC(2026, 10, 23, 8),
  messageId: '0190-a@wallet.example',
  inReplyTo: 'c@example.com',
  references: ['a@example.com', 'b@example.com'],
  attachments: [],
};

async function composed(change: Partial<Answer>): Promise<Uint8Array> {
  const mail = await composeAnswer({ ...answer, ...change });
  if (!mail.ok) throw new Error(mail.error);
  return mail.value.bytes;
}

/** The field names of a mail's own header, as a strict reader sees them. */
const fieldsOf = (bytes: Uint8Array): readonly string[] => {
  const [head = ''] = Buffer.from(bytes).toString('latin1').split('\r\n\r\n');
  return head
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map((line) => line.split(':')[0] ?? '')
    .toSorted();
};

const plainFields = [
  'Auto-Submitted',
  'Content-Transfer-Encoding',
  'Content-Type',
  'Date',
  'From',
  'In-Reply-To',
  'MIME-Version',
  'Message-ID',
  'References',
  'Subject',
  'To',
  'X-Auto-Response-Suppress',
].toSorted();

test('What is sent on goes whole as far as a case goes, and says where it was cut', () => {
  const sentOn = { who: 'Li', at: 0, subject: 'x', language: 'en' as const };
  expect(forwardBelow({ ...sentOn, text: 'y'.repeat(100_000) })).toMatch(/\n\ny{100000}$/);
  expect(forwardBelow({ ...sentOn, text: 'y'.repeat(100_001) })).toMatch(/\n\ny{100000}\n\n\[Too long: cut here\]$/);
});

describe('An answer', () => {
  it('is read back as it was written', async () => {
    const bytes = await composed({ attachments: [{ name: '回单 1.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.4\n\u0000') }] });
    const mail = await readMail(bytes);
    expect(mail).toMatchObject({
      subject: 'Re: 退款什么时候到账',
      from: { name: '钱包客服', address: 'service@wallet.example' },
      to: [{ name: '李雷', address: 'li@example.com' }],
      date: answer.date,
      messageId: '0190-a@wallet.example',
      inReplyTo: ['c@example.com'],
      references: ['a@example.com', 'b@example.com', 'c@example.com'],
      text: answer.text,
    });
    expect(mail.attachments.map(({ name, declaredType, size }) => [name, declaredType, size])).toEqual([['回单 1.pdf', 'application/pdf', 10]]);
    const lines = Buffer.from(bytes).toString('latin1').split('\r\n');
    expect(lines.every((line) => line.length <= 998 && !/[\r\n]|[^\0-\x7f]/.test(line))).toBe(true);
  });

  it('is the same bytes each time', async () => {
    const attachments = [{ name: 'a.txt', type: 'text/plain', bytes: Buffer.from('a') }];
    expect(Buffer.from(await composed({ attachments })).equals(await composed({ attachments }))).toBe(true);
  });

  test.each([
    ['退款', 'Re: 退款'],
    ['RE: Re: 回复：退款', 'Re: 退款'],
    ['Re[2]: x', 'Re: x'],
    ['Reset', 'Re: Reset'],
    ['', 'Re:'],
  ])('to %j has the subject %j', (subject, expected) => {
    expect(answerSubject(subject)).toBe(expected);
  });

  it.each([
    ['bad-recipient', { to: [{ name: '', address: 'a@b.example, c@d.example' }] }],
    ['bad-recipient', { to: [{ name: '', address: 'a@b.example\r\nBcc: c@d.example' }] }],
    ['bad-recipient', { to: [{ name: '', address: '<a@b.example>' }] }],
    ['bad-sender', { from: { name: '', address: 'nobody' } }],
    ['bad-id', { messageId: 'a@b>\r\nX: y' }],
    ['bad-recipient', { to: [] }],
    ['bad-recipient', { bcc: [{ name: '', address: 'c@d.example>\r\nRCPT TO:<e@f.example' }] }],
    ['too-many-recipients', { cc: Array.from({ length: 50 }, (_, at) => ({ name: '', address: `c${at}@d.example` })) }],
    ['empty', { text: ' \n' }],
  ] satisfies [string, Partial<Answer>][])('is refused: %s', async (code, change) => {
    expect(await composeAnswer({ ...answer, ...change })).toEqual({ ok: false, error: code });
  });

  it('goes to many, and nobody sees who had a blind copy', async () => {
    const mail = await composeAnswer({
      ...answer,
      cc: [{ name: '👩‍⚖️ محمد', address: 'cc@example.com' }],
      bcc: [
        { name: 'Boss', address: 'boss@wallet.example' },
        { name: '', address: 'li@example.com' },
      ],
    });
    if (!mail.ok) throw new Error(mail.error);
    expect(mail.value).toMatchObject({ from: 'service@wallet.example', to: ['li@example.com', 'cc@example.com', 'boss@wallet.example'] });
    expect(fieldsOf(mail.value.bytes)).toEqual([...plainFields, 'Cc'].toSorted());
    expect(Buffer.from(mail.value.bytes).toString('latin1')).not.toContain('boss');
    expect((await readMail(mail.value.bytes)).cc).toEqual([{ name: '👩‍⚖️ محمد', address: 'cc@example.com' }]);
  });

  it('has its signature below the text and the quote below both; a reader tells them apart', async () => {
    const quoted = { who: '李雷', at: Date.UTC(2026, 10, 23, 7), text: '钱呢？\n\n>旧', language: 'zh-CN' } as const;
    const mail = await readMail(await composed({ signature: '钱包客服中心\n95000', quoted, token: '[#0A1B2C3D]' }));
    expect(mail.subject).toBe('Re: 退款什么时候到账 [#0A1B2C3D]');
    expect(mail.text).toBe(`${answer.text}\n\n--\n钱包客服中心\n95000`);
    expect(mail.quoted).toBe('李雷 于 2026-11-23 07:00 UTC 写道：\n> 钱呢？\n>\n>>旧');
    const english = await readMail(await composed({ quoted: { ...quoted, language: 'en' } }));
    expect([english.text, english.quoted?.split('\n')[0]]).toEqual([answer.text, 'On 2026-11-23 07:00 UTC, 李雷 wrote:']);
  });

  it('sends a message on below lines that say whose it is, without the mark of an answer', async () => {
    const sentOn = {
      who: '李雷 l***@example.com',
      at: Date.UTC(2026, 10, 23, 7),
      subject: '退款什么时候到账',
      text: '钱呢？\n138****8000',
      language: 'zh-CN',
    } as const;
    const mail = await readMail(await composed({ sentOn, to: [{ name: '', address: 'bank@example.com' }], text: '', inReplyTo: null }));
    expect(mail).toMatchObject({ subject: 'Fwd: 退款什么时候到账', to: [{ address: 'bank@example.com' }], inReplyTo: [] });
    expect([mail.text, mail.quoted].join('\n')).toContain(
      '---------- 转发的邮件 ----------\n发件人：李雷 l***@example.com\n日期：2026-11-23 07:00 UTC\n主题：退款什么时候到账\n\n钱呢？\n138****8000',
    );
    const again = await readMail(await composed({ sentOn: { ...sentOn, language: 'en' }, subject: 'Fwd: FW: refund', text: 'Please look.' }));
    expect(again.subject).toBe('Fwd: refund');
    expect([again.text, again.quoted].join('\n')).toContain('From: 李雷 l***@example.com\nDate: 2026-11-23 07:00 UTC');
  });

  test('has no header but its own, whatever strangers wrote', async () => {
    const evil = fc.oneof(
      fc.constantFrom(
        'x\r\nBcc: e@e.example',
        'x\nBcc: e@e.example',
        'x\rBcc: e',
        '\r\n\r\nbody',
        '=?utf-8?Q?=0D=0ABcc:_e?=',
        'x\u2028Bcc: e',
        'x\u0085Bcc: e',
        '"; Bcc: e',
        'x\0y',
      ),
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ maxLength: 1_500 }),
    );
    await fc.assert(
      fc.asyncProperty(evil, evil, evil, evil, fc.array(evil, { maxLength: 5 }), async (subject, name, own, text, references) => {
        const bytes = await composed({
          subject,
          text: `t${text}`,
          to: [{ name, address: 'li@example.com' }],
          from: { name: own, address: 'service@wallet.example' },
          references,
          inReplyTo: 'c@example.com',
        });
        expect(fieldsOf(bytes)).toEqual(plainFields);
        const mail = await readMail(bytes);
        expect(mail.to.map(({ address }) => address)).toEqual(['li@example.com']);
        expect(mail.from?.address).toBe('service@wallet.example');
        expect([mail.cc, mail.messageId, mail.inReplyTo]).toEqual([[], '0190-a@wallet.example', ['c@example.com']]);
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });

  test('carries any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), async (lines) => {
        const text = `您好${lines.join('\n')}。`;
        const back = (await readMail(await composed({ text }))).text;
        expect(back.replace(/\s+/g, ' ')).toBe(text.replace(/[\p{Cc}\u2028\u2029\ufeff\s]+/gu, (found) => (/[\s]/.test(found) ? ' ' : '')).trim());
      }),
      { seed: 20261123, numRuns: 200 },
    );
  });
});
