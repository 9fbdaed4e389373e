import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelKind } from '#shared/case/channel.ts';
import { defaultCapacity, type LoadKind, loadKind, type Person } from '#shared/desk/person.ts';
import { hasRoom, type Load, loadKindOf, loadOf, mayRing, nextToRing, type RoutingView, type WaitingCase } from '#shared/desk/routing.ts';
import type { CaseId, PersonId, QueueId } from '#shared/lib/ids.ts';

const idle: Load = { call: 0, chat: 0, message: 0, email: 0 };
const lin: Person = {
  id: 'lin' as PersonId,
  role: 'agent',
  name: { en: 'Lin', 'zh-CN': '林' },
  queues: ['refund' as QueueId],
  languages: ['zh-CN'],
  skills: ['cards'],
  capacity: defaultCapacity,
  active: true,
};
let made = 0;
const waiting = (more: Partial<WaitingCase> = {}): WaitingCase => ({
  id: `case-${made++}` as CaseId,
  queue: 'refund' as QueueId,
  channel: 'chat',
  language: 'zh-CN',
  priority: 0,
  status: 'waiting',
  waitingSince: 1_000,
  openedAt: 1_000,
  intendedFor: null,
  declinedBy: [],
  ...more,
});
const view = (more: Partial<RoutingView> = {}): RoutingView => ({ queue: () => ({ skills: [] }), isAvailable: () => true, ...more });
const first = () => 0;

describe('Room for one more', () => {
  it('is what the capacity of its kind leaves: one call, four chats, four messages, two e-mails', () => {
    for (const [kind, most] of Object.entries(defaultCapacity) as [LoadKind, number][]) {
      expect(hasRoom({ ...idle, [kind]: most - 1 }, lin, kind), kind).toBe(true);
      expect(hasRoom({ ...idle, [kind]: most }, lin, kind), kind).toBe(false);
    }
  });

  it('is interrupted by the more urgent alone', () => {
    const table = loadKind.options.map((busy) => loadKind.options.filter((kind) => kind !== busy && hasRoom({ ...idle, [busy]: 1 }, lin, kind)));
    expect(table).toEqual([[], ['call'], ['call', 'chat'], ['call', 'chat', 'message']]);
  });

  it('counts what is open; what sleeps takes no place', () => {
    const rows = channelKind.options.map((channel) => ({ channel, status: 'open' as const }));
    expect(loadOf([...rows, { channel: 'chat', status: 'snoozed' }, { channel: 'phone', status: 'waiting' }])).toEqual({
      call: 1,
      chat: 1,
      message: 4,
      email: 1,
    });
  });
});

describe('A waiting case', () => {
  it.each<[string, Partial<WaitingCase>, Partial<RoutingView>, boolean]>([
    ['of a queue one serves', {}, {}, true],
    ['of another queue', { queue: 'card' as QueueId }, {}, false],
    ['of a queue that is gone', {}, { queue: () => undefined }, false],
    ['in another language', { language: 'en' }, {}, false],
    ['that needs a skill one has', {}, { queue: () => ({ skills: ['cards'] }) }, true],
    ['that needs one more', {}, { queue: () => ({ skills: ['cards', 'law'] }) }, false],
    ['one declined', { declinedBy: ['lin' as PersonId] }, {}, false],
    ['a colleague declined', { declinedBy: ['zhao' as PersonId] }, {}, true],
    ['meant for a colleague who is there', { intendedFor: 'zhao' as PersonId }, {}, false],
    ['meant for a colleague who is not', { intendedFor: 'zhao' as PersonId }, { isAvailable: () => false }, true],
    ['meant for one, of whatever queue and language', { intendedFor: 'lin' as PersonId, queue: 'card' as QueueId, language: 'en' }, {}, true],
    ['that somebody has', { status: 'open' }, {}, false],
  ])('%s', (_what, one, seen, rings) => {
    expect(mayRing(waiting(one), lin, idle, view(seen))).toBe(rings);
  });

  it('rings in the order: meant for one, the more urgent kind, priority, the longer wait', () => {
    const own = waiting({ intendedFor: 'lin' as PersonId, channel: 'email', waitingSince: 9_000 });
    const call = waiting({ channel: 'phone', waitingSince: 8_000 });
    const urgent = waiting({ priority: 2, waitingSince: 7_000 });
    const long = waiting({ waitingSince: 10 });
    const short = waiting({ waitingSince: 20 });
    const message = waiting({ channel: 'wechat', waitingSince: 1 });
    const all = [message, short, long, urgent, call, own];
    const order: WaitingCase[] = [];
    while (order.length < all.length) {
      const next = nextToRing(
        all.filter((one) => !order.includes(one)),
        lin,
        idle,
        view(),
        first,
      );
      if (!next) break;
      order.push(next);
    }
    expect(order).toEqual([own, call, urgent, long, short, message]);
  });

  it('is picked among the first three that are alike, so that consoles do not all reach for one', () => {
    const cases = [1, 2, 3, 4].map((waitingSince) => waiting({ waitingSince }));
    const picked = [0, 0.34, 0.67, 0.999].map((random) => nextToRing(cases, lin, idle, view(), () => random)?.waitingSince);
    expect(picked).toEqual([1, 2, 3, 3]);
    expect(nextToRing([...cases, waiting({ priority: 3, waitingSince: 50 })], lin, idle, view(), () => 0.999)?.waitingSince).toBe(50);
  });

  it('whatever the desk looks like, rings only where it may, and rings where it may', () => {
    const some = fc.record({
      queue: fc.constantFrom('refund', 'card') as fc.Arbitrary<QueueId>,
      channel: fc.constantFrom(...channelKind.options),
      language: fc.constantFrom('zh-CN' as const, 'en' as const),
      priority: fc.nat(3),
      waitingSince: fc.option(fc.nat(9_999)),
      intendedFor: fc.option(fc.constantFrom('lin', 'zhao') as fc.Arbitrary<PersonId>),
      declinedBy: fc.subarray(['lin', 'zhao'] as PersonId[]),
    });
    const load = fc.record({ call: fc.nat(1), chat: fc.nat(4), message: fc.nat(4), email: fc.nat(2) });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 12 }), load, fc.double({ min: 0, max: 0.999, noNaN: true }), fc.boolean(), (list, busy, at, there) => {
        const cases = list.map((one) => waiting(one));
        const seen = view({ isAvailable: () => there });
        const next = nextToRing(cases, lin, busy, seen, () => at);
        const may = cases.filter((one) => mayRing(one, lin, busy, seen));
        expect(next === null).toBe(may.length === 0);
        if (next === null) return;
        expect(may).toContain(next);
        expect(busy[loadKindOf(next.channel)]).toBeLessThan(lin.capacity[loadKindOf(next.channel)]);
      }),
      { seed: 20, numRuns: 300 },
    );
  });
});

it('rings nobody while nobody is kept waiting: it was answered without being taken', () => {
  expect(mayRing(waiting(), { ...lin, skills: [] }, idle, view())).toBe(true);
  expect(mayRing(waiting({ waitingSince: null }), { ...lin, skills: [] }, idle, view())).toBe(false);
});
