import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NewEvent, newEvent, readEvent } from '#shared/case/envelope.ts';
import { eventTypes } from '#shared/case/events.ts';
import { addressingBlock, forwardable, newestOfCustomer, othersInTalk } from '#shared/case/recipient-rules.ts';
import {
  addresseesOf,
  addressing,
  addressingOf,
  isAddress,
  isCustomerAlone,
  isPlainAddress,
  MAX_RECIPIENTS,
  maskedList,
  recipientMarks,
  splitAddresses,
  withoutRepeats,
} from '#shared/case/recipients.ts';
import { type CaseState, customerMarks, type Entry, emptied, entryMarks } from '#shared/case/state.ts';
import { typeInLog } from '#shared/case/type-in-log.ts';
import type { EventId, Token } from '#shared/lib/ids.ts';
import { CaseTable } from '#tests/unit/case/case-table.ts';

const masked = (...names: readonly string[]) =>
  maskedList(names.map((name) => ({ masked: `${name}***@x.example`, token: name as Token }))) ?? { text: '', marks: [] };

describe('What is typed as addresses', () => {
  it.each([
    ['li@example.com', ['li@example.com']],
    ['Li@Example.COM, mei@x.org; hua@y.cn', ['li@example.com', 'mei@x.org', 'hua@y.cn']],
    ['li@a.cn，mei@b.cn；hua@c.cn、bo@d.cn', ['li@a.cn', 'mei@b.cn', 'hua@c.cn', 'bo@d.cn']],
    ['ｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ', ['li@example.com']],
    ['li@a.cn mei@b.cn\r\nhua@c.cn', ['li@a.cn', 'mei@b.cn', 'hua@c.cn']],
    ['Li Lei <li@a.cn>, "Han, Mei" <mei@b.cn>', ['li@a.cn', 'mei@b.cn']],
    ['mailto:li@a.cn', ['li@a.cn']],
    ['li@a.cn, LI@A.CN,,', ['li@a.cn']],
    ['not one', ['not one']],
    [' ', []],
  ])('%j is %j', (typed, addresses) => {
    expect(splitAddresses(typed)).toEqual(addresses);
  });

  it('loses no address, however they are parted', () => {
    const address = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/), fc.stringMatching(/^[a-z]{2,8}$/)).map(([name, domain]) => `${name}@${domain}.cn`);
    const parted = fc.constantFrom(',', ';', '\n', ', ', '；', '，', '、', ' ; ', '\r\n');
    fc.assert(
      fc.property(fc.uniqueArray(address, { minLength: 1, maxLength: 20 }), parted, (addresses, by) => {
        expect(splitAddresses(addresses.join(by))).toEqual(addresses);
      }),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('An address', () => {
  it.each(['li@example.com', "o'neil+x@mail.example.co.uk", 'mei@例子.中国', '李雷@例子.中国', 'a.b@xn--fiqs8s.example', 'राम@उदाहरण.भारत'])(
    'is %s',
    (typed) => {
      expect(isAddress(typed)).toBe(true);
    },
  );

  it.each([
    'li',
    'li@',
    '@example.com',
    'li@example',
    'li@@example.com',
    'li@exa mple.com',
    'li@.com',
    'li@example..com',
    '.li@example.com',
    'li.@example.com',
    'l..i@example.com',
    'li@-example.com',
    'li@10.0.0.1',
    'li@[10.0.0.1]',
    'li@example.com>',
    'li@example.com,mei@x.org',
    'li@example.com\r\nBcc: eve@evil.example',
    'li\u2028@example.com',
    `${'a'.repeat(65)}@example.com`,
    `li@${'a'.repeat(250)}.com`,
  ])('is not %j', (typed) => {
    expect(isAddress(typed)).toBe(false);
  });

  it('can never leave a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (typed) => {
        if (isAddress(typed)) expect([isPlainAddress(typed), /[\s,;<>"\p{C}]/u.test(typed)]).toEqual([true, false]);
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });
});

describe('Recipients', () => {
  const typed = (...addresses: readonly string[]) => addresses.map((address) => ({ address }));

  it('stand once, in the first list that names them, and never the customer', () => {
    const wanted = { forwards: null, to: typed('a@x.cn'), cc: typed('B@x.cn', 'a@x.cn', 'c@x.cn'), bcc: typed('b@x.cn', 'd@x.cn') };
    expect(withoutRepeats(wanted, ['c@x.cn'])).toEqual({ forwards: null, to: typed('a@x.cn'), cc: typed('B@x.cn'), bcc: typed('d@x.cn') });
  });

  it('are told masked, each with its place, and are chips again', () => {
    const cc = masked('li', 'mei');
    expect(cc.text).toBe('li***@x.example, mei***@x.example');
    expect(cc.marks.map(({ at, length }) => cc.text.slice(at, at + length))).toEqual(['li***@x.example', 'mei***@x.example']);
    const again = addressingOf({ cc, bcc: masked('hua') }, 'm1' as EventId);
    expect(again).toEqual({ forwards: 'm1', to: [], cc: addresseesOf(cc), bcc: [{ token: 'hua', masked: 'hua***@x.example' }] });
    expect(addressing.parse(JSON.parse(JSON.stringify(again)))).toEqual(again);
    expect([isCustomerAlone(again), isCustomerAlone(addressingOf(undefined, undefined))]).toEqual([false, true]);
    expect(recipientMarks({ cc, bcc: masked('hua'), from: masked('x') }).map(({ token }) => token)).toEqual(['x', 'li', 'mei', 'hua']);
    expect([maskedList([]), recipientMarks(undefined)]).toEqual([undefined, []]);
  });
});

describe('Whom a case’s mails may go to', () => {
  const message = (id: string, more: object = {}): Entry =>
    ({
      kind: 'received',
      id,
      at: 1,
      actor: { kind: 'customer', id: 'c' },
      text: 'x',
      marks: [],
      attachments: [],
      visibility: 'private',
      original: null,
      ...more,
    }) as unknown as Entry;
  const state = (entries: readonly Entry[], channel = 'email') => ({ channel, entries, contactAddress: masked('customer') }) as unknown as CaseState;

  it('are the newest mail’s of the customer’s own talk: never the customer, nor whoever wrote to the desk alone', () => {
    const mail = state([
      message('m1', { recipients: { cc: masked('old') } }),
      message('m2', { recipients: { from: masked('mei'), cc: masked('customer', 'hua') } }),
      message('m3', { aside: true, recipients: { from: masked('bank'), aside: true } }),
    ]);
    expect(newestOfCustomer(mail)?.id).toBe('m2');
    expect(othersInTalk(mail).map((one) => 'token' in one && one.token)).toEqual(['mei', 'hua']);
    expect(othersInTalk(state([]))).toEqual([]);
    // What the desk came to own after the mail was taken in.
    expect(othersInTalk(mail, ['hua' as Token]).map((one) => 'token' in one && one.token)).toEqual(['mei']);
  });

  it('are none but by mail, at most fifty, and of what is sent on somebody', () => {
    const mail = state([message('m1'), message('n1', { kind: 'note' }), message('m2', { text: null })]);
    const m1 = 'm1' as EventId;
    expect(addressingBlock(state([], 'chat'), undefined, undefined)).toBeNull();
    expect(addressingBlock(state([message('m1')], 'chat'), { cc: masked('li') }, undefined)).toBe('recipients-not-allowed');
    expect(addressingBlock(state([message('m1')], 'chat'), { to: masked('li') }, m1)).toBe('recipients-not-allowed');
    expect(addressingBlock(mail, { cc: masked('li') }, undefined)).toBeNull();
    expect(addressingBlock(mail, { to: masked('li') }, undefined)).toBe('recipients-not-allowed');
    expect(addressingBlock(mail, { to: masked('li') }, m1)).toBeNull();
    expect(addressingBlock(mail, { cc: masked('li') }, m1)).toBe('no-recipient');
    expect(addressingBlock(mail, undefined, m1)).toBe('no-recipient');
    for (const id of ['n1', 'm2', 'nothing']) expect(addressingBlock(mail, { to: masked('li') }, id as EventId)).toBe('unknown-message');
    expect(forwardable(mail, m1)?.id).toBe('m1');
    const many = masked(...Array.from({ length: MAX_RECIPIENTS }, (_, at) => `p${at}`));
    expect([addressingBlock(mail, { cc: many }, undefined), addressingBlock(mail, { to: many }, m1)]).toEqual(['too-many-recipients', null]);
  });
});

describe('What somebody else answers to the desk alone', () => {
  const card = [{ kind: 'card', token: 'banks-card', at: 0, length: 4 }] as never;
  const answers = (table: CaseTable) =>
    table.ask(
      { type: 'receive', text: { text: '4111 is known', marks: card }, attachments: [], recipients: { from: masked('bank'), aside: true } },
      'c',
      'customer',
    );

  it('is there to be read, and moves no clock of the customer’s, nor what is known of them', () => {
    const table = new CaseTable({ channel: 'email' });
    table.customer('where is it');
    const asked = table.state?.lastCustomerAt;
    table.ask({ type: 'accept' });
    table.reply();
    expect(answers(table)).toEqual(['message.received']);
    expect(table.state).toMatchObject({ unread: 1, waitingSince: null, lastCustomerAt: asked, sentSinceCustomer: 1, preview: { from: 'other' } });
    if (!table.state) throw new Error('no case');
    expect(customerMarks(table.state)).toEqual([]);
    const { id } = table.state.entries.at(-1) ?? {};
    expect(table.ask({ type: 'split', newCase: 'n' as never, from: id as EventId, queue: 'general' as never, keeps: true })).toBe('unknown-message');
    // Without the case's key it is the same: what it is stands in what everybody may read.
    expect(emptied(table.state.entries.at(-1) as Entry)).toMatchObject({ aside: true });
    expect(table.ask({ type: 'markRead', by: 'agent', upTo: id as EventId })).toEqual(['message.read']);
    expect(table.state).toMatchObject({ unread: 0 });
  });

  it('brings a closed or snoozed case back for its own reason, and nobody waits in it', () => {
    const table = new CaseTable({ channel: 'email' });
    table.customer('where is it');
    table.ask({ type: 'accept' });
    table.ask({ type: 'snooze', until: 1e9 });
    expect(answers(table)).toEqual(['message.received', 'case.woken']);
    expect(table.state?.entries.at(-1)).toMatchObject({ step: { body: { reason: 'other-wrote' } } });
    expect(table.state).toMatchObject({ status: 'open', waitingSince: null });
    table.ask({ type: 'resolve', disposition: 'solved', comment: '' });
    expect(answers(table)).toEqual(['message.received', 'case.reopened']);
    expect(table.state?.entries.at(-1)).toMatchObject({ step: { body: { reason: 'other-wrote' } } });
    expect(table.state).toMatchObject({ status: 'waiting', waitingSince: null, intendedFor: 'agent-1', unread: 1 });
    table.customer('hello?');
    expect(table.state).toMatchObject({ waitingSince: table.now });
  });
});

describe('A message that is sent on', () => {
  const forward = (forwards: EventId, more: object = {}) => ({
    type: 'reply' as const,
    text: { text: '', marks: [] },
    attachments: [],
    recipients: { to: masked('bank'), blob: 'ab'.repeat(32) as never },
    forwards,
    ...more,
  });
  const firstOf = (table: CaseTable): EventId => table.state?.entries.find((entry) => entry.kind === 'received')?.id as EventId;

  it('takes a waiting case, and answers nobody: the customer waits as before, and the list shows what was said', () => {
    const table = new CaseTable({ channel: 'email' });
    table.customer('where is it');
    const waiting = table.state?.waitingSince;
    expect(table.ask(forward(firstOf(table)))).toEqual(['case.claimed', 'message.sent']);
    expect(table.state).toMatchObject({ status: 'open', waitingSince: waiting, firstResponseAt: null, unread: 1 });
    expect(table.state?.entries.at(-1)).toMatchObject({ kind: 'sent', forwards: firstOf(table), recipients: { to: { text: 'bank***@x.example' } } });
    table.reply();
    expect(table.state).toMatchObject({ waitingSince: null, unread: 0 });
  });

  it('leaves a closed case closed, and a colleague’s alone', () => {
    const table = new CaseTable({ channel: 'email' });
    table.customer('where is it');
    table.ask({ type: 'accept' });
    expect(table.ask(forward(firstOf(table)), 'agent-2')).toBe('taken');
    table.ask({ type: 'resolve', disposition: 'solved', comment: '' });
    expect(table.ask(forward(firstOf(table)))).toEqual(['message.sent']);
    expect(table.state?.status).toBe('resolved');
  });

  it('is mail’s alone, and loses whom it went to with its words', () => {
    const chat = new CaseTable();
    chat.customer('hello');
    expect(chat.ask(forward(firstOf(chat)))).toBe('recipients-not-allowed');
    const table = new CaseTable({ channel: 'email' });
    table.customer('where is it');
    table.ask(forward(firstOf(table)));
    const entry = table.state?.entries.at(-1);
    if (!entry) throw new Error('nothing was sent');
    expect(entryMarks(entry).map(({ token }) => token)).toEqual(['bank']);
    expect(entryMarks(emptied(entry))).toEqual([]);
    expect(emptied(entry)).not.toHaveProperty('recipients');
  });

  it('a second time is what was sent on first, whose words and files those were', () => {
    const table = new CaseTable({ channel: 'email' });
    table.customer('where is it');
    table.ask(forward(firstOf(table)));
    const once = table.state?.entries.at(-1)?.id as EventId;
    expect(table.state && forwardable(table.state, once)?.id).toBe(firstOf(table));
    table.ask(forward(once));
    expect(table.state?.entries.at(-1)).toMatchObject({ kind: 'sent', forwards: firstOf(table) });
  });

  it('and waits to be sent again is not held for sent by a copy that came back late', () => {
    const table = new CaseTable({ channel: 'email' });
    table.customer('where is it');
    table.ask(forward(firstOf(table)));
    const message = table.state?.entries.at(-1)?.id as EventId;
    const told = (state: 'sending' | 'sent' | 'unknown', reason?: string) =>
      table.ask({ type: 'recordDelivery', message, state, ...(reason === undefined ? {} : { reason }) }, 'email', 'system');
    told('sending');
    told('unknown');
    expect(table.ask({ type: 'sendAgain', message })).toEqual(['message.delivery']);
    expect(told('sent', 'copy-bounced')).toEqual([]);
    expect(table.state?.delivery[message]?.state).toBe('queued');
    told('sending');
    told('sent');
    expect(told('sent', 'copy-bounced')).toEqual(['message.delivery']);
  });

  it('and arrived, or was refused, by what was told of it is so where its own answer never came', () => {
    for (const reached of ['delivered', 'failed'] as const) {
      const table = new CaseTable({ channel: 'email' });
      table.customer('where is it');
      table.ask(forward(firstOf(table)));
      const message = table.state?.entries.at(-1)?.id as EventId;
      const told = (state: 'sending' | 'unknown' | 'delivered' | 'failed') => table.ask({ type: 'recordDelivery', message, state }, 'email', 'system');
      expect([told('sending'), told(reached), told('unknown')]).toEqual([['message.delivery'], ['message.delivery'], []]);
      expect(table.state?.delivery[message]?.state).toBe(reached);
    }
  });

  it('lies in the log under a type that a program without recipients does not know, as a copy does, and reads as what it is', () => {
    const head = { id: 'm1', about: { kind: 'case', id: 'c1' }, group: 'retail', at: 1, actor: { kind: 'agent', id: 'a' } } as never;
    const text = { text: 'x', marks: [], attachments: [] };
    const copied = newEvent(head, 'message.sent', {}, { ...text, recipients: { cc: masked('li') } });
    const sentOn = newEvent(head, 'message.sent', { forwards: 'm0' as EventId }, text);
    expect([newEvent(head, 'message.sent', {}, text), copied, sentOn].map((event) => typeInLog(event as NewEvent))).toEqual([
      'message.sent',
      'message.addressed',
      'message.addressed',
    ]);
    // The table of types that such a program looks into.
    expect(Object.keys(eventTypes)).not.toContain('message.addressed');
    const raw = { ...(head as object), type: 'message.addressed', body: { forwards: 'm0' }, position: 1, recordedAt: 1 };
    expect(readEvent(raw, text)).toMatchObject({ ok: true, value: { type: 'message.sent', body: { forwards: 'm0' }, content: text } });
    expect(readEvent({ ...raw, body: { forwards: 7 } }, text)).toMatchObject({ ok: true, value: { type: 'unsupported', originalType: 'message.addressed' } });
  });

  it('of an older console has none of this, and reads as it did', () => {
    const body = eventTypes['message.sent'];
    expect(body.body.parse({})).toEqual({});
    expect(body.content.parse({ text: 'x', marks: [], attachments: [] })).toEqual({ text: 'x', marks: [], attachments: [] });
    expect(eventTypes['message.received'].content.parse({ text: 'x', marks: [], attachments: [] })).not.toHaveProperty('recipients');
  });
});
