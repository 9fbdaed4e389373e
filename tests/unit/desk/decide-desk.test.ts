import { describe, expect, it } from 'vitest';
import { demoDesk } from '#electron/demo/desk-data.ts';
import type { Actor } from '#shared/case/actor.ts';
import type { AnyEvent, Position } from '#shared/case/envelope.ts';
import { listNames } from '#shared/desk/configuration-faults.ts';
import { type DeskChange, decideDesk } from '#shared/desk/decide-desk.ts';
import { type DeskState, emptyDesk, evolveDesk, itemOf, itemsOf } from '#shared/desk/desk-state.ts';
import type { QueueId } from '#shared/lib/ids.ts';

const zhou: Actor = { kind: 'administrator', id: 'administrator-zhou' };
const he: Actor = { kind: 'administrator', id: 'administrator-he' };

/** A desk and its log, with nobody else at it. */
class Table {
  state: DeskState = emptyDesk;
  openCases = new Map<QueueId, number>();
  #made = 0;

  ask(changes: readonly DeskChange[], actor: Actor = zhou) {
    const decision = decideDesk(
      this.state,
      { changes, how: 'edited' },
      { actor, now: 1_000 + this.#made, newId: () => `e${this.#made}`, openCases: this.openCases },
    );
    if (!decision.ok) return decision.error;
    for (const event of decision.value) {
      this.#made++;
      this.state = evolveDesk(this.state, { ...event, position: this.#made as Position, recordedAt: event.at } as AnyEvent);
    }
    return decision.value.length;
  }

  static demo(): Table {
    const table = new Table();
    table.ask(listNames.flatMap((list) => itemsOf(demoDesk, list).map((value) => ({ list, id: value.id, value, basedOn: 0 }))));
    return table;
  }

  edit(list: DeskChange['list'], id: string, part: object, basedOn = 1): DeskChange {
    return { list, id, value: { ...(itemOf(this.state.configuration, list, id) as object), ...part }, basedOn };
  }
}

const codes = (answer: unknown) => (answer as { faults?: { path: unknown[]; code: string }[] }).faults?.map(({ path, code }) => [path.join('.'), code]);

describe('What administrators ask of the desk', () => {
  it('the demo desk is taken as it is', () => {
    expect(Table.demo().state.configuration).toEqual(demoDesk);
  });

  it('of two who change the same, the first wins; the second is told by whom and when', () => {
    const table = Table.demo();
    const [mine, theirs] = [table.edit('queues', 'payment', { serviceLevelSeconds: 30 }), table.edit('queues', 'payment', { serviceLevelSeconds: 90 })];
    expect(table.ask([mine], he)).toBe(1);
    expect(table.ask([theirs])).toEqual({ code: 'changed-meanwhile', items: [{ list: 'queues', id: 'payment', revision: 2, by: he, at: 1_001 }] });
    expect(itemOf(table.state.configuration, 'queues', 'payment')).toMatchObject({ serviceLevelSeconds: 30 });
    // Having seen it, the second may still have their way.
    expect(table.ask([{ ...theirs, basedOn: 2 }])).toBe(1);
  });

  it('of two who change different things both win, and the same wish twice is one change', () => {
    const table = Table.demo();
    const [one, other] = [table.edit('queues', 'payment', { serviceLevelSeconds: 30 }), table.edit('queues', 'refund', { serviceLevelSeconds: 30 })];
    expect([table.ask([one], he), table.ask([other]), table.ask([other])]).toEqual([1, 1, 0]);
  });

  it('all of the changes or none', () => {
    const table = Table.demo();
    const before = table.state;
    const answer = table.ask([
      table.edit('queues', 'payment', { serviceLevelSeconds: 30 }),
      table.edit('queues', 'refund', { group: 'nowhere', calendar: 'never', skills: ['flying'] }),
    ]);
    expect(codes(answer)).toEqual([
      ['queues.7.group', 'unknown-group'],
      ['queues.7.calendar', 'unknown-calendar'],
      ['queues.7.skills.0', 'unknown-skill'],
    ]);
    expect(table.state).toBe(before);
  });

  it('a queue with cases or with people stays', () => {
    const table = Table.demo();
    table.openCases.set('payment' as QueueId, 3);
    const answer = table.ask([{ list: 'queues', id: 'payment', value: null, basedOn: 1 }]);
    expect(codes(answer)).toContainEqual(['queues.3', 'has-cases']);
    expect(codes(answer)).toContainEqual(['people.0.queues.3', 'unknown-queue']);
  });

  it('people are made inactive, not removed; the last administrator stays one', () => {
    const table = Table.demo();
    expect(codes(table.ask([{ list: 'people', id: 'agent-lin', value: null, basedOn: 1 }]))).toEqual([['people.0', 'person-stays']]);
    for (const part of [{ active: false }, { role: 'supervisor' }]) {
      expect(codes(table.ask([table.edit('people', 'administrator-zhou', part)]))).toEqual([[`people.${demoDesk.people.length - 1}`, 'last-administrator']]);
    }
    expect(table.ask([table.edit('people', 'supervisor-he', { role: 'administrator' }), table.edit('people', 'administrator-zhou', { active: false })])).toBe(
      1,
    );
  });

  it('what cannot be read is told field by field', () => {
    const table = Table.demo();
    const calendar = {
      id: 'day',
      name: { 'zh-CN': '白班', en: 'Day' },
      timeZone: 'Mars/Olympus',
      week: [{ day: 9, hours: [{ from: 600, to: 500 }] }],
      holidays: [{ date: '2026-02-30', name: { 'zh-CN': '春节' }, hours: [] }],
    };
    expect(
      codes(table.ask([{ list: 'calendars', id: 'day', value: calendar, basedOn: 0 }]))
        ?.map(([, code]) => code)
        .toSorted(),
    ).toEqual(['bad-format', 'ends-before-it-begins', 'missing', 'too-large', 'unknown-time-zone'].toSorted());
    const twice = {
      ...calendar,
      timeZone: 'Asia/Shanghai',
      week: [1, 1].map((day) => ({
        day,
        hours: [
          { from: 500, to: 600 },
          { from: 550, to: 700 },
        ],
      })),
      holidays: [],
    };
    expect(codes(table.ask([{ list: 'calendars', id: 'day', value: twice, basedOn: 0 }]))).toEqual([
      ['calendars.0.week.1.day', 'duplicate-day'],
      ['calendars.0.week.0.hours.1', 'hours-overlap'],
      ['calendars.0.week.1.hours.1', 'hours-overlap'],
    ]);
    expect(codes(table.ask([{ list: 'tags', id: 'x', value: { id: 'y', name: { 'zh-CN': '标', en: 'Tag' } }, basedOn: 0 }]))).toEqual([
      ['tags.8.id', 'id-differs'],
    ]);
  });

  it('a change that one event cannot hold is refused whole', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => ({
      list: 'tags' as const,
      id: `t${index}`,
      value: { id: `t${index}`, name: { 'zh-CN': '标'.repeat(100), en: 'Tag' } },
      basedOn: 0,
    }));
    expect(new Table().ask(many)).toEqual({ code: 'too-large' });
  });
});
