import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AccountAction, isPending } from '#shared/case/account-action.ts';
import type { AnyEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import type { CaseState } from '#shared/case/state.ts';
import { randomCaseLog } from '#tests/fixtures/case-log.ts';

/** The log of one worked case, and its state after each event. */
function oneCase(seed: number): { readonly log: readonly AnyEvent[]; readonly states: readonly CaseState[] } {
  const log = randomCaseLog(seed, { cases: 1, acts: 160, rich: true });
  const states: CaseState[] = [];
  let state: CaseState | undefined;
  for (const event of log) {
    state = foldCase(state, [event]);
    if (state) states.push(state);
  }
  return { log, states };
}

const over = (state: AccountAction['state']) => state === 'completed' || state === 'failed' || state === 'rejected';

test('any split of a log with actions folds to the same', () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.array(fc.nat(200), { maxLength: 8 }), (seed, cuts) => {
      const { log, states } = oneCase(seed);
      let folded: CaseState | undefined;
      let from = 0;
      for (const cut of [...cuts.map((c) => c % (log.length + 1)).sort((a, b) => a - b), log.length]) {
        folded = foldCase(folded, log.slice(Math.max(0, from - 2), cut));
        from = cut;
      }
      expect(folded).toEqual(states.at(-1));
    }),
    { numRuns: 30, seed: 5 },
  );
});

test('of one action and target at most one is pending; what is over stays over; no record is without its request', () => {
  let ended = 0;
  fc.assert(
    fc.property(fc.nat(1_000), (seed) => {
      const { log, states } = oneCase(seed);
      const ends = new Map<string, AccountAction['state']>();
      for (const [index, state] of states.entries()) {
        const now = log[index]?.at ?? 0;
        const pending = state.actions.filter((action) => isPending(action, now)).map(({ action, target }) => `${action} ${target}`);
        expect(new Set(pending).size).toBe(pending.length);
        for (const action of state.actions) {
          const before = ends.get(action.key);
          if (before !== undefined) expect(action.state).toBe(before);
          if (over(action.state)) ends.set(action.key, action.state);
        }
      }
      ended += ends.size;
      for (const event of log) {
        if (!event.type.startsWith('action.') || event.type === 'action.requested') continue;
        const { key } = event.body as { key: string };
        expect(states.at(-1)?.actions.map((action) => action.key)).toContain(key);
      }
    }),
    { numRuns: 120, seed: 6 },
  );
  // The logs that were tried hold what the rules are about.
  expect(ended).toBeGreaterThan(50);
});
