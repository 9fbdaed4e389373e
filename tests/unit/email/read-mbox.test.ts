import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type MboxMail, readMbox } from '#electron/channels/email/read-mbox.ts';

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  // One buffer for all pieces, as some streams have.
  const shared = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    const length = bytes.copy(shared, 0, at, at + size);
    yield shared.subarray(0, length);
  }
}

async function mailsOf(text: string, size = 64, most?: number): Promise<readonly MboxMail[]> {
  const mails: MboxMail[] = [];
  for await (const mail of readMbox(inPieces(Buffer.from(text), size), most)) mails.push(mail);
  return mails;
}

const from = 'From li@example.com Mon Nov 23 08:00:00 2026\n';
const textOf = ({ bytes }: MboxMail): string => Buffer.from(bytes ?? []).toString();

describe('A mailbox', () => {
  it('has its mails, with number and place', async () => {
    const mails = await mailsOf(`${from}Subject: a\n\none\n\n${from}Subject: b\n\ntwo\n`);
    expect(mails.map((mail) => [mail.number, mail.offset, textOf(mail)])).toEqual([
      [1, 0, 'Subject: a\n\none\n\n'],
      [2, from.length + 17, 'Subject: b\n\ntwo\n'],
    ]);
  });

  it.each(['From - Mon Nov 23 08:00:00 2026\n', 'From 17@xxx Mon Nov 23 08:00:00 +0000 2026\r\n', 'From a b 8:00 Mon, 23 Nov 2026\n'])(
    'is parted by %j',
    async (line) => {
      expect(await mailsOf(`${line}Subject: a\n\none\n\n${line}Subject: b\n\ntwo\n`)).toHaveLength(2);
    },
  );

  it('is not parted by people’s words, nor by a quoted line', async () => {
    const [mail, ...more] = await mailsOf(`${from}Subject: a\n\nFrom now on I wait.\nx\n${from}\n>From here\n>>From there\n> From\n`);
    expect(more).toEqual([]);
    expect(textOf(mail as MboxMail)).toBe(`Subject: a\n\nFrom now on I wait.\nx\n${from}\nFrom here\n>From there\n> From\n`);
  });

  it('has a mail too large told and passed over', async () => {
    const mails = await mailsOf(`${from}a\n\n${from}${'x'.repeat(5_000)}\n\n${from}b\n`, 1_000, 1_000);
    expect(mails.map(({ number, size, bytes }) => [number, size, bytes === null])).toEqual([
      [1, 3, false],
      [2, 5_002, true],
      [3, 2, false],
    ]);
  });

  it.each([
    ['', 0],
    ['\n\n', 0],
    [from, 0],
    [`${from}${from}\n${from}`, 1],
    ['Subject: no separator\n\nx', 1],
  ])('may be odd: %j', async (text, count) => {
    expect(await mailsOf(text)).toHaveLength(count);
  });

  test('gives back what was put into it, however it streams', async () => {
    const body = fc.array(fc.constantFrom('hello', '', 'From me', '>From you', from.trimEnd(), 'x'.repeat(300)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 200 }), async (bodies, size) => {
        const mails = bodies.map((lines) => `Subject: x\n\n${lines.join('\n')}\n`);
        const box = mails.map((mail) => `${from}${mail.replace(/^(>*From )/gm, '>$1')}\n`).join('');
        expect((await mailsOf(box, size)).map(textOf)).toEqual(mails.map((mail) => `${mail}\n`));
      }),
      { seed: 20261123, numRuns: 300 },
    );
  });
});
