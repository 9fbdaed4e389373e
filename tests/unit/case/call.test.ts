import { describe, expect, test } from 'vitest';
import { callBlock, openCall } from '#shared/case/open-call.ts';
import type { CaseId, CommandId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { HOUR, SECOND, talkText } from '#shared/lib/time.ts';
import { CaseTable } from '#tests/unit/case/case-table.ts';

const begun = (table: CaseTable) => table.ask({ type: 'startCall', direction: 'inbound', number: null });

describe('calls', () => {
  test('a case of a call is the caller’s at once, and nobody is on the phone twice', () => {
    const opening = {
      caseId: 'case-1' as CaseId,
      group: 'retail' as GroupId,
      queue: 'general' as QueueId,
      language: 'en' as const,
      direction: 'inbound' as const,
      number: null,
      customer: null,
      contactName: null,
    };
    let made = 0;
    const context = { actor: { kind: 'agent' as const, id: 'agent-1' }, commandId: 'c' as CommandId, now: 5_000, newId: () => `e${made++}` };
    const opened = openCall(opening, { ...context, onCallSince: null });
    expect(opened.ok && opened.value.map(({ type }) => type)).toEqual(['case.opened', 'case.claimed', 'call.started']);
    expect(openCall(opening, { ...context, onCallSince: 4_000 })).toEqual({ ok: false, error: { code: 'on-a-call', by: 'agent-1', at: 4_000 } });
    expect(callBlock('agent-1' as PersonId, null)).toBeNull();
  });

  test('what takes the case away waits until the call has ended; its notes do not', () => {
    const table = new CaseTable();
    expect(begun(table)).toEqual(['case.claimed', 'call.started']);
    expect(table.state).toMatchObject({ waitingSince: null, call: { startedAt: 2_000, endedAt: null } });
    for (const command of [
      { type: 'release', reason: 'agent' },
      { type: 'snooze', until: HOUR },
      { type: 'resolve', disposition: 'solved', comment: '' },
      { type: 'wrapUp' },
      { type: 'transfer', queue: 'general' as QueueId, note: '' },
    ] as const) {
      expect(table.ask(command), command.type).toBe('call-running');
    }
    expect(table.ask({ type: 'addNote', text: { text: 'asks for a refund', marks: [] } })).toEqual(['note.added']);
    expect(begun(table)).toBe('call-running');
    expect(table.ask({ type: 'endCall', outcome: 'solved', followUp: { kind: 'wait' } }, 'agent-2')).toBe('taken');
  });

  test('it ends once, lasts from its own events, and what follows is done', () => {
    const table = new CaseTable();
    expect(table.ask({ type: 'endCall', outcome: 'solved', followUp: { kind: 'wait' } })).toBe('no-call');
    begun(table);
    table.now += 190 * SECOND;
    expect(table.ask({ type: 'endCall', outcome: 'call-back', followUp: { kind: 'callBack', at: table.now + 1_000 } })).toBe('time-passed');
    expect(table.ask({ type: 'endCall', outcome: 'call-back', followUp: { kind: 'callBack', at: table.now + HOUR } })).toEqual(['call.ended', 'case.snoozed']);
    expect(table.state).toMatchObject({ status: 'snoozed', call: { seconds: 192, outcome: 'call-back', callBackAt: table.state?.snoozedUntil } });
    expect(table.ask({ type: 'endCall', outcome: 'solved', followUp: { kind: 'wait' } })).toBe('no-call');
    expect(begun(table)).toEqual(['case.claimed', 'call.started']);
    expect(table.ask({ type: 'endCall', outcome: 'solved', followUp: { kind: 'done', disposition: 'solved' } })).toEqual(['call.ended', 'case.resolved']);
    expect(begun(table)).toEqual(['case.reopened', 'case.claimed', 'call.started']);
    expect(table.ask({ type: 'endCall', outcome: 'escalated', followUp: { kind: 'wait' } })).toEqual(['call.ended']);
    expect(table.state).toMatchObject({ status: 'open', owner: 'agent-1' });
  });

  test('without a disposition the queue’s after-call work comes first, or the end is refused', () => {
    const done = { type: 'endCall', outcome: 'solved', followUp: { kind: 'done', disposition: null } } as const;
    const writing = new CaseTable({ wrapUp: { seconds: 60, dispositionRequired: true } });
    begun(writing);
    expect(writing.ask(done)).toEqual(['call.ended', 'case.wrapUp']);
    const strict = new CaseTable({ wrapUp: { seconds: 0, dispositionRequired: true } });
    begun(strict);
    expect(strict.ask(done)).toBe('disposition-needed');
    expect(strict.state?.call?.endedAt).toBeNull();
    const easy = new CaseTable({ wrapUp: { seconds: 0, dispositionRequired: false } });
    begun(easy);
    expect(easy.ask(done)).toEqual(['call.ended', 'case.resolved']);
  });

  test('the length of a call is told as mm:ss', () => {
    expect([0, 192 * SECOND, 599.9 * SECOND, HOUR + 61 * SECOND].map(talkText)).toEqual(['00:00', '03:12', '09:59', '1:01:01']);
  });
});
