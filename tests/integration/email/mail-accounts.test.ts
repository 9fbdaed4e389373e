import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MailBook, MemoryMailBook } from '#electron/channels/email/mail-book.ts';
import type { MailAccount } from '#electron/channels/email/servers/mail-account.ts';
import { subjectToken } from '#electron/channels/email/subject-token.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { Dovecot } from '#tests/fakes/mail-dovecot.ts';
import { SmtpHouse } from '#tests/fakes/mail-smtp.ts';
import { accountAt, mailOf } from '#tests/integration/email/account-kit.ts';
import { type AccountsOn, EmailRoom } from '#tests/integration/email/email-kit.ts';
import { makeMail, readMail } from '#tests/unit/email/mail-kit.ts';

let dovecot: Dovecot;
let smtp: SmtpHouse;
let room: EmailRoom;
const opened: AccountsOn[] = [];

beforeEach(async () => {
  dovecot = new Dovecot({ users: { desk: 'secret', claims: 'secret' } });
  smtp = new SmtpHouse();
  room = new EmailRoom();
  await Promise.all([dovecot.start(), smtp.start(), room.start()]);
});
afterEach(async () => {
  for (const on of opened.splice(0)) await on.stop();
  await room.stop();
  await Promise.all([smtp.stop(), dovecot.end()]);
});

const service = (): MailAccount => accountAt({ imap: dovecot.plain, smtp: smtp.server, signatures: { '*': '钱包客服中心', refund: 'Refunds, 95000' } });
const claims = (): MailAccount => ({
  ...service(),
  id: 'a2',
  name: 'Claims',
  address: 'Claims@wallet.example',
  auth: { kind: 'password', user: 'claims', password: 'secret' },
});

async function open(accounts: readonly MailAccount[], more: { readonly book?: MailBook; readonly wait?: boolean } = {}): Promise<AccountsOn> {
  const on = await room.accountsOn(accounts, more);
  opened.push(on);
  if (more.wait !== false)
    await vi.waitFor(() => expect(accounts.map(({ id }) => on.accounts.state(id).state)).toEqual(accounts.map(() => 'connected')), { timeout: 10_000 });
  return on;
}

const caseIds = (): readonly CaseId[] => [...new Set(room.originals.map(({ caseId }) => caseId))];
/** Originals are kept before their case is opened. */
const cases = (count: number) =>
  vi.waitFor(
    async () => {
      const texts = await Promise.all(caseIds().map((caseId) => room.texts(caseId)));
      expect(texts.filter(({ length }) => length > 0)).toHaveLength(count);
    },
    { timeout: 10_000 },
  );
const messages = (caseId: CaseId, count: number) => vi.waitFor(async () => expect(await room.texts(caseId)).toHaveLength(count), { timeout: 10_000 });
const caseAt = (at: number): CaseId => {
  const found = caseIds()[at];
  if (found === undefined) throw new Error('no such case');
  return found;
};

describe('A mail at a server', () => {
  it('becomes a case, is answered from the address it came to, and the answer is followed by its Message-ID', async () => {
    const { accounts, channel } = await open([service(), claims()]);
    dovecot.deliver(
      'claims',
      makeMail(
        [
          'From: 李雷 😀 <li@example.com>',
          'To: claims@wallet.example',
          'Message-ID: <a@example.com>',
          'Date: Fri, 20 Nov 2026 09:30:00 +0800',
          'Subject: Refund',
        ],
        '我的钱呢？ 13800138000',
      ),
    );
    await cases(1);
    const caseId = caseAt(0);
    expect(await room.console.hub.state(caseId)).toMatchObject({ contactName: '李雷 😀', subject: 'Refund' });
    const sent = await room.reply(caseId, '您好，已到账。');
    expect(await channel.deliver(caseId, sent)).toEqual({ ok: true, value: 'sent' });
    const [mail] = smtp.mails;
    expect(mail).toMatchObject({ from: 'Claims@wallet.example', to: ['li@example.com'], user: 'claims' });
    const read = await readMail(mail?.bytes ?? new Uint8Array());
    expect(read).toMatchObject({
      from: { name: 'Claims', address: 'claims@wallet.example' },
      subject: `Re: Refund ${subjectToken(caseId)}`,
      inReplyTo: ['a@example.com'],
      messageId: `${sent.id}@wallet.example`,
      text: '您好，已到账。\n\n--\nRefunds, 95000',
    });
    // What the case shows masked leaves masked.
    expect(read.quoted).toMatch(/^李雷 😀 于 2026-11-20 01:30 UTC 写道：\n> 我的钱呢？ 138\*{4}8000$/);
    // A copy lies where the server wants what was sent.
    await vi.waitFor(() => expect(dovecot.mails('claims', 'Sent')).toHaveLength(1));
    const lines = (bytes: Uint8Array | undefined) =>
      Buffer.from(bytes ?? [])
        .toString('latin1')
        .split(/\r?\n/);
    expect(lines(dovecot.mails('claims', 'Sent')[0])).toEqual(lines(mail?.bytes));
    expect(await accounts.check('a2')).toEqual({ ok: true, value: 'claims' });
    dovecot.deliver('claims', mailOf('b', 'Thank you', `In-Reply-To: <${sent.id}@wallet.example>`));
    await messages(caseId, 3);
    expect(accounts.state('a2').lastMessageAt).toBe(room.time.now);
  });

  it('finds its case by the mark in its subject where nothing else is left; for nobody but who was given it', async () => {
    const { channel } = await open([service()]);
    dovecot.deliver('desk', mailOf('a', 'Where is it?', 'Subject: Refund'));
    await cases(1);
    const caseId = caseAt(0);
    await channel.deliver(caseId, await room.reply(caseId, 'Tomorrow.'));
    const subject = `Subject: AW: Refund ${subjectToken(caseId).toLowerCase()}`;
    dovecot.deliver('desk', mailOf('b', 'Today, please', subject));
    await messages(caseId, 3);
    // The subject says nothing new, and the mark is nothing that was said.
    expect((await room.texts(caseId)).at(-1)).toBe('Today, please');
    dovecot.deliver('desk', makeMail(['From: eve@evil.example', 'Message-ID: <e@evil.example>', subject], 'let me in'));
    await cases(2);
    expect(await room.texts(caseId)).toHaveLength(3);
  });

  it('is one message of one case, though two gateways read its mailbox', async () => {
    const books = [new MemoryMailBook(), new MemoryMailBook()];
    for (const book of books) await open([service()], { book });
    for (const id of ['a', 'b', 'c']) dovecot.deliver('desk', mailOf(id));
    dovecot.deliver('desk', makeMail(['From: zhang@example.com', 'Subject: no id'], 'without a Message-ID'));
    await vi.waitFor(async () => expect((await Promise.all(books.map((book) => book.cursor('a1 INBOX')))).map((cursor) => cursor?.uid)).toEqual([4, 4]), {
      timeout: 10_000,
    });
    await cases(4);
    const texts = await Promise.all([0, 1, 2, 3].map((at) => room.texts(caseAt(at))));
    expect(texts.flat().toSorted()).toEqual(['a', 'b', 'c', 'without a Message-ID']);
    await vi.waitFor(() => expect(dovecot.seen('desk')).toEqual({ seen: 4, all: 4 }));
    // One answers; what comes back to it is of the same case to both, also without References.
    const caseId = caseAt(0);
    const sent = await room.reply(caseId, 'Tomorrow.');
    await opened[0]?.channel.deliver(caseId, sent);
    const answer = await readMail(smtp.mails[0]?.bytes ?? new Uint8Array());
    dovecot.deliver(
      'desk',
      makeMail(
        [`From: ${answer.to[0]?.address}`, 'Message-ID: <r@example.com>', `Subject: ${answer.subject}`, `In-Reply-To: <${sent.id}@wallet.example>`],
        'Thanks',
      ),
    );
    await vi.waitFor(async () => expect((await Promise.all(books.map((book) => book.cursor('a1 INBOX')))).map((cursor) => cursor?.uid)).toEqual([5, 5]), {
      timeout: 10_000,
    });
    await messages(caseId, 3);
    await cases(4);
  });
});

describe('An answer', () => {
  it('that nobody took is told so; that may have been taken too', async () => {
    const { channel } = await open([service()]);
    dovecot.deliver('desk', mailOf('a'));
    await cases(1);
    const caseId = caseAt(0);
    smtp.unknown.add('li@example.com');
    expect(await channel.deliver(caseId, await room.reply(caseId, 'one'))).toEqual({ ok: false, error: { state: 'failed', reason: 'recipient-refused' } });
    // Somebody beside the customer may have it: the customer has not.
    expect(smtp.mails).toEqual([]);
    smtp.unknown.clear();
    smtp.fault = 'lost';
    expect(await channel.deliver(caseId, await room.reply(caseId, 'two'))).toEqual({ ok: false, error: { state: 'unknown', reason: 'connection-lost' } });
    expect(smtp.mails).toHaveLength(1);
  });

  it('is laid into the mailbox once more, unless the server does so itself', async () => {
    const { channel } = await open([service(), { ...claims(), sentCopy: false }]);
    dovecot.deliver('claims', makeMail(['From: wu@example.com', 'To: claims@wallet.example', 'Message-ID: <w@example.com>'], 'Mine?'));
    await cases(1);
    dovecot.deliver('desk', mailOf('a'));
    await cases(2);
    for (const at of [0, 1]) expect(await channel.deliver(caseAt(at), await room.reply(caseAt(at), 'Yes.'))).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(dovecot.mails('desk', 'Sent')).toHaveLength(1));
    expect([smtp.mails.map(({ user }) => user), dovecot.mails('claims', 'Sent')]).toEqual([['claims', 'desk'], []]);
  });

  it('whose server is away shows at the account, until one leaves', async () => {
    const { accounts, channel } = await open([service()]);
    dovecot.deliver('desk', mailOf('a'));
    await cases(1);
    const caseId = caseAt(0);
    await smtp.stop();
    const sent = await room.reply(caseId, 'Tomorrow.');
    expect(await channel.deliver(caseId, sent)).toEqual({ ok: false, error: { state: 'failed', reason: 'unreachable' } });
    expect(accounts.state('a1')).toMatchObject({ state: 'fault', fault: { code: 'unreachable' } });
    await smtp.start();
    expect(await channel.deliver(caseId, sent)).toEqual({ ok: true, value: 'sent' });
    expect(accounts.state('a1')).toMatchObject({ state: 'connected', fault: null });
    expect(smtp.mails).toHaveLength(1);
  });
});
