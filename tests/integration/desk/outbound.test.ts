import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeliveryFault, Left } from '#electron/channels/port.ts';
import { Outbound } from '#electron/desk/outbound/outbound.ts';
import { UndeliveredMessages } from '#electron/desk/outbound/undelivered.ts';
import type { KnownEvent } from '#shared/case/envelope.ts';
import { defaultReplyRules } from '#shared/case/reply-rules.ts';
import type { CaseId, CommandId, PersonId, QueueId } from '#shared/lib/ids.ts';
import { fail, ok, type Result } from '#shared/lib/result.ts';
import { HOUR, MINUTE } from '#shared/lib/time.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { ConsoleParts, engineIn, masked } from '#tests/integration/desk/console-parts-kit.ts';

type Answer = Result<Left, DeliveryFault>;

const time = { now: Date.UTC(2026, 10, 23) };
let engine: ReturnType<typeof engineIn>;
let parts: ConsoleParts;
let timers: { readonly work: () => void; readonly ms: number }[];
let delivered: string[];
let answer: () => Promise<Answer>;
let outbound: Outbound;
let window: { windowMs?: number } = {};

const outboundOf = (restoredAt: number | null = null) =>
  new Outbound({
    host: 'this host',
    restoredAt,
    hub: parts.hub,
    cache: parts.store.cache,
    log: parts.log,
    desk: parts.desk,
    rules: { reply: (channel) => ({ ...defaultReplyRules[channel], ...window }), wrapUp: () => ({ seconds: 0, dispositionRequired: false }) },
    deliverers: [
      {
        channel: 'email',
        deliver: async (_caseId, sent) => {
          delivered.push(sent.content?.text ?? '');
          return answer();
        },
      },
    ],
    clock: () => time.now,
    setTimer: (work, ms) => {
      const timer = { work, ms };
      timers.push(timer);
      return timer;
    },
    clearTimer: (timer) => {
      timers = timers.filter((kept) => kept !== timer);
    },
    random: () => 0.5,
    logger: recordingLogger(),
  });

beforeEach(async () => {
  engine = engineIn(null, time);
  await engine.start();
  parts = await new ConsoleParts(engine, time).start();
  [timers, delivered, answer, window] = [[], [], async () => ok('sent'), {}];
  outbound = outboundOf();
  await outbound.start();
});
afterEach(async () => {
  await outbound.stop();
  await parts.stop();
  await engine.stop();
});

async function newCase(thread = 't'): Promise<CaseId> {
  const received = await parts.intake.receive({
    channel: 'email',
    thread,
    queue: 'refund' as QueueId,
    language: 'en',
    text: 'Where is it?',
    attachments: [],
    commandId: `c-${thread}` as CommandId,
  });
  if (!received.ok) throw new Error('refused');
  return received.value.caseId;
}

async function reply(caseId: CaseId, text: string): Promise<KnownEvent<'message.sent'>> {
  const acted = await parts.act(caseId, 'mei', { type: 'reply', text: masked(text), attachments: [] });
  const sent = acted.ok ? acted.value.find((event) => event.type === 'message.sent') : undefined;
  if (sent?.type !== 'message.sent') throw new Error('refused');
  return sent;
}

/** The undo delay of everything that waits is over. */
function delayOver(): void {
  for (const { work } of timers.splice(0)) work();
}

const deliveryOf = async (caseId: CaseId, sent: { readonly id: string }) => (await parts.hub.state(caseId))?.delivery[sent.id];

describe('A reply on a channel with an undo delay', () => {
  it('leaves once when the delay is over, and its way is on record', async () => {
    const caseId = await newCase();
    const sent = await reply(caseId, 'Here.');
    expect([timers.map(({ ms }) => ms), delivered, await deliveryOf(caseId, sent)]).toEqual([[5_000], [], undefined]);
    delayOver();
    await vi.waitFor(async () => expect(await deliveryOf(caseId, sent)).toEqual({ state: 'sent' }));
    expect(delivered).toEqual(['Here.']);
    expect((await parts.logged(caseId)).filter((type) => type === 'message.delivery')).toHaveLength(2);
    expect(await parts.act(caseId, 'mei', { type: 'withdraw', message: sent.id })).toEqual(fail({ code: 'already-left' }));
  });

  it('that somebody beside the customer was to have and has not is sent, and says so', async () => {
    const caseId = await newCase();
    const sent = await reply(caseId, 'Here.');
    answer = async () => ok('sent-in-part');
    delayOver();
    await vi.waitFor(async () => expect(await deliveryOf(caseId, sent)).toEqual({ state: 'sent', reason: 'copy-refused' }));
  });

  it('that is taken back never leaves, and the case is as it was', async () => {
    const caseId = await newCase();
    const before = await parts.hub.state(caseId);
    const sent = await reply(caseId, 'Wrong words');
    expect(await parts.act(caseId, 'wei', { type: 'withdraw', message: sent.id })).toEqual(fail({ code: 'not-yours' }));
    expect(await parts.act(caseId, 'mei', { type: 'withdraw', message: sent.id })).toMatchObject({ ok: true });
    expect(timers).toEqual([]);
    const after = await parts.hub.state(caseId);
    const same = ['sentSinceCustomer', 'firstResponseAt', 'waitingSince', 'preview'] as const;
    expect(same.map((field) => after?.[field])).toEqual(same.map((field) => before?.[field]));
    expect(after?.entries.map((entry) => (entry.kind === 'step' ? entry.step.type : entry.kind))).toEqual(['received', 'case.claimed', 'message.withdrawn']);
    expect(await parts.store.cache.outgoing()).toEqual([]);
    expect(delivered).toEqual([]);
  });

  it('that is taken back as it leaves stays one or the other', async () => {
    const caseId = await newCase();
    const sent = await reply(caseId, 'Here.');
    delayOver();
    const back = await parts.act(caseId, 'mei', { type: 'withdraw', message: sent.id });
    await outbound.stop();
    expect(delivered).toHaveLength(back.ok ? 0 : 1);
  });

  it('that failed says why, and goes again only when an agent says so', async () => {
    const caseId = await newCase();
    answer = async () => fail({ state: 'failed', reason: 'folder-missing' });
    const sent = await reply(caseId, 'Here.');
    delayOver();
    await vi.waitFor(async () => expect(await deliveryOf(caseId, sent)).toEqual({ state: 'failed', reason: 'folder-missing' }));
    expect(timers).toEqual([]);
    answer = async () => ok('sent');
    await parts.act(caseId, 'mei', { type: 'sendAgain', message: sent.id });
    expect(timers.map(({ ms }) => ms)).toEqual([0]);
    delayOver();
    await vi.waitFor(async () => expect(await deliveryOf(caseId, sent)).toEqual({ state: 'sent' }));
    expect(delivered).toEqual(['Here.', 'Here.']);
    expect(await parts.act(caseId, 'mei', { type: 'sendAgain', message: sent.id })).toEqual(fail({ code: 'already-left' }));
  });

  it('whose provider did not answer is unknown', async () => {
    const caseId = await newCase();
    answer = () => Promise.reject(new Error('socket hang up'));
    const sent = await reply(caseId, 'Here.');
    delayOver();
    await vi.waitFor(async () => expect(await deliveryOf(caseId, sent)).toEqual({ state: 'unknown', reason: 'no-answer' }));
    expect(await parts.act(caseId, 'mei', { type: 'withdraw', message: sent.id })).toEqual(fail({ code: 'already-left' }));
  });

  it('of which nobody knows is told to its author until they send it again or say that it arrived', async () => {
    const messages = new UndeliveredMessages({ hub: parts.hub, cache: parts.store.cache });
    messages.start();
    const told = messages.follow('mei' as PersonId, undefined);
    expect((await told.next()).value).toEqual([]);
    const caseId = await newCase();
    answer = () => Promise.reject(new Error('socket hang up'));
    const sent = await reply(caseId, 'Here.');
    expect(await parts.act(caseId, 'mei', { type: 'confirmArrival', message: sent.id })).toEqual(fail({ code: 'not-left' }));
    delayOver();
    expect((await told.next()).value).toMatchObject([{ message: sent.id, caseId, state: 'unknown', reason: 'no-answer', text: 'Here.' }]);
    expect((await messages.follow('wei' as PersonId, undefined).next()).value).toEqual([]);
    expect(await parts.store.cache.outgoing()).toEqual([]);
    expect(await parts.act(caseId, 'mei', { type: 'confirmArrival', message: sent.id })).toMatchObject({ ok: true });
    expect((await told.next()).value).toEqual([]);
    expect(await deliveryOf(caseId, sent)).toEqual({ state: 'sent', reason: 'seen-by-agent' });
    // Neither the program nor, now, its author sends it once more.
    expect([timers, delivered]).toEqual([[], ['Here.']]);
    expect(await parts.act(caseId, 'mei', { type: 'sendAgain', message: sent.id })).toEqual(fail({ code: 'already-left' }));
    messages.stop();
  });
});

describe('After a stop', () => {
  it('what had not left leaves; what was on its way is unknown, and is not sent by itself', async () => {
    const caseId = await newCase();
    const first = await reply(caseId, 'On its way');
    const under = Promise.withResolvers<Answer>();
    answer = () => under.promise;
    delayOver();
    await vi.waitFor(() => expect(delivered).toEqual(['On its way']));
    const second = await reply(caseId, 'Not yet');
    timers = [];
    time.now += 60_000;
    // A second program finds what the first one, gone without a word, left.
    delivered = [];
    answer = async () => ok('sent');
    const next = outboundOf();
    await next.start();
    expect(await deliveryOf(caseId, first)).toEqual({ state: 'unknown', reason: 'interrupted' });
    expect(timers.map(({ ms }) => ms)).toEqual([0]);
    delayOver();
    await vi.waitFor(async () => expect(await deliveryOf(caseId, second)).toEqual({ state: 'sent' }));
    expect(delivered).toEqual(['Not yet']);
    await next.stop();
    under.resolve(ok('sent'));
  });

  it('and a restore of the log, what had not left may have: it is unknown, and only an agent sends it again', async () => {
    const caseId = await newCase();
    const before = await reply(caseId, 'Before the restore');
    timers = [];
    const restoredAt = time.now;
    time.now += 60_000;
    const after = await reply(caseId, 'After it');
    timers = [];
    const next = outboundOf(restoredAt);
    await next.start();
    expect(await deliveryOf(caseId, before)).toEqual({ state: 'unknown', reason: 'restored' });
    delayOver();
    await vi.waitFor(async () => expect(await deliveryOf(caseId, after)).toEqual({ state: 'sent' }));
    expect(delivered).toEqual(['After it']);
    await next.stop();
  });
});

const statesOf = async (caseId: CaseId) =>
  (await parts.log.read({ kind: 'case', id: caseId })).flatMap((event) => (event.type === 'message.delivery' ? [event.body.state] : []));

/** The time of the next timer has come: an attempt is made, and how it ended is on record and known here. */
async function nextTimer(caseId: CaseId): Promise<void> {
  const known = (await statesOf(caseId)).length;
  const [timer] = timers.splice(0);
  if (!timer) throw new Error('nothing waits');
  time.now += timer.ms;
  timer.work();
  await vi.waitFor(
    async () => {
      const states = await statesOf(caseId);
      expect(states).toHaveLength(known + 2);
      expect(Object.values((await parts.hub.state(caseId))?.delivery ?? {}).at(-1)?.state).toBe(states.at(-1));
      expect(timers).toHaveLength(states.at(-1) === 'queued' ? 1 : 0);
    },
    { interval: 2 },
  );
}

describe('A provider that is away', () => {
  const away = async (): Promise<Answer> => fail({ state: 'failed', reason: 'unreachable' });
  it('for an hour: nothing is lost, the next try is told, each is on record, and then it leaves', async () => {
    const caseId = await newCase();
    answer = away;
    const began = time.now;
    const sent = await reply(caseId, 'Here.');
    await nextTimer(caseId);
    expect(await deliveryOf(caseId, sent)).toEqual({ state: 'queued', reason: 'unreachable', next: time.now + 22_500 });
    while (time.now < began + HOUR) await nextTimer(caseId);
    answer = async () => ok('sent');
    await nextTimer(caseId);
    expect(await deliveryOf(caseId, sent)).toEqual({ state: 'sent' });
    expect(timers).toEqual([]);
    const states = await statesOf(caseId);
    expect(states.filter((state) => state === 'sending')).toHaveLength(delivered.length);
    expect(states.slice(-2)).toEqual(['sending', 'sent']);
  });

  it('longer than a day: it is the agent’s again, with the reason', async () => {
    const caseId = await newCase();
    answer = async () => fail({ state: 'failed', reason: 'provider-busy' });
    const began = time.now;
    const sent = await reply(caseId, 'Here.');
    while ((await deliveryOf(caseId, sent))?.state !== 'failed') await nextTimer(caseId);
    expect(await deliveryOf(caseId, sent)).toEqual({ state: 'failed', reason: 'provider-busy' });
    expect(time.now - began).toBeGreaterThan(23 * HOUR);
    expect(time.now - began).toBeLessThanOrEqual(24 * HOUR + 5_000);
    expect(timers).toEqual([]);
    answer = async () => ok('sent');
    await parts.act(caseId, 'mei', { type: 'sendAgain', message: sent.id });
    await nextTimer(caseId);
    expect(await deliveryOf(caseId, sent)).toEqual({ state: 'sent' });
  });

  it('and a restart in between: what waits is tried at its time', async () => {
    const caseId = await newCase();
    answer = away;
    const sent = await reply(caseId, 'Here.');
    await nextTimer(caseId);
    const waiting = await deliveryOf(caseId, sent);
    await outbound.stop();
    timers = [];
    time.now += 10_000;
    outbound = outboundOf();
    await outbound.start();
    expect(timers.map(({ ms }) => ms)).toEqual([(waiting?.next ?? 0) - time.now]);
    answer = async () => ok('sent');
    await nextTimer(caseId);
    expect(delivered).toEqual(['Here.', 'Here.']);
    expect(await deliveryOf(caseId, sent)).toEqual({ state: 'sent' });
  });

  it('whoever wrote it may take it back while it waits', async () => {
    const caseId = await newCase();
    answer = away;
    const sent = await reply(caseId, 'Here.');
    await nextTimer(caseId);
    expect(await parts.act(caseId, 'mei', { type: 'withdraw', message: sent.id })).toMatchObject({ ok: true });
    expect(timers).toEqual([]);
    expect(delivered).toHaveLength(1);
  });

  it('a channel whose window closes meanwhile: one last try before, and then it is the agent’s', async () => {
    window = { windowMs: 20 * MINUTE };
    const caseId = await newCase();
    const closes = time.now + 20 * MINUTE;
    answer = away;
    const sent = await reply(caseId, 'Here.');
    while ((await deliveryOf(caseId, sent))?.state !== 'failed') await nextTimer(caseId);
    expect(time.now).toBe(closes - 10_000);
    expect(await deliveryOf(caseId, sent)).toEqual({ state: 'failed', reason: 'unreachable' });
  });

  it('and a program that was off until the window had closed: no provider is asked any more', async () => {
    window = { windowMs: 20 * MINUTE };
    const caseId = await newCase();
    answer = away;
    const sent = await reply(caseId, 'Here.');
    await nextTimer(caseId);
    await outbound.stop();
    timers = [];
    time.now += HOUR;
    outbound = outboundOf();
    await outbound.start();
    delayOver();
    await vi.waitFor(async () => expect(await deliveryOf(caseId, sent)).toEqual({ state: 'failed', reason: 'window-over' }));
    expect(delivered).toHaveLength(1);
  });

  it('but that may have got it is never asked again by itself', async () => {
    const caseId = await newCase();
    answer = away;
    const sent = await reply(caseId, 'Here.');
    await nextTimer(caseId);
    answer = async () => fail({ state: 'unknown', reason: 'unreachable' });
    await nextTimer(caseId);
    expect(await deliveryOf(caseId, sent)).toEqual({ state: 'unknown', reason: 'unreachable' });
    expect(timers).toEqual([]);
  });
});

it('property: whatever a provider answers and whenever the program stops, at most one call may have left until an agent asks for another', async () => {
  const answers = fc.constantFrom<Answer | 'hang-up' | 'restart'>(
    fail({ state: 'failed', reason: 'unreachable' }),
    fail({ state: 'failed', reason: 'provider-busy' }),
    fail({ state: 'failed', reason: 'blocked-by-customer' }),
    fail({ state: 'unknown', reason: 'no-answer' }),
    ok('sent'),
    'hang-up',
    'restart',
  );
  let n = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(answers, { minLength: 1, maxLength: 8 }), async (script) => {
      n += 1;
      const caseId = await newCase(`t-${n}`);
      timers = [];
      const sent = await reply(caseId, `Here ${n}.`);
      let mayHaveLeft = 0;
      for (const step of script) {
        if (step === 'restart') {
          await outbound.stop();
          timers = [];
          outbound = outboundOf();
          await outbound.start();
          continue;
        }
        answer = async () => {
          if (step === 'hang-up') mayHaveLeft += 1;
          else if (step.ok || step.error.state === 'unknown') mayHaveLeft += 1;
          if (step === 'hang-up') throw new Error('socket hang up');
          return step;
        };
        if (timers.length > 0) await nextTimer(caseId);
      }
      expect(mayHaveLeft).toBeLessThanOrEqual(1);
      const state = (await deliveryOf(caseId, sent))?.state;
      if (mayHaveLeft === 1) expect(['sent', 'unknown']).toContain(state);
      // What still waits would be taken up by the programs of the next run.
      await parts.act(caseId, 'mei', { type: 'withdraw', message: sent.id });
    }),
    { seed: 5, numRuns: 25 },
  );
});
