import { describe, expect, it, vi } from 'vitest';
import { makeStore } from '#renderer/app/store.ts';
import { stillSo, watchDone, watchKept } from '#renderer/features/case-actions/undo-watch.ts';
import { caseOpened, framesReceived } from '#renderer/features/conversation/cases-slice.ts';
import { deferredSeen } from '#renderer/features/deferred/deferred-slice.ts';
import { inboxAdvanced } from '#renderer/features/inbox/inbox-slice.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { AgentCommand, DeferredCommandView, InboxFrame } from '#shared/contract/schemas.ts';
import type { CaseId, CommandId, CustomerId, EventId, QueueId, TransactionId } from '#shared/lib/ids.ts';

const caseId = 'case-1' as CaseId;
const resolve: AgentCommand = { type: 'resolve', disposition: null, comment: '' };
const counts = {} as InboxFrame['counts'];
const row = (position: number, more: Partial<InboxRow> = {}) =>
  ({ id: caseId, status: 'resolved', priority: 1, tags: [], customer: null, position, ...more }) as InboxRow;
const listed = (store: ReturnType<typeof makeStore>, ...rows: readonly InboxRow[]) => {
  store.dispatch(inboxAdvanced({ rows: [...rows], gone: [], anew: false, counts }));
};

const event = (position: number, type: string, body: object) =>
  ({
    id: `event-${position}`,
    about: { kind: 'case', id: caseId },
    group: 'all',
    type,
    at: position,
    recordedAt: position,
    position,
    actor: { kind: 'agent', id: 'agent-1' },
    causedBy: 'command',
    body,
    content: {},
  }) as unknown as AnyEvent;
const opened = event(1, 'case.opened', { channel: 'chat', queue: 'q', language: 'en', priority: 1, thread: 't' });
const closed = event(2, 'case.resolved', { disposition: null });
const openAgain = event(3, 'case.reopened', { by: 'customer' });

describe('an offer to undo', () => {
  it('goes once the open case is not as it was made, and is told so once', () => {
    const store = makeStore();
    const gone = vi.fn();
    store.dispatch(caseOpened({ caseId }));
    store.dispatch(framesReceived({ caseId, frames: [{ kind: 'events', events: [opened] }] }));
    watchDone(store, caseId, resolve, gone);
    // Its own effect comes after the answer.
    expect(gone).not.toHaveBeenCalled();
    store.dispatch(framesReceived({ caseId, frames: [{ kind: 'events', events: [closed] }] }));
    expect(gone).not.toHaveBeenCalled();
    store.dispatch(framesReceived({ caseId, frames: [{ kind: 'events', events: [openAgain] }] }));
    store.dispatch(framesReceived({ caseId, frames: [{ kind: 'events', events: [event(4, 'case.tagged', { add: ['a'], remove: [] })] }] }));
    expect(gone).toHaveBeenCalledOnce();
  });

  it('goes when the case, which is not open here, is reopened in the lists, and not by what is older', () => {
    const store = makeStore();
    const gone = vi.fn();
    watchDone(store, caseId, resolve, gone);
    listed(store, row(5));
    listed(store, row(4, { status: 'open' }));
    listed(store, row(9, { id: 'other' as CaseId, status: 'open' }));
    expect(gone).not.toHaveBeenCalled();
    listed(store, row(6, { status: 'open' }));
    expect(gone).toHaveBeenCalledOnce();
  });

  it('is not watched any more once it is closed', () => {
    const store = makeStore();
    const gone = vi.fn();
    const stop = watchDone(store, caseId, resolve, gone);
    listed(store, row(5));
    stop();
    listed(store, row(6, { status: 'open' }));
    expect(gone).not.toHaveBeenCalled();
  });

  it('goes once what was kept for later is on its way', () => {
    const store = makeStore();
    const gone = vi.fn();
    const one = (state: DeferredCommandView['state']) => ({ commandId: 'command-1', state }) as DeferredCommandView;
    watchKept(store, 'command-1' as CommandId, gone);
    store.dispatch(deferredSeen([one('queued')]));
    expect(gone).not.toHaveBeenCalled();
    store.dispatch(deferredSeen([one('sent')]));
    expect(gone).toHaveBeenCalledOnce();
  });
});

it('knows of each command that can be undone whether it is still so', () => {
  const now = { status: 'snoozed', priority: 2, tags: ['vip'], customer: 'C1' as CustomerId, position: 1, merged: false, transactions: ['T1'] } as const;
  const said = (command: AgentCommand) => stillSo(command, now);
  expect(said({ type: 'snooze', until: 1 })).toBe(true);
  expect(said({ type: 'prioritise', priority: 3 })).toBe(false);
  expect(said({ type: 'tag', add: ['vip'], remove: ['late'] })).toBe(true);
  expect(said({ type: 'tag', add: [], remove: ['vip'] })).toBe(false);
  expect(said({ type: 'identify', customer: 'C1' as CustomerId })).toBe(true);
  expect(said({ type: 'linkTransaction', transaction: 'T1' as TransactionId })).toBe(true);
  expect(said({ type: 'unlinkTransaction', transaction: 'T1' as TransactionId })).toBe(false);
  expect(said({ type: 'merge', into: caseId, confirmed: true })).toBe(false);
  const split = { type: 'split', from: 'm2' as EventId, messages: ['m2' as EventId], queue: 'q' as QueueId, keeps: true } as AgentCommand;
  expect(stillSo(split, { ...now, split: ['m1', 'm2'] })).toBe(true);
  expect(stillSo(split, { ...now, split: [] })).toBe(false);
  // A row of an older console does not say.
  expect(said({ type: 'linkIncident', incident: 'I1' as never })).toBeNull();
  expect(said({ type: 'wake' })).toBeNull();
});
