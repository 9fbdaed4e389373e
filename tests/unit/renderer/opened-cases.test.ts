import { describe, expect, it } from 'vitest';
import { makeStore } from '#renderer/app/store.ts';
import { caseOpened, earlierReceived, followRefused, framesReceived, selectOpenCase, selectPosition } from '#renderer/features/conversation/cases-slice.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { earlierEntries, openedCase } from '#shared/case/opened-case.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseFrame } from '#shared/contract/schemas.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { randomCaseLog } from '#tests/fixtures/case-log.ts';

const log = randomCaseLog(7, { cases: 1, acts: 80, rich: true });
const caseId = log[0]?.about.id as CaseId;
const NEWEST = 5;

function folded(events: readonly AnyEvent[]): CaseState {
  const state = foldCase(undefined, events);
  if (!state) throw new Error('an opening opens');
  return state;
}

/** The case as it stood after so many events. */
const cut = log.length - 12;
const whole = folded(log.slice(0, cut));
const rest = earlierEntries(whole, NEWEST);
const opening = (state = whole, newest = NEWEST): CaseFrame => ({ kind: 'opened', ...openedCase(state, newest) });
const events = (from: number, to: number): CaseFrame => ({ kind: 'events', events: log.slice(from, to) });

function window() {
  const store = makeStore();
  store.dispatch(caseOpened({ caseId }));
  const open = () => {
    const found = selectOpenCase(store.getState(), caseId);
    if (!found) throw new Error('the case is open');
    return found;
  };
  return {
    open,
    position: () => selectPosition(store.getState(), caseId),
    told: (...frames: CaseFrame[]) => store.dispatch(framesReceived({ caseId, frames })),
    completed: (position: number, given = rest) => store.dispatch(earlierReceived({ caseId, position, rest: given })),
    refused: (fault: string) => store.dispatch(followRefused({ caseId, fault })),
  };
}

describe('A case that was opened with its newest entries', () => {
  it('is shown as it came; events are kept for afterwards and not folded, one frame after another, and it is followed from nowhere', () => {
    const { open, position, told } = window();
    told(opening());
    expect(open()).toMatchObject({ state: { position: whole.position }, earlier: whole.entries.length - NEWEST, afterwards: [] });
    expect(open().state?.entries).toEqual(whole.entries.slice(-NEWEST));
    const { state } = open();
    told(events(cut, cut + 2), events(cut + 2, cut + 3));
    told(events(cut + 3, cut + 5));
    expect(open().state).toBe(state);
    expect(open().afterwards).toEqual(log.slice(cut, cut + 5));
    expect(position()).toBeNull();
  });

  it('is whole once the rest of that position comes, and what came afterwards is folded with the next frame', () => {
    const { open, position, told, completed } = window();
    told(opening());
    told(events(cut, cut + 6));
    completed(whole.position);
    expect(open()).toMatchObject({ state: whole, earlier: 0 });
    expect(position()).toBeNull();
    told({ kind: 'events', events: [] });
    expect(open().afterwards).toEqual([]);
    expect(open().state).toEqual(folded(log.slice(0, cut + 6)));
    expect(position()).toBe(log[cut + 5]?.position);
    told(events(cut + 6, log.length));
    expect(open()).toMatchObject({ state: folded(log), afterwards: [] });
  });

  it('is whole at once without anything afterwards', () => {
    const { open, position, told, completed } = window();
    told(opening());
    completed(whole.position);
    expect(open().state).toEqual(whole);
    expect(position()).toBe(whole.position);
  });

  it('takes no rest of another position, and none a second time', () => {
    const { open, told, completed } = window();
    told(opening());
    told(events(cut, cut + 2));
    const before = open();
    completed(whole.position - 1);
    completed(log[cut]?.position ?? 0);
    expect(open()).toBe(before);
    completed(whole.position);
    const after = open();
    completed(whole.position);
    completed(after.state?.position ?? 0);
    expect(open()).toBe(after);
  });

  it('that is opened again is what it was opened with last, and nothing of before', () => {
    const { open, told, completed } = window();
    told(opening());
    told(events(cut, cut + 4));
    const later = folded(log.slice(0, cut + 4));
    told(opening(later, 3));
    expect(open()).toMatchObject({ earlier: later.entries.length - 3, afterwards: [] });
    expect(open().state).toEqual(openedCase(later, 3).state);
    // The rest of the first opening comes late.
    completed(whole.position);
    expect(open().earlier).toBe(later.entries.length - 3);
    told(events(cut + 4, log.length));
    completed(later.position, earlierEntries(later, 3));
    told({ kind: 'events', events: [] });
    expect(open().state).toEqual(folded(log));
  });

  it('is folded anew from all of its events where these come instead of its rest', () => {
    const { open, position, told } = window();
    told(opening());
    told(events(0, cut + 2));
    expect(open()).toMatchObject({ earlier: 0, afterwards: [] });
    expect(open().state).toEqual(folded(log.slice(0, cut + 2)));
    expect(position()).toBe(log[cut + 1]?.position);
  });

  it('that is whole is not cut short again by an opening that is no newer', () => {
    const { open, told, completed } = window();
    told(opening());
    completed(whole.position);
    const complete = open();
    told(opening());
    expect(open()).toBe(complete);
  });

  it('that is short is whole at once, and is followed from its position', () => {
    const { open, position, told } = window();
    told(opening(whole, 1_000), events(cut, cut + 3));
    expect(open()).toMatchObject({ earlier: 0, afterwards: [] });
    expect(open().state).toEqual(folded(log.slice(0, cut + 3)));
    expect(position()).toBe(log[cut + 2]?.position);
  });

  it('leaves nothing here once it may not be seen any more', () => {
    const { open, position, told, completed, refused } = window();
    told(opening());
    told(events(cut, cut + 4));
    refused('not-allowed');
    completed(whole.position);
    expect(open()).toMatchObject({ state: null, earlier: 0, afterwards: [], fault: 'not-allowed' });
    expect(position()).toBeNull();
  });

  it('stays the same object where frames tell nothing new, whole or not', () => {
    const { open, told, completed } = window();
    const viewers: CaseFrame = { kind: 'viewers', people: ['agent-2' as PersonId] };
    told(opening(), viewers);
    const incomplete = open();
    told(viewers);
    told();
    expect(open()).toBe(incomplete);
    completed(whole.position);
    const complete = open();
    told(viewers, events(0, cut), events(cut - 3, cut));
    expect(open()).toBe(complete);
    told({ kind: 'viewers', people: [] });
    expect(open()).not.toBe(complete);
    expect(open().state).toBe(complete.state);
  });
});

describe('Who types in a case', () => {
  const typing = (from: string, over?: true): CaseFrame => ({ kind: 'typing', from, at: 5, ...(over ? { over } : {}) });
  const wrote = (type: 'message.sent' | 'message.received', id: string): CaseFrame => ({
    kind: 'events',
    events: [{ ...log.find((event) => event.type === type), actor: { kind: type === 'message.sent' ? 'agent' : 'customer', id } } as AnyEvent],
  });

  it('does no longer once they say so or what they wrote came, and goes on whoever else wrote', () => {
    const { open, told } = window();
    told(opening());
    const since = (...frames: CaseFrame[]) => {
      told(...frames);
      return open().typing?.from ?? null;
    };
    expect(since(typing('agent-b'))).toBe('agent-b');
    expect(since(typing('agent-a', true))).toBe('agent-b');
    expect(since(wrote('message.sent', 'agent-a'))).toBe('agent-b');
    expect(since(wrote('message.received', 'c'))).toBe('agent-b');
    expect(since(typing('agent-b', true))).toBeNull();
    expect(since(typing('agent-b'), wrote('message.sent', 'agent-b'))).toBeNull();
    expect(since(typing('customer'), wrote('message.received', 'c'))).toBeNull();
  });
});
