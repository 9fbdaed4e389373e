import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CaseCommand } from '#shared/case/commands.ts';
import { decide } from '#shared/case/decide.ts';
import { type AnyEvent, type NewEvent, newEvent, type Position, readEvent } from '#shared/case/envelope.ts';
import { evolve, foldCase } from '#shared/case/evolve.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CaseId, CommandId, CustomerId, EventId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';

const group = 'retail' as GroupId;
const about = { kind: 'case' as const, id: 'case-1' };
const people = ['agent-1', 'agent-2', 'agent-3'] as const;

const recorded = (event: NewEvent, position: number): AnyEvent => ({ ...event, position: position as Position, recordedAt: event.at + 1 }) as AnyEvent;

const opening = newEvent(
  { id: 'e0' as EventId, about, group, at: 1_000, actor: { kind: 'customer', id: 'c' } },
  'case.opened',
  { channel: 'chat', queue: 'general' as QueueId, language: 'en', priority: 1, thread: 't' },
  { contactName: 'A' },
);

const text = fc.string({ maxLength: 30 }).map((value) => ({ text: value, marks: [] }));

/** Any command; `upTo` and `message` name the newest message, so that some hit. */
const command = fc.oneof<fc.Arbitrary<(state: CaseState) => CaseCommand>[]>(
  fc.constant(() => ({ type: 'accept' }) as const),
  fc.constant(() => ({ type: 'decline' }) as const),
  fc.constant(() => ({ type: 'release', reason: 'agent' }) as const),
  text.map((value) => () => ({ type: 'reply', text: value, attachments: [] }) as const),
  text.map((value) => () => ({ type: 'reply', text: value, attachments: [], for: 'case-2' as CaseId }) as const),
  fc.boolean().map((keeps) => (state: CaseState) => ({
    type: 'split',
    newCase: 'case-2' as CaseId,
    from: state.entries.findLast((entry) => entry.kind === 'received')?.id ?? ('none' as EventId),
    queue: 'refund' as QueueId,
    keeps,
  })),
  text.map((value) => () => ({ type: 'receive', text: value, attachments: [] }) as const),
  text.map((value) => () => ({ type: 'addNote', text: value }) as const),
  fc.subarray(['a', 'b', 'c']).map((add) => () => ({ type: 'tag', add, remove: ['b'] }) as const),
  fc.nat(3).map((priority) => () => ({ type: 'prioritise', priority }) as const),
  fc.constantFrom(...people).map((to) => () => ({ type: 'transfer', queue: 'refund' as QueueId, to: to as PersonId, note: 'x' }) as const),
  fc.nat(5_000).map((ms) => () => ({ type: 'snooze', until: ms }) as const),
  fc.constantFrom('due' as const, 'agent' as const).map((reason) => () => ({ type: 'wake', reason }) as const),
  fc.constant(() => ({ type: 'resolve', disposition: 'solved', comment: '' }) as const),
  fc.constant(() => ({ type: 'reopen' }) as const),
  fc.constant(() => ({ type: 'identify', customer: 'C1' as CustomerId, how: 'agent' }) as const),
  fc.constantFrom('customer' as const, 'agent' as const).map((by) => (state: CaseState) => ({
    type: 'markRead',
    by,
    upTo: state.entries.at(-1)?.id ?? ('none' as EventId),
  })),
  fc.constantFrom('sent' as const, 'delivered' as const).map((delivered) => (state: CaseState) => ({
    type: 'recordDelivery',
    message: state.entries.at(-1)?.id ?? ('none' as EventId),
    state: delivered,
  })),
);

const acts = fc.array(fc.tuple(command, fc.constantFrom(...people)), { maxLength: 40 });

/** Runs commands one after another; every accepted event is folded. */
function run(steps: readonly (readonly [(state: CaseState) => CaseCommand, string])[]): { log: AnyEvent[]; state: CaseState } {
  const log = [recorded(opening, 1)];
  let state = foldCase(undefined, log);
  if (!state) throw new Error('an opening opens');
  let made = 0;
  for (const [index, [ask, who]] of steps.entries()) {
    const asked = ask(state);
    const actor = asked.type === 'receive' ? ({ kind: 'customer', id: 'c' } as const) : ({ kind: 'agent', id: who } as const);
    const decision = decide(state, asked, {
      actor,
      commandId: `cmd-${index}` as CommandId,
      now: 2_000 + index * 100,
      newId: () => `e-${++made}`,
      rules: defaultReplyRules.chat,
      wrapUp: { seconds: 60, dispositionRequired: false },
    });
    if (!decision.ok) continue;
    for (const event of decision.value) {
      const next = recorded(event, log.length + 1);
      log.push(next);
      state = evolve(state, next);
      if (!state) throw new Error('a case does not vanish');
    }
  }
  return { log, state };
}

test('every event of an accepted command folds and moves the position', () => {
  fc.assert(
    fc.property(acts, (steps) => {
      const { log, state } = run(steps);
      expect(state.position).toBe(log.length);
      expect(state.status === 'resolved').toBe(state.resolvedAt !== null);
      expect(state.status === 'snoozed').toBe(state.snoozedUntil !== null);
      if (state.status === 'open') expect(state.owner).not.toBeNull();
      if (state.status === 'waiting') expect(state.owner).toBeNull();
    }),
    { numRuns: 300, seed: 1 },
  );
});

test('any split of a log into batches, with repeats, folds to the same state', () => {
  fc.assert(
    fc.property(acts, fc.array(fc.nat(60), { maxLength: 10 }), (steps, cuts) => {
      const { log, state } = run(steps);
      let folded: CaseState | undefined;
      let from = 0;
      for (const cut of [...cuts.map((c) => c % (log.length + 1)).sort((a, b) => a - b), log.length]) {
        folded = foldCase(folded, log.slice(Math.max(0, from - 2), cut));
        from = cut;
      }
      expect(folded).toEqual(state);
    }),
    { numRuns: 300, seed: 2 },
  );
});

test('of claims decided on the same state one wins; the others, folded and decided again, are refused', () => {
  fc.assert(
    fc.property(acts, fc.shuffledSubarray([...people], { minLength: 2 }), (steps, racers) => {
      const { log, state } = run(steps);
      if (state.status !== 'waiting') return;
      let now = state;
      const won: string[] = [];
      for (const who of racers) {
        const context = {
          actor: { kind: 'agent' as const, id: who },
          commandId: who as unknown as CommandId,
          now: 9_000,
          newId: () => `claim-${who}`,
          rules: defaultReplyRules.chat,
          wrapUp: { seconds: 60, dispositionRequired: false },
        };
        const early = decide(state, { type: 'accept' }, context);
        expect(early.ok).toBe(true);
        // The engine takes an append only at the expected position; the loser folds what came and decides again.
        const again = now.position === state.position ? early : decide(now, { type: 'accept' }, context);
        if (again.ok) {
          won.push(who);
          now =
            foldCase(
              now,
              again.value.map((event, i) => recorded(event, log.length + 1 + i)),
            ) ?? now;
        } else expect(again.error).toMatchObject({ code: 'taken', by: racers[0] });
      }
      expect(won).toEqual([racers[0]]);
    }),
    { numRuns: 300, seed: 3 },
  );
});

test('an event of an unknown type survives reading and folding, and a critical one stops work on the case', () => {
  fc.assert(
    fc.property(acts, fc.json(), fc.boolean(), (steps, body, critical) => {
      const { log, state } = run(steps);
      const raw = {
        id: 'new-1',
        about,
        group,
        type: 'case.teleported',
        at: 99_000,
        actor: { kind: 'agent', id: 'agent-1' },
        body: JSON.parse(body),
        critical,
        position: log.length + 1,
        recordedAt: 99_001,
      };
      const read = readEvent(raw);
      if (!read.ok) throw new Error(read.error.fault);
      expect(read.value).toMatchObject({ type: 'unsupported', originalType: 'case.teleported', body: raw.body });
      const next = foldCase(state, [read.value]);
      expect(next?.entries).toHaveLength(state.entries.length + 1);
      expect(next?.entries.at(-1)).toMatchObject({ kind: 'unsupported', type: 'case.teleported' });
      const decision = decide(
        next,
        { type: 'addNote', text: { text: 'hello', marks: [] } },
        {
          actor: { kind: 'agent', id: 'agent-1' },
          commandId: 'c' as CommandId,
          now: 100_000,
          newId: () => 'n',
          rules: defaultReplyRules.chat,
          wrapUp: { seconds: 60, dispositionRequired: false },
        },
      );
      expect(decision.ok).toBe(!critical);
    }),
    { numRuns: 100, seed: 4 },
  );
});
