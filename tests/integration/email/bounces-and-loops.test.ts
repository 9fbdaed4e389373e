import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmailChannel } from '#electron/channels/email/email-channel.ts';
import { LoopGuard } from '#electron/channels/email/loop-guard.ts';
import { MemoryMailBook } from '#electron/channels/email/mail-book.ts';
import type { MailOutcome } from '#electron/channels/email/take-mail.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { mailOf } from '#tests/integration/email/account-kit.ts';
import { EmailRoom } from '#tests/integration/email/email-kit.ts';
import { makeMail } from '#tests/unit/email/mail-kit.ts';

let room: EmailRoom;
let channel: EmailChannel;

beforeEach(async () => {
  room = await new EmailRoom().start();
  channel = room.channelWith(new MemoryMailBook(), { watchFolder: null }, { loops: new LoopGuard({ most: 3, withinMs: MINUTE }) });
  await channel.start();
});
afterEach(async () => {
  await channel.stop();
  await room.stop();
});

const take = (mail: Uint8Array, at = room.time.now): Promise<MailOutcome> => channel.takeMail(mail, 'INBOX, mail 1', { own: 'service@wallet.example', at });

async function caseOf(mail: Uint8Array): Promise<CaseId> {
  const outcome = await take(mail);
  if (outcome.kind !== 'received') throw new Error(JSON.stringify(outcome));
  return outcome.caseId;
}

async function answered(): Promise<{ readonly caseId: CaseId; readonly sent: KnownEvent<'message.sent'> }> {
  const caseId = await caseOf(mailOf('a', 'Where is it?', 'Subject: Refund'));
  const sent = await room.reply(caseId, 'Tomorrow.');
  await room.leave(channel, caseId, sent);
  return { caseId, sent };
}

const bounce = (id: string, recipient: string, action = 'failed') =>
  makeMail(
    [
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.example',
      'Message-ID: <dsn@mx.example>',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    ],
    `--b\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ${recipient}\nAction: ${action}\nStatus: ${action === 'failed' ? '5.1.1' : '4.4.1'}\n`,
    `--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <${id}>\nSubject: Re: Refund\n\n--b--\n`,
  );

describe('A bounce', () => {
  it('tells the message as failed with the server’s status, once, and is no customer’s message', async () => {
    const { caseId, sent } = await answered();
    expect(await room.delivery(caseId, sent.id)).toMatchObject({ state: 'sent' });
    const mail = bounce(`${sent.id}@wallet.example`, 'li@example.com');
    expect(await take(mail)).toEqual({ kind: 'report', caseId, message: sent.id, failed: 'bounced-5.1.1' });
    expect(await room.delivery(caseId, sent.id)).toMatchObject({ state: 'failed', reason: 'bounced-5.1.1' });
    expect(await take(mail)).toEqual({ kind: 'repeat' });
    expect(await room.texts(caseId)).toEqual(['Where is it?', 'Tomorrow.']);
    expect(room.aside).toEqual([]);
  });

  it('of a copy is told at the message, which has arrived all the same; of what was forwarded makes it fail', async () => {
    const { caseId } = await answered();
    const copied = await room.reply(caseId, 'See you.', { cc: [{ address: 'bank@partner.example' }] });
    await room.leave(channel, caseId, copied);
    expect(await take(bounce(`${copied.id}@wallet.example`, 'bank@partner.example'))).toMatchObject({ kind: 'report', message: copied.id, failed: null });
    expect(await room.delivery(caseId, copied.id)).toEqual({ state: 'sent', reason: 'copy-bounced' });
    const [first] = await room.entries(caseId);
    const forwarded = await room.reply(caseId, '', { forwards: first?.id ?? null, to: [{ address: 'bank@partner.example' }] });
    await room.leave(channel, caseId, forwarded);
    const back = Buffer.from(
      Buffer.from(bounce(`${forwarded.id}@wallet.example`, 'bank@partner.example'))
        .toString()
        .replace('<dsn@', '<dsn2@'),
    );
    expect(await take(back)).toMatchObject({ kind: 'report', message: forwarded.id, failed: 'bounced-5.1.1' });
    expect(await room.delivery(caseId, forwarded.id)).toEqual({ state: 'failed', reason: 'bounced-5.1.1' });
  });

  it('of what was forwarded to several is told as a copy, and makes it fail once nobody got it; so at each attempt', async () => {
    const { caseId } = await answered();
    const [first] = await room.entries(caseId);
    const to = ['bank@partner.example', 'Pay@partner.example'].map((address) => ({ address }));
    const sent = await room.reply(caseId, '', { forwards: first?.id ?? null, to, cc: [{ address: 'boss@head.example' }] });
    await room.leave(channel, caseId, sent);
    let told = 0;
    const back = (recipient: string) => {
      told += 1;
      return take(
        Buffer.from(
          Buffer.from(bounce(`${sent.id}@wallet.example`, recipient))
            .toString()
            .replace('<dsn@', `<dsn${told}@`),
        ),
      );
    };
    expect(await back('bank@partner.example')).toMatchObject({ kind: 'report', message: sent.id, failed: null });
    expect(await room.delivery(caseId, sent.id)).toEqual({ state: 'sent', reason: 'copy-bounced' });
    // Whoever got a copy is not whom it was for.
    expect(await back('boss@head.example')).toMatchObject({ failed: null });
    expect(await back('pay@partner.example')).toMatchObject({ failed: 'bounced-5.1.1' });
    expect(await room.delivery(caseId, sent.id)).toMatchObject({ state: 'failed' });
    const again = await room.console.act(caseId, 'mei', { type: 'sendAgain', message: sent.id });
    expect(again.ok).toBe(true);
    await room.leave(channel, caseId, sent);
    expect(await back('pay@partner.example')).toMatchObject({ failed: null });
    expect(await back('bank@partner.example')).toMatchObject({ failed: 'bounced-5.1.1' });
  });

  it('that tells of a delay changes nothing', async () => {
    const { caseId, sent } = await answered();
    expect(await take(bounce(`${sent.id}@wallet.example`, 'li@example.com', 'delayed'))).toMatchObject({ kind: 'report', failed: null });
    expect(await room.delivery(caseId, sent.id)).toMatchObject({ state: 'sent' });
  });

  it('of nothing that the desk sent is kept aside and told, also where it names a message that never was', async () => {
    const { caseId, sent } = await answered();
    for (const id of ['other@example.com', `0${sent.id}@wallet.example`]) {
      expect(await take(bounce(id, 'li@example.com'))).toMatchObject({ kind: 'kept-aside', fault: { code: 'bounce' } });
    }
    expect(room.aside).toHaveLength(2);
    expect(await room.delivery(caseId, sent.id)).toMatchObject({ state: 'sent' });
  });
});

describe('An automatic answer', () => {
  it('is read in the case that it answers; to nothing known it opens none, and nothing answers it', async () => {
    const { caseId, sent } = await answered();
    const away = (id: string, ...more: readonly string[]) => mailOf(id, 'I am away.', 'Auto-Submitted: auto-replied', ...more);
    expect(await take(away('v1', `In-Reply-To: <${sent.id}@wallet.example>`))).toMatchObject({ kind: 'received', caseId, opened: false });
    expect(await take(away('v2'))).toMatchObject({ kind: 'kept-aside', fault: { code: 'automatic' } });
    expect(room.aside.map(({ fault, raw }) => [fault.code, raw !== null])).toEqual([['automatic', true]]);
    const sentNow = (await room.console.store.cache.caseEvents(caseId)).filter(({ type }) => type === 'message.sent');
    expect(sentNow).toHaveLength(1);
  });

  it('is told from what a machine sends first, and from mail by a list: those are cases', async () => {
    expect(await take(mailOf('g', 'Alarm', 'Auto-Submitted: auto-generated'))).toMatchObject({ kind: 'received', opened: true });
    expect(await take(mailOf('l', 'Hello', 'List-Id: <service.wallet.example>'))).toMatchObject({ kind: 'received', opened: true });
    expect(await take(mailOf('x', 'Hello', 'X-Auto-Response-Suppress: All'))).toMatchObject({ kind: 'received', opened: true });
  });
});

describe('A loop', () => {
  it('of the desk’s own mail opens no case: sent back as it was, or by somebody else', async () => {
    const { sent } = await answered();
    const id = `Message-ID: <${sent.id}@wallet.example>`;
    for (const from of ['service@wallet.example', 'list@example.com']) {
      expect(await take(makeMail([`From: ${from}`, 'To: service@wallet.example', id], 'Tomorrow.'))).toMatchObject({
        kind: 'kept-aside',
        fault: { code: 'loop' },
      });
    }
    // In a file that was exported it is what was sent, as before.
    expect(await channel.takeMail(makeMail(['From: service@wallet.example', 'To: li@example.com', id], 'Tomorrow.'), 'box.mbox')).toEqual({ kind: 'own' });
    expect(new Set(room.originals.map(({ caseId }) => caseId)).size).toBe(1);
  });

  it('of ever new matters from one address ends in the fourth; what belongs to a case goes on, and so do others', async () => {
    const kinds: string[] = [];
    for (let at = 0; at < 6; at++) kinds.push((await take(mailOf(`n${at}`))).kind);
    expect(kinds).toEqual(['received', 'received', 'received', 'kept-aside', 'kept-aside', 'kept-aside']);
    expect(room.aside.map(({ fault }) => fault.code)).toEqual(['loop', 'loop', 'loop']);
    expect(await take(mailOf('r', 'and?', 'In-Reply-To: <n0@example.com>'))).toMatchObject({ kind: 'received', opened: false });
    expect(await take(makeMail(['From: zhang@example.com'], 'hello'))).toMatchObject({ kind: 'received', opened: true });
    expect(await take(mailOf('later'), room.time.now + 2 * MINUTE)).toMatchObject({ kind: 'received', opened: true });
  });

  it('is not seen in a backlog, nor in a file', async () => {
    for (let at = 0; at < 6; at++) expect((await take(mailOf(`h${at}`), at * 10 * MINUTE)).kind).toBe('received');
    for (let at = 0; at < 6; at++) expect((await channel.takeMail(mailOf(`f${at}`), 'box.mbox')).kind).toBe('received');
  });
});

describe('A packed file', () => {
  it('is never unpacked, however much it would become', async () => {
    // 200 MB of nothing in 200 kB: as much as a mail may bring several times over.
    const packed = deflateRawSync(Buffer.alloc(200 * 1024 * 1024));
    const size = Buffer.alloc(8);
    size.writeUInt32LE(packed.length, 0);
    size.writeUInt32LE(200 * 1024 * 1024, 4);
    const name = Buffer.from('a.txt');
    const head = Buffer.concat([Buffer.from('504b03041400000008000000000000000000', 'hex'), size, Buffer.from([name.length, 0, 0, 0]), name]);
    const zip = Buffer.concat([head, packed]);
    const body = `--b\n\nsee file\n--b\nContent-Type: application/zip\nContent-Disposition: attachment; filename=bomb.zip\nContent-Transfer-Encoding: base64\n\n${zip.toString('base64').replace(/.{76}/g, '$&\n')}\n--b--\n`;
    const before = process.memoryUsage.rss();
    const outcome = await take(makeMail(['From: li@example.com', 'Content-Type: multipart/mixed; boundary=b'], body));
    expect(outcome.kind).toBe('received');
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
    const [entry] = outcome.kind === 'received' ? await room.entries(outcome.caseId) : [];
    // Kept as the bytes that came, or refused as such.
    expect(JSON.stringify(entry)).toMatch(/bomb\.zip/);
  });
});
