import { describe, expect, test } from 'vitest';
import { runningSince } from '#shared/case/call.ts';
import type { AnyEvent, Position } from '#shared/case/envelope.ts';
import { evolve } from '#shared/case/evolve.ts';
import { toInboxRow } from '#shared/case/inbox-row.ts';
import { notePhoneCall, type PhoneFact, type PhoneOpening } from '#shared/case/phone-call.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, CustomerId, EventId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { HOUR, MINUTE } from '#shared/lib/time.ts';
import { CaseTable } from '#tests/unit/case/case-table.ts';

/** A case of the phone that its agent promised to call back in an hour. */
function promised() {
  const table = new CaseTable({ channel: 'phone' });
  table.ask({ type: 'startCall', direction: 'inbound', number: null });
  table.ask({ type: 'endCall', outcome: 'call-back', followUp: { kind: 'callBack', at: table.now + HOUR } });
  return table;
}

describe('who is to be called back', () => {
  test('is so from the promise until the call, its withdrawal or the end of the case, whether it is due or not', () => {
    const table = promised();
    const due = table.state?.snoozedUntil;
    expect(table.state).toMatchObject({ status: 'snoozed', callBackAt: due });
    table.now += 2 * HOUR;
    expect(table.ask({ type: 'wake', reason: 'due' }, 'desk', 'system')).toEqual(['case.woken']);
    expect(table.state).toMatchObject({ status: 'open', callBackAt: due });
    table.ask({ type: 'startCall', direction: 'outbound', number: null });
    expect(table.state?.callBackAt).toBeNull();
    table.ask({ type: 'endCall', outcome: 'no-answer', followUp: { kind: 'callBack', at: table.now + HOUR } });
    expect(table.state?.callBackAt).not.toBeNull();
    table.ask({ type: 'resolve', disposition: 'solved', comment: '' });
    expect(table.state?.callBackAt).toBeNull();
  });

  test('cannot be called where the caller withheld the number, until it is said who it is', () => {
    const table = promised();
    const row = () => table.state && toInboxRow(table.state);
    expect(row()).toMatchObject({ noNumber: true });
    table.ask({ type: 'identify', customer: 'C1' as CustomerId, how: 'agent' });
    expect(row()).not.toHaveProperty('noNumber');
    const told = new CaseTable({ channel: 'phone' });
    told.ask({ type: 'startCall', direction: 'inbound', number: { text: '137****7001', marks: [] } });
    told.ask({ type: 'endCall', outcome: 'call-back', followUp: { kind: 'callBack', at: told.now + HOUR } });
    expect(told.state && toInboxRow(told.state)).not.toHaveProperty('noNumber');
  });

  test('rests longer for another reason, and is to be called at the same time', () => {
    const table = promised();
    const due = table.state?.callBackAt;
    table.ask({ type: 'snooze', until: table.now + 5 * HOUR });
    expect(table.state?.callBackAt).toBe(due);
  });

  test('is moved by who has it, and not into the past', () => {
    const table = promised();
    expect(table.ask({ type: 'moveCallBack', at: table.now }, 'agent-1')).toBe('time-passed');
    const at = table.now + 3 * HOUR;
    expect(table.ask({ type: 'moveCallBack', at }, 'agent-2')).toBe('taken');
    expect(table.ask({ type: 'moveCallBack', at })).toEqual(['case.snoozed']);
    expect(table.ask({ type: 'moveCallBack', at })).toEqual([]);
    expect(table.state).toMatchObject({ owner: 'agent-1', callBackAt: at, snoozedUntil: at });
    // Whoever leads the desk moves it for them.
    expect(table.ask({ type: 'moveCallBack', at: at + HOUR }, 'supervisor-1', 'supervisor')).toEqual(['case.snoozed']);
    expect(table.state?.owner).toBe('agent-1');
  });

  test('is given to a colleague: at their time where it is not due yet, at once where it is', () => {
    const table = promised();
    expect(table.ask({ type: 'giveCallBack', to: 'agent-2' as PersonId })).toEqual(['case.claimed', 'case.snoozed']);
    expect(table.state).toMatchObject({ owner: 'agent-2', status: 'snoozed' });
    table.now += 2 * HOUR;
    expect(table.ask({ type: 'giveCallBack', to: 'agent-3' as PersonId }, 'agent-2')).toEqual(['case.claimed']);
    expect(table.state).toMatchObject({ owner: 'agent-3', status: 'open' });
    expect(table.ask({ type: 'giveCallBack', to: 'agent-3' as PersonId }, 'agent-3')).toEqual([]);
  });

  test('need not be called any more: the case goes on', () => {
    const table = promised();
    expect(table.ask({ type: 'endCallBack' })).toEqual(['case.woken', 'call.callBackDone']);
    expect(table.state).toMatchObject({ status: 'open', owner: 'agent-1', callBackAt: null });
    expect(table.ask({ type: 'endCallBack' })).toEqual([]);
    expect(table.ask({ type: 'giveCallBack', to: 'agent-2' as PersonId })).toBe('no-call-back');
    expect(table.ask({ type: 'moveCallBack', at: table.now + HOUR })).toBe('no-call-back');
  });
});

describe('what the telephone system says', () => {
  const opening: PhoneOpening = {
    caseId: 'case-1' as CaseId,
    group: 'retail' as GroupId,
    queue: 'general' as QueueId,
    language: 'en',
    direction: 'inbound',
    number: null,
    since: 500,
  };
  const note = (state: CaseState | undefined, fact: PhoneFact, at = 9_000) =>
    notePhoneCall(state, fact, opening, { actor: { kind: 'system', id: 'phone' }, at, idOf: (what) => `one ${what}` as EventId });
  const types = (...given: Parameters<typeof note>) => note(...given).map(({ type, at }) => `${type} ${at}`);
  const by = 'agent-1' as PersonId;

  test('opens a case from its ringing on, once', () => {
    expect(types(undefined, { kind: 'answered', by })).toEqual(['case.opened 500', 'case.claimed 9000', 'call.started 9000']);
    expect(types(undefined, { kind: 'missed', reason: 'unanswered' })).toEqual(['case.opened 500', 'call.missed 9000']);
    expect(types(undefined, { kind: 'hungUp' })).toEqual([]);
  });

  test('stops the clock of the call that it told of and of no other', () => {
    const table = new CaseTable({ channel: 'phone' });
    table.ask({ type: 'startCall', direction: 'inbound', number: null });
    const begun = table.state?.call?.startedAt ?? 0;
    // Begun by hand: what was told to end long before is another call.
    expect(types(table.state, { kind: 'hungUp' }, begun - 2 * MINUTE)).toEqual([]);
    expect(types(table.state, { kind: 'hungUp' }, begun + 5_000)).toEqual([`call.hungUp ${begun + 5_000}`]);
    // A clock that is a little behind makes no call end before it began.
    expect(types(table.state, { kind: 'hungUp' }, begun - 1_000)).toEqual([`call.hungUp ${begun}`]);
    table.ask({ type: 'endCall', outcome: 'solved', followUp: { kind: 'wait' } });
    expect(types(table.state, { kind: 'hungUp' }, begun + 5_000)).toEqual([]);
  });

  test('lets the case of an agent who is gone wait again, and of one who is there when they said how it went', () => {
    const table = new CaseTable({ channel: 'phone' });
    table.ask({ type: 'startCall', direction: 'inbound', number: null });
    expect(table.ask({ type: 'release', reason: 'console-lost' }, 'desk', 'system')).toBe('call-running');
    const [over] = note(table.state, { kind: 'hungUp' }, table.now + 5_000);
    if (!over || !table.state) throw new Error('the call is over');
    table.state = evolve(table.state, { ...over, position: (table.state.position + 1) as Position, recordedAt: table.now } as AnyEvent);
    expect(runningSince(table.state?.call ?? null)).toBeNull();
    expect(table.ask({ type: 'release', reason: 'agent' })).toBe('call-running');
    expect(table.ask({ type: 'release', reason: 'console-lost' }, 'desk', 'system')).toEqual(['case.released']);
  });

  test('leaves alone what is closed or erased', () => {
    const table = new CaseTable({ channel: 'phone' });
    table.ask({ type: 'resolve', disposition: 'solved', comment: '' });
    expect(types(table.state, { kind: 'answered', by })).toEqual([]);
    table.ask({ type: 'erase', reason: 'customer', tokens: [] } as never, 'administrator-1', 'administrator');
    expect(table.state?.erasedAt).not.toBeNull();
    expect(types(table.state, { kind: 'hungUp' })).toEqual([]);
  });
});
