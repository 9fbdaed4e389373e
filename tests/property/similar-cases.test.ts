import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CaseFacts, saidMatter, transactionMatter } from '#shared/desk/incidents/case-facts.ts';
import { ALIKE, ALIKE_WITHIN, similarCases } from '#shared/desk/incidents/similar-cases.ts';
import type { CaseId, IncidentId, QueueId } from '#shared/lib/ids.ts';
import { MINUTE } from '#shared/lib/time.ts';

const now = 1_790_000_000_000;
const words = [
  '工行充值200没到账',
  'My ICBC top-up has not arrived',
  '工行充值，银行扣款了，一直没到账',
  '建行提现失败了',
  'BCA payment failed, but I was charged',
  '你好',
  'How do I top up from ICBC?',
] as const;

interface Made {
  readonly person: number;
  readonly text: (typeof words)[number];
  readonly age: number;
  readonly linked: boolean;
  readonly incident: boolean;
}

const toFacts = ({ person, text, age, linked, incident }: Made, index: number): CaseFacts => ({
  id: `case-${index}` as CaseId,
  channel: 'chat',
  queue: 'top-up' as QueueId,
  person: `p${person}`,
  openedAt: now - age,
  said: [saidMatter(text, now - age)],
  linked: linked ? [transactionMatter({ kind: 'top-up', status: 'pending', counterparty: '招商银行', createdAt: now - age })] : [],
  incidents: incident ? ['incident-1' as IncidentId] : [],
});

const cases = fc
  .array(
    fc.record({
      person: fc.nat(12),
      text: fc.constantFrom(...words),
      age: fc.nat(2 * ALIKE_WITHIN),
      linked: fc.boolean(),
      incident: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
    { maxLength: 60 },
  )
  .map((made) => made.map(toFacts));

describe('Like cases', () => {
  it('are the same lots in whatever order they came, and however often each is told', () => {
    fc.assert(
      fc.property(cases, fc.infiniteStream(fc.nat()), (all, order) => {
        const told = similarCases(all, now);
        const mixed = [...all, ...all].map((one) => ({ one, at: order.next().value as number })).sort((a, b) => a.at - b.at);
        expect(
          similarCases(
            mixed.map(({ one }) => one),
            now,
          ),
        ).toEqual(told);
      }),
      { numRuns: 150 },
    );
  });

  it('are of five different customers or more, each case in one lot at most, and of the last hour', () => {
    fc.assert(
      fc.property(cases, (all) => {
        const byId = new Map(all.map((one) => [one.id, one]));
        const lots = similarCases(all, now);
        const named = lots.flatMap((lot) => lot.cases);
        expect(new Set(named).size).toBe(named.length);
        for (const lot of lots) {
          const own = lot.cases.flatMap((id) => byId.get(id) ?? []);
          expect(lot.customers).toBe(new Set(own.map(({ person }) => person)).size);
          expect(lot.customers).toBeGreaterThanOrEqual(ALIKE);
          expect(lot.since).toBe(Math.min(...own.map(({ openedAt }) => openedAt)));
          for (const { openedAt, incidents } of own) expect([openedAt >= now - ALIKE_WITHIN, incidents.length]).toEqual([true, 0]);
        }
        expect(lots.map(({ customers }) => customers)).toEqual(lots.map(({ customers }) => customers).toSorted((a, b) => b - a));
      }),
      { numRuns: 150 },
    );
  });

  const five = (more: Partial<Made> = {}, count = ALIKE) =>
    Array.from({ length: count }, (_, person) =>
      toFacts({ person, text: words[person % 3] ?? words[0], age: 10 * MINUTE, linked: false, incident: false, ...more }, person),
    );

  it('are told from the fifth customer on, and no more when the first is an hour old', () => {
    expect(similarCases(five({}, ALIKE - 1), now)).toEqual([]);
    expect(similarCases(five(), now)).toEqual([
      { kind: 'top-up', bank: '工商银行', cases: ['case-0', 'case-1', 'case-2', 'case-3', 'case-4'], customers: 5, since: now - 10 * MINUTE },
    ]);
    expect(similarCases(five(), now + 50 * MINUTE)).toHaveLength(1);
    expect(similarCases(five(), now + 50 * MINUTE + 1)).toEqual([]);
  });

  it('are none where one customer writes five times, where nothing is wrong, or where an incident has them', () => {
    expect(similarCases(five({ person: 1 }), now)).toEqual([]);
    expect(similarCases(five({ text: 'How do I top up from ICBC?' }), now)).toEqual([]);
    expect(similarCases(five({ incident: true }), now)).toEqual([]);
  });

  it('go by the linked transaction before the words', () => {
    expect(similarCases(five({ linked: true, text: '你好' }), now)).toMatchObject([{ kind: 'top-up', bank: '招商银行', customers: 5 }]);
  });
});
