import { describe, expect, it } from 'vitest';
import { localFieldValue, snoozePresets } from '#renderer/features/case-actions/snooze-presets.ts';
import { nextOf } from '#renderer/features/inbox/use-take-next.ts';
import { caseWord } from '#renderer/features/timeline/case-row.tsx';
import { dayDensity } from '#renderer/features/timeline/density.ts';
import {
  type AxisKind,
  axisEnd,
  axisKinds,
  everything,
  mergeTimeline,
  type TimelineFilter,
  type TimelineSources,
} from '#renderer/features/timeline/merge-timeline.ts';
import { daysToAnswer } from '#renderer/features/timeline/refunds-and-disputes.tsx';
import { needsAttention, standingOf } from '#renderer/features/timeline/standing.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Look } from '#shared/case/looks.ts';
import type { Entry } from '#shared/case/state.ts';
import { DAY, HOUR, MINUTE } from '#shared/lib/time.ts';
import type { SecurityEvent } from '#shared/wallet/security-event.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

const now = new Date(2026, 10, 23, 15, 30).getTime();
const transaction = (id: string, createdAt: number, more: Partial<Transaction> = {}) => ({ id, createdAt, status: 'succeeded', ...more }) as Transaction;
const entry = (id: string, at: number) => ({ kind: 'received', id, at }) as unknown as Entry;
const row = (id: string, more: Partial<InboxRow>) => ({ id, status: 'waiting', owner: null, priority: 0, openedAt: 0, waitingSince: 0, ...more }) as InboxRow;
const security = (id: string, at: number) => ({ id, at, kind: 'login' }) as SecurityEvent;
const look = (id: string, at: number) => ({ id, at, kind: 'seen', panels: ['account'] }) as unknown as Look;
const step = (id: string, at: number, type: string) => ({ kind: 'step', id, at, step: { type } }) as unknown as Entry;
const none: TimelineSources = { entries: [], transactions: { loaded: [], more: false }, security: { loaded: [], more: false }, looks: [], earlier: [] };
const keys = (sources: Partial<TimelineSources>, filter = everything) => mergeTimeline({ ...none, ...sources }, filter).map(({ key }) => key);
const only = (...kinds: readonly AxisKind[]): TimelineFilter =>
  Object.fromEntries(axisKinds.map((kind) => [kind, kinds.includes(kind)])) as unknown as TimelineFilter;

describe('the time axis', () => {
  it('calls another case by when it began beside the open one, and just a case where that cannot be said', () => {
    const words = [4, 5, 6].map((openedAt) => caseWord({ openedAt }, 5));
    expect([...words, caseWord({ openedAt: 4 }, null)]).toEqual(['earlierCase', 'someCase', 'laterCase', 'someCase']);
  });

  it('interleaves newest first; of one moment the later entry stands first', () => {
    const sources = {
      entries: [entry('a', 5), entry('b', 5), entry('c', 9)],
      transactions: { loaded: [transaction('t', 7)], more: false },
      security: { loaded: [security('s', 8)], more: false },
      looks: [look('l', 10)],
      earlier: [row('k', { openedAt: 6 })],
    };
    expect(keys(sources)).toEqual(['look l', 'entry c', 'security s', 'transaction t', 'case k', 'entry b', 'entry a']);
    expect(keys(sources, { ...everything, messages: false, looks: false })).toEqual(['security s', 'transaction t', 'case k']);
  });

  it('files each step of the case under its family, also one that this console does not know', () => {
    const unknown = { kind: 'unsupported', id: 'u', at: 5, type: 'action.requested' } as unknown as Entry;
    const entries = [
      step('c', 1, 'call.started'),
      step('s', 2, 'case.claimed'),
      step('v', 3, 'verification.passed'),
      unknown,
      { ...entry('n', 6), kind: 'note' },
    ];
    const shown = (kind: AxisKind) => keys({ entries: entries as Entry[] }, only(kind));
    expect(shown('calls')).toEqual(['entry c']);
    expect(shown('steps')).toEqual(['entry s']);
    expect(shown('actions')).toEqual(['entry u', 'entry v']);
    expect(shown('notes')).toEqual(['entry n']);
    expect(shown('messages')).toEqual([]);
  });

  it('holds back what lies before the oldest that is loaded of a source with older pages', () => {
    const loaded = [transaction('t2', 80), transaction('t1', 50)];
    const sources = { transactions: { loaded, more: true }, earlier: [row('new', { openedAt: 60 }), row('old', { openedAt: 40 })] };
    expect(keys(sources)).toEqual(['transaction t2', 'case new', 'transaction t1']);
    expect(keys({ ...sources, transactions: { loaded, more: false } })).toEqual(['transaction t2', 'case new', 'transaction t1', 'case old']);
    expect(keys(sources, { ...everything, transactions: false })).toEqual(['case new', 'case old']);
  });

  it('goes on with the source that it ends at', () => {
    const transactions = { loaded: [transaction('t', 50)], more: true };
    const both = { ...none, transactions, security: { loaded: [security('s', 70)], more: true } };
    expect(axisEnd(both, everything)).toEqual({ at: 70, behind: ['security'] });
    expect(axisEnd(both, { ...everything, security: false })).toEqual({ at: 50, behind: ['transactions'] });
    expect(axisEnd(none, everything).behind).toEqual([]);
    expect(keys(both)).toEqual(['security s']);
  });

  it('counts by local day and group, oldest first, and says which days are not loaded', () => {
    const items = mergeTimeline({ ...none, entries: [entry('a', now), entry('b', now - DAY), step('c', now - DAY, 'case.claimed')] }, everything);
    const days = dayDensity(items, 3, now, now - DAY);
    expect(days.map(({ count }) => count)).toEqual([0, 2, 1]);
    expect(days[1]?.parts).toEqual({ talk: 1, money: 0, safety: 0, other: 1 });
    expect(days.map(({ loaded }) => loaded)).toEqual([false, false, true]);
  });
});

describe('a dispute', () => {
  it('counts down to its answer while somebody has to give one', () => {
    const due = (state: string, respondBy?: number) => daysToAnswer({ state, respondBy } as Parameters<typeof daysToAnswer>[0], now);
    expect(due('needs-response', now + 2 * DAY + HOUR)).toBe(2);
    expect(due('needs-response', now + HOUR)).toBe(0);
    expect(due('inquiry', now - HOUR)).toBe(-1);
    expect(due('won', now + DAY)).toBeNull();
    expect(due('needs-response')).toBeNull();
  });
});

describe('what asks for attention', () => {
  it('is overdue, then moving, then what failed lately', () => {
    const transactions = [
      transaction('done', now),
      transaction('moving', now - HOUR, { status: 'pending', expectedBy: now + HOUR }),
      transaction('failed', now - DAY, { status: 'failed' }),
      transaction('failed long ago', now - 15 * DAY, { status: 'failed' }),
      transaction('overdue', now - 30 * DAY, { status: 'processing', expectedBy: now - 1 }),
    ];
    expect(needsAttention(transactions, now).map(({ id }) => id)).toEqual(['overdue', 'moving', 'failed']);
    expect(standingOf({ status: 'succeeded', expectedBy: now - 1 }, now)).toBe('done');
    expect(standingOf({ status: 'unknown' }, now)).toBe('unclear');
  });
});

describe('the next case', () => {
  it('is the most urgent of those that wait for anybody, and of these the one that waits longest', () => {
    const rows = [row('late', { waitingSince: 50 }), row('first', { waitingSince: 10 }), row('urgent', { priority: 2, waitingSince: 90 })];
    expect(nextOf(rows)?.id).toBe('urgent');
    expect(nextOf(rows.slice(0, 2))?.id).toBe('first');
    expect(nextOf([row('taken', { owner: 'a' as InboxRow['owner'], status: 'open' })])).toBeNull();
  });
});

describe('the presets of a snooze', () => {
  it('lie ahead; the evening is left out once it is near', () => {
    const ids = (at: number) => snoozePresets(at).map(({ id }) => id);
    expect(ids(now)).toEqual(['tenMinutes', 'oneHour', 'thisEvening', 'tomorrow']);
    expect(ids(new Date(2026, 10, 23, 18, 30).getTime())).toEqual(['tenMinutes', 'oneHour', 'tomorrow']);
    for (const { until } of snoozePresets(now)) expect(until).toBeGreaterThan(now);
    expect(snoozePresets(now)[0]?.until).toBe(now + 10 * MINUTE);
    expect(localFieldValue(now)).toBe('2026-11-23T15:30');
  });
});
