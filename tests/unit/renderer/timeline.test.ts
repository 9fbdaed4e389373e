import { describe, expect, it } from 'vitest';
import { localFieldValue, snoozePresets } from '#renderer/features/case-actions/snooze-presets.ts';
import { nextOf } from '#renderer/features/inbox/use-take-next.ts';
import { dayDensity, mergeTimeline, needsAttention, standingOf, type TimelineSources } from '#renderer/features/timeline/merge-timeline.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import type { Entry } from '#shared/case/state.ts';
import { DAY, HOUR, MINUTE } from '#shared/lib/time.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

const now = new Date(2026, 10, 23, 15, 30).getTime();
const transaction = (id: string, createdAt: number, more: Partial<Transaction> = {}) => ({ id, createdAt, status: 'succeeded', ...more }) as Transaction;
const entry = (id: string, at: number) => ({ kind: 'received', id, at }) as unknown as Entry;
const row = (id: string, more: Partial<InboxRow>) => ({ id, status: 'waiting', owner: null, priority: 0, openedAt: 0, waitingSince: 0, ...more }) as InboxRow;
const all = { messages: true, transactions: true, cases: true };
const keys = (sources: Partial<TimelineSources>, filter = all) =>
  mergeTimeline({ entries: [], transactions: [], more: false, earlier: [], ...sources }, filter).map(({ key }) => key);

describe('the time axis', () => {
  it('interleaves newest first; of one moment the later entry stands first', () => {
    const sources = { entries: [entry('a', 5), entry('b', 5), entry('c', 9)], transactions: [transaction('t', 7)], earlier: [row('k', { openedAt: 6 })] };
    expect(keys(sources)).toEqual(['entry c', 'transaction t', 'case k', 'entry b', 'entry a']);
    expect(keys(sources, { ...all, messages: false })).toEqual(['transaction t', 'case k']);
  });

  it('holds back what lies before the oldest transaction that is loaded, while older ones are there', () => {
    const sources = { transactions: [transaction('t2', 80), transaction('t1', 50)], earlier: [row('new', { openedAt: 60 }), row('old', { openedAt: 40 })] };
    expect(keys({ ...sources, more: true })).toEqual(['transaction t2', 'case new', 'transaction t1']);
    expect(keys({ ...sources, more: false })).toEqual(['transaction t2', 'case new', 'transaction t1', 'case old']);
    expect(keys({ ...sources, more: true }, { ...all, transactions: false })).toEqual(['case new', 'case old']);
  });

  it('counts by local day, oldest first', () => {
    const items = mergeTimeline({ entries: [entry('a', now), entry('b', now - DAY), entry('c', now - DAY)], transactions: [], more: false, earlier: [] }, all);
    expect(dayDensity(items, 3, now).map(({ count }) => count)).toEqual([0, 2, 1]);
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
