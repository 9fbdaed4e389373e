import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inUtilityProcess } from '#electron/main/utility-worker.ts';
import { inProcess } from '#electron/sqlite/run-in-process.ts';
import { WorkerClient } from '#electron/sqlite/worker.ts';
import { fakeUtilityProcess } from '#tests/fakes/electron.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import type { EchoHandlers } from '#tests/fixtures/workers/echo-worker.ts';

const url = new URL(import.meta.resolve('#tests/fixtures/workers/echo-worker.ts'));

describe('A worker and its owner', () => {
  let logger: ReturnType<typeof recordingLogger>;
  let client: WorkerClient<EchoHandlers>;

  beforeEach(async () => {
    logger = recordingLogger();
    client = new WorkerClient({ url, data: {}, name: 'echo', logger });
    await client.start();
  });
  afterEach(() => client.stop());

  it('passes what a structured clone can carry, both ways', async () => {
    const value = { text: '你好', bytes: new Uint8Array([1, 2]), map: new Map([[1, new Date(0)]]), none: undefined, big: 2n };
    expect(await client.call('echo', value)).toEqual(value);
  });

  it('answers calls by number, not by turn', async () => {
    const waits = client.call('wait');
    expect(await client.call('echo', 1)).toBe(1);
    await client.call('open');
    expect(await waits).toBe('opened');
  });

  it('keeps name, message and code of an error', async () => {
    await expect(client.call('fail')).rejects.toMatchObject({ name: 'TypeError', message: 'as asked' });
    await expect(client.call('fault')).rejects.toMatchObject({ name: 'OpenFault', code: 'full', file: '/data/engine.db', detail: 'database or disk is full' });
  });

  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', 'nothing'])('has no method %s', async (method) => {
    await expect(client.call(method as 'echo', 1)).rejects.toThrow(`no such method: ${method}`);
  });

  it('refuses an argument or an answer that cannot cross, and goes on', async () => {
    await expect(client.call('echo', () => undefined)).rejects.toThrow(/could not be cloned/);
    await expect(client.call('uncloneable')).rejects.toThrow(/could not be cloned/);
    expect(await client.call('echo', 2)).toBe(2);
  });

  it('hears what the worker tells unasked, until it stops listening', async () => {
    const heard: unknown[] = [];
    const off = client.onEvent((event) => heard.push(event));
    await client.call('tell', { head: 3 });
    off();
    await client.call('tell', { head: 4 });
    expect(heard).toEqual([{ head: 3 }]);
  });

  it('writes the worker’s log lines into the owner’s log', async () => {
    await client.call('say', 'open: slow');
    expect(logger.lines).toContainEqual({ level: 'warn', message: 'open: slow', fields: { worker: 'echo', at: 1 } });
  });

  it('names slow calls with their time, and no others', async () => {
    await client.call('busy', 60);
    await client.call('echo', 1);
    const slow = logger.lines.filter(({ message }) => message === 'call: slow');
    expect(slow).toHaveLength(1);
    expect(slow[0]?.fields).toMatchObject({ worker: 'echo', method: 'busy' });
    expect(slow[0]?.fields?.ms).toBeGreaterThanOrEqual(55);
  });

  it.each(['crash', 'throwLater'] as const)('rejects every call under way when the worker dies (%s), says so, and refuses later ones', async (how) => {
    const told: string[] = [];
    client.onGone((why) => told.push(why));
    const waiting = [client.call('wait'), client.call('wait')];
    const dying = client.call(how);
    for (const call of [...waiting, dying]) await expect(call).rejects.toThrow(/^worker echo (ended with code 3|failed: outside any call)$/);
    await expect(client.call('echo', 1)).rejects.toThrow('worker echo is not running');
    expect(logger.lines.filter(({ level, message }) => level === 'error' && message === 'worker: gone')).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  it('answers what was asked before stop, refuses what is asked after, and stops quietly and once', async () => {
    const waits = client.call('wait');
    const stopped = Promise.all([client.stop(), client.stop()]);
    await expect(client.call('echo', 1)).rejects.toThrow('not running');
    await stopped;
    expect(await waits).toBe('stopped');
    expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('can be started again after stop', async () => {
    await client.stop();
    await client.start();
    expect(await client.call('echo', 'again')).toBe('again');
  });

  it('rejects start with the reason the worker gives', async () => {
    const refusing = new WorkerClient<EchoHandlers>({ url, data: { refuse: true }, name: 'echo', logger });
    await expect(refusing.start()).rejects.toMatchObject({ name: 'OpenFault', code: 'newer-version' });
    await expect(refusing.call('echo', 1)).rejects.toThrow('not running');
  });

  it('rejects start when there is no such file', async () => {
    const missing = new WorkerClient<EchoHandlers>({ url: new URL('./no-worker.ts', url), data: {}, name: 'missing', logger });
    await expect(missing.start()).rejects.toThrow(/^worker missing failed: /);
  });
});

describe.each([
  ['of Node’s', inProcess],
  ['of Electron’s', inUtilityProcess(fakeUtilityProcess as never)],
])('A worker in a process %s', (_, run) => {
  const logger = recordingLogger();
  const made = async (data: unknown = {}) => {
    const client = new WorkerClient<EchoHandlers>({ url, data, name: 'echo', logger, run });
    await client.start();
    return client;
  };

  it('has what it was given, answers, keeps the code of a fault, and stops', async () => {
    const client = await made();
    const value = { text: '你好', bytes: new Uint8Array([1, 2]), none: undefined, big: 2n };
    expect(await client.call('echo', value)).toEqual(value);
    await expect(client.call('fault')).rejects.toMatchObject({ name: 'OpenFault', code: 'full' });
    const waits = client.call('wait');
    await client.stop();
    expect(await waits).toBe('stopped');
    await expect(made({ refuse: true })).rejects.toMatchObject({ name: 'OpenFault', code: 'newer-version' });
  });

  it('is ended in the middle of a call that would take a minute', async () => {
    const client = await made();
    const call = client.call('busy', 60_000);
    client.abandon();
    await expect(call).rejects.toThrow('worker echo was abandoned');
    await client.stop();
  });

  it('rejects its calls when it dies', async () => {
    const client = await made();
    await expect(client.call('crash')).rejects.toThrow('worker echo ended with code 3');
    await client.stop();
  });
});
