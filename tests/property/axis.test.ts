import fc from 'fast-check';
import { expect, it } from 'vitest';
import { customersSlice, newestSeen, olderSecuritySeen, olderSeen, securitySeen } from '#renderer/features/customer/customer-slice.ts';
import {
  type AxisKind,
  axisKind,
  axisKinds,
  everything,
  mergeTimeline,
  type TimelineFilter,
  type TimelineSources,
} from '#renderer/features/timeline/merge-timeline.ts';
import type { InboxRow } from '#shared/case/inbox-row.ts';
import { foldLooks, type Look } from '#shared/case/looks.ts';
import type { Entry } from '#shared/case/state.ts';
import type { CustomerId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';
import type { SecurityEvent } from '#shared/wallet/security-event.ts';
import type { Transaction } from '#shared/wallet/transaction.ts';

const types = ['case.claimed', 'call.started', 'action.requested', 'verification.passed'];
const moment = fc.integer({ min: 0, max: 12 });
const distinct = <T extends { readonly id: string }>(one: fc.Arbitrary<T>) => fc.uniqueArray(one, { selector: ({ id }) => id, maxLength: 12 });
const id = fc.integer({ min: 0, max: 40 }).map((n) => `x${n}`);
const entries = distinct(
  fc.record({ id, at: moment, kind: fc.constantFrom('received', 'sent', 'note', 'step', 'unsupported'), type: fc.constantFrom(...types) }),
).map((list) => list.toSorted((a, b) => a.at - b.at).map((one) => ({ ...one, step: { type: one.type } }) as unknown as Entry));
const transactions = distinct(fc.record({ id, createdAt: moment, updatedAt: moment })) as unknown as fc.Arbitrary<Transaction[]>;
const events = distinct(fc.record({ id, at: moment })) as unknown as fc.Arbitrary<SecurityEvent[]>;
const looks = distinct(fc.record({ id, at: moment })) as unknown as fc.Arbitrary<Look[]>;
const rows = distinct(fc.record({ id, openedAt: moment })) as unknown as fc.Arbitrary<InboxRow[]>;
const filters = fc.record(Object.fromEntries(axisKinds.map((kind) => [kind, fc.boolean()]))) as unknown as fc.Arbitrary<TimelineFilter>;
const wholes: fc.Arbitrary<TimelineSources> = fc
  .record({ entries, transactions, events, looks, earlier: rows })
  .map(({ transactions: loaded, events: safety, ...rest }) => ({ ...rest, transactions: { loaded, more: false }, security: { loaded: safety, more: false } }));

/** The same parts in another order, some of them twice. */
const shuffled = <T>(list: readonly T[]): fc.Arbitrary<T[]> =>
  fc.tuple(fc.shuffledSubarray([...list], { minLength: list.length }), fc.subarray([...list])).map(([all, again]) => [...all, ...again]);

const reordered = (whole: TimelineSources): fc.Arbitrary<TimelineSources> =>
  fc
    .record({
      transactions: shuffled(whole.transactions.loaded),
      events: shuffled(whole.security.loaded),
      looks: shuffled(whole.looks),
      earlier: shuffled(whole.earlier),
    })
    .map((parts) => ({
      entries: whole.entries,
      transactions: { loaded: parts.transactions, more: false },
      security: { loaded: parts.events, more: false },
      looks: parts.looks,
      earlier: parts.earlier,
    }));

it('any order of arrival, and any repeat, gives the same axis', () => {
  const cases = wholes.chain((whole) => fc.tuple(fc.constant(whole), reordered(whole), filters));
  fc.assert(
    fc.property(cases, ([whole, other, filter]) => {
      expect(mergeTimeline(other, filter)).toEqual(mergeTimeline(whole, filter));
    }),
  );
});

it('loses nothing, doubles nothing, runs from new to old, and shows each kind under its own choice alone', () => {
  fc.assert(
    fc.property(wholes, filters, (whole, filter) => {
      const all = mergeTimeline(whole, everything);
      const { entries: own, transactions: money, security, looks: seen, earlier } = whole;
      expect(all).toHaveLength(own.length + money.loaded.length + security.loaded.length + seen.length + earlier.length);
      expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
      for (const [index, item] of all.entries()) expect(item.at).toBeLessThanOrEqual(all[index - 1]?.at ?? Number.POSITIVE_INFINITY);
      const shown = new Set<AxisKind>(axisKinds.filter((kind) => filter[kind]));
      expect(mergeTimeline(whole, filter)).toEqual(all.filter((item) => shown.has(axisKind(item))));
    }),
  );
});

it('pages that come in any order of the two sources only ever add below what is read, and end in the whole', () => {
  const customer = 'C1' as CustomerId;
  const newestFirst = <T>(list: readonly T[], at: (one: T) => number) => list.toSorted((a, b) => at(b) - at(a));
  fc.assert(
    fc.property(wholes, fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.boolean()), (whole, size, turns) => {
      const money = newestFirst(whole.transactions.loaded, ({ createdAt }) => createdAt);
      const safety = newestFirst(whole.security.loaded, ({ at }) => at);
      const came = { customer, asOf: 1, fault: null };
      const page = <T>(list: readonly T[], from: number) => ({
        rows: list.slice(from, from + size),
        next: from + size < list.length ? String(from + size) : null,
      });
      const first = { money: page(money, 0), safety: page(safety, 0) };
      let slice = customersSlice.reducer(undefined, newestSeen({ ...came, transactions: first.money.rows, next: first.money.next }));
      slice = customersSlice.reducer(slice, securitySeen({ ...came, events: first.safety.rows, next: first.safety.next }));
      const axis = () => {
        const { transactions: loaded = [], next, security = [], securityNext } = slice.known[customer] ?? {};
        const sources = {
          ...whole,
          transactions: { loaded, more: typeof next === 'string' },
          security: { loaded: security, more: typeof securityNext === 'string' },
        };
        return mergeTimeline(sources, everything).map(({ key }) => key);
      };
      let read = axis();
      for (const turn of turns) {
        const { next, securityNext } = slice.known[customer] ?? {};
        if (next == null && securityNext == null) break;
        const ofMoney = typeof next === 'string' && (turn || securityNext == null);
        const from = (ofMoney ? next : securityNext) ?? '0';
        if (ofMoney) {
          const { rows: older, next: mark } = page(money, Number(from));
          slice = customersSlice.reducer(slice, olderSeen({ ...came, from, transactions: older, next: mark }));
        } else {
          const { rows: older, next: mark } = page(safety, Number(from));
          slice = customersSlice.reducer(slice, olderSecuritySeen({ ...came, from, events: older, next: mark }));
        }
        const longer = axis();
        expect(longer.filter((key) => read.includes(key))).toEqual(read);
        read = longer;
      }
      expect(read).toEqual(mergeTimeline(whole, everything).map(({ key }) => key));
    }),
    { numRuns: 60 },
  );
});

it('the looks of a case fold to the same sittings in any order, and none is lost', () => {
  const trail = fc.uniqueArray(
    fc.record({
      id,
      at: fc.integer({ min: 0, max: 200 }).map((minutes) => minutes * MINUTE),
      actor: fc.constantFrom({ kind: 'agent', id: 'lin' }, { kind: 'agent', id: 'he' }),
      type: fc.constantFrom('trail.seen', 'trail.revealed', 'trail.observed'),
      body: fc.record({ panel: fc.constantFrom('account', 'timeline', 'security', 'promotions') }),
    }),
    { selector: (event) => event.id, maxLength: 20 },
  ) as unknown as fc.Arbitrary<Parameters<typeof foldLooks>[0]>;
  fc.assert(
    fc.property(
      trail.chain((one) => fc.tuple(fc.constant(one), shuffled(one))),
      ([one, other]) => {
        const folded = foldLooks(one);
        expect(foldLooks(other)).toEqual(folded);
        const revealed = one.filter(({ type }) => type === ('trail.revealed' as string)).length;
        expect(folded.filter(({ kind }) => kind === 'revealed')).toHaveLength(revealed);
        const panels = (kept: readonly { readonly by: string; readonly panel: string }[]) => new Set(kept.map(({ by, panel }) => `${by} ${panel}`));
        const seen = one.filter(({ type }) => type === ('trail.seen' as string));
        const told = folded.flatMap((look) => look.panels.map((panel) => ({ by: look.actor.id, panel })));
        expect(panels(told)).toEqual(panels(seen.map(({ actor, body }) => ({ by: actor.id, panel: (body as { panel: string }).panel }))));
        for (const { at, until } of folded) expect(until).toBeGreaterThanOrEqual(at);
      },
    ),
  );
});
