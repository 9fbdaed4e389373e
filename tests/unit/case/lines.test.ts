import { describe, expect, test } from 'vitest';
import { toInboxRow } from '#shared/case/inbox-row.ts';
import type { CaseId, CustomerId, EventId, PersonId } from '#shared/lib/ids.ts';
import { CaseTable } from '#tests/unit/case/case-table.ts';

const other = 'case-2' as CaseId;
const customer = 'C1' as CustomerId;
const into = { type: 'merge', into: other, channel: 'email', customer: null, name: null, confirmed: true } as const;
const takes = { type: 'takeLine', line: other, channel: 'wechat', by: 'agent-1' as PersonId, customer: null, name: null, waitingSince: null } as const;
const said = (message: string, by: 'customer' | 'other' | 'desk' | 'taken-back') =>
  ({ type: 'noteLine', line: other, message: message as EventId, by, text: `words of ${message}` }) as const;
const bySystem = (table: CaseTable, command: Parameters<CaseTable['ask']>[0]) => table.ask(command, 'desk', 'system');

describe('a case that goes on in another', () => {
  test('is closed without a disposition, and what the customer writes there opens it no more', () => {
    const table = new CaseTable();
    table.customer('where is my money');
    expect(table.ask(into)).toEqual(['case.merged']);
    expect(table.state).toMatchObject({
      status: 'resolved',
      disposition: null,
      waitingSince: null,
      mergedInto: { case: other, channel: 'email', by: 'agent-1' },
    });
    expect(table.customer('hello?')).toEqual(['message.received']);
    expect(table.state).toMatchObject({ status: 'resolved', waitingSince: null, unread: 0 });
    expect(table.state && toInboxRow(table.state)).toMatchObject({ mergedInto: other, status: 'resolved' });
  });

  test('is answered on its own thread without being taken or opened', () => {
    const table = new CaseTable({ channel: 'wechat' });
    table.customer('hello');
    table.ask(into);
    expect(table.reply()).toEqual(['message.sent']);
    expect(table.state?.status).toBe('resolved');
    for (const command of [
      { type: 'accept' },
      { type: 'reopen' },
      { type: 'transfer', queue: 'q', note: '' },
      { type: 'resolve', disposition: null, comment: '' },
    ] as const) {
      expect(table.ask(command as never), command.type).toBe('merged');
    }
  });

  test('comes back as it was, to whoever had it, and the customer waits if they wrote meanwhile', () => {
    const table = new CaseTable();
    table.customer('one');
    table.ask({ type: 'accept' });
    table.ask(into);
    expect(table.ask({ type: 'unmerge' })).toEqual(['case.unmerged', 'case.claimed']);
    expect(table.state).toMatchObject({ status: 'open', owner: 'agent-1', mergedInto: null });
    table.ask({ type: 'resolve', disposition: 'solved', comment: '' });
    table.ask(into);
    expect(table.ask({ type: 'unmerge' })).toEqual(['case.unmerged']);
    expect(table.state).toMatchObject({ status: 'resolved', disposition: 'solved' });
    table.ask(into);
    table.customer('two');
    const wrote = table.now;
    expect(table.ask({ type: 'unmerge' }, 'agent-2')).toEqual(['case.unmerged']);
    expect(table.state).toMatchObject({ status: 'waiting', owner: null, intendedFor: 'agent-1', waitingSince: wrote });
  });

  test('is merged once, by who may, with a case of the same customer or by a word', () => {
    const table = new CaseTable();
    expect(table.ask({ ...into, confirmed: false })).toBe('not-confirmed');
    expect(table.ask({ ...into, into: 'case-1' as CaseId })).toBe('has-merged');
    expect(table.ask({ ...into, customer })).toEqual(['customer.identified', 'case.merged']);
    expect(table.ask({ type: 'unmerge' })).toEqual(['case.unmerged', 'customer.identified']);
    expect(table.state?.customer).toBeNull();
    table.ask({ type: 'identify', customer, how: 'agent' });
    expect(table.ask({ ...into, customer: 'C2' as CustomerId })).toBe('other-customer');
    table.ask({ type: 'accept' });
    expect(table.ask({ ...into, customer, confirmed: false }, 'agent-2')).toBe('taken');
    expect(table.ask({ ...into, customer, confirmed: false })).toEqual(['case.merged']);
    expect(table.ask({ ...into, customer })).toEqual([]);
    expect(table.ask({ ...into, into: 'case-3' as CaseId })).toBe('merged');
  });
});

describe('undoing a merge leaves who waits as it was', () => {
  const parts = { type: 'dropLine', line: other, by: 'agent-1' as PersonId } as const;

  test('whoever was answered before, or on the line since, does not wait; whoever waited waits since then', () => {
    const answered = new CaseTable();
    answered.customer('one');
    answered.ask({ type: 'accept' });
    answered.reply();
    answered.ask(into);
    answered.ask({ type: 'unmerge' });
    expect(answered.state).toMatchObject({ status: 'open', owner: 'agent-1', waitingSince: null });

    const waiting = new CaseTable();
    waiting.customer('one');
    const since = waiting.state?.waitingSince;
    waiting.ask(into);
    waiting.ask({ type: 'unmerge' });
    expect(waiting.state).toMatchObject({ status: 'waiting', waitingSince: since });
    waiting.ask(into);
    waiting.reply();
    waiting.ask({ type: 'unmerge' });
    expect(waiting.state).toMatchObject({ status: 'waiting', waitingSince: null });
  });

  test('an answer on the line that is taken back lets them wait since then', () => {
    const table = new CaseTable({ channel: 'email' });
    table.customer('one');
    const since = table.state?.waitingSince;
    table.ask(into);
    table.reply();
    const message = table.state?.entries.findLast((entry) => entry.kind === 'sent')?.id as EventId;
    expect(table.ask({ type: 'withdraw', message })).toEqual(['message.withdrawn']);
    table.ask({ type: 'unmerge' });
    expect(table.state).toMatchObject({ status: 'waiting', waitingSince: since });
  });

  test('what the line brought goes with it, and nothing else', () => {
    const table = new CaseTable();
    table.ask({ type: 'accept' });
    table.reply();
    bySystem(table, { ...takes, waitingSince: 500 });
    bySystem(table, parts);
    expect(table.state).toMatchObject({ status: 'open', waitingSince: null });
    bySystem(table, { ...takes, waitingSince: 500 });
    table.customer('and here');
    const own = table.now;
    expect(table.state?.waitingSince).toBe(500);
    bySystem(table, parts);
    expect(table.state?.waitingSince).toBe(own);
    bySystem(table, { ...takes, waitingSince: 500 });
    bySystem(table, said('m1', 'desk'));
    bySystem(table, parts);
    expect(table.state?.waitingSince).toBeNull();
  });
});

describe('a case in which another goes on', () => {
  test('takes the line once, by no person, and waits since the customer waited there', () => {
    const table = new CaseTable();
    table.ask({ type: 'accept' });
    table.reply();
    expect(table.ask(takes)).toBe('not-allowed');
    expect(bySystem(table, { ...takes, waitingSince: 500 })).toEqual(['case.merged']);
    expect(bySystem(table, takes)).toEqual([]);
    expect(table.state).toMatchObject({ lines: [{ case: other, channel: 'wechat' }], waitingSince: 500 });
    expect(table.ask(into)).toBe('has-merged');
  });

  test('waits, wakes and comes back for what the customer says there; each message moves it once', () => {
    const table = new CaseTable();
    table.ask({ type: 'accept' });
    table.reply();
    bySystem(table, takes);
    expect(bySystem(table, said('m1', 'customer'))).toEqual(['case.lineMoved']);
    expect(table.state).toMatchObject({ unread: 1, waitingSince: table.now, preview: { text: 'words of m1', from: 'customer' } });
    const lastCustomerAt = table.state?.lastCustomerAt;
    expect(bySystem(table, said('m1', 'customer'))).toEqual([]);
    expect(bySystem(table, said('m2', 'desk'))).toEqual(['case.lineMoved']);
    expect(table.state).toMatchObject({ unread: 0, waitingSince: null, preview: { from: 'desk' }, lastCustomerAt });
    expect(bySystem(table, said('m2', 'taken-back'))).toEqual(['case.lineMoved']);
    expect(table.state?.waitingSince).toBe(table.now);
    table.ask({ type: 'snooze', until: table.now + 60_000 });
    expect(bySystem(table, said('m3', 'customer'))).toEqual(['case.lineMoved', 'case.woken']);
    table.ask({ type: 'resolve', disposition: 'solved', comment: '' });
    expect(bySystem(table, said('m4', 'customer'))).toEqual(['case.lineMoved', 'case.reopened']);
    expect(table.state).toMatchObject({ status: 'waiting', intendedFor: 'agent-1' });
  });

  test('is read with its line: the mark of what was read counts what came there', () => {
    const table = new CaseTable();
    table.ask({ type: 'accept' });
    bySystem(table, takes);
    bySystem(table, said('m1', 'customer'));
    const heard = table.state?.entries.findLast((entry) => entry.kind === 'step')?.id as EventId;
    table.customer('and here');
    expect(table.state?.unread).toBe(2);
    table.ask({ type: 'markRead', by: 'agent', upTo: heard });
    expect(table.state?.unread).toBe(1);
  });

  test('is answered by the channel the customer wrote on last, whose window then counts', () => {
    const table = new CaseTable({ channel: 'wechat' });
    table.customer('here');
    bySystem(table, { ...takes, channel: 'whatsapp' });
    const row = () => table.state && toInboxRow(table.state);
    const own = table.state?.lastCustomerAt;
    expect(row()).toMatchObject({ windowFrom: own });
    expect(row()).not.toHaveProperty('windowChannel');
    expect(row()).not.toHaveProperty('windowSent');
    table.reply();
    table.reply();
    expect(row()).toMatchObject({ windowSent: 2 });
    bySystem(table, said('m1', 'customer'));
    expect(row()).not.toHaveProperty('windowSent');
    expect(row()).toMatchObject({ windowFrom: table.now, windowChannel: 'whatsapp', lines: [other] });
    table.customer('here again');
    expect(row()).not.toHaveProperty('windowChannel');
  });

  test('counts a line’s window from when it was written there, unless that is a mail, whose date is its writer’s word', () => {
    const table = new CaseTable({ channel: 'chat' });
    table.customer('here');
    bySystem(table, { ...takes, channel: 'whatsapp' });
    bySystem(table, { ...said('m1', 'customer'), wroteAt: 1_500 });
    expect(table.state?.lines[0]?.lastCustomerAt).toBe(1_500);
    bySystem(table, { ...said('m2', 'customer'), wroteAt: 1_200 });
    expect(table.state?.lines[0]?.lastCustomerAt).toBe(1_500);
    const mail = new CaseTable({ channel: 'email' });
    mail.ask({ type: 'receive', text: { text: 'an old mail', marks: [] }, attachments: [], wroteAt: 10 }, 'c', 'customer');
    expect(mail.state).toMatchObject({ lastCustomerAt: mail.now, entries: [{ at: mail.now, wroteAt: 10 }] });
    // What is still to come was not written yet.
    mail.ask({ type: 'receive', text: { text: 'from tomorrow', marks: [] }, attachments: [], wroteAt: mail.now + 90_000 }, 'c', 'customer');
    expect(mail.state?.entries.at(-1)).not.toHaveProperty('wroteAt');
  });

  test('says no more of a line that was taken apart', () => {
    const table = new CaseTable();
    bySystem(table, takes);
    expect(bySystem(table, { type: 'dropLine', line: other, by: 'agent-1' as PersonId })).toEqual(['case.unmerged']);
    expect(bySystem(table, said('m1', 'customer'))).toEqual([]);
    expect(table.state?.lines).toEqual([]);
    table.ask(into);
    expect(bySystem(table, takes)).toBe('merged');
  });
});

test('what was said on a line to somebody else is told to nobody, and taking it back lets nobody wait', () => {
  const table = new CaseTable();
  bySystem(table, takes);
  bySystem(table, said('m1', 'customer'));
  bySystem(table, said('m2', 'desk'));
  expect(bySystem(table, said('m3', 'taken-back'))).toEqual([]);
  expect(table.state?.waitingSince).toBeNull();
  expect(bySystem(table, said('m2', 'taken-back'))).toEqual(['case.lineMoved']);
  expect(table.state?.waitingSince).toBe(table.now);
});

test('what somebody else answers on a line brings its case back to be read, and nobody waits', () => {
  const table = new CaseTable();
  table.customer('one');
  bySystem(table, takes);
  table.ask({ type: 'resolve', disposition: 'solved', comment: '' });
  expect(bySystem(table, said('m1', 'other'))).toEqual(['case.lineMoved', 'case.reopened']);
  expect(table.state).toMatchObject({ status: 'waiting', waitingSince: null, unread: 1, preview: { from: 'other' } });
});
