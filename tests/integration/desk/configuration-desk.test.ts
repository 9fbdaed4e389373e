import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoDesk } from '#electron/demo/desk-data.ts';
import { CaseHub } from '#electron/desk/cases/case-hub.ts';
import { ConfigurationDesk } from '#electron/desk/configuration/configuration-desk.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { newEvent } from '#shared/case/envelope.ts';
import type { CaseId, EventId, GroupId, QueueId } from '#shared/lib/ids.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { engineIn, key, type Time } from '#tests/integration/desk/console-parts-kit.ts';

const time: Time = { now: 1_790_000_000_000 };
const clock = () => time.now;

/** One console's desk: its own cache and follower over a log that others use too. */
class Console {
  readonly store = new SqliteStore({ memory: true, key, logger: recordingLogger() });
  readonly log: EventLog;
  readonly desk: ConfigurationDesk;
  hub: CaseHub | null = null;

  constructor(engine: QueueEngine) {
    this.log = new EventLog(engine, () => undefined);
    this.desk = new ConfigurationDesk({ log: this.log, openCases: async () => (await this.store.cache.openCases()).queues, clock, newId: v7 });
  }

  async start(): Promise<this> {
    await this.store.start();
    await this.desk.load(demoDesk);
    this.hub = new CaseHub({ log: this.log, cache: this.store.cache, groups: this.desk.groups(), clock, logger: recordingLogger() });
    this.desk.follow(this.hub);
    await this.hub.start();
    return this;
  }

  async stop(): Promise<void> {
    await this.hub?.stop();
    await this.store.stop();
  }

  /** Changes one field of a queue, based on what this console has. */
  level(queue: string, seconds: number, who = 'zhou', basedOn?: number) {
    const { configuration, revisions } = this.desk.state.value;
    const value = { ...configuration.queues.find(({ id }) => id === queue), serviceLevelSeconds: seconds };
    const changes = [{ list: 'queues' as const, id: queue, value, basedOn: basedOn ?? revisions[`queues/${queue}`]?.revision ?? 0 }];
    return this.desk.change({ kind: 'administrator', id: who }, { changes, how: 'edited' });
  }

  /** A case that began in a group, appended past every rule. */
  async open(id: string, group: string): Promise<void> {
    const head = {
      id: v7() as EventId,
      about: { kind: 'case' as const, id },
      group: group as GroupId,
      at: time.now,
      actor: { kind: 'customer' as const, id: 'c' },
    };
    const body = { channel: 'chat' as const, queue: 'payment' as QueueId, language: 'en' as const, priority: 0, thread: id };
    const appended = await this.log.append(await this.log.seal([newEvent(head, 'case.opened', body, {})]), 0);
    const last = appended.ok ? appended.value.at(-1) : undefined;
    if (last === undefined) throw new Error('the case is new');
    await this.hub?.reached(last);
  }
}

describe('The desk’s configuration over one log', () => {
  let engine: QueueEngine;
  const consoles: Console[] = [];
  const begin = async (over: QueueEngine = engine) => {
    const console = await new Console(over).start();
    consoles.push(console);
    return console;
  };
  const level = (console: Console, queue: string) => console.desk.configuration.value.queues.find(({ id }) => id === queue)?.serviceLevelSeconds;

  beforeEach(async () => {
    engine = engineIn(null, time);
    await engine.start();
  });
  afterEach(async () => {
    for (const console of consoles.splice(0)) await console.stop();
    await engine.stop();
  });

  it('is seeded once, whoever starts', async () => {
    const [one, other] = [await begin(), await begin()];
    expect(one.desk.configuration.value).toEqual(demoDesk);
    expect(other.desk.state.value).toEqual(one.desk.state.value);
    expect(await engine.read({ kind: 'desk', id: 'configuration' })).toHaveLength(1);
  });

  it('of two consoles that change the same at once one wins, and both go by it', async () => {
    const [one, other] = [await begin(), await begin()];
    const answers = await Promise.all([one.level('payment', 11, 'zhou', 1), other.level('payment', 22, 'he', 1)]);
    expect(answers.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    const lost = answers.find(({ ok }) => !ok);
    expect(lost).toMatchObject({ error: { code: 'changed-meanwhile', items: [{ id: 'payment', revision: 2 }] } });
    const won = answers[0]?.ok ? 11 : 22;
    await Promise.all([one, other].map((console) => console.level('refund', won)));
    expect([level(one, 'payment'), level(other, 'payment')]).toEqual([won, won]);
  });

  it('changes of different things from two consoles at once are both taken', async () => {
    const [one, other] = [await begin(), await begin()];
    const answers = await Promise.all([one.level('payment', 11), other.level('refund', 22), one.level('card', 33), other.level('account', 44)]);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    for (const queue of ['payment', 'refund', 'card', 'account']) await expect.poll(() => level(one, queue) === level(other, queue)).toBe(true);
  });

  it('a queue with a case that is not closed stays', async () => {
    const one = await begin();
    await one.open('c1', 'retail');
    const answer = await one.desk.change(
      { kind: 'administrator', id: 'zhou' },
      { changes: [{ list: 'queues', id: 'payment', value: null, basedOn: 1 }], how: 'edited' },
    );
    expect(answer.ok || (answer.error.code === 'faulty' && answer.error.faults.map(({ code, about }) => [code, about])[0])).toEqual(['has-cases', '1']);
  });

  it('a group that is added is followed from its first event, also by a console that hears of it late', async () => {
    // The late console takes one batch and is held in it, until the group, a case of it and a later one of the old group are in the log.
    let hold = Promise.resolve();
    const late = await begin(
      new Proxy(engine, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name);
          if (name !== 'follow') return typeof value === 'function' ? value.bind(target) : value;
          const follow: QueueEngine['follow'] = (groups, cursor, follower) =>
            target.follow(groups, cursor, { ...follower, onBatch: async (batch) => hold.then(() => follower.onBatch(batch)) });
          return follow;
        },
      }),
    );
    const early = await begin();
    const held = Promise.withResolvers<void>();
    hold = held.promise;
    const group = { id: 'vip', name: { 'zh-CN': '贵宾', en: 'VIP' } };
    await early.open('before', 'retail');
    await early.desk.change({ kind: 'administrator', id: 'zhou' }, { changes: [{ list: 'groups', id: 'vip', value: group, basedOn: 0 }], how: 'edited' });
    await early.open('of-the-group', 'vip');
    await early.open('after', 'retail');
    held.resolve();
    await late.open('last', 'vip');
    for (const console of [early, late]) {
      for (const id of ['before', 'of-the-group', 'after', 'last']) expect(await console.store.cache.row(id as CaseId), id).not.toBeNull();
      expect(console.desk.configuration.value.groups.map(({ id }) => id)).toEqual(['retail', 'vip']);
      expect((await console.store.cache.openCases()).queues.get('payment' as QueueId)).toBe(4);
    }
  });

  it('takes a desk of eighteen hundred people as one change', async () => {
    const one = await begin();
    const [model] = demoDesk.people;
    const changes = Array.from({ length: 1_800 }, (_, index) => ({
      list: 'people' as const,
      id: `p${index}`,
      value: { ...model, id: `p${index}` },
      basedOn: 0,
    }));
    const small = changes.map((change) => ({ ...change, value: { ...change.value, queues: [] } }));
    expect(await one.desk.change({ kind: 'administrator', id: 'zhou' }, { changes: small, how: 'imported' })).toMatchObject({ ok: true });
    expect(one.desk.configuration.value.people).toHaveLength(1_800 + demoDesk.people.length);
  });

  it('an event of a newer console is passed over, and does not stand in the way of the next change', async () => {
    const one = await begin();
    const event = {
      id: v7() as EventId,
      about: { kind: 'desk' as const, id: 'configuration' },
      group: 'desk' as GroupId,
      type: 'desk.painted',
      at: time.now,
      actor: { kind: 'system' as const, id: 'x' },
      body: { colour: 'blue' },
    };
    await engine.append([event]);
    expect((await one.level('payment', 12)).ok).toBe(true);
    expect(level(await begin(), 'payment')).toBe(12);
  });

  it('cases of a group that is gone are still read by a console that starts then', async () => {
    const one = await begin();
    const change = (value: unknown, basedOn: number) =>
      one.desk.change({ kind: 'administrator', id: 'zhou' }, { changes: [{ list: 'groups', id: 'vip', value, basedOn }], how: 'edited' });
    await change({ id: 'vip', name: { 'zh-CN': '贵宾', en: 'VIP' } }, 0);
    await one.open('of-the-group', 'vip');
    await change(null, 1);
    const fresh = await begin();
    expect(fresh.desk.configuration.value.groups.map(({ id }) => id)).toEqual(['retail']);
    expect(await fresh.store.cache.row('of-the-group' as CaseId)).not.toBeNull();
  });

  it('a cache that is lost fills again with every group', async () => {
    const one = await begin();
    await one.desk.change(
      { kind: 'administrator', id: 'zhou' },
      { changes: [{ list: 'groups', id: 'vip', value: { id: 'vip', name: { 'zh-CN': '贵宾', en: 'VIP' } }, basedOn: 0 }], how: 'edited' },
    );
    await one.open('c1', 'vip');
    one.hub?.refill('test');
    await one.open('c2', 'vip');
    expect(await one.store.cache.row('c1' as CaseId)).not.toBeNull();
    expect((await one.level('payment', 12)).ok).toBe(true);
    expect(level(one, 'payment')).toBe(12);
  });
});
