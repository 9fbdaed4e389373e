import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BELIEVED_FOR, PassedCalls, TOLD_EVERY } from '#electron/desk/calls/passed-calls.ts';
import { RINGS_MOST, type Ringing, RingingCalls } from '#electron/desk/calls/ringing-calls.ts';
import { EmbeddedEngine } from '#electron/engine/embedded/embedded-engine.ts';
import { EventLog } from '#electron/engine/event-log.ts';
import type { Signal } from '#electron/engine/port.ts';
import { DESK_GROUP } from '#shared/desk/desk-stream.ts';
import type { Person } from '#shared/desk/person.ts';
import type { CaseId, GroupId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { MINUTE, SECOND } from '#shared/lib/time.ts';
import { HandTimers } from '#tests/fakes/hand-timers.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const time = { now: 1_790_000_000_000 };
const clock = () => time.now;
const lin = 'agent-lin' as PersonId;
const call = 'the call' as CaseId;
const queue = 'payment' as QueueId;
const wallet = 'wallet' as GroupId;
const other = 'other' as GroupId;
/** Of whose group each queue is; of one that the desk does not know nobody's, as everywhere. */
const groups = new Map([
  [queue, wallet],
  ['exchange', other],
]);
const number = '+8613800138000';
const ring = (over: Partial<Ringing> = {}): Ringing => ({
  ...{ call, raw: number, queue, agent: null, since: time.now, answered: false, asOf: time.now },
  ...over,
});

/** What one host knows of calls, with one agent who is available on it; `known` are the cases that its log has. */
class Host {
  readonly log: EventLog;
  readonly timers = new HandTimers();
  readonly logger = recordingLogger();
  readonly ringing: RingingCalls;
  readonly passed: PassedCalls;
  readonly known = new Set<CaseId>();
  #ingested: ((batch: never) => void) | null = null;

  constructor(engine: EmbeddedEngine, name: string) {
    this.log = new EventLog(engine, () => undefined);
    const person = { id: lin, name: 'Lin', role: 'agent', queues: [queue], active: true } as unknown as Person;
    const sessions = { person: () => person, standing: () => ({ state: 'available' }) as never, onChange: () => () => undefined };
    this.ringing = new RingingCalls({ sessions, clock });
    this.passed = new PassedCalls({
      ringing: this.ringing,
      log: this.log,
      hub: {
        onIngested: (listener) => {
          this.#ingested = listener;
          return () => undefined;
        },
        state: async (id) => (this.known.has(id) ? ({ id } as never) : undefined),
      },
      groupOf: (id) => groups.get(id) ?? DESK_GROUP,
      self: name,
      clock,
      setTimer: this.timers.set,
      clearTimer: this.timers.clear,
      logger: this.logger,
    });
    this.passed.start();
  }

  rings(): readonly CaseId[] {
    return this.ringing.of(lin).map((one) => one.call);
  }

  /** The log brings something of a case. */
  ingest(id: CaseId): void {
    this.known.add(id);
    this.#ingested?.({ rows: [{ id }], events: [] } as never);
  }

  /** Five seconds go by here. */
  async repeat(): Promise<void> {
    await this.timers.goOff((ms) => ms === TOLD_EVERY);
  }
}

describe('What rings on one host', () => {
  let engine: EmbeddedEngine;
  let gateway: Host;
  let console_: Host;
  let signals: Signal[];
  const hosts: Host[] = [];
  const host = (name: string) => {
    const made = new Host(engine, name);
    hosts.push(made);
    return made;
  };
  const soon = (looks: () => void) => vi.waitFor(looks, { timeout: 10_000, interval: 5 });
  /** Fulfilled when so many words have passed, and whatever hangs on them is done: they are opened one after another. */
  const passed = async (count: number) => {
    await soon(() => expect(signals).toHaveLength(count));
    for (const { log } of hosts) await log.openWords({ kind: 'case', id: 'another' as CaseId }, { iv: '', data: '' }, '');
    await engine.present();
  };

  beforeEach(async () => {
    time.now = 1_790_000_000_000;
    engine = new EmbeddedEngine({ memory: true, key: Buffer.alloc(32, 7), clock, newId: v7, logger: recordingLogger() });
    await engine.start();
    signals = [];
    engine.onSignal((signal) => signals.push(signal));
    [gateway, console_] = [host('gateway'), host('console')];
  });
  afterEach(async () => {
    for (const { passed } of hosts.splice(0)) passed.stop();
    await engine.stop();
  });

  it('rings on the others, with its number and since when, until it is told to be over', async () => {
    gateway.ringing.put(ring({ since: time.now - 3 * SECOND, answered: true }));
    await soon(() => expect(console_.rings()).toEqual([call]));
    expect(console_.ringing.get(call)).toEqual(ring({ since: time.now - 3 * SECOND, answered: true }));
    gateway.ringing.end(call);
    await soon(() => expect(console_.rings()).toEqual([]));
    expect(console_.ringing.isOver(call)).toBe(true);
  });

  it('and what is taken on another host stops ringing where it came in, and is told no more', async () => {
    gateway.ringing.put(ring());
    await soon(() => expect(console_.rings()).toEqual([call]));
    console_.ringing.end(call);
    await soon(() => expect(gateway.rings()).toEqual([]));
    expect(gateway.ringing.own()).toEqual([]);
    await passed(2);
    await gateway.repeat();
    await passed(2);
  });

  it('passes sealed: neither number, queue nor agent is to be read on the way, nor without the call’s key', async () => {
    gateway.ringing.put(ring({ agent: lin }));
    await soon(() => expect(console_.rings()).toEqual([call]));
    const [signal] = signals;
    expect(signal).toMatchObject({ about: { kind: 'case', id: call }, kind: 'call', from: 'gateway', at: time.now, group: 'wallet' });
    const onTheWay = JSON.stringify(signal) + Buffer.from(signal?.sealed?.data ?? '', 'base64').toString('latin1');
    for (const word of [number, number.slice(-8), lin, queue, 'rings']) expect(onTheWay).not.toContain(word);
    expect(Object.keys(signal ?? {}).toSorted()).toEqual(['about', 'at', 'from', 'group', 'kind', 'sealed']);
    // Who was erased rings nowhere.
    const about = { kind: 'case', id: call } as const;
    const words = () => console_.log.openWords(about, signal?.sealed ?? { iv: '', data: '' }, JSON.stringify(['call', 'case', call, 'gateway', time.now]));
    expect(await words()).toContain(number);
    await gateway.log.dropKey(about);
    console_.log.forgetKey(about);
    expect(await words()).toBeNull();
  });

  it.each([
    ['of another call', { about: { kind: 'case', id: 'another call' as CaseId } }],
    ['of another host', { from: 'a stranger' }],
    ['of another moment', { at: time.now + 1 }],
    ['with other bytes', { sealed: { iv: 'AAAAAAAAAAAAAAAA', data: Buffer.alloc(80, 1).toString('base64') } }],
    ['without a seal', { sealed: undefined }],
    ['that is no seal', { sealed: 'x' as never }],
  ] as const)('a word made out to be one %s is not believed', async (_name, change) => {
    const late = host('late');
    late.passed.stop();
    gateway.ringing.put(ring());
    await passed(1);
    await gateway.log.sealWords({ kind: 'case', id: 'another call' as CaseId }, '{}', '');
    late.passed.start();
    engine.signal({ ...signals[0], ...change } as Signal);
    await passed(2);
    expect(late.rings()).toEqual([]);
    // The word itself is.
    engine.signal(signals[0] as Signal);
    await soon(() => expect(late.rings()).toEqual([call]));
  });

  /** A word as somebody writes it who may make and read the keys of all cases, and says it where they may. */
  const forge = async (words: object, by: GroupId, about: Signal['about'] = { kind: 'case', id: call }) => {
    const sealed = await gateway.log.sealWords(about, JSON.stringify(words), JSON.stringify(['call', about.kind, about.id, 'a stranger', time.now]));
    engine.signal({ about, kind: 'call', from: 'a stranger', at: time.now, group: by, sealed });
  };
  const forgedRing = { word: 'rings', raw: number, queue, agent: lin, age: 0, answered: false, asOf: time.now };

  it.each([
    ['of another group', other, queue],
    ['to the whole desk', DESK_GROUP, queue],
    ['to the whole desk, of a queue that nobody knows', DESK_GROUP, 'nobody knows it'],
  ])('a call that is said by a word %s rings nowhere', async (_name, by, named) => {
    await forge({ ...forgedRing, queue: named }, by as GroupId);
    await passed(1);
    expect([gateway.rings(), console_.rings()]).toEqual([[], []]);
    // In the same words from those whose queue it is it does.
    await forge(forgedRing, wallet);
    await soon(() => expect(console_.rings()).toEqual([call]));
  });

  it.each([
    ['of another group', other],
    ['to the whole desk', DESK_GROUP],
  ])('a word %s ends no call and takes none over, neither where it came in nor elsewhere, before nor after', async (_name, by) => {
    await forge({ word: 'ended' }, by as GroupId);
    await passed(1);
    gateway.ringing.put(ring());
    await soon(() => expect(console_.rings()).toEqual([call]));
    await forge({ word: 'ended' }, by as GroupId);
    await forge({ ...forgedRing, queue: 'exchange', agent: 'agent-zhao', asOf: time.now + 1 }, by as GroupId);
    await passed(4);
    expect([gateway.rings(), console_.rings()]).toEqual([[call], [call]]);
    expect(gateway.ringing.own()).toHaveLength(1);
    await forge({ word: 'ended' }, wallet);
    await soon(() => expect([gateway.rings(), console_.rings()]).toEqual([[], []]));
  });

  it('a call whose end came before it rings nowhere', async () => {
    await forge({ word: 'ended' }, wallet);
    await forge(forgedRing, wallet);
    await passed(2);
    expect(console_.rings()).toEqual([]);
  });

  it('a copy of a word rings nowhere: not once the call is over, not on the host that has its case, not long after', async () => {
    gateway.ringing.put(ring());
    await soon(() => expect(console_.rings()).toEqual([call]));
    const copy = signals[0] as Signal;
    gateway.ringing.end(call);
    await soon(() => expect(console_.rings()).toEqual([]));
    const [fresh, knowing] = [host('fresh'), host('knowing')];
    knowing.ingest(call);
    time.now += RINGS_MOST + 1;
    engine.signal(copy);
    await passed(3);
    expect([console_, fresh, knowing, gateway].map((one) => one.rings())).toEqual([[], [], [], []]);
    time.now -= RINGS_MOST;
    engine.signal(copy);
    await soon(() => expect(fresh.rings()).toEqual([call]));
    expect([console_, knowing, gateway].map((one) => one.rings())).toEqual([[], [], []]);
  });

  it('a console that comes while it rings knows of it with the next word, after five seconds', async () => {
    gateway.ringing.put(ring());
    await passed(1);
    const late = host('late');
    expect(late.rings()).toEqual([]);
    time.now += TOLD_EVERY;
    await gateway.repeat();
    await soon(() => expect(late.rings()).toEqual([call]));
    // It rang before it came.
    expect(late.ringing.get(call)?.since).toBe(time.now - TOLD_EVERY);
  });

  it('who stops while a word is being opened looks at nothing any more', async () => {
    gateway.ringing.put(ring());
    await passed(1);
    const late = host('late');
    engine.signal(signals[0] as Signal);
    late.passed.stop();
    await soon(() => expect(late.ringing.get(call)).not.toBeNull());
    expect(late.timers.lengths).toEqual([]);
  });

  it('a word sealed as it should be that says something else rings nowhere, and is not told on', async () => {
    const logger = console_.logger;
    const about = { kind: 'case', id: call } as const;
    for (const words of [`no JSON ${number}`, JSON.stringify({ word: 'rings', raw: number })]) {
      const sealed = await gateway.log.sealWords(about, words, JSON.stringify(['call', 'case', call, 'gateway', time.now]));
      engine.signal({ about, kind: 'call', from: 'gateway', at: time.now, group: wallet, sealed });
    }
    await soon(() => expect(logger.lines.filter(({ message }) => message.includes('cannot be read'))).toHaveLength(2));
    expect(JSON.stringify(logger.lines)).not.toContain(number);
    expect(console_.rings()).toEqual([]);
  });

  it('an end that is lost on the way is made up for: it rings until it has not been told for a while', async () => {
    gateway.ringing.put(ring());
    await soon(() => expect(console_.rings()).toEqual([call]));
    // The host that told of it is gone, without a word.
    gateway.passed.stop();
    time.now += BELIEVED_FOR;
    await console_.repeat();
    expect(console_.rings()).toEqual([call]);
    time.now += 1;
    const frames = console_.ringing.follow(lin, undefined);
    await frames.next();
    await console_.repeat();
    expect(console_.rings()).toEqual([]);
    await frames.return(undefined);
    expect(console_.ringing.get(call)).toBeNull();
  });

  it('told again and again it rings on, and ends by itself after five minutes, on both', async () => {
    gateway.ringing.put(ring());
    await soon(() => expect(console_.rings()).toEqual([call]));
    const begun = time.now;
    for (let told = 2; time.now + TOLD_EVERY <= begun + RINGS_MOST; told++) {
      time.now += TOLD_EVERY;
      await gateway.repeat();
      await passed(told);
      await console_.repeat();
    }
    expect(time.now).toBe(begun + 5 * MINUTE);
    expect([gateway.rings(), console_.rings()]).toEqual([[call], [call]]);
    time.now += 1;
    expect([gateway.rings(), console_.rings()]).toEqual([[], []]);
    await gateway.repeat();
    await console_.repeat();
    // Nothing is left that would have to be told or looked at.
    expect([gateway.timers.lengths, console_.timers.lengths]).toEqual([[], []]);
  });

  it('what the log says of its case ends it everywhere, without a word', async () => {
    gateway.ringing.put(ring());
    await soon(() => expect(console_.rings()).toEqual([call]));
    for (const one of [gateway, console_]) one.ingest(call);
    expect([gateway.rings(), console_.rings()]).toEqual([[], []]);
    await passed(1);
  });

  it('of two hosts that are told of one call the newer word counts, and that host goes on telling', async () => {
    const second = host('gateway-2');
    gateway.ringing.put(ring({ agent: lin }));
    await soon(() => expect(second.rings()).toEqual([call]));
    time.now += SECOND;
    second.ringing.put(ring({ since: time.now - SECOND, agent: 'agent-zhao' as PersonId }));
    await soon(() => expect(console_.rings()).toEqual([]));
    await soon(() => expect(gateway.ringing.own()).toEqual([]));
    expect(second.ringing.own()).toHaveLength(1);
    // A word that was late does not turn it back.
    engine.signal(signals[0] as Signal);
    await passed(3);
    expect(console_.rings()).toEqual([]);
  });
});
