import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '#electron/engine/nats/follow/cursor.ts';
import type { NatsEngine } from '#electron/engine/nats/nats-engine.ts';
import type { SigningKey } from '#electron/engine/nats/signing/nkey.ts';
import type { Journal } from '#electron/engine/port.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { aboutCase, Collector, event, events, everything, wallet } from '#tests/conformance/engine-kit.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { TcpProxy } from '#tests/fakes/tcp-proxy.ts';
import { type NatsDesks, natsEngine, natsEngineAt, setUpDesk, startNatsDesks } from '#tests/nats-desks.ts';

let desks: NatsDesks;
beforeAll(async () => {
  desks = await startNatsDesks(1, 2);
});
afterAll(() => desks.cluster.end());

describe('A log that is not what it was', () => {
  let key: SigningKey;
  let folder: string;
  let store: SqliteStore;
  let open: NatsEngine[];

  const opened = async (journaled = true): Promise<NatsEngine> => {
    const engine = natsEngine(desks.cluster, key, { journal: journaled ? store.journal : null });
    await engine.start();
    open.push(engine);
    return engine;
  };
  /** As an operator who may do anything. */
  const asOperator = async (work: (jsm: Awaited<ReturnType<typeof jetstreamManager>>) => Promise<unknown>): Promise<void> => {
    const connection = await connect({ servers: [...desks.cluster.urls], authenticator: nkeyAuthenticator(key.seed) });
    await work(await jetstreamManager(connection));
    await connection.close();
  };
  const madeAnew = async (): Promise<void> => {
    await asOperator((jsm) => jsm.streams.delete('CASES'));
    await setUpDesk(desks.cluster, key, 1);
  };
  const cutTo = (last: number) =>
    asOperator(async (jsm) => {
      const { config } = await jsm.streams.info('CASES');
      await jsm.streams.update('CASES', { ...config, max_msgs: last });
      await jsm.streams.update('CASES', { ...config, max_msgs: -1 });
    });
  const idsOf = async (engine: NatsEngine, id: string) => (await engine.read(aboutCase(id))).map((one) => one.id);

  beforeEach(async () => {
    key = await desks.take();
    folder = mkdtempSync(path.join(tmpdir(), 'journal-'));
    store = new SqliteStore({ folder, key: Buffer.alloc(32, 7), logger: recordingLogger() });
    await store.start();
    open = [];
  });
  afterEach(async () => {
    for (const engine of open) await engine.stop();
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
    desks.giveBack(key);
  });

  it.each([
    ['made anew', madeAnew],
    ['cut at its beginning', () => cutTo(1)],
  ])('%s while a console is at work: is noticed, told, and what the console wrote is written again in its order', async (_how, harm) => {
    const engine = await opened();
    const [a, b] = [events('a', 3), events('b', 2)];
    for (const one of a) await engine.append([one]);
    await engine.append(b, 0);
    const states: string[] = [];
    engine.onHealth(({ state }) => states.push(state));
    const collector = new Collector();
    engine.follow([wallet], null, collector);
    await collector.has(5);
    await engine.look();
    await harm();
    await engine.look();
    await collector.until(({ faults }) => faults.length > 0);
    expect(collector.faults).toEqual(['went-backwards']);
    expect(states).toContain('refilling');
    expect(engine.health().state).toBe('connected');
    expect(await idsOf(engine, 'a')).toEqual(a.map(({ id }) => id));
    expect(await idsOf(engine, 'b')).toEqual(b.map(({ id }) => id));
    const late = event('a');
    const newest = (await engine.read(aboutCase('a'))).at(-1)?.position;
    expect((await engine.append([late], newest)).ok).toBe(true);
    expect((await everything(engine, [wallet])).ids.toSorted()).toEqual([...a, ...b, late].map(({ id }) => id).toSorted());
  });

  it('is not what a reader’s replica says any more: a reader that brings nothing is made anew, and nothing is missed or doubled', async () => {
    const engine = await opened();
    const first = events('a', 3);
    await engine.append(first, 0);
    const collector = new Collector();
    engine.follow([wallet], null, collector);
    await collector.has(3);
    // As a replica that strayed: its reader is there and says so, and brings nothing.
    await asOperator(async (jsm) => {
      for await (const { name } of jsm.consumers.list('CASES')) await jsm.consumers.update('CASES', name, { filter_subject: 'case.nobody.>' });
    });
    const late = event('a');
    await engine.append([late]);
    for (let look = 0; look < 4; look++) await engine.look();
    await collector.has(4);
    expect(collector.ids).toEqual([...first, late].map(({ id }) => id));
    expect(collector.faults).toEqual([]);
  });

  it('has another message where a reader stands, on each replica that is asked: the reader is told to begin again', async () => {
    const engine = await opened();
    await engine.append(events('a', 3), 0);
    const { cursor } = await everything(engine, [wallet]);
    const place = decodeCursor(cursor);
    const [sequence] = place?.marks[wallet] ?? [];
    if (!place || sequence === undefined) throw new Error('the cursor names a place');
    const collector = new Collector();
    engine.follow([wallet], encodeCursor({ ...place, marks: { [wallet]: [sequence, 'of another log'] } }), collector);
    await collector.until(({ faults }) => faults.length > 0);
    expect(collector.faults).toEqual(['went-backwards']);
    expect(collector.ids).toEqual([]);
  });

  it('made anew while the console was away: is filled before anything else happens', async () => {
    const first = await opened();
    const mine = events('a', 4);
    await first.append(mine, 0);
    const { cursor } = await everything(first, [wallet]);
    await first.stop();
    await madeAnew();
    const again = await opened();
    expect(again.id).not.toBe(first.id);
    expect(await idsOf(again, 'a')).toEqual(mine.map(({ id }) => id));
    const collector = new Collector();
    again.follow([wallet], cursor, collector);
    await collector.until(({ faults }) => faults.length > 0);
    expect(collector.faults).toEqual(['other-engine']);
  });

  it('is filled although the line breaks while the log is read', async () => {
    const proxy = new TcpProxy(Number(new URL(desks.cluster.urls[0] ?? '').port));
    await proxy.start();
    try {
      let cut = false;
      const journal: Journal = {
        ...store.journal,
        journaled: async (...asked) => {
          const found = await store.journal.journaled(...asked);
          if (cut) await proxy.stop();
          return found;
        },
      };
      const engine = natsEngineAt([proxy.url], key, { journal });
      open.push(engine);
      await engine.start();
      const [written, left] = [events('a', 3), event('b')];
      for (const one of [...written, left]) await engine.append([one]);
      await engine.look();
      await cutTo(1);
      cut = true;
      let broken = 0;
      engine.onHealth(({ state }) => {
        if (!cut || state !== 'reconnecting') return;
        cut = false;
        broken++;
        void proxy.start();
      });
      await engine.look();
      expect(broken).toBe(1);
      expect(await idsOf(engine, 'a')).toEqual(written.map(({ id }) => id));
      expect(await idsOf(engine, 'b')).toEqual([left.id]);
    } finally {
      for (const engine of open.splice(0)) await engine.stop();
      await proxy.stop();
    }
  });

  it('is filled from several consoles, each with what it wrote, and nothing twice', async () => {
    const mine = await opened();
    const otherFolder = mkdtempSync(path.join(tmpdir(), 'journal-'));
    const otherStore = new SqliteStore({ folder: otherFolder, key: Buffer.alloc(32, 8), logger: recordingLogger() });
    await otherStore.start();
    const theirs = natsEngine(desks.cluster, key, { journal: otherStore.journal });
    await theirs.start();
    const [one, two, three] = [event('a'), event('a'), event('a')];
    await mine.append([one], 0);
    await theirs.append([two]);
    await mine.append([three]);
    await madeAnew();
    await Promise.all([mine.look(), theirs.look()]);
    expect((await idsOf(mine, 'a')).toSorted()).toEqual([one, two, three].map(({ id }) => id).toSorted());
    await Promise.all([mine.look(), theirs.look()]);
    expect(await idsOf(theirs, 'a')).toHaveLength(3);
    await theirs.stop();
    await otherStore.stop();
    rmSync(otherFolder, { recursive: true, force: true });
  });

  it('settles at the next start what was sent without an answer: once where it had arrived, refused where something newer came', async () => {
    const engine = await opened();
    const [arrived, lost, late] = [event('a'), event('b'), event('a')];
    const number = await store.journal.noteAppend('wallet', aboutCase('a'), [arrived], 0, 1);
    await store.journal.noteAppend('wallet', aboutCase('b'), [lost], 0, 2);
    await store.journal.noteAppend('wallet', aboutCase('a'), [late], 0, 3);
    const bare = await opened(false);
    await bare.append([arrived], 0);
    await engine.stop();
    const again = await opened();
    expect(await idsOf(again, 'a')).toEqual([arrived.id]);
    expect(await idsOf(again, 'b')).toEqual([lost.id]);
    expect(await store.journal.journaled('wallet', 'unanswered', 0, 10)).toEqual([]);
    expect((await store.journal.journaled('wallet', 'all', 0, 10)).map((entry) => entry.number)).toEqual([number, number + 1]);
  });
});
