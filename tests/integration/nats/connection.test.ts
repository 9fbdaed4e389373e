import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { v7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { connectOnce } from '#electron/engine/nats/connection/connect-once.ts';
import type { NatsPlace } from '#electron/engine/nats/connection/nats-options.ts';
import { NatsEngine } from '#electron/engine/nats/nats-engine.ts';
import { setUp } from '#electron/engine/nats/setup/set-up.ts';
import { freshSeed, signingKey } from '#electron/engine/nats/signing/nkey.ts';
import { EngineUnreachable } from '#electron/engine/port.ts';
import type { EngineHealth } from '#shared/desk/engine-health.ts';
import { aboutCase, Collector, event, events, wallet } from '#tests/conformance/engine-kit.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { freePorts, type NatsCluster, startNats } from '#tests/nats-servers.ts';

let ending: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const end of ending.reverse()) await end();
  ending = [];
});

const placeOf = (servers: readonly string[], over: Partial<NatsPlace> = {}): NatsPlace => ({
  servers,
  desk: 'wallet',
  key: signingKey(freshSeed()),
  authenticate: false,
  tls: null,
  ...over,
});

const engineAt = (place: NatsPlace): NatsEngine => {
  const engine = new NatsEngine({
    place,
    clock: Date.now,
    newId: v7,
    logger: recordingLogger(),
    journal: null,
    onRefused: () => undefined,
    backoff: { baseMs: 20, capMs: 200, healthyMs: 60_000 },
    lookMs: 0,
  });
  ending.push(() => engine.stop());
  return engine;
};

/** Fulfilled when an engine stands so. */
const stands = (engine: NatsEngine, fits: (health: EngineHealth) => boolean): Promise<EngineHealth> =>
  new Promise((resolve) => {
    if (fits(engine.health())) return resolve(engine.health());
    const off = engine.onHealth((health) => {
      if (!fits(health)) return;
      off();
      resolve(health);
    });
  });

const started = async (more = '', count: 1 | 3 = 1): Promise<NatsCluster> => {
  const cluster = await startNats(count, more);
  ending.push(() => cluster.end());
  return cluster;
};
const prepared = async (place: NatsPlace, desk = 'wallet') => {
  const connection = await connectOnce(place, 'set-up');
  await setUp(connection, { desk, replicas: 1, freshId: v7(), directory: null, durability: 'unknown' });
  await connection.close();
};

describe('A server that is not as it should be', () => {
  it('cannot be reached: is told, waited for, and used when it comes', async () => {
    const [port = 0] = await freePorts(1);
    const engine = engineAt(placeOf([`nats://127.0.0.1:${port}`]));
    const starting = engine.start();
    const health = await stands(engine, ({ lastError }) => lastError !== null);
    expect(health).toMatchObject({ state: 'connecting', lastError: { text: expect.stringMatching(/refused/) } });
    await expect(engine.append([event('a')])).rejects.toThrow(EngineUnreachable);
    await engine.stop();
    await expect(starting).rejects.toThrow(/stopped/);
  });

  it('speaks another language: is told by name', async () => {
    const server: Server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ending.push(() => new Promise((resolve) => server.close(resolve)));
    const address = server.address();
    const engine = engineAt(placeOf([`nats://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`]));
    const starting = engine.start().catch(() => undefined);
    const { lastError } = await stands(engine, (health) => health.lastError !== null);
    expect(lastError?.text.length).toBeGreaterThan(5);
    await engine.stop();
    await starting;
  });

  it('does not know our key: is told as that', async () => {
    const cluster = await started(`authorization { users: [ { nkey: ${signingKey(freshSeed()).publicKey} } ] }`);
    const engine = engineAt(placeOf(cluster.urls, { authenticate: true }));
    const starting = engine.start().catch(() => undefined);
    expect(await stands(engine, ({ state }) => state === 'credentials-refused')).toMatchObject({
      lastError: { text: expect.stringMatching(/authorization/i) },
    });
    await engine.stop();
    await starting;
  });

  it('has no desk yet: is told, and the desk used as soon as it is set up', async () => {
    const cluster = await started();
    const engine = engineAt(placeOf(cluster.urls));
    const starting = engine.start();
    await stands(engine, ({ state }) => state === 'stream-missing');
    await prepared(placeOf(cluster.urls));
    await starting;
    expect(engine.health().state).toBe('connected');
    expect(engine.health().troubles.map(({ trouble }) => trouble)).toEqual(['unproven']);
  });

  const differing: readonly (readonly [string, RegExp, (place: NatsPlace) => Promise<unknown>])[] = [
    ['the desk of somebody else', /belongs to the desk "other", not "wallet"/, (place) => prepared(place, 'other')],
    [
      'a stream of that name that is none of ours',
      /was not made for a desk/,
      async (place) => {
        const connection = await connect({ servers: [...place.servers] });
        await (await jetstreamManager(connection)).streams.add({ name: 'CASES', subjects: ['case.>'] });
        await connection.close();
      },
    ],
    [
      'a stream that forgets',
      /max_age is \d+ and should be 0/,
      async (place) => {
        await prepared(place);
        const connection = await connect({ servers: [...place.servers] });
        const jsm = await jetstreamManager(connection);
        const { config } = await jsm.streams.info('CASES');
        await jsm.streams.update('CASES', { ...config, max_age: 3_600_000_000_000 });
        await connection.close();
      },
    ],
  ];
  it.each(differing)('has %s: is told, and nothing is written', async (_what, message, make) => {
    const cluster = await started();
    await make(placeOf(cluster.urls));
    const engine = engineAt(placeOf(cluster.urls));
    const starting = engine.start().catch(() => undefined);
    expect((await stands(engine, ({ state }) => state === 'stream-differs')).lastError?.text).toMatch(message);
    await engine.stop();
    await starting;
  });
});

/** A busy machine may take longer over its election than one question waits. */
async function untilReached<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (cause) {
      if (!(cause instanceof EngineUnreachable)) throw cause;
    }
  }
}

describe('A connection that breaks', () => {
  it('is found again on another server of the cluster, and nothing is missed', async () => {
    const cluster = await started('', 3);
    const place = placeOf(cluster.urls);
    const connection = await connectOnce(place, 'set-up');
    await setUp(connection, { desk: 'wallet', replicas: 3, freshId: v7(), directory: null, durability: 'unknown' });
    await connection.close();
    const engine = engineAt(place);
    await engine.start();
    const collector = new Collector();
    engine.follow([wallet], null, collector);
    const before = events('a', 3);
    await engine.append(before, 0);
    await collector.has(3);
    const at = engine.health().server;
    const broken = stands(engine, ({ state }) => state === 'reconnecting');
    await cluster.servers.find(({ port }) => at?.endsWith(`:${port}`))?.kill();
    await broken;
    const health = await stands(engine, ({ state }) => state === 'connected');
    expect(health.server).not.toBe(at);
    const after = event('a');
    expect((await untilReached(() => engine.append([after]))).ok).toBe(true);
    await collector.until(({ ids }) => ids.includes(after.id));
    expect(collector.ids).toEqual([...before, after].map(({ id }) => id));
    const read = await untilReached(() => engine.read(aboutCase('a')));
    expect(read.map(({ id }) => id)).toEqual([...before, after].map(({ id }) => id));
  });

  it('goes over TLS with the certificates that are named, and not without', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tls-'));
    ending.push(() => rmSync(folder, { recursive: true, force: true }));
    const [cert, key] = [path.join(folder, 'cert.pem'), path.join(folder, 'key.pem')];
    const made = spawnSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost,IP:127.0.0.1',
        '-keyout',
        key,
        '-out',
        cert,
      ],
      { stdio: 'ignore' },
    );
    expect(made.status).toBe(0);
    const cluster = await started(`tls { cert_file: "${cert}", key_file: "${key}" }`);
    const servers = cluster.urls.map((url) => url.replace('nats://', 'tls://'));
    await prepared(placeOf(servers, { tls: { ca: cert } }));
    const engine = engineAt(placeOf(servers, { tls: { ca: cert } }));
    await engine.start();
    expect((await engine.append([event('a')], 0)).ok).toBe(true);
    const strange = engineAt(placeOf(servers, { tls: {} }));
    const starting = strange.start().catch(() => undefined);
    expect((await stands(strange, ({ lastError }) => lastError !== null)).lastError?.text).toMatch(/certificate/i);
    await strange.stop();
    await starting;
  });
});
