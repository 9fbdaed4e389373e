import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { subjectToken } from '#electron/channels/email/subject-token.ts';
import { type Addressing, customerAlone } from '#shared/case/recipients.ts';
import { isMessage } from '#shared/case/state.ts';
import type { CommandId, EventId, IncidentId, Token } from '#shared/lib/ids.ts';
import { ConsoleParts } from '#tests/integration/desk/console-parts-kit.ts';
import { mailOf } from '#tests/integration/email/account-kit.ts';
import { MailHouse } from '#tests/integration/email/mail-house.ts';
import { makeMail, readMail } from '#tests/unit/email/mail-kit.ts';

let house: MailHouse;

beforeEach(async () => {
  house = await new MailHouse().start();
});
afterEach(() => house.stop());

const chips = (...addresses: readonly string[]) => addresses.map((address) => ({ address }));

/** A mail of the customer's to the desk and to two others. */
const toMany = (id: string): Uint8Array =>
  makeMail(
    [
      'From: li@example.com',
      'To: Service <service@wallet.example>, Mei <mei@example.com>',
      'Cc: li@example.com, hua@example.com',
      `Message-ID: <${id}@example.com>`,
    ],
    'Hello',
  );

describe('An answer to more than the customer', () => {
  it('goes to the customer alone unless all are asked for; then to all whom they wrote to, to others, and blind, each once', async () => {
    const { channel } = await house.open([house.service()]);
    house.dovecot.deliver('desk', toMany('a'));
    await house.cases(1);
    const caseId = house.caseAt(0);
    const others = await house.room.others(caseId);
    // What the log has of them is masked.
    expect(others).toEqual([
      { token: expect.any(String), masked: 'm***@example.com' },
      { token: expect.any(String), masked: 'h***@example.com' },
    ]);
    await channel.deliver(caseId, await house.room.reply(caseId, 'Hi'));
    expect(house.smtp.mails[0]?.to).toEqual(['li@example.com']);
    const cc = [...others, ...chips('Bank@Example.com', 'mei@example.com', 'li@example.com')];
    const sent = await house.room.reply(caseId, 'Hi all', { cc, bcc: chips('boss@head.example', 'bank@example.com') });
    expect(await channel.deliver(caseId, sent)).toMatchObject({ ok: true });
    const [, mail] = house.smtp.mails;
    expect(mail?.to).toEqual(['li@example.com', 'mei@example.com', 'hua@example.com', 'bank@example.com', 'boss@head.example']);
    const read = await readMail(mail?.bytes ?? new Uint8Array());
    expect([read.to, read.cc].map((each) => each.map(({ name, address }) => [name, address].join('')))).toEqual([
      ['li@example.com'],
      ['Meimei@example.com', 'hua@example.com', 'bank@example.com'],
    ]);
    // Nobody learns of a blind copy: it stands in no header, nor anywhere else.
    expect(Buffer.from(mail?.bytes ?? []).toString('latin1')).not.toMatch(/bcc:|boss/i);
    expect(read.text + (read.quoted ?? '')).not.toMatch(/boss/);
    // A copy in the mailbox is the mail as it went.
    await vi.waitFor(() => expect(house.dovecot.mails('desk', 'Sent')).toHaveLength(2));
    expect(Buffer.from(house.dovecot.mails('desk', 'Sent')[1] ?? []).toString('latin1')).not.toMatch(/boss/);
    const [, event] = (await house.room.console.store.cache.caseEvents(caseId)).filter(({ type }) => type === 'message.sent');
    expect(JSON.stringify(event)).not.toMatch(/boss@|bank@|mei@|hua@/);
    expect(JSON.stringify(event)).toContain('b***@head.example');
  });

  it('names only whom it names: one wrongly addressed is refused by its name, the desk itself too, and nothing leaves', async () => {
    await house.open([house.service()]);
    house.dovecot.deliver('desk', toMany('a'));
    await house.cases(1);
    const caseId = house.caseAt(0);
    await expect(house.room.reply(caseId, 'x', { cc: chips('mei@example.com\r\nBcc: eve@evil.example') })).rejects.toThrow('bad-recipient');
    await expect(house.room.reply(caseId, 'x', { cc: chips('no address') })).rejects.toThrow('bad-recipient no address');
    await expect(house.room.reply(caseId, 'x', { bcc: chips('Service@Wallet.example') })).rejects.toThrow('own-recipient Service@Wallet.example');
    await expect(house.room.reply(caseId, 'x', { cc: [{ token: 'made-up' as Token, masked: 'x***@x.example' }] })).rejects.toThrow(
      'bad-recipient x***@x.example',
    );
    const many = Array.from({ length: 50 }, (_, at) => `p${at}@example.com`);
    await expect(house.room.reply(caseId, 'x', { cc: chips(...many) })).rejects.toThrow('too-many-recipients');
    expect(house.smtp.mails).toEqual([]);
  });

  it('never goes to the desk’s own, which another console did not know to be that', async () => {
    const { channel } = await house.open([
      house.service(),
      { ...house.service(), id: 'a2', address: 'Claims@wallet.example', auth: { kind: 'password', user: 'claims', password: 'secret' } },
    ]);
    house.dovecot.deliver('desk', mailOf('a'));
    await house.cases(1);
    const caseId = house.caseAt(0);
    await channel.deliver(caseId, await house.room.reply(caseId, 'x', { cc: chips('claims@wallet.example', 'bank@example.com') }));
    expect(house.smtp.mails[0]?.to).toEqual(['li@example.com', 'bank@example.com']);
  });

  it('knows the customer, and whom it names twice, by their addresses, whichever machine’s tokens the case has', async () => {
    await house.open([house.service()]);
    house.dovecot.deliver('desk', toMany('a'));
    await house.cases(1);
    const caseId = house.caseAt(0);
    const others = await house.room.others(caseId);
    const received = (await house.room.entries(caseId)).find(({ kind }) => kind === 'received');
    // A console on the same log, which keeps tokens of its own.
    const elsewhere = await new ConsoleParts(house.room.engine, house.room.time).start();
    const asked = async (wanted: Partial<Addressing>) => {
      const addressing = { ...customerAlone, ...wanted };
      const events = await elsewhere.store.cache.caseEvents(caseId);
      const whom = await elsewhere.recipients.wish(events, addressing, []);
      if (!whom.ok || whom.value === undefined) throw new Error('not wished');
      return elsewhere.recipients.complete(caseId, events, whom.value, addressing, addressing.forwards !== null);
    };
    try {
      await vi.waitFor(async () => expect((await elsewhere.hub.state(caseId))?.entries.length).toBeGreaterThan(0));
      expect(await asked({ forwards: received?.id ?? null, to: chips('li@example.com') })).toEqual({
        ok: false,
        error: { code: 'customer-recipient', address: 'l***@example.com' },
      });
      // Another person of the same masked form is not the customer.
      expect(await asked({ forwards: received?.id ?? null, to: chips('lee@example.com') })).toMatchObject({ ok: true });
      expect(await asked({ cc: [...others, ...chips('mei@example.com', 'li@example.com')], bcc: chips('hua@example.com', 'boss@head.example') })).toMatchObject(
        {
          ok: true,
          value: { cc: { text: 'm***@example.com, h***@example.com' }, bcc: { text: 'b***@head.example' } },
        },
      );
      expect(await asked({ cc: chips('li@example.com') })).toEqual({ ok: true, value: undefined });
    } finally {
      await elsewhere.stop();
    }
  });

  it('nor to an address of another host of the desk, which is nobody’s chip, and whose mails are the desk’s', async () => {
    const { channel } = await house.open([house.service()], { ownElsewhere: () => ['mei@example.com'] });
    house.dovecot.deliver('desk', makeMail(['From: mei@example.com', 'To: li@example.com, service@wallet.example', 'Message-ID: <m@example.com>'], 'Hi'));
    house.dovecot.deliver('desk', makeMail(['From: li@example.com', 'To: mei@example.com, service@wallet.example', 'Message-ID: <b@example.com>'], 'Hello'));
    await house.cases(1);
    const caseId = house.caseAt(0);
    expect(await house.room.texts(caseId)).toEqual(['Hello']);
    expect(await house.room.others(caseId)).toEqual([]);
    await channel.deliver(caseId, await house.room.reply(caseId, 'x', { cc: chips('mei@example.com', 'bank@example.com') }));
    expect(house.smtp.mails.map(({ from, to }) => [from, to])).toEqual([['service@wallet.example', ['li@example.com', 'bank@example.com']]]);
  });

  it('goes to domains and names of all scripts', async () => {
    const { channel } = await house.open([house.service()]);
    house.dovecot.deliver('desk', mailOf('a'));
    await house.cases(1);
    const caseId = house.caseAt(0);
    house.smtp.unknown.add('mei@中国.example');
    expect(await channel.deliver(caseId, await house.room.reply(caseId, 'x', { cc: chips('mei@中国.example', '花@例子.example') }))).toMatchObject({
      ok: true,
    });
    expect(house.smtp.mails[0]?.to).toEqual(['li@example.com', '花@例子.example']);
  });

  it('is read by nobody where its addresses are gone: the customer alone was not meant', async () => {
    const { channel } = await house.open([house.service()]);
    house.dovecot.deliver('desk', mailOf('a'));
    await house.cases(1);
    const sent = await house.room.reply(house.caseAt(0), 'x', { cc: chips('bank@example.com') });
    const { recipients } = sent.content ?? {};
    const lost = { ...sent, content: { ...sent.content, recipients: { ...recipients, blob: 'ab'.repeat(32) } } } as typeof sent;
    expect(await channel.deliver(house.caseAt(0), lost)).toEqual({ ok: false, error: { state: 'failed', reason: 'recipients-missing' } });
    expect(house.smtp.mails).toEqual([]);
  });

  it('that the customer’s server refused has failed, though a copy went out; a copy that was refused is told, and does not matter', async () => {
    const { channel } = await house.open([house.service()]);
    house.dovecot.deliver('desk', mailOf('a'));
    await house.cases(1);
    const caseId = house.caseAt(0);
    const cc = chips('bank@example.com');
    house.smtp.unknown.add('li@example.com');
    expect(await channel.deliver(caseId, await house.room.reply(caseId, 'one', { cc }))).toEqual({
      ok: false,
      error: { state: 'failed', reason: 'recipient-refused' },
    });
    house.smtp.unknown.clear();
    house.smtp.unknown.add('bank@example.com');
    expect(await channel.deliver(caseId, await house.room.reply(caseId, 'two', { cc }))).toEqual({ ok: true, value: 'sent-in-part' });
    expect(house.smtp.mails.map(({ to }) => to)).toEqual([['bank@example.com'], ['li@example.com']]);
  });

  it('to all leaves out what is no address', async () => {
    const { channel } = await house.open([house.service()]);
    house.dovecot.deliver(
      'desk',
      makeMail(['From: li@example.com', 'To: service@wallet.example, "a b"@example.com, mei@example.com', 'Message-ID: <a@example.com>'], 'Hello'),
    );
    await house.cases(1);
    const cc = await house.room.others(house.caseAt(0));
    expect(await channel.deliver(house.caseAt(0), await house.room.reply(house.caseAt(0), 'Hi', { cc }))).toEqual({ ok: true, value: 'sent' });
    expect(house.smtp.mails[0]?.to).toEqual(['li@example.com', 'mei@example.com']);
  });

  it('that a machine gave is answered to the customer alone, whoever else it names', async () => {
    const { channel } = await house.open([house.service()]);
    house.dovecot.deliver('desk', toMany('a'));
    await house.cases(1);
    const caseId = house.caseAt(0);
    const told = await house.room.console.desk.act(caseId, { kind: 'supervisor', id: 'he' }, 'told' as CommandId, {
      type: 'answerIncident',
      answers: { incident: 'i1' as IncidentId, words: 'known' },
      text: { text: 'We are on it.', marks: [] },
    });
    expect(told).toMatchObject({ ok: true, value: [{ type: 'case.incidentLinked' }, { type: 'message.sent' }] });
    await channel.deliver(caseId, await house.room.lastSent(caseId));
    expect(house.smtp.mails.map(({ to }) => to)).toEqual([['li@example.com']]);
  });
});

describe('A message that is sent on', () => {
  const file = 'Content-Type: multipart/mixed; boundary="b"';
  const withFile = (id: string): Uint8Array =>
    makeMail(
      [
        'From: Li <li@example.com>',
        'To: service@wallet.example',
        `Message-ID: <${id}@example.com>`,
        'Date: Thu, 19 Nov 2026 14:05:00 +0800',
        'Subject: Refund',
        'MIME-Version: 1.0',
        file,
      ],
      [
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        '',
        'My card is 4111 1111 1111 1111',
        '--b',
        'Content-Type: text/plain; name="slip.txt"',
        'Content-Disposition: attachment; filename="slip.txt"',
        '',
        'paid 88',
        '--b--',
      ].join('\r\n'),
    );

  it('goes to a partner and not to the customer, masked, with its files; the partner’s answer is the case’s, and nothing that the customer is told', async () => {
    const { channel } = await house.open([house.service()]);
    house.dovecot.deliver('desk', withFile('a'));
    await house.cases(1);
    const caseId = house.caseAt(0);
    const received = (await house.room.entries(caseId)).filter(isMessage).find(({ kind }) => kind === 'received');
    if (!received) throw new Error('no message');
    const waiting = (await house.room.console.hub.state(caseId))?.waitingSince;
    const sent = await house.room.reply(
      caseId,
      'Please look into this.',
      { forwards: received.id, to: chips('desk@bank.example'), bcc: chips('boss@head.example') },
      received.attachments,
    );
    expect(await channel.deliver(caseId, sent)).toEqual({ ok: true, value: 'sent' });
    const [mail] = house.smtp.mails;
    expect(mail?.to).toEqual(['desk@bank.example', 'boss@head.example']);
    const read = await readMail(mail?.bytes ?? new Uint8Array());
    expect(read).toMatchObject({ subject: `Fwd: Refund ${subjectToken(caseId)}`, to: [{ address: 'desk@bank.example' }], cc: [], inReplyTo: [] });
    expect(read.attachments.map(({ name, bytes }) => [name, Buffer.from(bytes).toString().trim()])).toEqual([['slip.txt', 'paid 88']]);
    const said = [read.text, read.quoted].join('\n');
    expect(said).toMatch(/Please look into this\.[\s\S]*From: Li l\*\*\*@example\.com\nDate: 2026-11-19 06:05 UTC[\s\S]*My card is \*\*\*\* 1111/);
    expect(Buffer.from(mail?.bytes ?? []).toString('latin1')).not.toMatch(/li@example\.com|boss|4111 1111/);
    // The customer has heard nothing yet.
    const state = await house.room.console.hub.state(caseId);
    expect([state?.waitingSince, state?.firstResponseAt]).toEqual([waiting, null]);
    expect(state?.entries.filter(isMessage).at(-1)).toMatchObject({ kind: 'sent', forwards: received.id, recipients: { to: { text: 'd***@bank.example' } } });

    house.dovecot.deliver(
      'desk',
      makeMail(
        ['From: Bank <desk@bank.example>', 'To: service@wallet.example', 'Message-ID: <k@bank.example>', `In-Reply-To: <${sent.id}@wallet.example>`],
        'It is a known thief, say nothing.',
      ),
    );
    await house.messages(caseId, 3);
    expect((await house.room.entries(caseId)).filter(isMessage).at(-1)).toMatchObject({
      kind: 'received',
      recipients: { from: { text: 'd***@bank.example' }, aside: true },
    });
    // A reply to all is one to those of the customer's talk.
    expect(await house.room.others(caseId)).toEqual([]);
    await channel.deliver(caseId, await house.room.reply(caseId, 'We look into it.'));
    expect(house.smtp.mails[1]?.to).toEqual(['li@example.com']);
    const answer = await readMail(house.smtp.mails[1]?.bytes ?? new Uint8Array());
    expect(answer).toMatchObject({ inReplyTo: ['a@example.com'], to: [{ address: 'li@example.com' }] });
    expect(Buffer.from(house.smtp.mails[1]?.bytes ?? []).toString('latin1')).not.toMatch(/bank\.example/);
    expect([answer.text, answer.quoted].join('\n')).not.toContain('thief');
    expect(answer.quoted).toContain('My card is');
  });

  it('names no mail of the talk with the customer, however long that is', async () => {
    const { channel } = await house.open([house.service()]);
    house.dovecot.deliver('desk', mailOf('a'));
    await house.cases(1);
    const caseId = house.caseAt(0);
    const answer = await house.room.reply(caseId, 'Which card?');
    await channel.deliver(caseId, answer);
    house.dovecot.deliver(
      'desk',
      mailOf('b', 'This one', `In-Reply-To: <${answer.id}@wallet.example>`, `References: <a@example.com> <${answer.id}@wallet.example>`),
    );
    await house.messages(caseId, 3);
    const forwards = (await house.room.entries(caseId)).findLast((entry) => entry.kind === 'received')?.id ?? null;
    await channel.deliver(caseId, await house.room.reply(caseId, '', { forwards, to: chips('desk@bank.example') }));
    const bytes = house.smtp.mails[1]?.bytes ?? new Uint8Array();
    expect(await readMail(bytes)).toMatchObject({ references: [], inReplyTo: [] });
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(new RegExp(`a@example\\.com|b@example\\.com|${answer.id}`));
    // In the log it is what a program without recipients does not know; an answer to the customer alone is as ever.
    const inLog = (await house.room.console.logged(caseId)).filter((type) => type === 'message.sent' || type === 'message.addressed');
    expect(inLog).toEqual(['message.sent', 'message.addressed']);
  });

  it('never goes to the customer, names somebody, and sends on what is there', async () => {
    const { channel } = await house.open([house.service()]);
    house.dovecot.deliver('desk', mailOf('a'));
    await house.cases(1);
    const caseId = house.caseAt(0);
    const [received] = await house.room.entries(caseId);
    const forwards = received?.id ?? null;
    await expect(house.room.reply(caseId, 'x', { forwards, to: chips('li@example.com') })).rejects.toThrow('customer-recipient');
    await expect(house.room.reply(caseId, 'x', { forwards, cc: chips('bank@example.com') })).rejects.toThrow('no-recipient');
    await expect(house.room.reply(caseId, 'x', { forwards: 'nothing' as EventId, to: chips('bank@example.com') })).rejects.toThrow('unknown-message');
    house.smtp.unknown.add('bank@example.com');
    const sent = await house.room.reply(caseId, '', { forwards, to: chips('bank@example.com'), cc: chips('boss@head.example') });
    expect(await channel.deliver(caseId, sent)).toEqual({ ok: false, error: { state: 'failed', reason: 'recipient-refused' } });
  });
});
