import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Link } from '#electron/engine/nats/connection/link.ts';
import { NatsEngine, type NatsEngineOptions } from '#electron/engine/nats/nats-engine.ts';
import type { DirectoryEntry } from '#electron/engine/nats/registry/desk-facts.ts';
import { freshSeed, signingKey } from '#electron/engine/nats/signing/nkey.ts';
import { EngineRefusal, EngineUnreachable } from '#electron/engine/port.ts';
import { BadEvent } from '#electron/engine/raw-event.ts';
import { type EngineHealth, mayWork } from '#shared/desk/engine-health.ts';
import { aboutCase, Collector, event, everything, other, wallet } from '#tests/conformance/engine-kit.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { SecuredDesk, type UserName } from '#tests/integration/nats/secured-desk.ts';
import { natsEngineAt, setUpDesk } from '#tests/nats-desks.ts';
import { freePorts, NatsServer, startNats } from '#tests/nats-servers.ts';

const by = (id: string) => ({ actor: { kind: 'agent', id } as never });

let ending: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const end of ending.reverse()) await end();
  ending = [];
});

const stands = (engine: NatsEngine, fits: (health: EngineHealth) => boolean): Promise<EngineHealth> =>
  new Promise((resolve) => {
    if (fits(engine.health())) return resolve(engine.health());
    const off = engine.onHealth((health) => {
      if (!fits(health)) return;
      off();
      resolve(health);
    });
  });

const troublesOf = (engine: NatsEngine) => engine.health().troubles.map(({ trouble }) => trouble);

describe('A console whose key is not what it was', () => {
  const desk = new SecuredDesk();
  beforeAll(() => desk.start(), 60_000);
  afterAll(() => desk.stop());

  /** Enters somebody's key in the directory, as the operator does. */
  const enter = async (name: UserName, over: Partial<DirectoryEntry>) => {
    const raw = await desk.raw('operator');
    const entry: DirectoryEntry = { name, role: 'agent', person: name, groups: [wallet], until: null, ...over };
    await jetstream(raw).publish(`$KV.DESK.key.${desk.key(name).publicKey}`, JSON.stringify(entry));
    await raw.close();
  };

  it('says that it has ended, takes nothing that nobody would believe, reads on, and works when it is entered again', async () => {
    const { engine } = await desk.engine('chen');
    const id = v7();
    const first = event(id, by('chen'));
    await engine.append([first], 0);
    await enter('chen', { until: Date.now() });
    const ended = await stands(engine, ({ state }) => state === 'credentials-expired');
    expect(mayWork(ended)).toBe(false);
    expect(ended.lastError?.text).toBe('the key of chen has ended');
    expect(engine.mayActAs({ kind: 'agent', id: 'chen' } as never)).toBe(false);
    await expect(engine.append([event(id, by('chen'))])).rejects.toThrow(EngineUnreachable);
    await expect(engine.appendAll([event(id, by('chen'))])).rejects.toThrow(EngineUnreachable);
    expect((await engine.read(aboutCase(id))).map((one) => one.id)).toEqual([first.id]);
    expect((await everything(engine, [wallet])).ids).toContain(first.id);
    await enter('chen', {});
    await stands(engine, mayWork);
    const second = event(id, by('chen'));
    expect((await engine.append([second])).ok).toBe(true);
    expect((await engine.read(aboutCase(id))).map((one) => one.id)).toEqual([first.id, second.id]);
  });

  it('that ends at a time is judged by each look and each append, and a console that starts with it says so', async () => {
    const now = { at: Date.now() };
    const { engine } = await desk.engine('ling');
    const timed = new NatsEngine({ ...optionsOf('ling'), clock: () => now.at });
    ending.push(() => timed.stop());
    await timed.start();
    await enter('ling', { until: Date.now() + 60_000 });
    expect((await timed.append([event(v7(), by('ling'))])).ok).toBe(true);
    now.at += 120_000;
    await expect(timed.append([event(v7(), by('ling'))])).rejects.toThrow(/has ended/);
    await timed.look();
    expect(timed.health().state).toBe('credentials-expired');
    await enter('ling', { until: Date.now() });
    await stands(engine, ({ state }) => state === 'credentials-expired');
    const late = new NatsEngine(optionsOf('ling'));
    ending.push(() => late.stop());
    await late.start();
    expect(late.health()).toMatchObject({ state: 'credentials-expired', server: expect.stringContaining('127.0.0.1') });
    await enter('ling', {});
    await stands(late, mayWork);
  });

  it('is refused a subject: the trouble is told by the subject’s name, nothing is written, and the rest goes on', async () => {
    const { engine } = await desk.engine('he');
    await expect(engine.append([event(v7(), { actor: { kind: 'supervisor', id: 'he' } as never, group: other })])).rejects.toThrow(EngineRefusal);
    expect(engine.health()).toMatchObject({
      state: 'connected',
      troubles: expect.arrayContaining([expect.objectContaining({ trouble: 'permission-denied', detail: expect.stringContaining('case.other.') })]),
    });
    expect((await engine.append([event(v7(), { actor: { kind: 'supervisor', id: 'he' } as never })])).ok).toBe(true);
  });

  function optionsOf(name: UserName): NatsEngineOptions {
    return {
      place: desk.place(name),
      clock: Date.now,
      newId: v7,
      logger: recordingLogger(),
      journal: null,
      onRefused: () => undefined,
      lookMs: 0,
    };
  }
});

describe('A console at a server without users', () => {
  const key = signingKey(freshSeed());
  /** On a server of its own, and at work. */
  const atWork = async (more = '') => {
    const cluster = await startNats(1, `${more}\nauthorization { users: [ { nkey: ${key.publicKey} } ] }`);
    ending.push(() => cluster.end());
    await setUpDesk(cluster, key, 1);
    const engine = natsEngineAt(cluster.urls, key);
    ending.push(() => engine.stop());
    await engine.start();
    return engine;
  };

  it('whose server takes less than an event has: names the sizes, tells the trouble, and goes on', async () => {
    const engine = await atWork('max_payload: 64KB');
    const id = v7();
    await expect(engine.append([event(id, { body: { text: 'x'.repeat(100_000) } })])).rejects.toThrow(BadEvent);
    expect(troublesOf(engine)).toContain('too-large');
    expect(engine.health().state).toBe('connected');
    expect((await engine.append([event(id)], 0)).ok).toBe(true);
  });

  it('that takes events in more slowly than they come says so, and says no more when it has come nearer', async () => {
    const engine = await atWork();
    const collector = new Collector();
    const held = Promise.withResolvers<void>();
    const following = engine.follow([wallet], null, {
      onFault: collector.onFault,
      onBatch: async (batch) => {
        await collector.onBatch(batch);
        await held.promise;
      },
    });
    await engine.appendAll(Array.from({ length: 6_000 }, (_, index) => event(`case-${index}`)));
    const behind = async () => {
      await engine.look();
      return engine.health().behind ?? 0;
    };
    // The first thousands are on their way; then nothing is asked for any more.
    while ((await behind()) < 2_000);
    await behind();
    expect(troublesOf(engine)).toContain('slow-consumer');
    expect(engine.health().state).toBe('connected');
    held.resolve();
    await collector.has(6_000);
    await engine.look();
    expect(engine.health().behind).toBe(0);
    expect(troublesOf(engine)).not.toContain('slow-consumer');
    await following.stop();
  });
});

it('A server that says that the credentials have expired is told apart from one that does not know them', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('INFO {"server_id":"S","version":"2.11.0","proto":1,"max_payload":1048576,"headers":true,"auth_required":true,"nonce":"abcdefghijk"}\r\n');
    socket.once('data', () => socket.end("-ERR 'User Authentication Expired'\r\n"));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  const engine = natsEngineAt([`nats://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`], signingKey(freshSeed()));
  const starting = engine.start().catch(() => undefined);
  expect(await stands(engine, ({ state }) => state === 'credentials-expired')).toMatchObject({ lastError: { text: expect.stringMatching(/expired/i) } });
  await engine.stop();
  await starting;
});

it('A console whose key the server no longer knows says so when it is turned away, and works when it is known again', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'standing-'));
  ending.push(() => rmSync(folder, { recursive: true, force: true }));
  const [port = 0] = await freePorts(1);
  const key = signingKey(freshSeed());
  const server = (known: string) =>
    new NatsServer(folder, port, `listen: "127.0.0.1:${port}"\njetstream { store_dir: "${folder}/js" }\nauthorization { users: [ { nkey: ${known} } ] }`);
  const knowing = server(key.publicKey);
  const other = server(signingKey(freshSeed()).publicKey);
  ending.push(
    () => knowing.kill(),
    () => other.kill(),
  );
  await knowing.start();
  await setUpDesk({ urls: [knowing.url] }, key, 1);
  const engine = natsEngineAt([knowing.url], key);
  ending.push(() => engine.stop());
  await engine.start();
  const states: string[] = [];
  engine.onHealth(({ state }) => states.push(state));
  await knowing.kill('SIGTERM');
  await other.start();
  const told = await stands(engine, ({ state }) => state === 'credentials-refused');
  expect(told.lastError?.text).toMatch(/authorization/i);
  // Each further try is turned away again, and is no break of a connection.
  const tries = () => other.log.split('authentication error').length;
  const at = tries();
  await other.until(() => tries() > at + 1);
  expect(states.slice(states.indexOf('credentials-refused'))).not.toContain('reconnecting');
  await other.kill();
  await knowing.start();
  await stands(engine, mayWork);
  expect((await engine.append([event(v7())])).ok).toBe(true);
});

it('Each try to find a server again is one draw of the jitter', async () => {
  const cluster = await startNats(1);
  ending.push(() => cluster.end());
  const [server] = cluster.servers;
  if (!server) throw new Error('one was started');
  let draws = 0;
  const link = new Link({
    place: { servers: [server.url], desk: 'wallet', key: signingKey(freshSeed()), authenticate: false, tls: null },
    name: 'draws',
    backoff: { baseMs: 20, capMs: 40, healthyMs: 60_000 },
    random: () => {
      draws++;
      return 0.5;
    },
    tell: () => undefined,
  });
  ending.push(() => link.close());
  await link.open();
  await server.kill();
  // In its place somebody who hangs up on each caller.
  const calls: Socket[] = [];
  const called = Promise.withResolvers<void>();
  const rude = createServer((socket) => {
    socket.on('error', () => undefined).destroy();
    if (calls.push(socket) >= 5) called.resolve();
  });
  await new Promise<void>((resolve) => rude.listen(server.port, '127.0.0.1', resolve));
  ending.push(() => new Promise((resolve) => rude.close(resolve)));
  const before = draws;
  await called.promise;
  expect(draws - before).toBeLessThanOrEqual(calls.length + 1);
});
