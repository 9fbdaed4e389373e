import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '#shared/case/actor.ts';
import type { CaseCommand } from '#shared/case/commands.ts';
import { decide } from '#shared/case/decide.ts';
import { type AnyEvent, type NewEvent, newEvent, type Position, readEvent } from '#shared/case/envelope.ts';
import { foldCase } from '#shared/case/evolve.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { CaseState } from '#shared/case/state.ts';
import type { CommandId, CustomerId, EventId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { HOUR, type Instant, MINUTE } from '#shared/lib/time.ts';

const people = ['agent-1', 'agent-2', 'agent-3'] as const;
const masked = (text: string) => ({ text, marks: [] });

/** One ask: who, what, and how long after the one before. */
interface Ask {
  readonly actor: Actor;
  readonly command: CaseCommand;
  readonly after: number;
}

const customer: Actor = { kind: 'customer', id: 'c' };
const byDesk: fc.Arbitrary<CaseCommand> = fc.oneof(
  fc.constantFrom<CaseCommand>(
    { type: 'accept' },
    { type: 'decline' },
    { type: 'release', reason: 'agent' },
    { type: 'wake', reason: 'agent' },
    { type: 'reopen' },
    { type: 'wrapUp' },
    { type: 'startCall', direction: 'outbound', number: null },
    { type: 'endCall', outcome: 'solved', followUp: { kind: 'wait' } },
    { type: 'endCall', outcome: 'solved', followUp: { kind: 'done', disposition: null } },
    { type: 'resolve', disposition: null, comment: '' },
    { type: 'resolve', disposition: 'solved', comment: '' },
    { type: 'reply', text: masked('hello'), attachments: [] },
    { type: 'addNote', text: masked('seen') },
    { type: 'identify', customer: 'C1' as CustomerId, how: 'agent' },
    { type: 'identify', customer: null, how: 'agent' },
  ),
  fc.subarray(['a', 'b', 'c']).map((add): CaseCommand => ({ type: 'tag', add, remove: ['b'] })),
  fc.nat(3).map((priority): CaseCommand => ({ type: 'prioritise', priority })),
  fc
    .constantFrom(...people, undefined)
    .map((to): CaseCommand => ({ type: 'transfer', queue: 'refund' as QueueId, note: '', ...(to ? { to: to as PersonId } : {}) })),
  fc.integer({ min: -5, max: 90 }).map((minutes): CaseCommand => ({ type: 'snooze', until: 1_000_000 + minutes * MINUTE })),
);
const byCustomer: fc.Arbitrary<CaseCommand> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<CaseCommand>({ type: 'receive', text: masked('my money'), attachments: [] }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }).map((score): CaseCommand => ({ type: 'answerSurvey', score, text: masked('fine') })) },
);
const actorOf = (kind: 'agent' | 'supervisor') => fc.constantFrom(...people).map((id): Actor => ({ kind, id }));
const ask: fc.Arbitrary<Ask> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ actor: actorOf('agent'), command: byDesk, after: fc.nat(20 * MINUTE) }) },
  { weight: 1, arbitrary: fc.record({ actor: actorOf('supervisor'), command: byDesk, after: fc.nat(20 * MINUTE) }) },
  { weight: 2, arbitrary: fc.record({ actor: fc.constant(customer), command: byCustomer, after: fc.nat(3 * HOUR) }) },
);
const asks = fc.array(ask, { maxLength: 40, size: 'max' });

/** A case on a channel, its log, and the desk's rules over it. */
class Table {
  readonly log: AnyEvent[] = [];
  now: Instant = 1_000_000;
  #made = 0;
  readonly #channel: 'chat' | 'wechat';

  constructor(channel: 'chat' | 'wechat' = 'chat') {
    this.#channel = channel;
    const head = { id: 'opening' as EventId, about: { kind: 'case' as const, id: 'case-1' }, group: 'retail' as GroupId, at: this.now, actor: customer };
    this.record([newEvent(head, 'case.opened', { channel, queue: 'general' as QueueId, language: 'en', priority: 1, thread: 't' }, {})]);
  }

  get state(): CaseState {
    const state = foldCase(undefined, this.log);
    if (!state) throw new Error('an opening opens');
    return state;
  }

  decide({ actor, command }: Pick<Ask, 'actor' | 'command'>, state = this.state) {
    this.#made += 1;
    let events = 0;
    return decide(state, command, {
      actor,
      commandId: `command-${this.#made}` as CommandId,
      now: this.now,
      newId: () => `event-${this.#made}-${events++}`,
      rules: defaultReplyRules[this.#channel],
      wrapUp: { seconds: 60, dispositionRequired: false },
    });
  }

  record(events: readonly NewEvent[]): void {
    for (const event of events) this.log.push({ ...event, position: (this.log.length + 1) as Position, recordedAt: this.now } as AnyEvent);
  }

  /** Decides and records; answers the events, none where it was refused. */
  ask(asked: Ask): readonly NewEvent[] {
    this.now += asked.after;
    const decision = this.decide(asked);
    if (!decision.ok) return [];
    this.record(decision.value);
    return decision.value;
  }
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}

test('a decision changes nothing that it was given, and is the same when it is made again', () => {
  fc.assert(
    fc.property(asks, ask, (before, last) => {
      const table = new Table();
      for (const one of before) table.ask(one);
      const state = frozen(table.state);
      const context = {
        actor: last.actor,
        commandId: 'c' as CommandId,
        now: table.now,
        rules: defaultReplyRules.chat,
        wrapUp: { seconds: 60, dispositionRequired: false },
      };
      const again = () => {
        let made = 0;
        return decide(state, frozen(last.command), { ...context, newId: () => `e${made++}` });
      };
      expect(again()).toEqual(again());
    }),
    { numRuns: 400, seed: 81 },
  );
});

test('every event of an accepted command can be read back from the log, is about the case and names its command', () => {
  fc.assert(
    fc.property(asks, (steps) => {
      const table = new Table();
      for (const step of steps) {
        for (const event of table.ask(step)) {
          expect(event.about).toEqual({ kind: 'case', id: 'case-1' });
          expect(event.causedBy).toMatch(/^command-/);
          const { content, ...raw } = { position: 1, recordedAt: 1, ...JSON.parse(JSON.stringify(event)) };
          expect(readEvent(raw, content)).toMatchObject({ ok: true, value: { type: event.type, body: event.body } });
        }
      }
      expect(new Set(table.log.map(({ id }) => id)).size).toBe(table.log.length);
    }),
    { numRuns: 200, seed: 82 },
  );
});

test('what was accepted holds: asked again at once by the same person it adds nothing but what may be said twice', () => {
  const saidTwice = new Set<CaseCommand['type']>(['reply', 'addNote', 'receive', 'transfer', 'snooze']);
  fc.assert(
    fc.property(asks, ask, (before, last) => {
      const table = new Table();
      for (const one of before) table.ask(one);
      if (table.ask(last).length === 0 || saidTwice.has(last.command.type)) return;
      const again = table.decide(last);
      if (again.ok) expect(again.value).toEqual([]);
    }),
    { numRuns: 400, seed: 83 },
  );
});

test('an agent never works a case that a colleague has, in whatever state it is; notes, tags and the like aside', () => {
  const exclusive = new Set<CaseCommand['type']>(['accept', 'reply', 'release', 'transfer', 'snooze', 'wake', 'resolve']);
  fc.assert(
    fc.property(asks, ask, (before, last) => {
      const table = new Table();
      for (const one of before) table.ask(one);
      const { owner, status } = table.state;
      if (owner === null || owner === last.actor.id || last.actor.kind !== 'agent' || !exclusive.has(last.command.type)) return;
      const decision = table.decide(last);
      // Nothing to release is no refusal.
      if (decision.ok) expect([decision.value, status]).toEqual([[], 'waiting']);
    }),
    { numRuns: 600, seed: 84 },
  );
});

test('who may not work cases gets nothing through, whatever came before', () => {
  const outsiders = fc.constantFrom<Actor>({ kind: 'trainer', id: 'agent-1' }, { kind: 'customer', id: 'agent-1' });
  fc.assert(
    fc.property(asks, outsiders, byDesk, (before, actor, command) => {
      const table = new Table();
      for (const one of before) table.ask(one);
      expect(table.decide({ actor, command })).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    }),
    { numRuns: 300, seed: 85 },
  );
});

test('a case has one owner at a time: each claim follows the end of the one before', () => {
  fc.assert(
    fc.property(asks, (steps) => {
      const table = new Table();
      for (const step of steps) table.ask(step);
      let state: CaseState | undefined;
      for (const event of table.log) {
        const byAgent = event.type === 'case.claimed' && event.actor.kind === 'agent';
        if (byAgent && state?.owner) expect(state.owner).toBe(event.actor.id);
        state = foldCase(state, [event]);
      }
    }),
    { numRuns: 400, seed: 86 },
  );
});

test('asked of the same state by several, one comes first; the others fold that and decide again, as if they had come later', () => {
  fc.assert(
    fc.property(
      asks,
      fc.uniqueArray(fc.tuple(fc.constantFrom(...people), byDesk), { minLength: 2, maxLength: 3, selector: ([id]) => id }),
      (before, racers) => {
        const [raced, inTurn] = [new Table(), new Table()];
        for (const one of before) {
          raced.ask(one);
          inTurn.ask(one);
        }
        const start = raced.state;
        for (const [id, command] of racers) {
          const asked = { actor: { kind: 'agent', id } as const, command, after: 0 };
          // The engine appends on the condition that nothing newer came: what was decided on an older state is decided again.
          const early = raced.decide(asked, start);
          const late = raced.state.position === start.position ? early : raced.decide(asked);
          if (late.ok) raced.record(late.value);
          inTurn.ask(asked);
        }
        const shape = ({ log }: Table) => log.map(({ type, actor, body }: AnyEvent) => ({ type, actor, body }));
        expect(shape(raced)).toEqual(shape(inTurn));
      },
    ),
    { numRuns: 400, seed: 87 },
  );
});

const pause = fc.oneof(fc.nat(MINUTE), fc.nat(30 * HOUR));
const reply = fc.record<Ask>({
  actor: fc.constant<Actor>({ kind: 'agent', id: 'agent-1' }),
  command: fc.constant<CaseCommand>({ type: 'reply', text: masked('您好'), attachments: [] }),
  after: pause,
});
const wechat = fc.array(fc.oneof({ weight: 8, arbitrary: reply }, { weight: 1, arbitrary: ask }), { maxLength: 60, size: 'max' });

test('a channel’s quota and window hold, whatever the desk does', () => {
  let most = 0;
  let latest = 0;
  fc.assert(
    fc.property(wechat, (steps) => {
      const table = new Table('wechat');
      for (const step of steps) table.ask(step);
      let lastHeard = 1_000_000;
      let sent = 0;
      for (const event of table.log) {
        if (event.type === 'message.received') {
          lastHeard = event.at;
          sent = 0;
        }
        if (event.type !== 'message.sent') continue;
        sent += 1;
        most = Math.max(most, sent);
        latest = Math.max(latest, event.at - lastHeard);
      }
    }),
    { numRuns: 300, seed: 88 },
  );
  // Up to the limits, and never beyond them.
  expect(most).toBe(5);
  expect(latest).toBeLessThan(48 * HOUR);
  expect(latest).toBeGreaterThan(46 * HOUR);
});

test('a running call keeps its case with its owner, and every call ends at most once', () => {
  fc.assert(
    fc.property(asks, (steps) => {
      const table = new Table();
      for (const step of steps) {
        const before = table.state;
        const events = table.ask(step);
        const runs = before.call !== null && before.call.endedAt === null;
        if (!runs) continue;
        const ended = events.some(({ type }) => type === 'call.ended');
        // A supervisor may take it over; nobody lets it go.
        if (!ended) expect(table.state).toMatchObject({ status: 'open', call: { id: before.call?.id, endedAt: null } });
      }
      const begun = table.log.filter(({ type }) => type === 'call.started').map(({ id }) => id);
      const ended = table.log.flatMap((event) => (event.type === 'call.ended' ? [event.body.call] : []));
      expect(ended).toEqual(begun.slice(0, ended.length));
      expect(begun.length - ended.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 300, seed: 87 },
  );
});

test('a customer rates each closed contact at most once, and only while it is closed', () => {
  fc.assert(
    fc.property(asks, (steps) => {
      const table = new Table();
      for (const step of steps) table.ask(step);
      let [closed, rated] = [false, false];
      for (const { type } of table.log) {
        if (type === 'case.resolved') [closed, rated] = [true, false];
        if (type === 'case.reopened') closed = false;
        if (type !== 'survey.answered') continue;
        expect({ closed, rated }).toEqual({ closed: true, rated: false });
        rated = true;
      }
    }),
    { numRuns: 400, seed: 87 },
  );
});
