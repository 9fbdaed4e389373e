import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '#shared/case/actor.ts';
import { type AnyEvent, type NewEvent, type Position, readEvent } from '#shared/case/envelope.ts';
import { configurationFaults } from '#shared/desk/configuration-faults.ts';
import { type DeskChange, decideDesk } from '#shared/desk/decide-desk.ts';
import { changesTo, readDeskFile, writeDeskFile } from '#shared/desk/desk-file.ts';
import { deskHistory, undoOf } from '#shared/desk/desk-history.ts';
import { type DeskState, emptyDesk, evolveDesk, foldDesk, itemKey } from '#shared/desk/desk-state.ts';
import type { QueueId } from '#shared/lib/ids.ts';

const ids = ['a', 'b', 'c'] as const;
const id = fc.constantFrom(...ids);
const some = fc.subarray([...ids]);
const name = fc.constantFrom('One', 'Two', 'Three', 'Four', 'Five', '').map((en) => ({ 'zh-CN': en === '' ? '' : '名', en }));
const capacity = { call: 1, chat: 4, message: 4, email: 2 };

/** A value for an item, now and then one that does not fit or names what is not there. */
const item = (own: string): fc.Arbitrary<readonly [DeskChange['list'], unknown]> =>
  fc.oneof(
    name.map((value) => ['groups', { id: own, name: value }] as const),
    name.map((value) => ['skills', { id: own, name: value }] as const),
    fc.record({ name, group: id, skills: some, calendar: fc.option(id), seconds: fc.integer({ min: -1, max: 90 }) }).map(
      ({ name: called, group, skills, calendar, seconds }) =>
        [
          'queues',
          {
            id: own,
            group,
            name: called,
            serviceLevelSeconds: seconds,
            shortAbandonSeconds: 5,
            consoleLostSeconds: 600,
            skills,
            calendar,
            afterCallWork: { seconds: 0, dispositionRequired: false },
          },
        ] as const,
    ),
    fc
      .record({ name, role: fc.constantFrom('agent', 'administrator', 'cook'), queues: some, skills: some, active: fc.boolean() })
      .map((person) => ['people', { id: own, ...person, languages: ['en'], capacity }] as const),
    fc
      .record({ name, hours: fc.array(fc.record({ from: fc.nat(1440), to: fc.nat(1440) }), { maxLength: 2 }) })
      .map(({ name: called, hours }) => ['calendars', { id: own, name: called, timeZone: 'Asia/Shanghai', week: [{ day: 1, hours }], holidays: [] }] as const),
  );

interface Ask {
  readonly changes: readonly Omit<DeskChange, 'basedOn'>[];
  /** Whether the person has seen the newest revisions. */
  readonly fresh: boolean;
  readonly openCases: readonly string[];
}

const change = id.chain((own) => fc.tuple(item(own), fc.boolean()).map(([[list, value], gone]) => ({ list, id: own, value: gone ? null : value })));
const asks = fc.array(fc.record<Ask>({ changes: fc.array(change, { minLength: 1, maxLength: 3 }), fresh: fc.boolean(), openCases: some }), { maxLength: 30 });

const actor: Actor = { kind: 'administrator', id: 'zhou' };

/** What most of the wishes below name. */
const beginning: Ask = {
  changes: ids.flatMap((own) => (['groups', 'skills'] as const).map((list) => ({ list, id: own, value: { id: own, name: { 'zh-CN': '名', en: 'One' } } }))),
  fresh: true,
  openCases: [],
};

/** Runs asks as administrators' consoles would; answers the log and the desk after it. */
function run(wishes: readonly Ask[], check: (before: DeskState, event: NewEvent | null) => void = () => undefined): { log: AnyEvent[]; state: DeskState } {
  const log: AnyEvent[] = [];
  let state = emptyDesk;
  let made = 0;
  for (const { changes, fresh, openCases } of [beginning, ...wishes]) {
    const based = changes.map((one) => ({ ...one, basedOn: fresh ? (state.revisions[itemKey(one.list, one.id)]?.revision ?? 0) : 1 }));
    const context = { actor, now: 1_000 + made, newId: () => `e${made++}`, openCases: new Map(openCases.map((queue) => [queue as QueueId, 1])) };
    const decision = decideDesk(state, { changes: based, how: 'edited' }, context);
    const event = decision.ok ? (decision.value[0] ?? null) : null;
    check(state, event);
    if (!event) continue;
    const read = readEvent(JSON.parse(JSON.stringify({ ...event, position: log.length + 1, recordedAt: event.at })));
    if (!read.ok) throw new Error(read.error.fault);
    log.push(read.value);
    state = evolveDesk(state, read.value);
  }
  return { log, state };
}

test('whatever is asked, the desk is never at fault, and every accepted change is in it', () => {
  let accepted = 0;
  fc.assert(
    fc.property(asks, (wishes) => {
      const { state } = run(wishes, (before, event) => {
        if (!event) return;
        accepted++;
        const after = evolveDesk(before, { ...event, position: 99 as Position, recordedAt: event.at } as AnyEvent);
        expect(configurationFaults(after.configuration)).toEqual([]);
        const administrators = (of: DeskState) => of.configuration.people.filter(({ role, active }) => role === 'administrator' && active).length;
        if (administrators(before) > 0) expect(administrators(after)).toBeGreaterThan(0);
        expect(after.configuration.people.length).toBeGreaterThanOrEqual(before.configuration.people.length);
      });
      expect(configurationFaults(state.configuration)).toEqual([]);
    }),
    { numRuns: 500 },
  );
  expect(accepted).toBeGreaterThan(700);
});

test('any way to cut the log, and to hear parts of it twice, gives the same desk', () => {
  fc.assert(
    fc.property(asks, fc.nat(30), fc.nat(30), (wishes, one, other) => {
      const { log, state } = run(wishes);
      const [first, second] = [Math.min(one, other), Math.max(one, other)];
      expect(foldDesk(emptyDesk, log)).toEqual(state);
      expect(foldDesk(foldDesk(emptyDesk, log.slice(0, second)), log.slice(first))).toEqual(state);
    }),
    { numRuns: 200 },
  );
});

test('a desk’s file is read back as the same desk, and makes any other desk into it but for the people who stay', () => {
  fc.assert(
    fc.property(asks, asks, (wishes, others) => {
      const { state } = run(wishes);
      const file = readDeskFile(writeDeskFile(state.configuration));
      if (!file.ok) throw new Error(JSON.stringify(file.error));
      expect(file.value).toEqual(state.configuration);
      expect(changesTo(state, file.value)).toEqual([]);
      const { state: other } = run(others);
      const changes = changesTo(other, file.value);
      const decision = decideDesk(other, { changes, how: 'imported' }, { actor, now: 5, newId: () => 'x', openCases: new Map() });
      // What may stand in the way is that the desk’s last administrator would go.
      if (!decision.ok) {
        expect(decision.error).toMatchObject({ code: 'faulty', faults: [{ code: 'last-administrator' }] });
        return;
      }
      const [event] = decision.value;
      if (!event) {
        expect(changes).toEqual([]);
        return;
      }
      const after = evolveDesk(other, { ...event, position: 99 as Position, recordedAt: 5 } as AnyEvent).configuration;
      for (const list of ['groups', 'queues', 'skills', 'calendars'] as const) {
        expect(after[list].toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(state.configuration[list].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
      }
      expect(after.people).toEqual(expect.arrayContaining([...state.configuration.people]));
    }),
    { numRuns: 150 },
  );
});

test('the newest change taken back gives the desk as it was before, people apart', () => {
  fc.assert(
    fc.property(asks, (wishes) => {
      const { log, state } = run(wishes);
      const [entry] = deskHistory(log);
      if (!entry) return;
      const before = foldDesk(emptyDesk, log.slice(0, -1));
      const decision = decideDesk(state, { changes: undoOf(entry), how: 'undone' }, { actor, now: 5, newId: () => 'x', openCases: new Map() });
      if (!decision.ok) {
        expect(decision.error.code).toBe('faulty');
        return;
      }
      const [event] = decision.value;
      const after = event ? evolveDesk(state, { ...event, position: 99 as Position, recordedAt: 5 } as AnyEvent) : state;
      const byId = (desk: DeskState) => desk.configuration.queues.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      expect(byId(after)).toEqual(byId(before));
    }),
    { numRuns: 200 },
  );
});
