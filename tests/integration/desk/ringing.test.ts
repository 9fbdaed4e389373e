import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { demoDesk } from '#electron/demo/desk-data.ts';
import { EndWrapUp } from '#electron/desk/routing/end-wrap-up.ts';
import { Ringer } from '#electron/desk/routing/ringer.ts';
import { Workload } from '#electron/desk/routing/workload.ts';
import { Sessions } from '#electron/desk/session/sessions.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import type { Configuration } from '#shared/desk/configuration.ts';
import { RING_MS } from '#shared/desk/routing.ts';
import type { CaseId, GroupId, PersonId } from '#shared/lib/ids.ts';
import { ConsoleParts, engineIn, type Time } from '#tests/integration/desk/console-parts-kit.ts';

const [lin, zhao] = ['agent-lin' as PersonId, 'agent-zhao' as PersonId];

/** Timers that a test turns by hand. */
class HandTimers {
  readonly #time: Time;
  #timers: { readonly at: number; readonly work: () => void }[] = [];

  constructor(time: Time) {
    this.#time = time;
  }

  set = (work: () => void, ms: number): unknown => {
    const timer = { at: this.#time.now + ms, work };
    this.#timers.push(timer);
    return timer;
  };

  clear = (timer: unknown): void => {
    this.#timers = this.#timers.filter((one) => one !== timer);
  };

  pass(ms: number): void {
    this.#time.now += ms;
    const due = this.#timers.filter(({ at }) => at <= this.#time.now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#time.now);
    for (const { work } of due) work();
  }
}

/** One console with its people, over a log that others may share. */
class Console {
  readonly parts: ConsoleParts;
  readonly sessions: Sessions;
  readonly workload: Workload;
  readonly ringer: Ringer;
  readonly configuration = new Topic<Configuration>(demoDesk);

  constructor(engine: QueueEngine, time: Time, timers: HandTimers) {
    this.parts = new ConsoleParts(engine, time);
    const { hub, log, desk, logger, store } = this.parts;
    const { configuration } = this;
    const clock = () => time.now;
    this.sessions = new Sessions({ log, configuration, group: 'retail' as GroupId, clock, newId: v7 });
    this.workload = new Workload({ hub, cache: store.cache, configuration });
    const { sessions, workload } = this;
    this.ringer = new Ringer({
      engine,
      desk,
      sessions,
      workload,
      configuration,
      clock,
      random: () => 0,
      setTimer: timers.set,
      clearTimer: timers.clear,
      logger,
    });
  }

  async start(): Promise<void> {
    await this.parts.start();
    await this.workload.start();
    this.ringer.start();
  }

  async stop(): Promise<void> {
    await this.ringer.stop();
    this.workload.stop();
    await this.parts.stop();
  }

  /** Fulfilled when what rings at a person is as wanted. */
  rings(person: PersonId, caseId: CaseId | null): Promise<void> {
    return new Promise((resolve) => {
      let off: () => void = () => undefined;
      const look = () => {
        if ((this.ringer.ringOf(person)?.row.id ?? null) !== caseId) return;
        off();
        resolve();
      };
      off = this.ringer.onChange(look);
      look();
    });
  }
}

describe('Ringing', () => {
  const time: Time = { now: 0 };
  let timers: HandTimers;
  let engine: QueueEngine;
  let console: Console;

  beforeEach(async () => {
    time.now = 1_790_000_000_000;
    timers = new HandTimers(time);
    engine = engineIn(null, time);
    await engine.start();
    console = new Console(engine, time, timers);
    await console.start();
  });
  afterEach(async () => {
    await console.stop();
    await engine.stop();
  });

  it('a case that begins to wait rings at somebody who is available, for 20 seconds', async () => {
    await console.sessions.signIn('tab', lin);
    const caseId = await console.parts.newCase();
    await console.rings(lin, caseId);
    expect(console.ringer.ringOf(lin)?.until).toBe(time.now + 20_000);
  });

  it('a case that waits already rings as soon as somebody signs in', async () => {
    const caseId = await console.parts.newCase();
    await console.sessions.signIn('tab', lin);
    await console.rings(lin, caseId);
  });

  it('whoever does not answer is Away, on record, and the case rings at somebody else', async () => {
    await console.sessions.signIn('one', lin);
    const caseId = await console.parts.newCase();
    await console.rings(lin, caseId);
    await console.sessions.signIn('two', zhao);
    timers.pass(RING_MS);
    await console.rings(zhao, caseId);
    expect(console.ringer.ringOf(lin)).toBeNull();
    expect(console.sessions.standing(lin)).toMatchObject({ state: 'away', since: time.now });
    expect(await console.parts.logged(caseId)).toEqual(['case.opened', 'message.received', 'case.missed']);
  });

  it('after coming back, the one who was Away is rung again', async () => {
    await console.sessions.signIn('one', lin);
    const caseId = await console.parts.newCase();
    await console.rings(lin, caseId);
    timers.pass(RING_MS);
    await console.rings(lin, null);
    await console.sessions.setState('one', 'available');
    await console.rings(lin, caseId);
  });

  it('accepting ends it, and the next one rings while there is room', async () => {
    await console.sessions.signIn('one', lin);
    const [first, second] = [await console.parts.newCase('first'), await console.parts.newCase('second')];
    await console.rings(lin, first);
    await console.parts.act(first, lin, { type: 'accept' });
    await console.rings(lin, second);
    timers.pass(RING_MS - 1);
    expect(console.sessions.standing(lin)?.state).toBe('available');
  });

  it('nothing rings at somebody whose places are taken, until one is free', async () => {
    await console.sessions.signIn('one', lin);
    const cases: CaseId[] = [];
    for (let made = 0; made < 5; made++) {
      const caseId = await console.parts.newCase(`case ${made}`);
      cases.push(caseId);
      if (made === 4) break;
      await console.rings(lin, caseId);
      await console.parts.act(caseId, lin, { type: 'accept' });
    }
    await console.ringer.consider();
    expect(console.ringer.ringOf(lin)).toBeNull();
    const [done, , , , last] = cases;
    await console.parts.act(done as CaseId, lin, { type: 'resolve', disposition: 'solved', comment: '' });
    await console.rings(lin, last as CaseId);
  });

  it('a case that a colleague takes by hand stops ringing', async () => {
    await console.sessions.signIn('one', lin);
    const caseId = await console.parts.newCase();
    await console.rings(lin, caseId);
    await console.parts.act(caseId, zhao, { type: 'accept' });
    await console.rings(lin, null);
    expect(console.sessions.standing(lin)?.state).toBe('available');
  });

  it('a ring that begins while it is put on record that the one before was missed stays', async () => {
    await console.sessions.signIn('one', lin);
    const [first, second] = [await console.parts.newCase('first'), await console.parts.newCase('second')];
    await console.rings(lin, first);
    const { desk } = console.parts;
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const ended: Promise<unknown>[] = [];
    vi.spyOn(desk, 'act').mockImplementationOnce((...asked) => {
      const end = released.then(() => desk.act(...asked));
      ended.push(end);
      return end;
    });
    timers.pass(RING_MS);
    await console.parts.act(first, zhao, { type: 'accept' });
    await console.rings(lin, second);
    const ring = console.ringer.ringOf(lin);
    release();
    await Promise.all(ended);
    await nextTurn();
    expect(console.ringer.ringOf(lin)).toBe(ring);
    expect(console.sessions.standing(lin)?.state).toBe('available');
  });

  it('what one declines rings at others, and at oneself no more', async () => {
    await console.sessions.signIn('one', lin);
    const caseId = await console.parts.newCase();
    await console.rings(lin, caseId);
    await console.parts.act(caseId, lin, { type: 'decline' });
    await console.rings(lin, null);
    await console.ringer.consider();
    expect(console.ringer.ringOf(lin)).toBeNull();
    await console.sessions.signIn('two', zhao);
    await console.rings(zhao, caseId);
    expect(console.sessions.standing(lin)?.state).toBe('available');
  });

  it.each(['busy', 'break'] as const)('nobody who is on %s is rung; going there ends a ring', async (state) => {
    await console.sessions.signIn('one', lin);
    const caseId = await console.parts.newCase();
    await console.rings(lin, caseId);
    await console.sessions.setState('one', state);
    await console.rings(lin, null);
    await console.ringer.consider();
    expect(console.ringer.ringOf(lin)).toBeNull();
    expect(await console.parts.logged(caseId)).not.toContain('case.missed');
  });

  it('signing out gives what rings to others', async () => {
    await console.sessions.signIn('one', lin);
    const caseId = await console.parts.newCase();
    await console.rings(lin, caseId);
    await console.sessions.signIn('two', zhao);
    await console.sessions.signOut('one');
    await console.rings(zhao, caseId);
  });

  it('nobody is rung during a call, whatever room they have; a call ends a ring without anybody having missed it', async () => {
    await console.sessions.signIn('one', lin);
    const held = await console.parts.newCase('held');
    await console.parts.act(held, lin, { type: 'accept' });
    const waits = await console.parts.newCase('waits');
    await console.rings(lin, waits);
    await console.parts.act(held, lin, { type: 'startCall', direction: 'outbound', number: null });
    await console.rings(lin, null);
    timers.pass(RING_MS);
    await console.ringer.consider();
    expect(console.ringer.ringOf(lin)).toBeNull();
    expect(console.sessions.standing(lin)?.state).toBe('available');
    expect(await console.parts.logged(waits)).toEqual(['case.opened', 'message.received']);
    await console.parts.act(held, lin, { type: 'endCall', outcome: 'answered', followUp: { kind: 'wait' } });
    await console.rings(lin, waits);
  });

  it('a trainer is never rung', async () => {
    await console.sessions.signIn('one', 'trainer-tang' as PersonId);
    await console.parts.newCase();
    await console.ringer.consider();
    expect(console.ringer.ringOf('trainer-tang' as PersonId)).toBeNull();
  });

  it('two consoles on one log ring a case at one person only, and a console that is gone blocks it for 25 seconds at most', async () => {
    const other = new Console(engine, time, timers);
    await other.start();
    await console.sessions.signIn('one', lin);
    const caseId = await console.parts.newCase();
    await console.rings(lin, caseId);
    await other.sessions.signIn('two', zhao);
    await other.ringer.consider();
    expect(other.ringer.ringOf(zhao)).toBeNull();
    // As if killed: its timers never fire, its hold runs out.
    const gone = console.ringer.ringOf(lin);
    expect(gone).not.toBeNull();
    time.now += 25_000;
    await other.ringer.consider();
    await other.rings(zhao, caseId);
    await other.stop();
  });
});

describe('After-call work', () => {
  const time: Time = { now: 1_790_000_000_000 };
  let engine: QueueEngine;
  let console: Console;
  const queue = (dispositionRequired: boolean): Configuration => ({
    ...demoDesk,
    queues: demoDesk.queues.map((one) => ({ ...one, afterCallWork: { seconds: 60, dispositionRequired } })),
  });

  beforeEach(async () => {
    engine = engineIn(null, time);
    await engine.start();
    console = new Console(engine, time, new HandTimers(time));
    await console.start();
    console.parts.afterCallWork = () => ({ seconds: 60, dispositionRequired: false });
  });
  afterEach(async () => {
    await console.stop();
    await engine.stop();
  });

  const wrappedUp = async () => {
    await console.sessions.signIn('one', lin);
    const caseId = await console.parts.newCase();
    await console.rings(lin, caseId);
    await console.parts.act(caseId, lin, { type: 'accept' });
    await console.parts.act(caseId, lin, { type: 'wrapUp' });
    return caseId;
  };

  it('nobody is rung while they write a case up', async () => {
    const caseId = await wrappedUp();
    const next = await console.parts.newCase('next');
    await console.ringer.consider();
    expect(console.ringer.ringOf(lin)).toBeNull();
    await console.parts.act(caseId, lin, { type: 'resolve', disposition: 'solved', comment: '' });
    await console.rings(lin, next);
  });

  it('is over by itself where the queue asks for no disposition, once', async () => {
    const caseId = await wrappedUp();
    const { workload, configuration } = console;
    configuration.set(queue(false));
    const end = new EndWrapUp({ desk: console.parts.desk, workload, configuration, clock: () => time.now, logger: console.parts.logger });
    time.now += 59_000;
    await end.end();
    expect(await console.parts.logged(caseId)).not.toContain('case.resolved');
    time.now += 1_000;
    await Promise.all([end.end(), end.end()]);
    expect((await console.parts.logged(caseId)).filter((type) => type === 'case.resolved')).toHaveLength(1);
  });

  it('stays where the queue asks for one, and ends when the customer writes again', async () => {
    const caseId = await wrappedUp();
    const { workload, configuration } = console;
    configuration.set(queue(true));
    console.parts.afterCallWork = () => ({ seconds: 60, dispositionRequired: true });
    const end = new EndWrapUp({ desk: console.parts.desk, workload, configuration, clock: () => time.now, logger: console.parts.logger });
    time.now += 600_000;
    await end.end();
    expect((await console.parts.hub.state(caseId))?.wrapUp).not.toBeNull();
    const refused = await console.parts.act(caseId, lin, { type: 'resolve', disposition: null, comment: '' });
    expect(refused).toEqual({ ok: false, error: { code: 'disposition-needed' } });
    const thread = (await console.parts.hub.state(caseId))?.thread ?? '';
    await console.parts.say(thread, 'one more thing');
    expect(await console.parts.hub.state(caseId)).toMatchObject({ wrapUp: null, status: 'open' });
  });
});
