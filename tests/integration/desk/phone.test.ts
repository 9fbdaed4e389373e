import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PhoneHook } from '#electron/channels/phone/phone-hook.ts';
import { ownCase } from '#electron/desk/calls/phone-desk.ts';
import type { DeskServices } from '#electron/host/desk-services.ts';
import { callerOf } from '#shared/desk/phone-event.ts';
import { HOUR, MINUTE, SECOND } from '#shared/lib/time.ts';
import { normalise } from '#shared/wallet/masking.ts';
import { Bench, type Tab } from '#tests/contract/bench-kit.ts';
import { firstFrame } from '#tests/contract/console-tab-kit.ts';
import { memory } from '#tests/contract/transports.ts';
import { callers, PhoneSystem, phoneCalls, serveHook } from '#tests/fakes/phone-system.ts';

const account = { id: 'line-1', name: 'Hotline', secret: 'the secret of the hotline', queue: 'payment' };

const bench = new Bench(memory);
let desk: DeskServices;
let system: PhoneSystem;
let served: Awaited<ReturnType<typeof serveHook>>;
let lin: Tab;
let zhao: Tab;

beforeAll(async () => {
  await bench.start();
  desk = await bench.host.services;
  const hook = new PhoneHook({ account, calls: desk.phone, clock: () => bench.now, logger: bench.logger });
  served = await serveHook((call) => hook.webhook(call));
  system = new PhoneSystem(served.address, account.secret, () => bench.now);
  [lin, zhao] = [await bench.tab('agent-lin'), await bench.tab('agent-zhao')];
});

afterAll(async () => {
  await served.stop();
  await bench.stop();
});

beforeEach(() => {
  bench.now += HOUR;
});

/** A call that nobody had before, told step by step. */
class Told {
  readonly call = v7();
  readonly #more: object;

  constructor(more: object = {}) {
    this.#more = more;
  }

  async tell(event: 'ringing' | 'answered' | 'ended', agent?: string, more: object = {}): Promise<void> {
    const answer = await system.tell({ call: this.call, event, ...(agent === undefined ? {} : { agent }), ...this.#more, ...more });
    expect(answer).toEqual({ status: 200, code: 'taken' });
  }

  get caseId() {
    return ownCase(account, { call: this.call });
  }

  /** The types of what is on record of it, but its opening; none where it has no case. */
  async record(): Promise<readonly string[]> {
    return ((await desk.hub.freshState(this.caseId))?.entries ?? []).map((entry) => (entry.kind === 'step' ? entry.step.type : entry.kind));
  }

  async state() {
    const state = await desk.hub.freshState(this.caseId);
    if (!state) throw new Error('the call has a case');
    return state;
  }
}

const ringsAt = ({ client }: Tab) => client.calls.ringing().then(firstFrame);
const callOf = async ({ client }: Tab) => (await firstFrame(await client.routing.follow())).call;
const end = (tab: Tab, caseId: Told['caseId']) => tab.act(caseId, { type: 'endCall', outcome: 'solved', followUp: { kind: 'done', disposition: 'solved' } });

describe('a call from its ringing to its end', () => {
  test('rings at its agent, is theirs and runs once they answer, and stands still when it is hung up', async () => {
    const told = new Told();
    await told.tell('ringing', 'agent-lin');
    expect(await ringsAt(lin)).toMatchObject([{ call: told.caseId, number: '138****8000', mine: true, answered: false }]);
    expect(await ringsAt(zhao)).toEqual([]);
    // What only rings is on no record.
    expect(await told.record()).toEqual([]);
    bench.now += 7 * SECOND;
    await told.tell('answered', 'agent-lin');
    expect(await ringsAt(lin)).toEqual([]);
    expect(await told.record()).toEqual(['case.claimed', 'call.started']);
    expect(await told.state()).toMatchObject({ owner: 'agent-lin', status: 'open', openedAt: bench.now - 7 * SECOND, call: { startedAt: bench.now } });
    expect(await callOf(lin)).toMatchObject({ id: told.caseId, callSince: bench.now });
    expect(JSON.stringify(await told.state())).not.toContain('13800138000');

    bench.now += 95 * SECOND;
    await told.tell('ended', 'agent-lin');
    expect(await told.state()).toMatchObject({ status: 'open', call: { hungUpAt: bench.now, endedAt: null } });
    // The line is free, though nobody has said how it went.
    expect(await callOf(lin)).toBeNull();
    bench.now += MINUTE;
    await end(lin, told.caseId);
    expect(await told.state()).toMatchObject({ status: 'resolved', call: { seconds: 95, outcome: 'solved' } });
  });

  test('an agent is also known by their login, in whatever case', async () => {
    const [told, login] = [new Told(), 'Lin.Phone'];
    const list = desk.accounts.list.bind(desk.accounts);
    desk.accounts.list = async () => [{ person: 'agent-lin' as never, login: login.toLowerCase(), mustChange: false, changedAt: 0, lockedUntil: null }];
    await told.tell('answered', login);
    desk.accounts.list = list;
    expect((await told.state()).owner).toBe('agent-lin');
    await told.tell('ended', login);
    await end(lin, told.caseId);
  });

  test('two calls at once, also of one agent, are two cases, each with its own end', async () => {
    const [one, other, third] = [new Told(), new Told({ from: '13900139000' }), new Told({ from: '13700137000' })];
    await Promise.all([one.tell('ringing', 'agent-lin'), other.tell('ringing', 'agent-zhao')]);
    await Promise.all([one.tell('answered', 'agent-lin'), other.tell('answered', 'agent-zhao')]);
    expect([(await callOf(lin))?.id, (await callOf(zhao))?.id]).toEqual([one.caseId, other.caseId]);
    // The telephone system says so: the desk has no ground to refuse it.
    await third.tell('answered', 'agent-lin');
    expect((await third.state()).owner).toBe('agent-lin');
    bench.now += 10 * SECOND;
    await one.tell('ended', 'agent-lin');
    expect((await callOf(lin))?.id).toBe(third.caseId);
    await Promise.all([third.tell('ended'), other.tell('ended')]);
    await Promise.all([end(lin, one.caseId), end(lin, third.caseId), end(zhao, other.caseId)]);
    expect((await one.state()).call?.seconds).toBe(10);
  });
});

describe('what comes out of order or more than once', () => {
  const orders: readonly (readonly ('ringing' | 'answered' | 'ended')[])[] = [
    ['ringing', 'answered', 'ended'],
    ['answered', 'ringing', 'ended'],
    ['answered', 'ended', 'ringing'],
    ['ended', 'answered', 'ringing'],
    ['ended', 'ringing', 'answered'],
    ['ringing', 'ended', 'answered'],
  ];
  test.each(orders)('%s, %s, %s: it ends hung up, its agent’s, and rings nowhere', async (...order) => {
    const told = new Told();
    const at = { ringing: bench.now, answered: bench.now + 5 * SECOND, ended: bench.now + 65 * SECOND };
    bench.now += 2 * MINUTE;
    for (const event of order) await told.tell(event, event === 'ended' ? undefined : 'agent-lin', { at: at[event] });
    expect(await ringsAt(lin)).toEqual([]);
    expect(await told.state()).toMatchObject({ owner: 'agent-lin', status: 'open', callBackAt: null, call: { startedAt: at.answered, hungUpAt: at.ended } });
    await end(lin, told.caseId);
    expect((await told.state()).call?.seconds).toBe(60);
  });

  test('each event twice, also by a hook that has forgotten the first, is on record once', async () => {
    const told = new Told();
    const again = new PhoneHook({ account, calls: desk.phone, clock: () => bench.now, logger: bench.logger });
    for (const event of ['ringing', 'answered', 'ended'] as const) {
      const request = system.request({ call: told.call, event, agent: 'agent-lin' });
      expect((await system.send(request)).status).toBe(200);
      expect((await system.send(request)).status).toBe(200);
      expect((await again.webhook(request)).status).toBe(200);
    }
    expect(await told.record()).toEqual(['case.claimed', 'call.started', 'call.hungUp']);
    await end(lin, told.caseId);
    const after = await told.record();
    // Long after it ended, and was closed by its agent.
    const late = new PhoneHook({ account, calls: desk.phone, clock: () => bench.now, logger: bench.logger });
    for (const event of ['ringing', 'answered', 'ended'] as const) await late.webhook(system.request({ call: told.call, event, agent: 'agent-lin' }));
    expect(await told.record()).toEqual(after);
    expect(await ringsAt(lin)).toEqual([]);
  });

  test('ringing that is told late does not ring at somebody again whom the call has passed', async () => {
    const told = new Told();
    const first = bench.now;
    bench.now += 20 * SECOND;
    await told.tell('ringing', 'agent-zhao');
    await told.tell('ringing', 'agent-lin', { at: first });
    expect(await ringsAt(zhao)).toMatchObject([{ call: told.caseId, since: first, mine: true }]);
    expect(await ringsAt(lin)).toEqual([]);
    bench.now += 20 * SECOND;
    await told.tell('ringing', 'agent-lin');
    expect([(await ringsAt(zhao)).length, (await ringsAt(lin)).length]).toEqual([0, 1]);
    await told.tell('ended');
  });

  test('a late end of a call ends no later call of its case', async () => {
    const told = new Told();
    await told.tell('answered', 'agent-lin');
    await lin.act(told.caseId, { type: 'endCall', outcome: 'dropped', followUp: { kind: 'wait' } });
    bench.now += MINUTE;
    await lin.client.calls.again({ caseId: told.caseId, commandId: v7() as never, direction: 'outbound' });
    await told.tell('ended');
    expect((await told.state()).call).toMatchObject({ direction: 'outbound', hungUpAt: null });
    await end(lin, told.caseId);
  });
});

describe('calls that nobody of the desk has', () => {
  test('a missed call waits in its queue and is to be called back at once', async () => {
    const told = new Told({ from: '+86 137 0013 7009' });
    await told.tell('ringing', 'agent-lin');
    bench.now += 20 * SECOND;
    await told.tell('ended');
    expect(await told.record()).toEqual(['call.missed']);
    expect(await told.state()).toMatchObject({
      status: 'waiting',
      owner: null,
      queue: 'payment',
      callBackAt: bench.now,
      call: { outcome: 'missed', number: { text: '137****7009' } },
    });
    const { rows } = await firstFrame(await zhao.client.calls.callBacks());
    expect(rows.map(({ id }) => id)).toContain(told.caseId);
    // Whoever calls has kept what was promised.
    await zhao.client.calls.again({ caseId: told.caseId, commandId: v7() as never, direction: 'outbound' });
    expect(await told.state()).toMatchObject({ owner: 'agent-zhao', callBackAt: null, call: { number: { text: '137****7009' } } });
    await end(zhao, told.caseId);
  });

  test('an unknown agent rings at all who are available and serve the queue; of a call that nobody noted it is said', async () => {
    const told = new Told();
    await lin.client.session.setState({ state: 'break', reason: null });
    await told.tell('ringing', 'extension 4711');
    expect(await ringsAt(zhao)).toMatchObject([{ call: told.caseId, mine: false }]);
    expect(await ringsAt(lin)).toEqual([]);
    await lin.client.session.setState({ state: 'available', reason: null });
    expect(await ringsAt(lin)).toMatchObject([{ call: told.caseId }]);
    await told.tell('answered', 'extension 4711');
    expect(await ringsAt(lin)).toMatchObject([{ call: told.caseId, answered: true }]);
    await told.tell('ended', 'extension 4711');
    const missed = (await told.state()).entries[0];
    expect(missed).toMatchObject({ kind: 'step', step: { type: 'call.missed', body: { reason: 'not-noted' } } });
    await lin.act(told.caseId, { type: 'resolve', disposition: 'solved', comment: '' });
    expect((await told.state()).callBackAt).toBeNull();
  });

  test('of two who take an unknown agent’s call one has it', async () => {
    const told = new Told();
    await told.tell('ringing');
    const taken = await Promise.allSettled([lin, zhao].map(({ client }) => client.calls.take({ call: told.caseId })));
    expect(taken.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { owner } = await told.state();
    await end(owner === 'agent-lin' ? lin : zhao, told.caseId);
  });

  test('an outgoing call that nobody answers is on no record', async () => {
    const told = new Told({ direction: 'outbound', from: '4000', to: '13800138000' });
    for (const event of ['ringing', 'ended'] as const) await told.tell(event, 'agent-lin');
    expect(await told.record()).toEqual([]);
  });

  test('what rings longer than any call does is shown no more', async () => {
    await new Told().tell('ringing', 'agent-lin');
    expect(await ringsAt(lin)).toHaveLength(1);
    bench.now += 6 * MINUTE;
    expect(await ringsAt(lin)).toEqual([]);
  });
});

describe('calls that their agent noted by hand', () => {
  const noted = (number: string, direction: 'inbound' | 'outbound') =>
    lin.client.calls.open({ commandId: v7() as never, direction, number, customer: null, queue: 'general' as never, language: 'en' });

  test.each([
    ['inbound', { direction: 'inbound', from: '+8613600136001' }],
    ['outbound', { direction: 'outbound', from: '4000', to: '+8613600136001' }],
  ] as const)('an %s one with the same number is the same call', async (direction, more) => {
    const told = new Told(more);
    const { caseId } = await noted('136 0013 6001', direction);
    for (const event of ['ringing', 'answered'] as const) await told.tell(event, 'agent-lin');
    expect(await told.record()).toEqual([]);
    bench.now += 33 * SECOND;
    await told.tell('ended', 'agent-lin');
    expect((await desk.hub.freshState(caseId))?.call).toMatchObject({ hungUpAt: bench.now, direction });
    await end(lin, caseId);
    expect((await desk.hub.freshState(caseId))?.call?.seconds).toBe(33);
  });

  test('one that was noted on another host, whose tokens are its own, is the same call', async () => {
    const told = new Told({ from: '+8613600136004' });
    const put = desk.vault.put.bind(desk.vault);
    desk.vault.put = async () => 'tok_of_another_host' as never;
    const { caseId } = await noted('136 0013 6004', 'inbound');
    desk.vault.put = put;
    await told.tell('answered', 'agent-lin');
    expect(await told.record()).toEqual([]);
    await told.tell('ended');
    expect((await desk.hub.freshState(caseId))?.call?.hungUpAt).toBe(bench.now);
    await end(lin, caseId);
  });

  test('one with another number is another call', async () => {
    const told = new Told({ from: '13600136002' });
    const { caseId } = await noted('13600136003', 'inbound');
    await told.tell('answered', 'agent-lin');
    expect(await told.record()).toEqual(['case.claimed', 'call.started']);
    await told.tell('ended');
    expect((await desk.hub.freshState(caseId))?.call?.hungUpAt).toBeNull();
    await end(lin, told.caseId);
    await end(lin, caseId);
  });
});

test('numbers of every kind are masked on record, and who withholds theirs has none', async () => {
  const texts: (string | null)[] = [];
  for (const from of callers) {
    const told = new Told({ from });
    await told.tell('answered', 'agent-lin');
    const { call } = await told.state();
    texts.push(call?.number?.text ?? null);
    const raw = call?.number?.marks[0] && (await desk.vault.reveal(call.number.marks[0].token));
    // One value has one token, in whatever way it is written.
    if (raw) expect(normalise('phone', raw.raw)).toBe(normalise('phone', callerOf({ direction: 'inbound', from, to: '' }) ?? ''));
    await told.tell('ended');
    await end(lin, told.caseId);
  }
  expect(texts).toEqual([
    '138****8000',
    '139****9000',
    '+86******00',
    '0216******78',
    '+86******78',
    '0755******34',
    '********',
    '********',
    '+62******89',
    '136****6000',
    '+86******88',
    null,
    null,
    null,
    null,
  ]);
});

test('the calls of a bench are taken in, each a case', async () => {
  for (const call of phoneCalls(account, 30, bench.now)) {
    const { status } = await system.send(call);
    expect(status).toBe(200);
  }
  for (let n = 0; n < 10; n++) expect((await desk.hub.freshState(ownCase(account, { call: `load-${n}` })))?.call?.hungUpAt).toBeGreaterThan(0);
});
