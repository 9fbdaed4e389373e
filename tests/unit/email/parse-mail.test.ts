import { describe, expect, it } from 'vitest';
import { mailLimits } from '#electron/channels/email/mail-message.ts';
import { parseMail } from '#electron/channels/email/parse-mail.ts';
import { base, makeMail, readMail } from '#tests/unit/email/mail-kit.ts';

/** Made by the codecs of Python, not by those under test. */
const charsets = [
  ['gbk', '退款什么时候到账？我的订单号是多少', 'zcu/7sqyw7TKsbrytb3Vy6O/ztK1xLaptaW6xcrHtuDJ2Q=='],
  ['gb2312', '退款什么时候到账？我的订单号是多少', 'zcu/7sqyw7TKsbrytb3Vy6O/ztK1xLaptaW6xcrHtuDJ2Q=='],
  ['GB18030', '㐀退款𠀀到账', 'gTnuOc3Lv+6VMoI2tb3Vyw=='],
  ['Big5', '退款什麼時候到帳', 'sGi02qSwu/Kuya3UqOyxYg=='],
] as const;

describe('A mail in a charset of China', () => {
  it.each(charsets)('is read: %s, in subject, name, text and file name', async (charset, text, base64) => {
    const word = `=?${charset}?B?${base64}?=`;
    const percent = [...Buffer.from(base64, 'base64')].map((byte) => `%${byte.toString(16)}`).join('');
    const mail = await readMail(
      makeMail(
        [`From: ${word} <li@example.com>`, `Subject: ${word}`, 'Content-Type: multipart/mixed; boundary=b'],
        `--b\nContent-Type: text/plain; charset=${charset}\n\n`,
        Buffer.from(base64, 'base64'),
        `\n--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename*=${charset}''${percent}.pdf\n\nx\n--b--\n`,
      ),
    );
    expect(mail).toMatchObject({ subject: text, from: { name: text }, text });
    expect(mail.attachments[0]?.name).toBe(`${text}.pdf`);
  });

  it.each(charsets.filter(([charset]) => charset !== 'Big5'))('is read with bare bytes in its headers: %s', async (charset, text, base64) => {
    const bytes = Buffer.from(base64, 'base64');
    const mail = await readMail(
      makeMail(
        [...base, Buffer.concat([Buffer.from('Subject: '), bytes]), 'Content-Type: multipart/mixed; boundary=b'],
        `--b\nContent-Type: text/plain; charset=${charset}\n\n`,
        bytes,
        '\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="',
        bytes,
        '.pdf"\n\nx\n--b--\n',
      ),
    );
    expect([mail.subject, mail.text, mail.attachments[0]?.name]).toEqual([text, text, `${text}.pdf`]);
  });

  it('takes bare Western bytes for what they are', async () => {
    const mail = await readMail(makeMail([...base, Buffer.from('Subject: Informação', 'latin1')], 'x'));
    expect(mail.subject).toBe('Informação');
  });

  it('joins a character that two encoded words share (RFC 2047 section 5)', async () => {
    const mail = await readMail(makeMail([...base, 'Subject: =?utf-8?B?6YCA?=\n =?utf-8?B?5qy+?='], 'x'));
    expect(mail.subject).toBe('退款');
  });

  it('joins continued names (RFC 2231 section 3)', async () => {
    const named = "Content-Disposition: attachment; filename*0*=utf-8''%E9%80%80; filename*1*=%E6%AC%BE; filename*2=.pdf";
    const mail = await readMail(makeMail([...base, 'Content-Type: application/pdf', named], 'x'));
    expect(mail.attachments[0]?.name).toBe('退款.pdf');
  });

  it('joins flowing lines (RFC 3676)', async () => {
    const mail = await readMail(makeMail([...base, 'Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes'], '请问退款 \n什么时候到账 \n？\n谢谢'));
    expect(mail.text).toBe('请问退款什么时候到账？\n谢谢');
  });
});

describe('A mail beyond its limits', () => {
  it('is told with place and fault: too many parts', async () => {
    const parts = '--b\n\nx\n'.repeat(mailLimits.parts + 1);
    const read = await parseMail(makeMail([...base, 'Content-Type: multipart/mixed; boundary="b"'], parts));
    expect(read).toMatchObject({ ok: false, error: { code: 'too-many-parts', detail: expect.stringMatching(/^part 1001 begins at byte \d+$/) } });
  });

  it('is read with as many parts as may be, and with lines that only look like boundaries', async () => {
    const parts = '--b\n\nx\n'.repeat(mailLimits.parts);
    await expect(readMail(makeMail([...base, 'Content-Type: multipart/mixed; boundary="b"'], parts))).resolves.toMatchObject({ subject: '' });
    await expect(readMail(makeMail([...base], '--a\n'.repeat(2_000)))).resolves.toMatchObject({ subject: '' });
  });

  it('is told: parts in parts', async () => {
    const nested = (depth: number) => Array.from({ length: depth }, (_, at) => `--b${at}\nContent-Type: multipart/mixed; boundary=b${at + 1}\n\n`).join('');
    const headers = [...base, 'Content-Type: multipart/mixed; boundary=b0'];
    expect(await parseMail(makeMail(headers, nested(mailLimits.depth - 1)))).toMatchObject({ ok: true });
    expect(await parseMail(makeMail(headers, nested(mailLimits.depth + 1)))).toMatchObject({ ok: false, error: { code: 'too-deep' } });
  });

  it('is told: headers without end', async () => {
    const read = await parseMail(makeMail([...base, ...Array.from({ length: 40_000 }, () => `X-Filler: ${'x'.repeat(60)}`)], 'x'));
    expect(read).toMatchObject({ ok: false, error: { code: 'headers-too-large' } });
  });

  it.each([
    ['empty', '', 'empty'],
    ['blank', ' \r\n\t\n', 'empty'],
    ['a picture', '\u0089PNG\r\n\u001a\n\u0000\u0000', 'not-a-mail'],
    ['a text', 'Dear service,\nplease help me.\n', 'not-a-mail'],
  ])('is told: %s', async (_name, text, code) => {
    expect(await parseMail(Buffer.from(text, 'latin1'))).toMatchObject({ ok: false, error: { code } });
  });
});

describe('What a stranger wrote into a header', () => {
  it('is one clean line', async () => {
    const mail = await readMail(
      makeMail(['From: "Li\u202e\u0007 <b>x</b>" <LI@Example.com>', 'Subject: =?utf-8?Q?a=0D=0ABcc:_x=40y.example=00?=', 'X: y'], 'x'),
    );
    expect(mail.from).toEqual({ name: 'Li <b>x</b>', address: 'li@example.com' });
    expect(mail.subject).toBe('a Bcc: x@y.example');
  });

  it('is bounded', async () => {
    const mail = await readMail(
      makeMail([`From: "${'n'.repeat(5_000)}" <a@b.example>`, `Subject: ${'退'.repeat(5_000)}`, `References: ${'<a@b> '.repeat(3)}<c@d>`], 'x'),
    );
    expect(mail.from?.name).toHaveLength(200);
    expect(mail.subject).toHaveLength(500);
    expect(mail.references).toEqual(['a@b', 'c@d']);
  });

  it('names files that are only names', async () => {
    const names = ['../../etc/passwd', 'C:\\Windows\\win.ini', 'CON', 'a\u202egpj.exe', '.htaccess', 'x'.repeat(300).concat('.pdf'), '\u0000', 'a<b>|c?.txt'];
    const parts = names.map((name) => `--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}\n\nx\n`);
    const mail = await readMail(makeMail([...base, 'Content-Type: multipart/mixed; boundary=b'], ...parts, '--b--\n'));
    const found = mail.attachments.map(({ name }) => name);
    expect(found).toEqual(['passwd', 'win.ini', '_CON', 'agpj.exe', 'htaccess', `${'x'.repeat(116)}.pdf`, 'file', 'a_b__c_.txt']);
  });
});

describe('A mail’s parts', () => {
  it('are told apart: said type, found type, inline by what the HTML shows', async () => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const mail = await readMail(
      makeMail(
        [...base, 'Content-Type: multipart/mixed; boundary=b'],
        '--b\nContent-Type: text/html\n\n<p>See <img src="cid:pic@x" alt="screen"> <img src="https://spy.example/p.gif"></p>\n',
        `--b\nContent-Type: application/pdf; name=a.pdf\nContent-ID: <pic@x>\nContent-Transfer-Encoding: base64\n\n${png}\n`,
        '--b\nContent-Type: image/png; name=b.png\nContent-Disposition: attachment\n\nnot a picture\n--b--\n',
      ),
    );
    expect(mail.text).toBe('See screen');
    expect(mail.remoteContent).toBe(1);
    expect(mail.html).toContain('spy.example');
    expect(mail.attachments.map(({ declaredType, sniffedType, inline, contentId }) => [declaredType, sniffedType, inline, contentId])).toEqual([
      ['application/pdf', 'image/png', true, 'pic@x'],
      ['image/png', 'text/plain', false, null],
    ]);
  });

  it('give a hash that line ends and transport do not change', async () => {
    const one = makeMail([...base, 'Received: from a'], 'Hello\nthere');
    const other = Buffer.from(
      Buffer.from(makeMail(['Received: from b', ...base], 'Hello\nthere\n\n'))
        .toString()
        .replaceAll('\r\n', '\n'),
    );
    expect((await readMail(one)).contentHash).toBe((await readMail(other)).contentHash);
    expect((await readMail(makeMail([...base], 'Hello'))).contentHash).not.toBe((await readMail(one)).contentHash);
  });
});
