import { describe, expect, test } from 'vitest';
import { defaultReplyRules, lastUnleft, replyAllowance } from '#shared/case/reply-rules.ts';
import type { EventId, PersonId } from '#shared/lib/ids.ts';
import { HOUR, SECOND } from '#shared/lib/time.ts';
import { CaseTable } from '#tests/unit/case/case-table.ts';

const rules = defaultReplyRules.wechat;
const sentOf = (table: CaseTable) => (table.state ? replyAllowance(table.state, rules, table.now).left : null);
const record = (table: CaseTable, state: 'sending' | 'failed' | 'sent', message: EventId = table.sent) =>
  table.ask({ type: 'recordDelivery', message, state }, 'wechat', 'system');

describe('WeChat’s rule', () => {
  test('the fifth message goes out, the sixth is refused, and what the customer writes counts anew', () => {
    const table = new CaseTable({ channel: 'wechat' });
    table.customer('my money');
    expect(table.reply()).toEqual(['case.claimed', 'message.sent']);
    for (const left of [4, 3, 2, 1]) {
      expect(sentOf(table)).toBe(left);
      expect(table.reply()).toEqual(['message.sent']);
    }
    expect(sentOf(table)).toBe(0);
    expect(table.reply()).toBe('quota-used');
    table.customer('still there?');
    expect(sentOf(table)).toBe(5);
    expect(table.reply()).toEqual(['message.sent']);
  });

  test('the window closes at exactly 48 h', () => {
    const table = new CaseTable({ channel: 'wechat' });
    table.customer('my money');
    const wrote = table.now;
    table.now = wrote + 48 * HOUR - 1_001;
    expect(table.reply()).toEqual(['case.claimed', 'message.sent']);
    table.now = wrote + 48 * HOUR - 1_000;
    expect(table.reply()).toBe('window-closed');
  });

  test('what the channel refused, or was taken back, does not count; sending it again does', () => {
    const table = new CaseTable({ channel: 'wechat' });
    table.customer('my money');
    for (let i = 0; i < 5; i++) table.reply();
    expect(sentOf(table)).toBe(0);
    record(table, 'sending');
    record(table, 'failed');
    const refused = table.sent;
    expect(sentOf(table)).toBe(1);
    expect(table.reply()).toEqual(['message.sent']);
    expect(table.ask({ type: 'sendAgain', message: refused })).toBe('quota-used');
    expect(table.ask({ type: 'withdraw', message: table.sent })).toEqual(['message.withdrawn']);
    expect(sentOf(table)).toBe(1);
    expect(table.ask({ type: 'sendAgain', message: refused })).toEqual(['message.delivery']);
    expect(sentOf(table)).toBe(0);
  });

  test('the newest message may be joined while its undo delay lasts and nothing answered it', () => {
    const table = new CaseTable({ channel: 'wechat' });
    const me = 'agent-1' as PersonId;
    const joinable = (at = table.now) => (table.state ? lastUnleft(table.state, rules, me, at)?.id : undefined);
    table.customer('my money');
    expect(joinable()).toBeUndefined();
    table.reply();
    expect(joinable()).toBe(table.sent);
    expect(joinable(table.now + 5 * SECOND - 1)).toBe(table.sent);
    expect(joinable(table.now + 5 * SECOND)).toBeUndefined();
    record(table, 'sending');
    expect(joinable()).toBeUndefined();
  });
});

describe('public threads', () => {
  const sensitive = { text: 'we call 138****8000', marks: [{ kind: 'phone' as const, token: 't' as never, at: 8, length: 11 }] };

  test('are answered in public, never with a sensitive value, and without a window', () => {
    const table = new CaseTable({ channel: 'weibo', visibility: 'public' });
    table.customer('where is my money', 'public');
    expect(table.ask({ type: 'reply', text: sensitive, attachments: [] })).toBe('sensitive-in-public');
    table.now += 100 * HOUR;
    expect(table.reply()).toEqual(['case.claimed', 'message.sent']);
    expect(table.state?.entries.at(-1)).toMatchObject({ kind: 'sent', visibility: 'public' });
    expect(table.state).toMatchObject({ sentSinceCustomer: 0 });
  });

  test('go on in private once they are moved, with a public line before if it is wished', () => {
    const table = new CaseTable({ channel: 'weibo', visibility: 'public' });
    table.customer('where is my money', 'public');
    expect(table.ask({ type: 'movePrivate', line: sensitive })).toBe('sensitive-in-public');
    expect(table.ask({ type: 'movePrivate', line: { text: 'We wrote to you', marks: [] } })).toEqual(['case.claimed', 'message.sent', 'case.movedPrivate']);
    expect(table.ask({ type: 'movePrivate', line: null })).toEqual([]);
    expect(table.ask({ type: 'reply', text: sensitive, attachments: [] })).toEqual(['message.sent']);
    expect(table.state?.entries.at(-1)).toMatchObject({ visibility: 'private' });
    expect(table.state).toMatchObject({ visibility: 'private', sentSinceCustomer: 1 });
    expect(table.ask({ type: 'movePrivate', line: null }, 'agent-2')).toBe('taken');
  });
});
