import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryMailBook } from '#electron/channels/email/mail-book.ts';
import { mailLimits } from '#electron/channels/email/mail-message.ts';
import type { MailOutcome } from '#electron/channels/email/take-mail.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { EmailRoom } from '#tests/integration/email/email-kit.ts';
import { mailCorpus } from '#tests/integration/email/mail-corpus.ts';
import { makeMail, readMail } from '#tests/unit/email/mail-kit.ts';

let room: EmailRoom;

beforeEach(async () => {
  room = await new EmailRoom().start();
});
afterEach(() => room.stop());

const mailOf = (id: string, text: string, ...more: readonly string[]) =>
  makeMail(['From: =?utf-8?B?5p2O6Zu3?= <li@example.com>', 'To: service@wallet.example', `Message-ID: <${id}@example.com>`, ...more], text);

const take = (mail: Uint8Array): Promise<MailOutcome> => room.channel.takeMail(mail, 'by hand');

async function caseOf(mail: Uint8Array): Promise<CaseId> {
  const outcome = await take(mail);
  if (outcome.kind !== 'received') throw new Error(JSON.stringify(outcome));
  return outcome.caseId;
}

describe('A mail', () => {
  it('opens a case, masked, with its subject; the quote is kept beside it', async () => {
    const text = 'Where is my money?\nCall 13800138000.\n\nOn 1 May 2026, s@w.example wrote:\n> Hello';
    const caseId = await caseOf(mailOf('a', text, 'Subject: =?gbk?B?zcu/7g==?='));
    expect(await room.texts(caseId)).toEqual(['Where is my money?\nCall 138****8000.']);
    expect(await room.console.hub.state(caseId)).toMatchObject({
      channel: 'email',
      contactName: '李雷',
      subject: '退款',
      contactAddress: { text: 'l***@example.com', marks: [{ kind: 'email' }] },
      language: 'en',
      status: 'waiting',
    });
    const [entry] = await room.entries(caseId);
    expect(entry).toMatchObject({ original: { html: false, quoted: true, refused: [], size: room.originals[0]?.raw.length } });
    const [opened] = await room.engine.read({ kind: 'case', id: caseId });
    expect(JSON.stringify(opened)).not.toContain('example.com');
  });

  it('says when it was written where its date can be true, and keeps its place in the log by when it came', async () => {
    const came = async (id: string, date: string) => {
      const [entry] = await room.entries(await caseOf(mailOf(id, id, `Date: ${date}`)));
      if (entry?.kind !== 'received') throw new Error('no message');
      return entry;
    };
    const written = await came('old', 'Mon, 05 Jan 2026 10:00:00 +0800');
    expect(written.wroteAt).toBe(Date.UTC(2026, 0, 5, 2));
    expect(written.at).toBeGreaterThan(Date.UTC(2026, 0, 6));
    for (const date of ['Fri, 01 Jan 2100 00:00:00 +0000', 'Thu, 01 Jan 1970 00:00:10 +0000', 'Sun, 31 Dec 1989 23:00:00 +0000', 'once'])
      expect(await came(date.replaceAll(/\W/g, ''), date)).not.toHaveProperty('wroteAt');
  });

  it('is one message, however often it comes and whatever remembers it', async () => {
    const caseId = await caseOf(mailOf('a', 'one'));
    expect(await take(mailOf('a', 'one'))).toEqual({ kind: 'repeat' });
    const noId = makeMail(['From: li@example.com', 'Subject: x'], 'no id');
    const other = await caseOf(noId);
    expect(await take(Buffer.from(Buffer.from(noId).toString().replaceAll('\r\n', '\n')))).toEqual({ kind: 'repeat' });
    // Another channel with an empty book, as when the book was lost: the case knows.
    const fresh = room.channelWith(new MemoryMailBook());
    await fresh.start();
    for (const mail of [mailOf('a', 'one'), noId]) await fresh.takeMail(mail, 'again');
    await fresh.stop();
    expect([await room.texts(caseId), await room.texts(other)]).toEqual([['one'], ['no id']]);
  });

  it('goes to its thread’s case, in any order; not to another customer’s', async () => {
    const b = await caseOf(mailOf('b', 'second', 'References: <a@example.com>'));
    const a = await caseOf(mailOf('a', 'first'));
    const c = await caseOf(mailOf('c', 'third', 'In-Reply-To: <b@example.com>'));
    expect([a, c]).toEqual([b, b]);
    const eve = await caseOf(makeMail(['From: eve@evil.example', 'References: <a@example.com>', 'Message-ID: <e@x>'], 'let me in'));
    expect(eve).not.toBe(b);
    const same = await caseOf(mailOf('d', 'other matter', 'Subject: Re: first'));
    expect(same).not.toBe(b);
  });

  it('brings its files; what is not allowed is kept aside and told', async () => {
    const file = (name: string, text: string) => `--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=${name}\n\n${text}\n`;
    const body = ['--b\n\nsee files\n', file('a.txt', 'hello'), file('b.exe', 'MZ\u0090'), file('c.png', 'no picture'), '--b--\n'];
    const caseId = await caseOf(makeMail(['From: li@example.com', 'Content-Type: multipart/mixed; boundary=b'], ...body));
    const [message] = await room.entries(caseId);
    expect(message).toMatchObject({ attachments: [{ name: 'a.txt', type: 'text/plain', size: 6 }] });
    expect(room.aside.map(({ place, fault }) => [place, fault.code])).toEqual([
      ['by hand, attachment b.exe', 'attachment-refused'],
      ['by hand, attachment c.png', 'attachment-refused'],
    ]);
    expect(message).toMatchObject({ original: { refused: [{ name: 'b.exe' }, { name: 'c.png', reason: 'disguised' }] } });
  });

  it('that is none is kept aside, and nothing stops', async () => {
    expect(await take(Buffer.from('hello'))).toMatchObject({ kind: 'kept-aside', fault: { code: 'not-a-mail' } });
    expect(await take(makeMail(['Subject: x'], 'y'))).toMatchObject({ kind: 'kept-aside', fault: { code: 'no-sender' } });
    expect(await take(makeMail(['From: a@b.example'], ''))).toMatchObject({ kind: 'kept-aside', fault: { code: 'refused' } });
    expect(await take(new Uint8Array(mailLimits.bytes + 1))).toMatchObject({ kind: 'kept-aside', fault: { code: 'too-large' } });
    expect(room.aside.map(({ raw }) => raw?.length ?? null)).toEqual([5, expect.any(Number), expect.any(Number), null]);
    expect(await take(mailOf('a', 'one'))).toMatchObject({ kind: 'received' });
  });

  it('of the desk itself is no customer’s, but ties what answers it', async () => {
    const sent = ['From: service@wallet.example', 'To: li@example.com', 'Message-ID: <s@wallet.example>', 'References: <a@example.com>'];
    expect(await take(makeMail(sent, 'our answer'))).toEqual({ kind: 'own' });
    const a = await caseOf(mailOf('a', 'first'));
    expect(await caseOf(mailOf('b', 'second', 'In-Reply-To: <s@wallet.example>'))).toBe(a);
  });
});

describe('An answer', () => {
  it('is written as a mail of the thread, once', async () => {
    const caseId = await caseOf(mailOf('b', 'Where is my money?', 'Subject: Refund', 'References: <a@example.com>', 'Date: Mon, 23 Nov 2026 08:00:00 +0000'));
    // Older mail that came late does not become the one to answer.
    await take(mailOf('a', 'Hello', 'Date: Sun, 22 Nov 2026 08:00:00 +0000'));
    const sent = await room.reply(caseId, '您好，已到账。');
    const [one, two] = await Promise.all([room.channel.write(caseId, sent), room.channel.write(caseId, sent)]);
    expect(one).toEqual(two);
    expect(readdirSync(room.outFolder)).toEqual([`answer-${sent.id}.eml`]);
    const mail = await readMail(readFileSync(path.join(room.outFolder, `answer-${sent.id}.eml`)));
    expect(mail).toMatchObject({
      subject: 'Re: Refund',
      text: '您好，已到账。',
      to: [{ name: '李雷', address: 'li@example.com' }],
      inReplyTo: ['b@example.com'],
      references: ['a@example.com', 'b@example.com'],
      messageId: `${sent.id}@wallet.example`,
    });
    expect(await room.channel.deliver(caseId, sent)).toEqual({ ok: true, value: 'sent' });
    expect(await caseOf(mailOf('c', 'Thank you', `In-Reply-To: <${sent.id}@wallet.example>`))).toBe(caseId);
  });

  it('goes to who wrote, not where they say', async () => {
    const caseId = await caseOf(mailOf('a', 'hello', 'Reply-To: eve@evil.example'));
    const written = await room.channel.write(caseId, await room.reply(caseId, 'Hello'));
    const mail = await readMail(readFileSync(written.ok ? written.value : ''));
    expect(mail.to).toEqual([{ name: '李雷', address: 'li@example.com' }]);
  });

  it('that cannot leave says so, and may be sent again', async () => {
    const caseId = await caseOf(mailOf('a', 'hello'));
    const sent = await room.reply(caseId, 'Hello');
    renameSync(room.outFolder, `${room.outFolder}-away`);
    expect(await room.channel.write(caseId, sent)).toEqual({ ok: false, error: 'folder-missing' });
    expect(await room.channel.deliver(caseId, sent)).toEqual({ ok: false, error: { state: 'failed', reason: 'folder-missing' } });
    renameSync(`${room.outFolder}-away`, room.outFolder);
    expect(await room.channel.write(caseId, sent)).toMatchObject({ ok: true });
    const without = room.channelWith(new MemoryMailBook(), { exportFolder: null });
    expect(await without.write(caseId, sent)).toEqual({ ok: false, error: 'no-export-folder' });
    expect(await room.channelWith(new MemoryMailBook()).write(caseId, sent)).toEqual({ ok: false, error: 'unknown-thread' });
  });
});

describe('Files', () => {
  it('are taken from the watched folder, mailboxes too', async () => {
    writeFileSync(path.join(room.inFolder, 'a.eml'), mailOf('a', 'one'));
    const box = ['a', 'b', 'c'].map(
      (id) => `From li@example.com Mon Nov 23 08:00:00 2026\r\n${Buffer.from(mailOf(id, id === 'a' ? 'one' : id)).toString()}\r\n\r\n`,
    );
    writeFileSync(path.join(room.inFolder, 'b.mbox'), `${box.join('')}From x Mon Nov 23 08:00:00 2026\n\nno mail\n`);
    await vi.waitFor(() => expect(room.originals).toHaveLength(3), { timeout: 5_000 });
    await vi.waitFor(() => expect(room.aside).toHaveLength(1));
    expect(room.aside[0]).toMatchObject({ fault: { code: 'not-a-mail' }, place: expect.stringMatching(/b\.mbox, mail 4 at byte \d+$/) });
    expect(readdirSync(room.inFolder)).toEqual(['a.eml', 'b.mbox']);
  });

  it('of other projects all become cases or are kept aside', async () => {
    const counts = { received: 0, repeat: 0, own: 0, report: 0, 'kept-aside': 0 };
    const corpus = await mailCorpus();
    for (const { place, bytes } of corpus) counts[(await room.channel.takeMail(bytes, place)).kind] += 1;
    expect(counts.received + counts.repeat + counts['kept-aside']).toBe(corpus.length);
    expect(counts.received).toBeGreaterThan(220);
    for (const { fault } of room.aside) expect(['no-sender', 'empty', 'refused', 'attachment-refused', 'bounce', 'automatic']).toContain(fault.code);
  });
});
