import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { threadOf, WECHAT_COUNT_OVER } from '#electron/channels/social-port.ts';
import { DemoColleagues } from '#electron/demo/colleagues.ts';
import { scripts } from '#electron/demo/conversation/scripts.ts';
import { demoDesk } from '#electron/demo/desk-data.ts';
import { StandingTalks } from '#electron/demo/standing-talks.ts';
import { talkThread } from '#electron/demo/talk-thread.ts';
import { TalkingCustomer } from '#electron/demo/talking-customer.ts';
import { HubFeed } from '#electron/desk/cases/case-feed.ts';
import { Ringer } from '#electron/desk/routing/ringer.ts';
import { Workload } from '#electron/desk/routing/workload.ts';
import { Sessions } from '#electron/desk/session/sessions.ts';
import { Topic } from '#electron/desk/topic.ts';
import type { QueueEngine } from '#electron/engine/port.ts';
import { colleagueDesk } from '#electron/host/demo-life.ts';
import { DemoSocial } from '#electron/host/social-desk.ts';
import { newEvent, type Position } from '#shared/case/envelope.ts';
import type { CaseState } from '#shared/case/state.ts';
import { type Configuration, emptyConfiguration } from '#shared/desk/configuration.ts';
import type { CaseId, CommandId, EventId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { seededRandom } from '#shared/lib/random.ts';
import { ConsoleParts, engineIn, type Time } from '#tests/integration/desk/console-parts-kit.ts';

/** Timers in the order of their moments; each is turned when the test lets time go to it. */
class Timers {
  readonly #time: Time;
  #set: { readonly at: number; readonly work: () => void }[] = [];

  constructor(time: Time) {
    this.#time = time;
  }

  set = (work: () => void, ms: number): unknown => {
    const timer = { at: this.#time.now + ms, work };
    this.#set.push(timer);
    return timer;
  };
  clear = (timer: unknown): void => {
    this.#set = this.#set.filter((one) => one !== timer);
  };

  /** Goes to the next timer; false when none is set. */
  next(): boolean {
    const [next] = this.#set.toSorted((a, b) => a.at - b.at);
    if (!next) return false;
    this.clear(next);
    this.#time.now = Math.max(this.#time.now, Math.ceil(next.at));
    next.work();
    return true;
  }
}

describe('A demo desk that lives', () => {
  const time: Time = { now: 1_790_000_000_000 };
  let timers: Timers;
  let engine: QueueEngine;
  let parts: ConsoleParts;
  let sessions: Sessions;
  let workload: Workload;
  let ringer: Ringer;
  let colleagues: DemoColleagues;
  let canMail: boolean;
  const configuration = new Topic<Configuration>({ ...emptyConfiguration, ...demoDesk });

  beforeEach(async () => {
    canMail = false;
    timers = new Timers(time);
    engine = engineIn(null, time);
    await engine.start();
    parts = await new ConsoleParts(engine, time).start();
    const { hub, log, desk, logger, store } = parts;
    const clock = () => time.now;
    sessions = new Sessions({ log, configuration, group: 'retail' as GroupId, clock, newId: v7 });
    workload = new Workload({ hub, cache: store.cache, configuration });
    await workload.start();
    ringer = new Ringer({ engine, desk, sessions, workload, configuration, clock, random: () => 0, setTimer: timers.set, clearTimer: timers.clear, logger });
    ringer.start();
    const room = colleagueDesk({ sessions, ringer, workload, desk, hub, configuration, canMail: () => canMail, logger });
    colleagues = new DemoColleagues({ desk: room, random: seededRandom(5), setTimer: timers.set, clearTimer: timers.clear, logger });
  });
  afterEach(async () => {
    await colleagues.stop();
    await ringer.stop();
    workload.stop();
    await parts.stop();
    await engine.stop();
  });

  /** What was begun is done: each round goes behind everything that waits at the log, the cache and the ledger. */
  async function settled(): Promise<void> {
    for (let round = 0; round < 8; round++) {
      await engine.read({ kind: 'case', id: 'none' });
      await parts.store.cache.row('none' as CaseId);
      await parts.store.ledger.setting('none');
    }
  }

  /** Lets the simulation run until something holds; fails when it never does. */
  async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
    for (let turns = 0; turns < 4_000; turns++) {
      if (await holds()) return;
      timers.next();
      await settled();
    }
    throw new Error('the simulation never came to it');
  }

  const stateOf = (caseId: CaseId): Promise<CaseState | undefined> => parts.hub.state(caseId);

  it('a customer answers an agent from what they know, and goes when they are helped', async () => {
    const script = scripts.en.find(({ id }) => id.endsWith('topup-missing'));
    if (!script) throw new Error('the script is there');
    const thread = v7();
    const caseId = await parts.newCase(script.opening[0], thread);
    let gone = false;
    const { hub, store, desk } = parts;
    const customer = new TalkingCustomer({
      script,
      caseId,
      feed: new HubFeed({ hub, cache: store.cache, engine, desk }),
      say: async (text) => void (await parts.say(thread, text)),
      after: (ms, work) => void timers.set(work, ms),
      random: seededRandom(2),
      onGone: () => {
        gone = true;
      },
    });
    customer.start();
    const heard = async () => (await stateOf(caseId))?.entries.flatMap((entry) => (entry.kind === 'received' ? [entry.text ?? ''] : [])) ?? [];
    const reply = (text: string) => parts.act(caseId, 'agent-lin', { type: 'reply', text: { text, marks: [] }, attachments: [] });
    await reply('Hello, could you give me the order number?');
    await until(async () => (await heard()).some((text) => text.includes(script.facts.order)));
    await reply('It will arrive within 2 hours.');
    await until(async () => (await heard()).length >= 3);
    await reply('Is there anything else I can do for you?');
    await until(() => gone);
    await until(async () => (await heard()).length === 4);
    const all = await heard();
    await reply('Bye');
    await settled();
    expect(timers.next() ? await heard() : all).toEqual(all);
  });

  it('a customer whose chat stands when the program starts answers in it, also what was asked before; others are left alone', async () => {
    const script = scripts.en.find(({ id }) => id.endsWith('topup-missing'));
    if (!script) throw new Error('the script is there');
    // As the desk's beginning is written: to the log alone, with a thread that leads nowhere yet.
    const opened = async (thread: string): Promise<CaseId> => {
      const id = v7() as CaseId;
      const head = { about: { kind: 'case' as const, id }, group: 'retail' as GroupId, at: time.now, actor: { kind: 'customer' as const, id: 'C1' } };
      const opening = { channel: 'chat' as const, queue: 'top-up' as QueueId, language: 'en' as const, priority: 0, thread };
      const first = newEvent({ ...head, id: v7() as EventId }, 'case.opened', opening, {});
      const said = newEvent({ ...head, id: v7() as EventId }, 'message.received', {}, { text: script.opening[0] ?? '', marks: [], attachments: [] });
      const appended = await parts.log.append(await parts.log.seal([first, said]), 0);
      if (!appended.ok) throw new Error('the log takes it');
      await parts.hub.reached(appended.value[1] ?? (0 as Position));
      return id;
    };
    const [asked, waiting, other] = [await opened(talkThread(script, '1')), await opened(talkThread(script, '2')), await opened('demo-3')];
    const reply = (caseId: CaseId, text: string) => parts.act(caseId, 'agent-lin', { type: 'reply', text: { text, marks: [] }, attachments: [] });
    await reply(asked, 'Hello, could you give me the order number?');
    const { hub, store, desk, intake, logger } = parts;
    let paused = true;
    const standing = [asked, waiting, other];
    const talks = new StandingTalks({
      paused: () => paused,
      cases: () => standing.map((id) => ({ id, channel: 'chat' as const })),
      state: stateOf,
      intake,
      feed: new HubFeed({ hub, cache: store.cache, engine, desk }),
      newId: v7,
      random: seededRandom(2),
      setTimer: timers.set,
      clearTimer: timers.clear,
      logger,
    });
    talks.start();
    // Who comes from now on is answered by whoever brought them.
    const later = await opened(talkThread(script, '3'));
    standing.push(later);
    const heard = async (caseId: CaseId) => (await stateOf(caseId))?.entries.flatMap((entry) => (entry.kind === 'received' ? [entry.text ?? ''] : [])) ?? [];
    for (let step = 0; step < 20; step++) timers.next();
    await settled();
    expect(await heard(asked)).toHaveLength(1);
    paused = false;
    await until(async () => (await heard(asked)).some((text) => text.includes(script.facts.order)));
    expect(await heard(waiting)).toHaveLength(1);
    await reply(other, 'Hello, could you give me the order number?');
    await reply(waiting, 'Hello, which bank was it?');
    await until(async () => (await heard(waiting)).some((text) => text.includes(script.facts.bank)));
    expect(await heard(other)).toHaveLength(1);
    await reply(later, 'Hello, could you give me the order number?');
    for (let step = 0; step < 20; step++) {
      timers.next();
      await settled();
    }
    expect(await heard(later)).toHaveLength(1);
    await talks.stop();
  });

  it('a platform takes nothing before it knows what an earlier run sent, which then counts', async () => {
    const opened = await parts.intake.receive({
      ...{ channel: 'wechat', thread: threadOf('o-1', { kind: 'private' }), queue: 'top-up' as QueueId, language: 'en' },
      ...{ text: 'my top-up is missing', attachments: [], commandId: v7() as CommandId },
    });
    if (!opened.ok) throw new Error(opened.error.code);
    const { caseId } = opened.value;
    const reply = (text: string) => parts.act(caseId, 'agent-lin', { type: 'reply', text: { text, marks: [] }, attachments: [] });
    for (const text of ['one', 'two', 'three', 'four']) await reply(text);
    time.now += 1_000;
    const { hub, store, logger } = parts;
    const social = new DemoSocial({
      ...{ channels: { channel: () => null }, hub, cache: store.cache, configuration, clock: () => time.now, newId: v7, logger },
      ...{ setTimer: timers.set, clearTimer: timers.clear },
    });
    social.start();
    await reply('five');
    const answers: [string, number][] = [];
    const send = async (text: string) => {
      const { errcode } = await social.providers.wechat.send({ clientId: text, user: 'o-1', place: { kind: 'private' }, text });
      answers.push([text, errcode]);
    };
    const sending = [send('five'), send('six')];
    await settled();
    expect(answers).toEqual([]);
    timers.next();
    await Promise.all(sending);
    expect(answers).toEqual([
      ['five', 0],
      ['six', WECHAT_COUNT_OVER],
    ]);
    await social.stop();
  });

  it('colleagues sign in, are rung, answer and close by themselves', async () => {
    const cases = [await parts.newCase('first'), await parts.newCase('second'), await parts.newCase('third')];
    await colleagues.set(3);
    expect(colleagues.count).toBe(3);
    await until(async () => (await Promise.all(cases.map(stateOf))).every((state) => state?.status === 'resolved'));
    for (const caseId of cases) {
      const types = await parts.logged(caseId);
      expect(types.filter((type) => type === 'message.sent').length).toBeGreaterThanOrEqual(4);
    }
  });

  it('colleagues leave mails alone that the desk cannot answer, until it can', async () => {
    const mail = (thread: string) =>
      parts.intake.receive({
        channel: 'email',
        thread,
        queue: 'top-up' as QueueId,
        language: 'en',
        text: 'my top-up is missing',
        attachments: [],
        commandId: v7() as CommandId,
      });
    const received = await mail('first');
    if (!received.ok) throw new Error(received.error.code);
    const { caseId } = received.value;
    await colleagues.set(3);
    await until(async () => ((await stateOf(caseId))?.declinedBy.length ?? 0) > 0);
    for (let step = 0; step < 200; step++) {
      timers.next();
      await settled();
    }
    expect(await stateOf(caseId)).toMatchObject({ status: 'waiting', owner: null });
    expect(await parts.logged(caseId)).not.toContain('message.sent');
    canMail = true;
    const answered = await mail('second');
    if (!answered.ok) throw new Error(answered.error.code);
    await until(async () => (await parts.logged(answered.value.caseId)).includes('message.sent'));
    expect(await parts.logged(caseId)).not.toContain('message.sent');
  });

  it('switched off, they give back what they have open and are gone', async () => {
    const caseId = await parts.newCase('first');
    await colleagues.set(4);
    await until(async () => (await stateOf(caseId))?.status === 'open');
    await colleagues.set(0);
    expect(sessions.signedInPeople()).toEqual([]);
    expect(await stateOf(caseId)).toMatchObject({ status: 'waiting', owner: null });
  });

  it('a real person who signs in as one of them is left alone with what is open', async () => {
    const caseId = await parts.newCase('first');
    await colleagues.set(5);
    await until(async () => (await stateOf(caseId))?.status === 'open');
    const owner = (await stateOf(caseId))?.owner as PersonId;
    await sessions.signIn('a real tab', owner);
    await until(() => sessions.sessionsOf(owner).length === 1);
    expect(colleagues.count).toBe(4);
    expect(await stateOf(caseId)).toMatchObject({ status: 'open', owner });
    expect(sessions.standing(owner)?.state).toBe('available');
  });

  it('the first agent is never simulated', async () => {
    await colleagues.set(8);
    expect(sessions.signedInPeople()).not.toContain('agent-lin');
    expect(colleagues.count).toBe(5);
  });
});
