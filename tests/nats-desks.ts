import { setTimeout } from 'node:timers/promises';
import { JetStreamApiError, jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator } from '@nats-io/transport-node';
import { v7 } from 'uuid';
import { NatsEngine, type NatsEngineOptions } from '#electron/engine/nats/nats-engine.ts';
import type { DirectoryEntry } from '#electron/engine/nats/registry/desk-facts.ts';
import { type Begun, type Finding, setUp } from '#electron/engine/nats/setup/set-up.ts';
import { freshSeed, type SigningKey, signingKey } from '#electron/engine/nats/signing/nkey.ts';
import { recordingLogger } from '#tests/fakes/recording-logger.ts';
import { type NatsCluster, startNats } from '#tests/nats-servers.ts';

/** Servers with many accounts: each desk of a test has one for itself. */
export interface NatsDesks {
  readonly cluster: NatsCluster;
  /** The key of an account that no desk has now, with an empty desk set up in it. */
  take(): Promise<SigningKey>;
  /** Gives an account back. */
  giveBack(key: SigningKey): void;
}

/** Starts one server, or three, with accounts for so many desks. */
export async function startNatsDesks(count: 1 | 3, desks: number): Promise<NatsDesks> {
  const keys = Array.from({ length: desks }, () => signingKey(freshSeed()));
  const accounts = keys.map(({ publicKey }, index) => `  A${index} { jetstream: enabled, users: [ { nkey: ${publicKey} } ] }`);
  const cluster = await startNats(count, `accounts {\n${accounts.join('\n')}\n}`);
  const free = [...keys];
  const used = new Set<SigningKey>();
  return {
    cluster,
    take: async () => {
      const key = free.shift();
      if (!key) throw new Error(`all ${desks} accounts are in use`);
      if (used.has(key)) await emptyDesk(cluster, key);
      used.add(key);
      await setUpDesk(cluster, key, count);
      return key;
    },
    giveBack: (key) => free.unshift(key),
  };
}

/** Takes away what a desk has: the log itself, and what lies in the buckets. Quicker than making all anew. */
async function emptyDesk(cluster: NatsCluster, key: SigningKey): Promise<void> {
  const connection = await connect({ servers: [...cluster.urls], authenticator: nkeyAuthenticator(key.seed) });
  const jsm = await jetstreamManager(connection, { timeout: 10_000 });
  for await (const { config } of jsm.streams.list()) {
    if (config.deny_purge) await jsm.streams.delete(config.name);
    else await jsm.streams.purge(config.name);
  }
  await connection.close();
}

const MOST_TRIES = 200;
/** What the leader of a cluster answers while it takes one of its servers for gone, for a moment after an election. */
const isShortOfPeers = (cause: unknown): boolean => cause instanceof JetStreamApiError && cause.code === 10_005;

/** Sets a desk up as its operator. */
export async function setUpDesk(
  cluster: Pick<NatsCluster, 'urls'>,
  key: SigningKey,
  replicas: number,
  directory: Readonly<Record<string, DirectoryEntry>> | null = null,
): Promise<readonly Finding[]> {
  const connection = await connect({ servers: [...cluster.urls], authenticator: nkeyAuthenticator(key.seed) });
  const begun: Begun = new Map();
  const options = { desk: 'wallet', replicas, freshId: v7(), directory, durability: 'unknown' } as const;
  try {
    for (let tries = 0; ; tries++) {
      try {
        return await setUp(connection, options, begun);
      } catch (cause) {
        if (tries >= MOST_TRIES || !isShortOfPeers(cause)) throw cause;
        await setTimeout(100);
      }
    }
  } finally {
    await connection.close();
  }
}

/** An engine of a desk, not started. */
export function natsEngine(cluster: NatsCluster, key: SigningKey, over: Partial<NatsEngineOptions> = {}): NatsEngine {
  return natsEngineAt(cluster.urls, key, over);
}

/** An engine of a desk on servers that another process started. */
export function natsEngineAt(servers: readonly string[], key: SigningKey, over: Partial<NatsEngineOptions> = {}): NatsEngine {
  return new NatsEngine({
    place: { servers, desk: 'wallet', key, authenticate: true, tls: null },
    clock: Date.now,
    newId: v7,
    logger: recordingLogger(),
    onRefused: () => undefined,
    journal: null,
    backoff: { baseMs: 50, capMs: 1_000, healthyMs: 60_000 },
    lookMs: 0,
    ...over,
  });
}
