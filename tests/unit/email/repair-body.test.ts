import { describe, expect, it } from 'vitest';
import { base, makeMail, readMail } from '#tests/unit/email/mail-kit.ts';

/** Made by the codecs of Python, not by those under test. */
const simplified = '您好，我昨天充值的两百元到现在还没有到账，请帮我看一下，谢谢！';
const traditional = '您好，我昨天儲值的兩百元到現在還沒有到帳，請幫我看一下，謝謝！';
const japanese = 'こんにちは。昨日の入金がまだ届いていません。確認してください。';
const gb18030 = Buffer.from('xPq6w6OsztLX8szss+TWtbXEwb2w2dSqtb3P1tTau7nDu9PQtb3Vy6Osx+uw787Sv7TSu8/Co6zQu9C7o6E=', 'base64');
const big5 = Buffer.from('sXqmbqFBp9qsUaTRwHityKq6qOKmyqS4qOyye6ZiwdmoU6azqOyxYqFBvdDAsKfarN2kQKRVoUHBwsHCoUk=', 'base64');
const iso2022jp = Buffer.from('GyRCJDMkcyRLJEEkTyEjOnJGfCRORn42YiQsJF4kQEZPJCQkRiQkJF4kOyRzISMzTkcnJDckRiQvJEAkNSQkISMbKEI=', 'base64');
const shiftJis = Buffer.from('grGC8YLJgr+CzYFCjfCT+oLMk/yL4IKqgtyCvpPNgqKCxIKigtyCuYLxgUKKbZRGgrWCxIKtgr6Cs4KigUI=', 'base64');
const koi8r = Buffer.from('+sTSwdfT1NfVytTFLCDExc7Yx8kgzsUg0NLJ28zJ', 'base64');

const text = (bytes: Uint8Array, ...headers: readonly string[]) => readMail(makeMail([...base, ...headers], bytes)).then((mail) => mail.text);
const declared = (charset: string) => `Content-Type: text/plain; charset=${charset}`;
const b64 = 'Content-Transfer-Encoding: base64';

describe('A text in the charset that it declares', () => {
  it.each([
    ['gb18030', simplified, gb18030],
    ['gbk', simplified, gb18030],
    ['big5', traditional, big5],
    ['iso-2022-jp', japanese, iso2022jp],
    ['ISO-2022-JP', japanese, iso2022jp],
    ['shift_jis', japanese, shiftJis],
    ['utf-8', simplified, Buffer.from(simplified)],
  ])('is read: %s', async (charset, expected, bytes) => {
    expect(await text(bytes, declared(charset))).toBe(expected);
    expect(await text(Buffer.from(bytes.toString('base64')), declared(charset), b64)).toBe(expected);
  });
});

describe('A text in another charset than it declares', () => {
  it.each([
    ['gb2312', simplified, Buffer.from(simplified)],
    ['iso-8859-1', simplified, Buffer.from(simplified)],
    ['us-ascii', simplified, Buffer.from(simplified)],
    ['iso-8859-1', 'Informação já enviada, não recebi.', Buffer.from('Informação já enviada, não recebi.')],
    ['utf-8', simplified, gb18030],
    ['iso-8859-1', simplified, gb18030],
    ['us-ascii', simplified, gb18030],
    ['utf-8', traditional, big5],
    ['gb2312', traditional, big5],
    ['big5', simplified, gb18030],
    ['us-ascii', japanese, iso2022jp],
    ['utf-8', japanese, iso2022jp],
    ['iso-2022-jp', japanese, shiftJis],
    ['utf-8', 'Informação já enviada, não recebi.', Buffer.from('Informação já enviada, não recebi.', 'latin1')],
    ['x-unknown', simplified, gb18030],
  ])('is read all the same: said %s', async (charset, expected, bytes) => {
    expect(await text(bytes, declared(charset))).toBe(expected);
    expect(await text(Buffer.from(bytes.toString('base64')), declared(charset), b64)).toBe(expected);
  });

  it.each([
    ['nothing at all', []],
    ['a type alone', ['Content-Type: text/plain']],
  ])('is read where it declares %s', async (_name, headers) => {
    expect(await text(gb18030, ...headers)).toBe(simplified);
    expect(await text(big5, ...headers)).toBe(traditional);
  });

  it('is read in HTML too, and leaves files as they are', async () => {
    const file = '--b\nContent-Type: text/plain; charset=utf-8; name=a.txt\nContent-Disposition: attachment; filename=a.txt\n\n';
    const mail = await readMail(
      makeMail(
        [...base, 'Content-Type: multipart/mixed; boundary=b'],
        '--b\nContent-Type: text/html; charset="utf-8"\n\n<p>',
        gb18030,
        `</p>\n${file}`,
        gb18030,
        '\n--b--\n',
      ),
    );
    expect(mail.text).toBe(simplified);
    expect(Buffer.from(mail.attachments[0]?.bytes ?? []).toString('hex')).toContain(gb18030.toString('hex'));
  });

  it('is not made up where the declared one was right', async () => {
    const western = 'Señor, déjà vu – naïve café, Grüße aus Köln';
    expect(await text(Buffer.from(western.replace('–', '-'), 'latin1'), declared('iso-8859-1'))).toBe(western.replace('–', '-'));
    expect(await text(Buffer.from(western), declared('utf-8'))).toBe(western);
    const russian = 'Здравствуйте, деньги не пришли';
    expect(await text(koi8r, declared('koi8-r'))).toBe(russian);
    expect(await text(Buffer.from(`broken \ufffd mark ${simplified}`), declared('utf-8'))).toBe(`broken \ufffd mark ${simplified}`);
    expect(await text(Buffer.from('plain \u001b[31mred\u001b[0m'), declared('us-ascii'))).toBe('plain [31mred[0m');
  });
});
