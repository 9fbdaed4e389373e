import { describe, expect, test } from 'vitest';
import type { CaseCommand } from '#shared/case/commands.ts';
import { mayBeDeferred } from '#shared/case/deferral.ts';
import { toInboxRow } from '#shared/case/inbox-row.ts';
import type { CaseId, EventId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { CaseTable } from '#tests/unit/case/case-table.ts';

const other = 'case-2' as CaseId;
const queue = 'refund' as QueueId;
const firstOf = (table: CaseTable): EventId => {
  const found = table.state?.entries.find((entry) => entry.kind === 'received');
  if (!found) throw new Error('the customer wrote');
  return found.id;
};
const split = (table: CaseTable, from = firstOf(table)) => ({ type: 'split', newCase: other, from, queue, keeps: true }) as const;
const forOther: CaseCommand = { type: 'reply', text: { text: 'of the other matter', marks: [] }, attachments: [], for: other };

describe('a case that another was split off from', () => {
  test('says which and from where, and waits as it did', () => {
    const table = new CaseTable();
    table.customer('and where is my voucher');
    const before = table.state?.waitingSince;
    expect(table.ask(split(table))).toEqual(['case.split']);
    expect(table.state).toMatchObject({ splitOff: [{ case: other, from: firstOf(table), by: 'agent-1' }], status: 'waiting', waitingSince: before });
    expect(table.state && toInboxRow(table.state)).toMatchObject({ splitOff: [other] });
  });

  test('is split at once or not at all: two consoles that are away would both do it', () => {
    expect(mayBeDeferred({ type: 'split', newCase: other, from: 'm' as EventId, queue, keeps: true })).toBe(false);
    expect(mayBeDeferred(forOther)).toBe(true);
  });

  test('is split by whoever may hand it on, at a message of the customer, once', () => {
    const table = new CaseTable();
    table.customer('one');
    table.ask({ type: 'accept' });
    expect(table.ask(split(table), 'agent-2')).toBe('taken');
    expect(table.ask(split(table), 'desk', 'system')).toBe('not-allowed');
    table.reply();
    expect(table.ask(split(table, table.sent))).toBe('unknown-message');
    expect(table.ask(split(table))).toEqual(['case.split']);
    expect(table.ask({ ...split(table), newCase: 'case-3' as CaseId })).toBe('already-split');
    table.ask({ type: 'resolve', disposition: 'solved', comment: '' });
    expect(table.ask(split(table))).toBe('already-resolved');
  });

  test('may be split there again once the two are one case', () => {
    const table = new CaseTable();
    table.customer('one');
    table.ask(split(table));
    const joins = { type: 'takeLine', line: other, channel: 'chat', by: 'agent-1' as PersonId, customer: null, name: null, waitingSince: null } as const;
    expect(table.ask(joins, 'desk', 'system')).toEqual(['case.merged']);
    expect(table.ask({ ...split(table), newCase: 'case-3' as CaseId })).toEqual(['case.split']);
  });

  test('says which messages were chosen, in their order; each is in one such case at a time', () => {
    const table = new CaseTable();
    for (const words of ['one', 'two', 'three', 'four']) table.customer(words);
    const ids = (table.state?.entries ?? []).flatMap(({ kind, id }) => (kind === 'received' ? [id] : []));
    const [a, b, c, d] = ids.slice(-4) as [EventId, EventId, EventId, EventId];
    const chosen = (...messages: EventId[]) => ({ ...split(table, messages[0]), messages }) as const;
    expect(table.ask(chosen(a, 'unknown' as EventId))).toBe('unknown-message');
    expect(table.ask(chosen(d, b))).toEqual(['case.split']);
    expect(table.state).toMatchObject({ splitOff: [{ case: other, from: b, messages: [b, d] }] });
    expect(table.ask({ ...chosen(c, d), newCase: 'case-3' as CaseId })).toBe('already-split');
    expect(table.ask({ ...split(table, b), newCase: 'case-3' as CaseId })).toBe('already-split');
    expect(table.ask({ ...chosen(a, c), newCase: 'case-3' as CaseId })).toEqual(['case.split']);
  });

  test('carries the other’s answers on its thread, counted by its channel and by nothing else of it', () => {
    const table = new CaseTable({ channel: 'wechat' });
    table.customer('one');
    expect(table.ask(forOther)).toBe('not-split');
    table.ask(split(table));
    table.ask({ type: 'accept' }, 'agent-2');
    const before = table.state;
    expect(table.ask(forOther)).toEqual(['message.sent']);
    const { waitingSince, firstResponseAt, unread, owner } = before ?? {};
    expect(table.state).toMatchObject({ waitingSince, firstResponseAt, unread, owner, sentSinceCustomer: 1, preview: { from: 'desk' } });
    for (let more = 0; more < 4; more++) expect(table.ask(forOther)).toEqual(['message.sent']);
    expect(table.ask(forOther)).toBe('quota-used');
    expect(table.ask({ type: 'reply', text: { text: 'of this one', marks: [] }, attachments: [] }, 'agent-2')).toBe('quota-used');
  });

  test('leaves how the other’s answers arrived to whoever wrote them', () => {
    const table = new CaseTable();
    table.customer('one');
    table.ask(split(table));
    table.ask({ type: 'accept' }, 'agent-2');
    table.ask(forOther);
    const message = table.sent;
    table.ask({ type: 'recordDelivery', message, state: 'failed', reason: 'x' }, 'desk', 'system');
    expect(table.ask({ type: 'sendAgain', message }, 'agent-3')).toBe('taken');
    expect(table.ask({ type: 'sendAgain', message })).toEqual(['message.delivery']);
  });

  test('is closed while the other is answered, and stays so', () => {
    const table = new CaseTable();
    table.customer('one');
    table.ask(split(table));
    table.ask({ type: 'accept' });
    table.ask({ type: 'resolve', disposition: 'solved', comment: '' });
    expect(table.ask(forOther)).toEqual(['message.sent']);
    expect(table.state).toMatchObject({ status: 'resolved', disposition: 'solved' });
  });
});

describe('undoing a split', () => {
  const again = (waitingSince: number) =>
    ({ type: 'takeLine', line: other, channel: 'chat', by: 'agent-1' as PersonId, customer: null, name: null, waitingSince }) as const;

  test('lets nobody wait who was answered before: the new case began to wait by being split', () => {
    const table = new CaseTable();
    table.customer('one');
    table.ask({ type: 'accept' });
    table.reply();
    table.ask(split(table));
    expect(table.ask(again(table.now), 'desk', 'system')).toEqual(['case.merged']);
    expect(table.state).toMatchObject({ status: 'open', waitingSince: null });
  });

  test('lets whoever waited wait since then, though the other matter was answered meanwhile', () => {
    const table = new CaseTable();
    table.customer('one');
    table.ask({ type: 'accept' });
    const since = table.state?.waitingSince;
    table.ask(split(table));
    const opened = table.now;
    table.reply();
    expect(table.state?.waitingSince).toBeNull();
    table.ask(again(opened), 'desk', 'system');
    expect(table.state).toMatchObject({ status: 'open', waitingSince: since });
  });
});

describe('a case that was split off', () => {
  const opened = () => new CaseTable({ splitFrom: { case: other, from: 'm1' as EventId } });
  const said = (message: string, by: 'customer' | 'desk' | 'taken-back') =>
    ({ type: 'noteLine', line: other, message: message as EventId, by, text: `words of ${message}` }) as const;

  test('begins with the message, and is told once of each answer', () => {
    const table = opened();
    expect(table.ask(said('m1', 'customer'), 'desk', 'system')).toEqual(['case.lineMoved']);
    expect(table.state).toMatchObject({ unread: 1, preview: { text: 'words of m1', from: 'customer' }, splitFrom: { case: other } });
    table.ask({ type: 'accept' });
    expect(table.ask(said('m2', 'desk'), 'desk', 'system')).toEqual(['case.lineMoved']);
    expect(table.ask(said('m2', 'desk'), 'desk', 'system')).toEqual([]);
    expect(table.state).toMatchObject({ waitingSince: null, unread: 0, firstResponseAt: table.now - 1_000 });
    table.ask(said('m2', 'taken-back'), 'desk', 'system');
    expect(table.state?.waitingSince).toBe(table.now);
    expect(table.ask({ ...said('m3', 'desk'), line: 'case-9' as CaseId }, 'desk', 'system')).toEqual([]);
  });

  test('is answered there and nowhere else, and has no window of its own', () => {
    const table = opened();
    expect(table.reply()).toBe('answered-there');
    const row = table.state && toInboxRow(table.state);
    expect(row).toMatchObject({ splitFrom: other });
    expect(row).not.toHaveProperty('windowFrom');
  });
});
