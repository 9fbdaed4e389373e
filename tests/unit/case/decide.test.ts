import { describe, expect, test } from 'vitest';
import type { CaseCommand } from '#shared/case/commands.ts';
import { type DecideContext, decide } from '#shared/case/decide.ts';
import { type AnyEvent, newEvent, type Position } from '#shared/case/envelope.ts';
import { evolve } from '#shared/case/evolve.ts';
import { defaultReplyRules, type ReplyRules } from '#shared/case/reply-rules.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CommandId, CustomerId, EventId, GroupId, QueueId } from '#shared/lib/ids.ts';
import { HOUR } from '#shared/lib/time.ts';

const masked = (text: string) => ({ text, marks: [] });

/** A case that is acted on step by step, as a host would. */
class Table {
  state: CaseState | undefined;
  position = 0;
  made = 0;
  now = 1_000;
  readonly rules: ReplyRules;

  constructor(rules: ReplyRules = defaultReplyRules.chat, channel: 'chat' | 'wechat' | 'whatsapp' = 'chat') {
    this.rules = rules;
    const opening = newEvent(
      { id: 'opening' as EventId, about: { kind: 'case', id: 'case-1' }, group: 'retail' as GroupId, at: 1_000, actor: { kind: 'customer', id: 'c' } },
      'case.opened',
      { channel, queue: 'top-up' as QueueId, language: 'en', priority: 1, thread: 't' },
      {},
    );
    this.fold({ ...opening, position: 1 as Position, recordedAt: 1_000 });
  }

  fold(event: AnyEvent): void {
    this.state = evolve(this.state, event);
    this.position = event.position;
  }

  ask(command: CaseCommand, who = 'agent-1', kind: DecideContext['actor']['kind'] = 'agent') {
    this.now += 1_000;
    const decision = decide(this.state, command, {
      actor: { kind, id: who },
      commandId: `c${this.made}` as CommandId,
      now: this.now,
      newId: () => `e${++this.made}`,
      rules: this.rules,
      wrapUp: { seconds: 60, dispositionRequired: false },
    });
    if (decision.ok) {
      for (const event of decision.value) this.fold({ ...event, position: (this.position + 1) as Position, recordedAt: this.now } as AnyEvent);
    }
    return decision.ok ? decision.value.map((event) => event.type) : decision.error.code;
  }

  customer(text: string) {
    return this.ask({ type: 'receive', text: masked(text), attachments: [] }, 'c', 'customer');
  }
}

describe('decide', () => {
  test('a snoozed case that is given back waits, and is not due any more', () => {
    const table = new Table();
    expect(table.ask({ type: 'snooze', until: HOUR })).toEqual(['case.claimed', 'case.snoozed']);
    expect(table.ask({ type: 'release', reason: 'agent' })).toEqual(['case.released']);
    expect(table.state).toMatchObject({ status: 'waiting', owner: null, snoozedUntil: null });
  });

  test('a closed case belongs to nobody: whoever answers it has it', () => {
    const table = new Table();
    table.ask({ type: 'resolve', disposition: 'solved', comment: '' });
    expect(table.ask({ type: 'reply', text: masked('One more thing'), attachments: [] }, 'agent-2')).toEqual(['case.reopened', 'case.claimed', 'message.sent']);
    expect(table.state?.owner).toBe('agent-2');
  });

  test('an erasure closes a case that nobody has, names nobody in it any more, and gives it to nobody', () => {
    const table = new Table();
    table.customer('forget me');
    table.ask({ type: 'identify', customer: 'C1' as CustomerId, how: 'match', name: '王*明' });
    expect(table.state?.knownAs).toBe('王*明');
    expect(table.ask({ type: 'erase', reason: 'asked', tokens: [] }, 'administrator-1', 'administrator')).toEqual(['case.resolved', 'case.erased']);
    expect(table.state).toMatchObject({ status: 'resolved', owner: null, knownAs: null, contactName: null });
  });

  test('an erasure leaves a case to whoever has it', () => {
    const table = new Table();
    table.ask({ type: 'accept' });
    table.ask({ type: 'erase', reason: 'asked', tokens: [] }, 'administrator-1', 'administrator');
    expect(table.state).toMatchObject({ status: 'resolved', owner: 'agent-1' });
  });

  test('answering an unclaimed case claims it', () => {
    const table = new Table();
    table.customer('where is my money');
    expect(table.ask({ type: 'reply', text: masked('one moment'), attachments: [] })).toEqual(['case.claimed', 'message.sent']);
    expect(table.state).toMatchObject({ status: 'open', owner: 'agent-1', waitingSince: null, unread: 0 });
  });

  test('a colleague is told who has the case and since when', () => {
    const table = new Table();
    table.ask({ type: 'accept' });
    const claimedAt = table.now;
    const decision = decide(
      table.state,
      { type: 'accept' },
      {
        actor: { kind: 'agent', id: 'agent-2' },
        commandId: 'x' as CommandId,
        now: 9_000,
        newId: () => 'n',
        rules: table.rules,
        wrapUp: { seconds: 60, dispositionRequired: false },
      },
    );
    expect(decision).toEqual({ ok: false, error: { code: 'taken', by: 'agent-1', at: claimedAt } });
    expect(table.ask({ type: 'reply', text: masked('hi'), attachments: [] }, 'agent-2')).toBe('taken');
  });

  test('a resolved case waits again, for its agent first, when the customer writes', () => {
    const table = new Table();
    table.customer('hello');
    table.ask({ type: 'accept' });
    expect(table.ask({ type: 'resolve', disposition: 'solved', comment: '' })).toEqual(['case.resolved']);
    expect(table.customer('it came back')).toEqual(['message.received', 'case.reopened']);
    expect(table.state).toMatchObject({ status: 'waiting', owner: null, intendedFor: 'agent-1', disposition: null, resolvedAt: null });
  });

  test('a snoozed case wakes when it is due, by hand, and when the customer writes; not before', () => {
    const table = new Table();
    table.ask({ type: 'accept' });
    expect(table.ask({ type: 'snooze', until: 500 })).toBe('time-passed');
    expect(table.ask({ type: 'snooze', until: HOUR })).toEqual(['case.snoozed']);
    expect(table.ask({ type: 'wake', reason: 'agent' }, 'agent-2')).toBe('not-yours');
    expect(table.customer('still there?')).toEqual(['message.received', 'case.woken']);
    expect(table.state).toMatchObject({ status: 'open', owner: 'agent-1', snoozedUntil: null });
    expect(table.ask({ type: 'wake', reason: 'agent' })).toBe('not-snoozed');
    expect(table.ask({ type: 'wake', reason: 'due' }, 'desk', 'system')).toEqual([]);
  });

  test('a transfer leaves the case waiting in the other queue for whom it named', () => {
    const table = new Table();
    table.ask({ type: 'accept' });
    expect(table.ask({ type: 'transfer', queue: 'refund' as QueueId, note: 'please trace' }, 'agent-2')).toBe('not-yours');
    expect(table.ask({ type: 'transfer', queue: 'refund' as QueueId, note: 'please trace' })).toEqual(['case.transferred']);
    expect(table.state).toMatchObject({ status: 'waiting', queue: 'refund', owner: null });
  });

  test('what holds already needs no event', () => {
    const table = new Table();
    table.ask({ type: 'accept' });
    expect(table.ask({ type: 'accept' })).toEqual([]);
    table.ask({ type: 'tag', add: ['vip'], remove: [] });
    expect(table.ask({ type: 'tag', add: ['vip'], remove: ['other'] })).toEqual([]);
    expect(table.ask({ type: 'prioritise', priority: 1 })).toEqual([]);
  });

  test('WeChat takes five answers to one message, within 48 hours of it', () => {
    const table = new Table(defaultReplyRules.wechat, 'wechat');
    table.customer('在吗');
    const reply = () => table.ask({ type: 'reply', text: masked('您好'), attachments: [] });
    for (let i = 0; i < 5; i++) expect(reply()).toContain('message.sent');
    expect(reply()).toBe('quota-used');
    table.customer('还在吗');
    expect(reply()).toEqual(['message.sent']);
    table.now += 48 * HOUR;
    expect(reply()).toBe('window-closed');
  });

  test('empty and too long texts, customers and trainers are refused', () => {
    const table = new Table();
    expect(table.ask({ type: 'reply', text: masked('  '), attachments: [] })).toBe('empty');
    expect(table.ask({ type: 'reply', text: masked('x'.repeat(8_001)), attachments: [] })).toBe('too-long');
    expect(table.customer(' ')).toBe('empty');
    expect(table.ask({ type: 'accept' }, 't', 'trainer')).toBe('not-allowed');
    expect(table.ask({ type: 'accept' }, 'c', 'customer')).toBe('not-allowed');
  });

  test('read marks move forward only and clear what is unread', () => {
    const table = new Table();
    table.customer('one');
    const first = table.state?.entries.at(-1)?.id as EventId;
    table.customer('two');
    const second = table.state?.entries.at(-1)?.id as EventId;
    table.ask({ type: 'accept' });
    expect(table.state?.unread).toBe(2);
    expect(table.ask({ type: 'markRead', by: 'agent', upTo: first })).toEqual(['message.read']);
    expect(table.state?.unread).toBe(1);
    expect(table.ask({ type: 'markRead', by: 'agent', upTo: 'nothing' as EventId })).toBe('unknown-message');
    expect(table.ask({ type: 'markRead', by: 'customer', upTo: second }, 'c', 'customer')).toEqual(['message.read']);
    expect(table.ask({ type: 'markRead', by: 'customer', upTo: first }, 'c', 'customer')).toEqual([]);
  });
});
