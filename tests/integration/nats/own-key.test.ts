import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NatsEngine } from '#electron/engine/nats/nats-engine.ts';
import { freshSeed, signingKey } from '#electron/engine/nats/signing/nkey.ts';
import type { EngineConfig } from '#electron/host/config-file.ts';
import { makeEngine } from '#electron/host/open-engine.ts';
import { SqliteStore } from '#electron/store/sqlite-store.ts';
import { event } from '#tests/conformance/engine-kit.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { setUpDesk } from '#tests/nats-desks.ts';
import { type NatsCluster, startNats } from '#tests/nats-servers.ts';

describe('A console’s own key for the queue engine', () => {
  const seed = freshSeed();
  let folder: string;
  let file: string;
  let cluster: NatsCluster;
  let store: SqliteStore;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'own-key-'));
    file = path.join(folder, 'ling.nk');
    writeFileSync(file, `${seed}\n`);
    cluster = await startNats(1, `authorization { users: [ { nkey: ${signingKey(seed).publicKey} } ] }`);
    await setUpDesk(cluster, signingKey(seed), 1);
    store = new SqliteStore({ folder, key: Buffer.alloc(32, 5), logger: recordingLogger() });
    await store.start();
  });
  afterEach(async () => {
    await store.stop();
    await cluster.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const made = (over: Partial<EngineConfig> = {}) =>
    makeEngine({
      config: { servers: [...cluster.urls], desk: 'wallet', nkeyFile: file, ...over },
      folder,
      key: Buffer.alloc(32, 5),
      store,
      clock: Date.now,
      newId: v7,
      logger: recordingLogger(),
      onFault: () => undefined,
    });

  const works = async () => {
    const engine = await made();
    expect(engine).toBeInstanceOf(NatsEngine);
    await engine.start();
    expect((await engine.append([event(v7())], 0)).ok).toBe(true);
    await engine.stop();
  };

  it('is read from its file once and kept encrypted: the file may be taken away, and nothing on disk shows it', async () => {
    await works();
    rmSync(file);
    await works();
    await store.stop();
    for (const name of readdirSync(folder)) expect(readFileSync(path.join(folder, name)).includes(seed), name).toBe(false);
    store = new SqliteStore({ folder, key: Buffer.alloc(32, 5), logger: recordingLogger() });
    await store.start();
    await works();
  });

  it('that is nowhere, or is none, is refused by the name of its file', async () => {
    await expect(made({ nkeyFile: path.join(folder, 'none.nk') })).rejects.toThrow(
      /none\.nk: is not there, and this console has kept no key of the desk "wallet"/,
    );
    writeFileSync(file, 'SUNNY');
    await expect(made()).rejects.toThrow(/ling\.nk: is not the seed of an nkey/);
  });
});
