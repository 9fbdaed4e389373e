import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PhoneHook } from '#electron/channels/phone/phone-hook.ts';
import type { PhoneEvent } from '#shared/desk/phone-event.ts';
import { MINUTE } from '#shared/lib/time.ts';
import { PhoneSystem, phoneCalls, serveHook, signed } from '#tests/fakes/phone-system.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';

const account = { id: 'line-1', name: 'Hotline', secret: 'a secret of the telephone system', queue: 'general' };

let now = 1_800_000_000_000;
let taken: PhoneEvent[];
let aside: string[];
let broken: Error | null;
let hook: PhoneHook;
let served: Awaited<ReturnType<typeof serveHook>>;
let system: PhoneSystem;
const logger = recordingLogger();

beforeEach(async () => {
  [taken, aside, broken] = [[], [], null];
  const take = async (line: object, event: PhoneEvent) => {
    expect(line).toEqual({ id: 'line-1', queue: 'general' });
    if (broken) throw broken;
    taken.push(event);
  };
  hook = new PhoneHook({ account, calls: { take }, clock: () => now, logger, keepAside: async (fault) => void aside.push(fault) });
  served = await serveHook((call) => hook.webhook(call));
  system = new PhoneSystem(served.address, account.secret, () => now);
});

afterEach(() => served.stop());

describe('what is believed', () => {
  test('a signed event is taken once, and its state says so', async () => {
    expect(hook.state()).toEqual({ state: 'waiting', lastMessageAt: null, fault: null });
    const told: unknown[] = [];
    hook.onState((state) => told.push(state));
    expect(await system.tell({ call: 'c1', event: 'ringing', agent: 'agent-lin' })).toEqual({ status: 200, code: 'taken' });
    expect(taken).toMatchObject([{ call: 'c1', event: 'ringing', agent: 'agent-lin', from: '+8613800138000' }]);
    expect(told).toEqual([{ state: 'connected', lastMessageAt: now, fault: null }]);
  });

  test('another secret, another body, another time and no signature are refused, and nothing is taken', async () => {
    const right = system.request({ call: 'c1', event: 'ringing' });
    const unsigned = { ...right, headers: {} };
    expect(await system.send(unsigned)).toEqual({ status: 401, code: 'unsigned' });
    expect(hook.state().fault).toBeNull();
    const foreign = new PhoneSystem(served.address, 'another secret', () => now);
    expect(await foreign.tell({ call: 'c1', event: 'ringing' })).toEqual({ status: 401, code: 'bad-signature' });
    const other = system.request({ call: 'c2', event: 'ringing' });
    expect(await system.send({ ...right, body: other.body })).toEqual({ status: 401, code: 'bad-signature' });
    const later = { ...right.headers, 'x-console-timestamp': String(Number(right.headers['x-console-timestamp']) + 1) };
    expect(await system.send({ ...right, headers: later })).toEqual({ status: 401, code: 'bad-signature' });
    expect(taken).toEqual([]);
    expect(hook.state()).toMatchObject({ state: 'waiting', fault: { code: 'bad-signature', at: now } });
    expect(JSON.stringify([hook.state(), logger.lines])).not.toContain(account.secret);
  });

  test('a copy within the window is taken no second time, and refused after it', async () => {
    const call = system.request({ call: 'c1', event: 'ringing' });
    expect((await system.send(call)).status).toBe(200);
    now += 4 * MINUTE;
    expect((await system.send(call)).status).toBe(200);
    expect(taken).toHaveLength(1);
    now += 2 * MINUTE;
    expect(await system.send(call)).toEqual({ status: 401, code: 'clock-off' });
    expect(hook.state().fault?.code).toBe('clock-off');
    // Told once more by the telephone system itself, which signs it anew.
    expect((await system.tell({ call: 'c1', event: 'ringing' })).status).toBe(200);
    expect(taken).toHaveLength(1);
  });

  test('a call that comes back to whom it rang at before is told again, and a copy of either is not', async () => {
    const agents = ['agent-lin', 'agent-zhao', 'agent-lin'];
    const calls = agents.map((agent) => system.request({ call: 'c1', event: 'ringing', agent, at: now++ }));
    for (const call of [...calls, ...calls]) expect((await system.send(call)).status).toBe(200);
    expect(taken.map(({ agent }) => agent)).toEqual(agents);
  });

  test('a clock that runs ahead by more than the window is told', async () => {
    const ahead = new PhoneSystem(served.address, account.secret, () => now + 6 * MINUTE);
    expect(await ahead.tell({ call: 'c1', event: 'ringing' })).toEqual({ status: 401, code: 'clock-off' });
  });

  test('GET and what is too long are refused before anything is computed', async () => {
    expect((await fetch(served.address)).status).toBe(405);
    expect(await system.send(signed(account.secret, ' '.repeat(70_000), now))).toEqual({ status: 413, code: 'too-long' });
  });
});

describe('what is read', () => {
  test.each([
    ['no JSON', 'body: no JSON in UTF-8', '{'],
    ['no object', 'body: invalid_type', '[]'],
    ['no call', 'call: invalid_type', JSON.stringify({ event: 'ringing', from: '', to: '', direction: 'inbound', at: 1 })],
    ['another event', 'event: invalid_value', JSON.stringify({ call: 'c', event: 'parked', from: '', to: '', direction: 'inbound', at: 1 })],
    ['a time in words', 'at: invalid_type', JSON.stringify({ call: 'c', event: 'ended', from: '', to: '', direction: 'inbound', at: 'now' })],
    ['an endless number', 'from: too_big', JSON.stringify({ call: 'c', event: 'ended', from: '1'.repeat(500), to: '', direction: 'inbound', at: 1 })],
  ])('%s is refused with its place and kept aside', async (_name, fault, body) => {
    expect(await system.send(signed(account.secret, body, now))).toEqual({ status: 400, code: 'bad-message' });
    expect(aside).toEqual([fault]);
    expect(hook.state().fault).toMatchObject({ code: 'bad-message', detail: fault });
    expect(taken).toEqual([]);
  });

  test('members that nobody asked for are let be', async () => {
    const body = JSON.stringify({ call: 'c', event: 'ended', from: '', to: '', direction: 'inbound', at: 1, trunk: 7, __proto__: { agent: 'x' } });
    expect((await system.send(signed(account.secret, body, now))).status).toBe(200);
    expect(taken).toEqual([{ call: 'c', event: 'ended', from: '', to: '', direction: 'inbound', at: 1 }]);
  });
});

describe('what is handed over', () => {
  test('of two copies at once one is taken, and both are answered with what became of it', async () => {
    const call = system.request({ call: 'c1', event: 'answered' });
    expect(await Promise.all([system.send(call), system.send(call)])).toEqual([
      { status: 200, code: 'taken' },
      { status: 200, code: 'taken' },
    ]);
    expect(taken).toHaveLength(1);
  });

  test('what the desk cannot take is to be told again, and is taken then', async () => {
    broken = new Error('the engine is away');
    expect(await system.tell({ call: 'c1', event: 'ended' })).toEqual({ status: 503, code: 'not-handed-over' });
    expect(hook.state().fault?.code).toBe('not-handed-over');
    broken = null;
    expect((await system.tell({ call: 'c1', event: 'ended' })).status).toBe(200);
    expect(taken).toHaveLength(1);
    expect(hook.state().fault).toBeNull();
  });

  test('the same call at another agent is another event, and each event of a call is its own', async () => {
    for (const agent of ['agent-lin', 'agent-zhao', 'agent-lin']) await system.tell({ call: 'c1', event: 'ringing', agent });
    for (const event of ['answered', 'ended'] as const) await system.tell({ call: 'c1', event, agent: 'agent-zhao' });
    expect(taken.map(({ event, agent }) => `${event} ${agent}`)).toEqual([
      'ringing agent-lin',
      'ringing agent-zhao',
      'answered agent-zhao',
      'ended agent-zhao',
    ]);
  });

  test('the calls of a bench are all taken', async () => {
    for (const call of phoneCalls(account, 90, now)) expect((await hook.webhook(call)).status).toBe(200);
    expect(taken).toHaveLength(90);
  });
});
