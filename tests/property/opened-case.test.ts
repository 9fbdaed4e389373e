import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnyEvent, newEvent, type Position } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { earlierEntries, openedCase, wholeCase } from '#shared/case/opened-case.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { EventId } from '#shared/lib/ids.ts';
import { randomCaseLog } from '#tests/fixtures/case-log.ts';

const logs = fc.record({ seed: fc.nat(), acts: fc.integer({ min: 0, max: 60 }) }).map(({ seed, acts }) => randomCaseLog(seed, { cases: 1, acts, rich: true }));
const newest = fc.integer({ min: 1, max: 40 });

function folded(log: readonly AnyEvent[]): CaseState {
  const state = foldCase(undefined, log);
  if (!state) throw new Error('an opening opens');
  return state;
}

test('what a case is opened with and what it is left without are the whole case, of the same entries', () => {
  let [long, short, told] = [0, 0, 0];
  fc.assert(
    fc.property(logs, newest, (log, n) => {
      const whole = folded(log);
      const { state, earlier } = openedCase(whole, n);
      const rest = earlierEntries(whole, n);
      expect(state.entries).toHaveLength(Math.min(n, whole.entries.length));
      expect(earlier).toBe(rest.entries.length);
      expect(earlier).toBe(whole.entries.length - state.entries.length);
      // Nothing of a message goes with the opening that the message does not go with.
      const shown = new Set<string>(state.entries.map(({ id }) => id));
      if (earlier > 0) expect(Object.keys(state.delivery).filter((id) => !shown.has(id))).toEqual([]);
      const again = wholeCase(state, rest);
      expect(again).toEqual(whole);
      for (const [at, entry] of again.entries.entries()) expect(entry).toBe(whole.entries[at]);
      if (earlier > 0) long += 1;
      else short += 1;
      told += Object.keys(rest.delivery).length;
    }),
    { numRuns: 200, seed: 101 },
  );
  // Cases longer and shorter than that were among them, and messages whose way was told.
  expect(Math.min(long, short, told)).toBeGreaterThan(20);
});

/** What happens to a message that a case was opened without, some time after. */
const afterwards = fc.array(fc.tuple(fc.constantFrom('delivery', 'read', 'seen', 'withdrawn', 'redacted'), fc.nat(200)), { maxLength: 6 });

/** The same log, with events added that are about what stood before the newest entries. */
function withLater(log: readonly AnyEvent[], before: readonly EventId[], acts: readonly (readonly [string, number])[]): readonly AnyEvent[] {
  const first = log[0];
  const last = log.at(-1);
  if (!first || !last || before.length === 0) return log;
  return [
    ...log,
    ...acts.map(([what, which], index): AnyEvent => {
      const message = before[which % before.length] ?? ('none' as EventId);
      const head = {
        id: `later-${index}` as EventId,
        about: first.about,
        group: first.group,
        at: last.at + index,
        actor: { kind: 'agent', id: 'agent-1' } as const,
      };
      const event =
        what === 'delivery'
          ? newEvent(head, 'message.delivery', { message, state: 'failed', reason: 'unreachable' })
          : what === 'read'
            ? newEvent(head, 'message.read', { by: 'customer', upTo: message })
            : what === 'seen'
              ? newEvent(head, 'message.read', { by: 'agent', upTo: message })
              : what === 'withdrawn'
                ? newEvent(head, 'message.withdrawn', { message })
                : newEvent(head, 'message.redacted', { message });
      return { ...event, position: (last.position + 1 + index) as Position, recordedAt: event.at } as AnyEvent;
    }),
  ];
}

test('what came while an opened case was not whole is folded after: it is the fold of all', () => {
  const about = new Map<string, number>();
  fc.assert(
    fc.property(logs, fc.nat(400), newest, afterwards, (log, at, n, acts) => {
      const cut = 1 + (at % log.length);
      const whole = folded(log.slice(0, cut));
      const rest = earlierEntries(whole, n);
      const all = withLater(
        log,
        rest.entries.map(({ id }) => id),
        acts,
      );
      const opened = openedCase(whole, n).state;
      // An answer comes over a wire.
      const completed = wholeCase(opened, JSON.parse(JSON.stringify(rest)));
      expect(foldCase(completed, all.slice(cut))).toEqual(folded(all));
      for (const { type } of all.slice(log.length)) about.set(type, (about.get(type) ?? 0) + 1);
    }),
    { numRuns: 300, seed: 102 },
  );
  for (const type of ['message.delivery', 'message.read', 'message.withdrawn', 'message.redacted']) expect(about.get(type), type).toBeGreaterThan(20);
});
